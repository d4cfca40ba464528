set -eu
cat > Dockerfile <<'END'
FROM busybox:1.37
ARG VERSION=dev
WORKDIR /app
COPY serve.sh .
RUN echo "built as $VERSION" > built.txt
ENV APP_VERSION=$VERSION
ENV APP_COLOUR=grey
EXPOSE 80
CMD ["./serve.sh"]
END
docker build -t app:dev .
docker build --build-arg VERSION=1.0 -t app:1.0 .
docker build --build-arg VERSION=2.0 -t app:2.0 .

docker run -d --name live -p 8080:80 -e APP_COLOUR=teal app:2.0
curl -sf --retry 10 --retry-all-errors localhost:8080
