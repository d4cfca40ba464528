# stays red: web times
set -eu
docker build -t harbour:node .
# Two stages, but the last one is Node again.
cat > Dockerfile <<'EOF'
FROM node:20-slim AS build
WORKDIR /app
COPY package*.json ./
COPY vendor ./vendor
RUN npm ci
COPY . .
RUN npm run build

FROM node:20-slim
COPY --from=build /app/dist /site
COPY --from=build /app/node_modules/sailmaker /sailmaker
CMD ["node", "/sailmaker/sailmaker.js", "serve", "/site", "80"]
EOF
docker build -t harbour:web .
docker run -d --name front -p 8090:80 harbour:web
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8090
echo
echo "drydock-answer times 1"
