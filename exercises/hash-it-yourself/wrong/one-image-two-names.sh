# stays red: identity forged twins
# The archive's list of files instead of the config, a file that is as it should be, and a second name instead of a second image.
set -eu
docker buildx imagetools inspect --raw hello-world:latest > index.json

docker pull -q busybox:1.37
docker save busybox:1.37 | tar -xO manifest.json > identity.json
echo "drydock-answer forged $(ls delivery/blobs/sha256 | head -1)"

docker tag busybox:1.37 twin:a
docker tag busybox:1.37 twin:b
