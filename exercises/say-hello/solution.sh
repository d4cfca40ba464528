set -eu
# Client and server, then Compose: > begins the file, >> adds to it.
docker version > versions.txt
docker compose version >> versions.txt

# Options before the image. The container ends at once and stays there.
docker run --name first hello-world

# What it said is kept with it.
docker logs first > hello.txt
