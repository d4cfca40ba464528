# stays red: dockerfile image container
set -eu
echo '<h1>Never in an image</h1>' > index.html
docker run -d --name webapp -p 8080:80 nginx:1.26
docker cp index.html webapp:/usr/share/nginx/html/
