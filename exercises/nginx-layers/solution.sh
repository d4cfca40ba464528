set -eu
docker pull -q nginx:1.26
docker pull -q nginx:1.26-alpine

# The number to enter on the page:
echo "drydock-answer layers $(docker image inspect --format '{{len .RootFS.Layers}}' nginx:1.26)"

big=$(docker image inspect --format '{{.Size}}' nginx:1.26)
small=$(docker image inspect --format '{{.Size}}' nginx:1.26-alpine)
echo $(((big - small + 500000) / 1000000)) > saved.txt

docker run -d --name cow nginx:1.26
docker exec cow sh -c 'echo "<h1>Changed in a container</h1>" > /usr/share/nginx/html/index.html'
docker exec cow rm /usr/share/nginx/html/50x.html
docker diff cow
