set -eu
# A digest is the SHA-256 of what the registry has under the tag
digest=sha256:$(docker buildx imagetools inspect --raw hello-world:latest | sha256sum | cut -d ' ' -f 1)
echo "$digest" > digest.txt

# From an earlier pull the image may have its tag
docker rmi -f hello-world:latest > /dev/null 2>&1 || true
docker pull "hello-world@$digest"
docker images --digests hello-world

docker run --name pinned "hello-world@$digest"
