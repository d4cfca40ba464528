# stays red: promote
set -eu
sh history.sh
build() {
  docker build -q --no-cache -t "depot:$1" \
    --build-arg VERSION=1.4.2 --build-arg REVISION="$(git rev-parse HEAD)" .
}
build 1.4.2
for tag in 1.4 1 latest "$(git rev-parse --short HEAD)"; do docker tag depot:1.4.2 "depot:$tag"; done
docker tag depot:1.4.2 depot:staging
build production
