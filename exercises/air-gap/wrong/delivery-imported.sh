# stays red: delivery archive flat mended
docker import delivery.tar.gz harbour/rota:7
# There is no /rota.txt in that image, only the files of the archive.
docker build -t ferry:1.0 .
docker save ferry:1.0 | gzip > ferry.tar.gz
tar -tzf ferry.tar.gz > contents.txt
