set -eu
sh fill.sh

# Containers first: they hold images
docker container prune -f
docker image prune -f

# By name, because the keeper is as unused as these
docker rmi trial:1 trial:2

# Last the cache: until now images had these layers, too
docker builder prune -f
docker system df

docker run -d --name books -v ledger:/ledger -p 8095:80 ledger-server:1.0
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8095
