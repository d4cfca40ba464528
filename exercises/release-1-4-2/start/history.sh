# Lays out what happened before you came: two commits, version 1.4.1 in production, and a release candidate
# that somebody built without a tag of its own. It can be run again, and then starts over.
set -eu
cd "$(dirname "$0")"
rm -rf .git
docker images -q depot | sort -u | xargs -r docker rmi -f > /dev/null

commit() {
  git add Dockerfile depot.sh
  git -c user.name=Depot -c user.email=depot@example.com commit -q -m "$1"
}
release() {
  docker build -q -t "depot:$1" \
    --build-arg VERSION="$1" --build-arg REVISION="$(git rev-parse HEAD)" . > /dev/null
}

git init -q -b main .
printf 'parcels=41\necho "$parcels parcels in the deppot"\n' > depot.sh
commit 'Count the parcels'
release 1.4.1
for tag in 1.4 1 staging production; do docker tag depot:1.4.1 "depot:$tag"; done

git switch -q -c next
printf 'parcels=41\necho "{\\"parcels\\": $parcels}"\n' > depot.sh
commit 'Answer in JSON'
release 2.0.0-rc.1
docker tag depot:2.0.0-rc.1 depot:latest

git switch -q main
printf 'parcels=41\necho "$parcels parcels in the depot"\n' > depot.sh
commit 'Spell depot with one p'
git log --oneline
docker images depot
