# stays red: same
set -eu
cat > Dockerfile <<'END'
FROM busybox:1.37
ARG VERSION
WORKDIR /app
COPY serve.sh .
ENV APP_VERSION=$VERSION
CMD ["./serve.sh"]
END
docker build --build-arg VERSION=1.0 -t app:1.0 .
sed -i 's/^ARG VERSION$/ARG VERSION=dev/; /^ENV/a ENV APP_COLOUR=grey' Dockerfile
docker build --build-arg VERSION=2.0 -t app:2.0 .
docker build -t app:dev .
docker run -d --name live -p 8080:80 -e APP_COLOUR=teal app:2.0
curl -sf --retry 10 --retry-all-errors localhost:8080
