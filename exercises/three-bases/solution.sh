set -eu
docker pull debian:trixie-slim
docker pull alpine:3.22

# One build stage makes the program twice: linked with the C library of its system, and with all that it needs inside.
cat > Dockerfile <<'END'
FROM gcc:14 AS build
WORKDIR /src
COPY tide.c .
RUN gcc -o tide tide.c && gcc -static -o tide-static tide.c

FROM debian:trixie-slim AS debian
COPY --from=build /src/tide /tide
CMD ["/tide"]

FROM alpine:3.22 AS alpine
COPY --from=build /src/tide-static /tide
CMD ["/tide"]

FROM scratch AS scratch
COPY --from=build /src/tide-static /tide
CMD ["/tide"]
END

port=8001
for base in debian alpine scratch; do
  docker build -t "tide:$base" --target "$base" .
  docker run -d --name "tide-$base" -p "$port:8000" "tide:$base"
  curl -sf --retry 10 --retry-delay 1 --retry-all-errors "localhost:$port"
  port=$((port + 1))
done

size() { docker image inspect --format '{{.Size}}' "$1"; }
echo "drydock-answer times $(($(size tide:debian) / $(size tide:scratch)))"
