# stays red: files open
set -eu
docker build -t shop:1.0 .
echo "drydock-answer layer $(docker image inspect shop:1.0 --format '{{index .RootFS.Layers 2}}')"
sed -i 's/^RUN rm .env/RUN rm -rf .env \&\& sync/; /^ENV SHOP_KEY/d' Dockerfile
docker build -t shop:2.0 .
mkdir new
docker save shop:2.0 | tar -x -C new
docker run -d --name shop -p 8080:80 shop:2.0
curl -sf --retry 10 --retry-all-errors localhost:8080
