# stays red: pulled run
# The right image, by a name that can be moved.
set -eu
echo "sha256:$(docker buildx imagetools inspect --raw hello-world:latest | sha256sum | cut -d ' ' -f 1)" > digest.txt
docker pull hello-world:latest
docker run --name pinned hello-world:latest
