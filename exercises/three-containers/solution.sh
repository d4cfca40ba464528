set -eu
for name in red green blue; do
  docker run -d --name "$name" nginx:1.26-alpine
done

# One change in each. The quotes keep > and >> for the shell inside.
docker exec red sh -c 'echo "<h1>News</h1>" > /usr/share/nginx/html/news.html'
docker exec green rm /usr/share/nginx/html/50x.html
docker exec blue sh -c 'echo blue >> /usr/share/nginx/html/index.html'

# To stop a container is not to remove it: the file stays.
docker stop -t 1 red
docker start red
docker exec red ls /usr/share/nginx/html

# The id to enter on the page:
echo "drydock-answer image-id $(docker inspect red --format '{{.Image}}')"
