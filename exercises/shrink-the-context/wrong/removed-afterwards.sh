# stays red: slim
set -eu
./record.sh
docker build -t gallery:fat .
sed -i '/^COPY/a RUN rm -r .env raw/*.mov notes camera.log' Dockerfile
docker build -t gallery:slim .
docker run -d -p 8080:80 gallery:slim
curl -sf --retry 10 --retry-all-errors localhost:8080
