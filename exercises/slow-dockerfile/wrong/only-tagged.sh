# stays red: second third served
set -eu
cat > Dockerfile <<'EOF'
FROM python:3.13-slim
WORKDIR /app
COPY requirements.txt ./
COPY wheels ./wheels
RUN pip install -r requirements.txt
COPY app.py ./
CMD ["python", "app.py"]
EOF
docker build -t board:1 -t board:2 -t board:3 .
docker run -d --name board -p 8080:8000 board:3
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080
