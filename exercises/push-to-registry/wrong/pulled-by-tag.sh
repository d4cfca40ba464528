# stays red: by-digest board
set -eu
account=$(cat ~/.registry/account)
menu=registry.internal/$account/menu
docker login registry.internal -u "$account" --password-stdin < ~/.registry/password
docker build -t "$menu:1.0" .
docker push "$menu:1.0"
echo 'Crab  9.00' >> menu.txt
docker build -t "$menu:1.1" .
docker push "$menu:1.1"
docker rmi "$menu:1.0"
docker pull "$menu:1.0"
docker run --name chalkboard "$menu:1.0"
