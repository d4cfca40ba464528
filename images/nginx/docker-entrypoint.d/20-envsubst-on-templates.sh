#!/bin/sh
# Writes /etc/nginx/templates/NAME.template as /etc/nginx/conf.d/NAME, with the variables of the environment filled in.
set -eu

[ -d /etc/nginx/templates ] || exit 0

# Only variables that are set are named to envsubst: nginx's own, such as $host, must stay as they are.
names=$(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/${\1}/p' | tr '\n' ' ')

for template in /etc/nginx/templates/*.template; do
  [ -f "$template" ] || continue
  target=/etc/nginx/conf.d/$(basename "$template" .template)
  echo "$0: writing $target"
  envsubst "$names" < "$template" > "$target"
done
