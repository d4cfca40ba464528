# stays red: debian times
set -eu
docker pull debian:trixie-slim
docker pull alpine:3.22

cat > Dockerfile <<'END'
FROM gcc:14 AS build
COPY tide.c .
RUN gcc -static -o /tide tide.c
CMD ["/tide"]

FROM alpine:3.22 AS alpine
COPY --from=build /tide /tide
CMD ["/tide"]

FROM scratch AS scratch
COPY --from=build /tide /tide
CMD ["/tide"]
END

docker build -t tide:debian --target build .
docker build -t tide:alpine --target alpine .
docker build -t tide:scratch --target scratch .
docker run -d -p 8001:8000 tide:debian
docker run -d -p 8002:8000 tide:alpine
docker run -d -p 8003:8000 tide:scratch
for port in 8001 8002 8003; do curl -sf --retry 10 --retry-delay 1 --retry-all-errors "localhost:$port"; done

# In megabytes, and not in times.
size() { docker image inspect --format '{{.Size}}' "$1"; }
echo "drydock-answer times $((($(size tide:debian) - $(size tide:scratch)) / 1000000))"
