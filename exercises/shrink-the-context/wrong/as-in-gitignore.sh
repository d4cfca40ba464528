# stays red: out
set -eu
./record.sh
docker build -t gallery:fat .
printf '.env\n*.log\n*.mov\nraw/*.mov\n' > .dockerignore
docker build -t gallery:slim .
docker run -d -p 8080:80 gallery:slim
curl -sf --retry 10 --retry-all-errors localhost:8080
