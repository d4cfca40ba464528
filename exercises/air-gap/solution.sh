set -eu
docker load -i delivery.tar.gz

docker build -t ferry:1.0 .
docker save ferry:1.0 | gzip > ferry.tar.gz
tar -tzf ferry.tar.gz > contents.txt

# A container that was only created has all files already.
docker create --name hull ferry:1.0
docker export hull | docker import - ferry:flat

docker export hull |
  docker import --change 'ENV HARBOUR=north' --change 'CMD ["cat", "/rota.txt"]' - ferry:mended
docker run --rm ferry:mended
