# stays red: image
set -eu
echo '<h1>Built by me</h1>' > index.html

cat > Dockerfile <<'END'
FROM nginx:1.26
RUN rm /usr/share/nginx/html/index.html
COPY index.html /usr/share/nginx/html/
RUN chmod a+r /usr/share/nginx/html/index.html
END

docker build -t webapp:1.0 .
docker run -d --name webapp -p 8080:80 webapp:1.0
