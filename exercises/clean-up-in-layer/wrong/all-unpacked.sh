# stays red: hidden lean
set -eu
docker build -t atlas:fat .
# The row of the deletion says 0 B.
echo "drydock-answer hidden 0"

# The archive goes, but what nobody needs was unpacked from it.
cat > Dockerfile <<'EOF'
FROM busybox:1.37
COPY fetch /usr/local/bin/
RUN fetch /tmp/atlas.tar && mkdir /www && tar -xf /tmp/atlas.tar -C /www && rm /tmp/atlas.tar
EXPOSE 80
CMD ["httpd", "-f", "-p", "80", "-h", "/www"]
EOF
docker build -t atlas:lean .
docker run -d --name atlas -p 8080:80 atlas:lean
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080/ports.txt
