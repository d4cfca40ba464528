# stays red: alpine scratch times
set -eu
docker pull debian:trixie-slim
docker pull alpine:3.22
sed -i 's/gcc -o/gcc -static -o/' Dockerfile
for base in debian:trixie-slim alpine:3.22 scratch; do
  sed "s/^FROM debian:trixie-slim/FROM $base/" Dockerfile > Dockerfile.next
  docker build -f Dockerfile.next -t "tide:${base%%:*}" .
done
docker run -d -p 8001:8000 tide:debian
docker run -d -p 8003:8000 tide:alpine
docker run -d -p 8002:8000 tide:scratch
for port in 8001 8002 8003; do curl -sf --retry 10 --retry-delay 1 --retry-all-errors "localhost:$port"; done

# The other way round: how many times as big is the one without anything?
size() { docker image inspect --format '{{.Size}}' "$1"; }
echo "drydock-answer times 0.0$(($(size tide:scratch) * 100 / $(size tide:debian)))"
