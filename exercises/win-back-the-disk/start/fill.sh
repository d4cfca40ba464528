# Leaves what months of work leave: images that nobody uses, containers that have ended, a large build cache.
# It can be run again, and then starts over.
set -eu
docker rm -f shop books import-1 import-2 > /dev/null 2>&1 || true
docker volume rm -f ledger > /dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# The tag, the megabytes in it, and what its container does
build() {
  head -c "$2" /dev/urandom > stock.bin
  printf 'FROM busybox:1.37\nLABEL keep=%s\nCOPY stock.bin /\nCMD %s\n' "$4" "$3" > Dockerfile
  docker build -q -t "$1" . > /dev/null
}

echo 'Filling the disk…'
build shop:2 6000000 '["sleep", "infinity"]' no
for n in 1 2; do
  docker run --name "import-$n" shop:2 sh -c 'head -c 4000000 /dev/urandom > /import.bin'
done
build shop:2 1000 '["sleep", "infinity"]' no

build trial:1 6000000 '["true"]' no
build trial:2 6000000 '["true"]' no

build ledger-server:1.0 1000 '["httpd", "-f", "-p", "80", "-h", "/ledger"]' yes
docker volume create ledger > /dev/null
docker run --rm -v ledger:/ledger ledger-server:1.0 \
  sh -c 'echo "Ledger: 41 parcels, all of them paid" > /ledger/index.html'

# Last, for the tasks look at nothing before the shop runs
docker run -d --name shop shop:2 > /dev/null

docker system df
