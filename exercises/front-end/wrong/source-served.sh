# stays red: page times
set -eu
docker build -t harbour:node .
# The page is copied from the folder: nothing is built.
cat > Dockerfile <<'EOF'
FROM nginx:1.26-alpine
COPY src /usr/share/nginx/html
EOF
docker build -t harbour:web .
docker run -d --name front -p 8090:80 harbour:web
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8090
# The difference in MB, not how many times.
bytes() { docker image inspect "$1" --format '{{.Size}}'; }
echo
echo "drydock-answer times $(awk "BEGIN { printf \"%.1f\", ($(bytes harbour:node) - $(bytes harbour:web)) / 1000000 }")"
