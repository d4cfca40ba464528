# stays red: ship serve saved
set -eu
# Two stages, but the second takes all that was installed in the first.
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
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
EXPOSE 3000
CMD ["npm", "start"]
EOF
docker build --target build -t tides:build .
docker build -t tides:1.0 .
docker run -d --name tides -p 8080:3000 tides:1.0
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080/inventory
echo "drydock-answer saved 0"
