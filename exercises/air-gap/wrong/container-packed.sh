# stays red: archive
set -eu
docker load -i delivery.tar.gz
docker build -t ferry:1.0 .
docker create --name hull ferry:1.0
docker export hull | gzip > ferry.tar.gz
tar -tzf ferry.tar.gz > contents.txt
docker export hull | docker import - ferry:flat
docker export hull | docker import -c 'ENV HARBOUR=north' -c 'CMD ["cat", "/rota.txt"]' - ferry:mended
