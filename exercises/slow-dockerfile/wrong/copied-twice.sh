# stays red: first second
set -eu
# The program is copied last, but COPY . . has brought it in before: the last layer is empty.
cat > Dockerfile <<'EOF'
FROM python:3.13-slim
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
COPY app.py ./
EXPOSE 8000
CMD ["python", "app.py"]
EOF
docker build -t board:1 .
sed -i 's/10:15/10:40/' app.py
docker build -t board:2 .
sed -i 's/bunting==1.0/bunting==2.0/' requirements.txt
docker build -t board:3 .
docker run -d --name board -p 8080:8000 board:3
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080
