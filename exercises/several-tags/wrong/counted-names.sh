# stays red: count
set -eu
docker build -t webapp:1.0 .
echo '<h1>Version 1.1</h1>' > index.html
docker build -t webapp:1.1 -t webapp:1 -t webapp:latest .
docker images -q webapp | wc -l > images.txt
