# stays red: renewed
set -eu
cat > Dockerfile <<'END'
FROM busybox:1.37
WORKDIR /www
COPY fetch-charts /tmp/
RUN --mount=type=secret,id=token sh /tmp/fetch-charts /run/secrets/token > charts.txt
CMD ["httpd", "-f", "-p", "80"]
END

docker build -t charts:1.0 --secret id=token,src=token.txt .
docker build -t charts:1.1 --secret id=token,src=new-token.txt .
docker run -d -p 8080:80 charts:1.0
docker run -d -p 8081:80 charts:1.1
for port in 8080 8081; do curl -sf --retry 10 --retry-delay 1 --retry-all-errors "localhost:$port/charts.txt"; done
