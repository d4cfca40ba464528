#!/bin/sh
# Becomes redis-server where it is given its options or its settings file, as the user redis where it is root; otherwise the command that it was given.
set -e

if [ "${1#-}" != "${1-}" ] || [ "${1%.conf}" != "${1-}" ]; then
  set -- redis-server "$@"
fi
[ "${1-}" = redis-server ] || exec "$@"

# Debian's server refuses other hosts until it has a password. Who can reach a container's port is Docker's to say, and the public image's server leaves it at that.
case " $* " in
  *' --protected-mode '*) ;;
  *)
    settings=${2-}
    if [ "${settings%.conf}" = "$settings" ] || ! grep -q '^ *protected-mode' "$settings"; then
      set -- "$@" --protected-mode no
    fi
    ;;
esac

if [ "$(id -u)" = 0 ]; then
  find . ! -user redis -exec chown redis {} +
  exec setpriv --reuid=redis --regid=redis --clear-groups -- "$@"
fi
exec "$@"
