# stays red: digest pulled run
# The first digest of the list: that of one platform.
set -eu
docker buildx imagetools inspect --raw hello-world:latest | jq -r '.manifests[0].digest' > digest.txt
docker pull "hello-world@$(cat digest.txt)"
docker run --name pinned "hello-world@$(cat digest.txt)"
