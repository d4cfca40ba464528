# stays red: first second by-digest board
set -eu
docker build -t menu:1.0 .
docker tag menu:1.0 "registry.internal/$(cat ~/.registry/account)/menu:1.0"
echo 'Crab  9.00' >> menu.txt
docker build -t menu:1.1 .
docker run --name chalkboard menu:1.0
