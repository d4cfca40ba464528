# stays red: layers
set -eu
docker pull -q nginx:1.26
docker pull -q nginx:1.26-alpine

echo "drydock-answer layers $(docker history -q nginx:1.26 | wc -l)"

big=$(docker image inspect --format '{{.Size}}' nginx:1.26)
small=$(docker image inspect --format '{{.Size}}' nginx:1.26-alpine)
echo $(((big - small + 500000) / 1000000)) > saved.txt

docker run -d --name cow nginx:1.26
docker exec cow sh -c 'echo changed > /usr/share/nginx/html/index.html'
docker exec cow rm /usr/share/nginx/html/50x.html
