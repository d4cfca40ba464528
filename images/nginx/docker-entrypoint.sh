#!/bin/sh
# Runs the scripts of /docker-entrypoint.d, then becomes the command that it was given.
set -eu

case ${1-} in
  nginx | nginx-debug)
    for script in /docker-entrypoint.d/*.sh; do
      [ -x "$script" ] || continue
      echo "$0: running $script"
      "$script"
    done
    ;;
esac

exec "$@"
