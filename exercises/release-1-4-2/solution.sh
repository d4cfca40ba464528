set -eu
sh history.sh

# Built once
docker build -q -t depot:1.4.2 \
  --build-arg VERSION=1.4.2 --build-arg REVISION="$(git rev-parse HEAD)" .
docker run --rm depot:1.4.2

# Named for whoever wants this version, this series, any version 1, or has no wish
for tag in 1.4 1 latest "$(git rev-parse --short HEAD)"; do
  docker tag depot:1.4.2 "depot:$tag"
done

# Promoted: the same image all the way
docker tag depot:1.4.2 depot:staging
docker tag depot:staging depot:production
docker images depot
