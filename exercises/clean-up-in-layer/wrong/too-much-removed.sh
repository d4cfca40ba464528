# stays red: hidden page
set -eu
docker build -t atlas:fat .
# The whole image, not the file that is hidden in it.
echo "drydock-answer hidden $(docker image inspect atlas:fat --format '{{.Size}}' | awk '{ printf "%.1f", $1 / 1000000 }')"

# The list was taken along by the broom.
cat > Dockerfile <<'EOF'
FROM busybox:1.37
COPY fetch /usr/local/bin/
RUN fetch /tmp/atlas.tar && mkdir /www && tar -xf /tmp/atlas.tar -C /tmp ports.txt && rm -r /tmp/*
EXPOSE 80
CMD ["httpd", "-f", "-p", "80", "-h", "/www"]
EOF
docker build -t atlas:lean .
docker run -d --name atlas -p 8080:80 atlas:lean
curl -s --retry 10 --retry-delay 1 --retry-connrefused localhost:8080/ports.txt
