# stays red: alpine scratch
set -eu
docker pull debian:trixie-slim
docker pull alpine:3.22
port=8001
for base in debian:trixie-slim alpine:3.22 scratch; do
  sed "s/^FROM debian:trixie-slim/FROM $base/" Dockerfile > Dockerfile.next
  name=${base%%:*}
  docker build -f Dockerfile.next -t "tide:$name" .
  docker run -d --name "tide-$name" -p "$port:8000" "tide:$name" || true
  port=$((port + 1))
done
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8001

size() { docker image inspect --format '{{.Size}}' "$1"; }
echo "drydock-answer times $(($(size tide:debian) / $(size tide:scratch)))"
