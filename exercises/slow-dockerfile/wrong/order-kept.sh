# stays red: first second
set -eu
docker build -t board:1 .
sed -i 's/10:15/10:40/' app.py
docker build -t board:2 .
sed -i 's/bunting==1.0/bunting==2.0/' requirements.txt
docker build -t board:3 .
docker run -d --name board -p 8080:8000 board:3
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080
