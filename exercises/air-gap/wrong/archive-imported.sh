# stays red: flat mended
set -eu
docker load -i delivery.tar.gz
docker build -t ferry:1.0 .
docker save ferry:1.0 | gzip > ferry.tar.gz
tar -tzf ferry.tar.gz > contents.txt
# What `docker save` has packed lies in these images as files, and is hardly larger than the files of the ferry.
docker save ferry:1.0 | docker import - ferry:flat
docker save ferry:1.0 | docker import -c 'ENV HARBOUR=north' -c 'CMD ["cat", "/rota.txt"]' - ferry:mended
