# stays red: layer settings
set -eu
docker build -t shop:1.0 .
echo "drydock-answer layer $(docker image inspect shop:1.0 --format '{{index .RootFS.Layers 3}}')"
printf '.env\nnew\n' > .dockerignore
sed -i 's/^RUN rm .env/ARG SHOP_KEY\nRUN echo "${#SHOP_KEY} characters" > key-length.txt/; /^ENV SHOP_KEY/d' Dockerfile
docker build --build-arg SHOP_KEY=tide-7041-lantern -t shop:2.0 .
mkdir new
docker save shop:2.0 | tar -x -C new
docker run -d --name shop -p 8080:80 --env-file .env shop:2.0
curl -sf --retry 10 --retry-all-errors localhost:8080
