# stays red: one two default live
set -eu
cat > Dockerfile <<'END'
FROM busybox:1.37
ARG VERSION=dev
WORKDIR /app
COPY serve.sh .
RUN echo "built as $VERSION" > built.txt
ENV APP_COLOUR=grey
CMD ["./serve.sh"]
END
docker build -t app:dev .
for version in 1.0 2.0; do docker build --build-arg VERSION=$version -t app:$version .; done
docker run -d --name live -p 8080:80 app:2.0
curl -sf --retry 10 --retry-all-errors localhost:8080
