#!/bin/sh
# Becomes the command that it was given. What is an option, a file without the right to run, or no command at all is given to node.
set -e

if [ "${1#-}" != "${1-}" ] || [ -z "$(command -v "${1-}")" ] || { [ -f "$1" ] && [ ! -x "$1" ]; }; then
  set -- node "$@"
fi

exec "$@"
