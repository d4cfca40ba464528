# stays red: third served
set -eu
# The cache is kept too well: the list of requirements is never looked at.
cat > Dockerfile <<'EOF'
FROM python:3.13-slim
WORKDIR /app
COPY wheels ./wheels
RUN pip install --no-index --find-links wheels bunting==1.0
COPY . .
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
