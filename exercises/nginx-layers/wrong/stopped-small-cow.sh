# stays red: layers cow copy-on-write
set -eu
docker pull -q nginx:1.26
docker pull -q nginx:1.26-alpine

echo "drydock-answer layers $(docker image inspect --format '{{len .RootFS.Layers}}' nginx:1.26-alpine)"

big=$(docker image inspect --format '{{.Size}}' nginx:1.26)
small=$(docker image inspect --format '{{.Size}}' nginx:1.26-alpine)
echo $(((big - small + 500000) / 1000000)) > saved.txt

docker run -d --name cow nginx:1.26-alpine
docker exec cow rm /usr/share/nginx/html/50x.html /usr/share/nginx/html/index.html
docker stop cow
