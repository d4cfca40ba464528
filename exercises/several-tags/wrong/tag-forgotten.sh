# stays red: tags count
set -eu
docker build -t webapp:1.0 .
echo '<h1>Version 1.1</h1>' > index.html
docker build -t webapp:1.1 .
docker tag webapp:1.0 webapp:latest
docker images -q webapp | sort -u | wc -l > images.txt
