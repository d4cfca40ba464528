# stays red: saved whiteout
set -eu
docker pull -q nginx:1.26
docker pull -q nginx:1.26-alpine

echo "drydock-answer layers $(docker image inspect --format '{{len .RootFS.Layers}}' nginx:1.26)"
docker images --format '{{.Size}}' nginx:1.26-alpine > saved.txt

docker run -d --name cow nginx:1.26
docker exec cow sh -c 'echo changed > /usr/share/nginx/html/index.html'
docker exec cow sh -c 'touch /usr/share/nginx/html/mine.html && rm /usr/share/nginx/html/mine.html'
