# stays red: lean
set -eu
docker build -t atlas:fat .
echo "drydock-answer hidden 31.5"

# One RUN fewer, and the deletion still comes too late.
cat > Dockerfile <<'EOF'
FROM busybox:1.37
COPY fetch /usr/local/bin/
RUN fetch /tmp/atlas.tar && mkdir /www && tar -xf /tmp/atlas.tar -C /www ports.txt
RUN rm /tmp/atlas.tar
EXPOSE 80
CMD ["httpd", "-f", "-p", "80", "-h", "/www"]
EOF
docker build -t atlas:lean .
docker run -d --name atlas -p 8080:80 atlas:lean
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080/ports.txt
