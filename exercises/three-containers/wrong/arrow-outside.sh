# stays red: three added changed restarted
for name in red green; do docker run -d --name "$name" nginx:1.26-alpine; done
docker run -d --name blue busybox:1.37 sleep infinity
docker exec red echo news > news.html
docker exec green rm /usr/share/nginx/html/50x.html
docker exec blue echo blue >> index.html
docker restart -t 1 red
echo "drydock-answer image-id $(docker images -q --no-trunc nginx:1.26-alpine)"
