# stays red: added restarted
set -eu
for name in red green blue; do docker run -d --name "$name" nginx:1.26-alpine; done
docker exec red sh -c 'echo news > /usr/share/nginx/html/news.html'
docker exec green rm /usr/share/nginx/html/50x.html
docker exec blue sh -c 'echo blue >> /usr/share/nginx/html/index.html'
docker rm -f red
docker run -d --name red nginx:1.26-alpine
echo "drydock-answer image-id $(docker images -q nginx:1.26-alpine)"
