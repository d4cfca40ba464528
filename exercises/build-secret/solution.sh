set -eu
cat > Dockerfile <<'END'
FROM busybox:1.37
WORKDIR /www
RUN --mount=type=secret,id=token,required=true \
    --mount=type=bind,source=fetch-charts,target=/tmp/fetch-charts \
    sh /tmp/fetch-charts /run/secrets/token > charts.txt
CMD ["httpd", "-f", "-p", "80"]
END

docker build -t charts:1.0 --secret id=token,src=token.txt .
docker run -d --name charts -p 8080:80 charts:1.0

# A secret is no part of the cache's key: without --no-cache the old charts would be taken again.
docker build --no-cache -t charts:1.1 --secret id=token,src=new-token.txt .
docker run -d --name new-charts -p 8081:80 charts:1.1

for port in 8080 8081; do curl -sf --retry 10 --retry-delay 1 --retry-all-errors "localhost:$port/charts.txt"; done
