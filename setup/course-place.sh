# Puts finished images of the draft registry into what the course registry serves. Each argument is one step:
#
#   blob HEX                  its content, from the draft, unless it is there
#   layer REPOSITORY HEX      a blob that the repository has
#   manifest REPOSITORY HEX   a manifest that the repository has
#   tag REPOSITORY TAG HEX    what the tag leads to
#   clear                     the draft goes
#
# Nothing is ever there by half: all is made in the draft and moved, and tags come last, when all the rest is on the disk.
set -eu
draft=/var/lib/registry/draft
served=/var/lib/registry/docker/registry/v2
mkdir -p "$served" "$draft"
is_synced=

place_link() {
  mkdir -p "$(dirname "$served/$1")"
  printf 'sha256:%s' "$2" > "$draft/link"
  mv -f "$draft/link" "$served/$1"
}

place_blob() {
  local path=blobs/sha256/${1:0:2}/$1/data
  if [ ! -e "$draft/docker/registry/v2/$path" ]; then
    [ -e "$served/$path" ] || { echo "There is no blob $1." >&2; exit 1; }
    return
  fi
  # Another image had it too.
  [ ! "$draft/docker/registry/v2/$path" -ef "$served/$path" ] || return 0
  mkdir -p "$(dirname "$served/$path")"
  ln -f "$draft/docker/registry/v2/$path" "$draft/blob"
  mv -f "$draft/blob" "$served/$path"
}

for step in "$@"; do
  read -r kind first second third <<< "$step"
  case $kind in
    blob) place_blob "$first" ;;
    layer) place_link "repositories/$first/_layers/sha256/$second/link" "$second" ;;
    manifest) place_link "repositories/$first/_manifests/revisions/sha256/$second/link" "$second" ;;
    tag)
      [ -n "$is_synced" ] || sync -f "$served"
      is_synced=yes
      place_link "repositories/$first/_manifests/tags/$second/index/sha256/$third/link" "$third"
      place_link "repositories/$first/_manifests/tags/$second/current/link" "$third"
      ;;
    clear) rm -rf "$draft" ;;
    *) echo "There is no step $kind." >&2; exit 2 ;;
  esac
done
