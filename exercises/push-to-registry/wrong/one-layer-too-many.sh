# stays red: second
set -eu
account=$(cat ~/.registry/account)
menu=registry.internal/$account/menu
docker login registry.internal -u "$account" --password-stdin < ~/.registry/password
docker build -t "$menu:1.0" .
docker push "$menu:1.0"
echo 'Crab  9.00' >> menu.txt
printf 'FROM busybox:1.37\nRUN mkdir /daily\nCOPY menu.txt /\nCMD ["cat", "/menu.txt"]\n' > Dockerfile
docker build -t "$menu:1.1" .
docker push "$menu:1.1"
digest=$(docker buildx imagetools inspect "$menu:1.0" --format '{{json .Manifest}}' | jq -r .digest)
docker rmi "$menu:1.0"
docker pull "$menu@$digest"
docker run --name chalkboard "$menu@$digest"
