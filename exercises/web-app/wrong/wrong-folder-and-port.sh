# stays red: dockerfile container page
set -eu
echo '<h1>Built by me</h1>' > index.html

cat > Dockerfile <<'END'
FROM nginx:1.26
COPY index.html /var/www/html/
END

docker build -t webapp:1.0 .
docker run -d --name webapp -p 80:8080 webapp:1.0
