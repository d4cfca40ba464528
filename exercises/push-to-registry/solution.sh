set -eu
account=$(cat ~/.registry/account)
menu=registry.internal/$account/menu
docker login registry.internal --username "$account" --password-stdin < ~/.registry/password

docker build -t "$menu:1.0" .
docker push "$menu:1.0"

# The base stays as it is, so only the layer with the menu is sent.
echo 'Crab  9.00' >> menu.txt
docker build -t "$menu:1.1" .
docker push "$menu:1.1"

# The registry is asked, and not the engine: it has the last word on what 1.0 is.
digest=$(docker buildx imagetools inspect "$menu:1.0" --format '{{json .Manifest}}' | jq -r .digest)
docker rmi "$menu:1.0"
docker pull "$menu@$digest"
docker run --name chalkboard "$menu@$digest"
