# stays red: release series latest commit promote
# New names for the old image: the fix is in none of them.
set -eu
sh history.sh
for tag in 1.4.2 1.4 1 latest staging production "$(git rev-parse --short HEAD)"; do
  docker tag depot:1.4.1 "depot:$tag"
done
