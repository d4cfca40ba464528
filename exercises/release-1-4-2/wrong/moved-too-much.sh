# stays red: series
# The full version before was moved too: nobody gets it back by its name.
set -eu
sh history.sh
docker build -q -t depot:1.4.2 \
  --build-arg VERSION=1.4.2 --build-arg REVISION="$(git rev-parse HEAD)" .
for tag in 1.4 1 latest 1.4.1 staging production "$(git rev-parse --short HEAD)"; do
  docker tag depot:1.4.2 "depot:$tag"
done
