set -eu
echo '<h1>Built by me</h1>' > index.html

cat > Dockerfile <<'END'
FROM nginx:1.26
COPY index.html /usr/share/nginx/html/
END

docker build -t webapp:1.0 .
docker run -d --name webapp -p 8080:80 webapp:1.0
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080
