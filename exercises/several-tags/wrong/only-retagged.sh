# stays red: changed tags
set -eu
docker build -t webapp:1.0 .
docker tag webapp:1.0 webapp:1.1
docker tag webapp:1.0 webapp:1
docker tag webapp:1.0 webapp:latest
echo 1 > images.txt
