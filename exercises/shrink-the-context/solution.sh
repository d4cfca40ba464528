set -eu
./record.sh
docker build -t gallery:fat .

cat > .dockerignore <<'END'
.env
**/*.log
raw/*
!raw/frame.svg
END
docker build -t gallery:slim .
docker images gallery

docker run -d --name gallery -p 8080:80 gallery:slim
curl -sf --retry 10 --retry-all-errors localhost:8080/raw/frame.svg
