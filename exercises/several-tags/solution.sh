set -eu
docker image inspect webapp:1.0 > /dev/null 2>&1 || docker build -t webapp:1.0 .

echo '<h1>Version 1.1</h1>' > index.html
docker build -t webapp:1.1 -t webapp:1 -t webapp:latest .

docker images -q webapp | sort -u | wc -l > images.txt
docker images webapp
