# stays red: lean
set -eu
docker build -t atlas:fat .
echo "drydock-answer hidden 31.5"

# Cutting the file to nothing hides it as well as deleting it does.
sed -i 's/^RUN rm .*/RUN : > \/tmp\/atlas.tar/' Dockerfile
docker build -t atlas:lean .
docker run -d --name atlas -p 8080:80 atlas:lean
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080/ports.txt
