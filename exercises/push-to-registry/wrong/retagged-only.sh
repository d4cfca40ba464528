# stays red: second by-digest
set -eu
account=$(cat ~/.registry/account)
menu=registry.internal/$account/menu
docker login registry.internal -u "$account" --password-stdin < ~/.registry/password
docker build -t "$menu:1.0" .
docker push "$menu:1.0"
docker tag "$menu:1.0" "$menu:1.1"
docker push "$menu:1.1"
# The tag 1.1 still holds the image.
docker rmi "$menu:1.0"
digest=$(docker buildx imagetools inspect "$menu:1.0" --format '{{json .Manifest}}' | jq -r .digest)
docker pull "$menu@$digest"
docker run --name chalkboard "$menu@$digest"
