# stays red: index identity forged
# What commands print about an image is not what is hashed, and the new hash is not the file's name.
set -eu
docker manifest inspect hello-world:latest > index.json

docker pull -q busybox:1.37
docker image inspect busybox:1.37 > identity.json

cd delivery/blobs/sha256
for file in *; do
  hash=$(sha256sum "$file" | cut -d ' ' -f 1)
  [ "$hash" = "$file" ] || echo "drydock-answer forged $hash"
done

for each in a b; do
  printf 'FROM busybox:1.37\nLABEL twin=%s\n' "$each" | docker build -q -t "twin:$each" -
done
