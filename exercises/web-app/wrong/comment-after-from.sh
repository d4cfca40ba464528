# stays red: dockerfile image container page
echo '<h1>Built by me</h1>' > index.html

cat > Dockerfile <<'END'
FROM nginx:1.26   # the web server
COPY index.html /usr/share/nginx/html/
END

docker build -t webapp:1.0 .
docker run -d --name webapp -p 8080:80 webapp:1.0
