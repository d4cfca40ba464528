# stays red: serve saved
set -eu
# COPY . . in the last stage brings the sources along.
cat > Dockerfile <<'EOF'
FROM node:20-slim AS build
WORKDIR /app
COPY package*.json ./
COPY vendor ./vendor
RUN npm ci
COPY . .
RUN npm run build

FROM node:20-slim
WORKDIR /app
COPY package*.json ./
COPY vendor ./vendor
RUN npm ci --omit=dev
COPY --from=build /app/dist ./dist
COPY . .
EXPOSE 3000
CMD ["npm", "start"]
EOF
docker build --target build -t tides:build .
docker build -t tides:1.0 .
docker run -d --name tides -p 8080:3000 tides:1.0
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080/inventory
# The size of one of the two, not the difference.
echo "drydock-answer saved $(docker image inspect tides:1.0 --format '{{.Size}}' | awk '{ printf "%.1f", $1 / 1000000 }')"
