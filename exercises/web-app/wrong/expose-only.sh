# stays red: container page
set -eu
echo '<h1>Built by me</h1>' > index.html

cat > Dockerfile <<'END'
FROM nginx:1.26
COPY index.html /usr/share/nginx/html/
EXPOSE 8080
END

docker build -t webapp:1.0 .
docker run -d --name webapp webapp:1.0
