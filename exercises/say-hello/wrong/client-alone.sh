# stays red: versions
set -eu
docker --version > versions.txt
docker compose version >> versions.txt
docker run --name first hello-world
docker logs first > hello.txt
