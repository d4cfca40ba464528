# stays red: settings
set -eu
cat > Dockerfile <<'END'
FROM busybox:1.37
WORKDIR /www
COPY fetch-charts /tmp/
ARG TOKEN
RUN echo "$TOKEN" > /tmp/token && sh /tmp/fetch-charts /tmp/token > charts.txt && rm /tmp/token
CMD ["httpd", "-f", "-p", "80"]
END

docker build -t charts:1.0 --build-arg TOKEN="$(cat token.txt)" .
docker build -t charts:1.1 --build-arg TOKEN="$(cat new-token.txt)" .
docker run -d -p 8080:80 charts:1.0
docker run -d -p 8081:80 charts:1.1
for port in 8080 8081; do curl -sf --retry 10 --retry-delay 1 --retry-all-errors "localhost:$port/charts.txt"; done
