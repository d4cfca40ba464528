set -eu
# Two stages that start alike. The first has all the tools; the second installs what runs, and takes what was built.
cat > Dockerfile <<'EOF'
FROM node:20-slim AS build
WORKDIR /app
COPY package*.json ./
COPY vendor ./vendor
RUN npm ci
COPY src ./src
RUN npm run build

FROM node:20-slim
WORKDIR /app
COPY package*.json ./
COPY vendor ./vendor
RUN npm ci --omit=dev
COPY --from=build /app/dist ./dist
EXPOSE 3000
CMD ["npm", "start"]
EOF
docker build --target build -t tides:build .
docker build -t tides:1.0 .

docker run -d --name tides -p 8080:3000 tides:1.0
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080/inventory

mb() { docker image inspect "$1" --format '{{.Size}}' | awk '{ printf "%.1f", $1 / 1000000 }'; }
echo
echo "drydock-answer saved $(awk "BEGIN { print $(mb tides:build) - $(mb tides:1.0) }")"
