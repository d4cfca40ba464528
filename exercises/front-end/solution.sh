set -eu
docker build -t harbour:node .

# The same build as a stage, and a web server that gets nothing of it but the finished folder.
cat > Dockerfile <<'EOF'
FROM node:20-slim AS build
WORKDIR /app
COPY package*.json ./
COPY vendor ./vendor
RUN npm ci
COPY . .
RUN npm run build

FROM nginx:1.26-alpine
COPY --from=build /app/dist /usr/share/nginx/html
EOF
docker build -t harbour:web .

docker run -d --name front -p 8090:80 harbour:web
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8090

bytes() { docker image inspect "$1" --format '{{.Size}}'; }
echo
echo "drydock-answer times $(awk "BEGIN { printf \"%.1f\", $(bytes harbour:node) / $(bytes harbour:web) }")"
