# stays red: files settings open
set -eu
docker build -t shop:1.0 .
echo "drydock-answer layer $(docker image inspect shop:1.0 --format '{{index .RootFS.Layers 2}}')"
printf '.env\nnew\n' > .dockerignore
sed -i '/^RUN rm .env/d' Dockerfile
docker build -t shop:2.0 .
mkdir new
docker save shop:2.0 | tar -x -C new
docker run -d --name shop -p 8080:80 shop:2.0
curl -sf --retry 10 --retry-all-errors localhost:8080
