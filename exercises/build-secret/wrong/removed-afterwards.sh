# stays red: layers
set -eu
docker build -t charts:1.0 .
sed -i 's/fetch-charts token.txt/fetch-charts new-token.txt/' Dockerfile
docker build -t charts:1.1 .
docker run -d -p 8080:80 charts:1.0
docker run -d -p 8081:80 charts:1.1
for port in 8080 8081; do curl -sf --retry 10 --retry-delay 1 --retry-all-errors "localhost:$port/charts.txt"; done
