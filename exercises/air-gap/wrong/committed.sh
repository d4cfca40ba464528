# stays red: flat mended
set -eu
docker load -i delivery.tar.gz
docker build -t ferry:1.0 .
docker save ferry:1.0 | gzip > ferry.tar.gz
tar -tzf ferry.tar.gz > contents.txt
docker create --name hull ferry:1.0
docker commit hull ferry:flat
docker start -a hull
docker commit -c 'ENV HARBOUR=north' hull ferry:mended
