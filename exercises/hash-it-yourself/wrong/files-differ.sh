# stays red: index twins
# The manifest of one platform instead of the index, and twins whose files differ.
set -eu
digest=$(docker buildx imagetools inspect --raw hello-world:latest | jq -r '.manifests[0].digest')
docker buildx imagetools inspect --raw "hello-world@$digest" > index.json

docker pull -q busybox:1.37
id=$(docker image inspect --format '{{.Id}}' busybox:1.37)
docker save busybox:1.37 | tar -xO "blobs/sha256/${id#sha256:}" > identity.json
echo "drydock-answer forged sha256:5ee9988e2629d14d4b6d2784e37bc92fbf722b6251afebb13be88078fb2f9f96"

for each in a b; do
  printf 'FROM busybox:1.37\nRUN echo %s > /twin\n' "$each" | docker build -q -t "twin:$each" -
done
