set -eu
docker build -t atlas:fat .

# The archive is in the layer of the RUN that fetched it: the largest row of the history.
docker history atlas:fat
bytes=$(docker history atlas:fat --human=false --format '{{.Size}}' | sort -n | tail -n 1)
echo "drydock-answer hidden $(awk "BEGIN { printf \"%.1f\", $bytes / 1000000 }")"

# Fetched, used and removed in one RUN. The web root has a RUN of its own: it leaves nothing behind.
cat > Dockerfile <<'EOF'
FROM busybox:1.37
COPY fetch /usr/local/bin/
RUN mkdir /www
RUN fetch /tmp/atlas.tar \
 && tar -xf /tmp/atlas.tar -C /www ports.txt \
 && rm /tmp/atlas.tar
EXPOSE 80
CMD ["httpd", "-f", "-p", "80", "-h", "/www"]
EOF
docker build -t atlas:lean .

docker run -d --name atlas -p 8080:80 atlas:lean
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080/ports.txt
