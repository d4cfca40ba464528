# stays red: layer files
set -eu
docker build -t shop:1.0 .
echo "drydock-answer layer $(docker image inspect shop:1.0 --format '{{.Id}}')"
mkdir new
docker save shop:1.0 | tar -x -C new
echo .env > .dockerignore
sed -i '/^RUN rm .env/d; /^ENV SHOP_KEY/d' Dockerfile
docker build -t shop:2.0 .
rm -r new
mkdir new
docker save shop:2.0 | tar -x -C new
docker run -d --name shop -p 8080:80 --env-file .env shop:2.0
curl -sf --retry 10 --retry-all-errors localhost:8080
