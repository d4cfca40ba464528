# stays red: one two same default
set -eu
cat > Dockerfile <<'END'
ARG VERSION=dev
FROM busybox:1.37
WORKDIR /app
COPY serve.sh .
ENV APP_VERSION=$VERSION APP_COLOUR=grey
CMD ["./serve.sh"]
END
docker build -t app:dev .
for version in 1.0 2.0; do docker build --build-arg VERSION=$version -t app:$version .; done
docker run -d --name live -p 8080:80 -e APP_COLOUR=teal app:2.0
curl -sf --retry 10 --retry-all-errors localhost:8080
