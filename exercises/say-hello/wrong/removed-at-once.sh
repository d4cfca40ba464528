# stays red: first
set -eu
docker version > versions.txt
docker compose version >> versions.txt
docker run --rm --name first hello-world > hello.txt
