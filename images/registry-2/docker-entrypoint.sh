#!/bin/sh
# Becomes the registry where it is given its settings file, one of its commands or an option; otherwise the command that it was given.
set -e

case ${1-} in
  *.yaml | *.yml) set -- registry serve "$@" ;;
  serve | garbage-collect | help | -*) set -- registry "$@" ;;
esac

exec "$@"
