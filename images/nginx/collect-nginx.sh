#!/bin/sh
# Copies nginx, envsubst and the shared libraries that they need into the folder $1, at the same paths.
set -eu
target=$1

put() {
  for file in "$@"; do
    mkdir -p "$target$(dirname "$file")"
    cp -L "$file" "$target$file"
  done
}

put /usr/sbin/nginx /usr/bin/envsubst
# The loader and the libraries are the absolute paths in what ldd prints.
put $(ldd /usr/sbin/nginx /usr/bin/envsubst | grep -o ' */[^ :]* (' | tr -d ' (' | sort -u)
for name in fastcgi_params mime.types scgi_params uwsgi_params; do put "/etc/nginx/$name"; done
