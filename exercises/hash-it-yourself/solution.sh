set -eu
# What the registry has under the tag, as it is
docker buildx imagetools inspect --raw hello-world:latest > index.json
sha256sum index.json

# The image's id is the name of one of the files in its archive
docker pull -q busybox:1.37
id=$(docker image inspect --format '{{.Id}}' busybox:1.37)
docker save busybox:1.37 | tar -xO "blobs/sha256/${id#sha256:}" > identity.json
sha256sum identity.json

# The file whose hash is not its name
cd delivery/blobs/sha256
for file in *; do
  echo "$file  $file" | sha256sum --status -c || echo "drydock-answer forged $file"
done

# One setting is enough to make another image of the same files
for each in a b; do
  printf 'FROM busybox:1.37\nLABEL twin=%s\n' "$each" | docker build -q -t "twin:$each" -
done
