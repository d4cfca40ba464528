# stays red: archive mended
set -eu
docker load -i delivery.tar.gz
docker build -t ferry:1.0 .
docker save -o ferry.tar.gz ferry:1.0
tar -tf ferry.tar.gz > contents.txt
docker create --name hull ferry:1.0
docker export hull | docker import - ferry:flat
# The variable is forgotten.
docker export hull | docker import -c 'CMD ["cat", "/rota.txt"]' - ferry:mended
