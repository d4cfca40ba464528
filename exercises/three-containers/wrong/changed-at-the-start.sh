# stays red: three restarted
set -eu
docker run -d --name red nginx:1.26-alpine touch /usr/share/nginx/html/news.html
docker run -d --name green nginx:1.26-alpine rm /usr/share/nginx/html/50x.html
docker run -d --name blue nginx:1.26-alpine sh -c 'echo blue >> /usr/share/nginx/html/index.html'
docker wait red green blue
echo "drydock-answer image-id $(docker images -q nginx:1.26-alpine)"
