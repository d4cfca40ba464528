# stays red: index identity
# Both documents say the right thing, and not one byte of them may differ.
set -eu
docker buildx imagetools inspect --raw hello-world:latest | jq > index.json

docker pull -q busybox:1.37
id=$(docker image inspect --format '{{.Id}}' busybox:1.37)
docker save busybox:1.37 | tar -xO "blobs/sha256/${id#sha256:}" | jq > identity.json

echo "drydock-answer forged 5ee9988e2629"
for each in a b; do
  printf 'FROM busybox:1.37\nENV TWIN=%s\n' "$each" | docker build -q -t "twin:$each" -
done
