# stays red: needed out
set -eu
./record.sh
docker build -t gallery:fat .
echo 'raw/*.mov' > .dockerignore
docker build -t gallery:slim .
docker run -d --name gallery -p 8080:80 gallery:slim
docker exec gallery rm -r .env notes camera.log
curl -sf --retry 10 --retry-all-errors localhost:8080
