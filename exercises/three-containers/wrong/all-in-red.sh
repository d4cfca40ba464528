# stays red: deleted changed image-id
set -eu
for name in red green blue; do docker run -d --name "$name" nginx:1.26-alpine; done
docker exec red sh -c 'cd /usr/share/nginx/html && echo news > news.html && rm 50x.html && echo blue >> index.html'
docker restart -t 1 red
echo "drydock-answer image-id $(docker ps -q --filter name=red)"
