#!/bin/bash
# Becomes postgres, as the user postgres where it is root; before its first start it makes the database cluster that the environment asks for:
# POSTGRES_PASSWORD (or POSTGRES_HOST_AUTH_METHOD=trust), POSTGRES_USER, POSTGRES_DB, POSTGRES_INITDB_ARGS; each of the first three may be the name of a
# file with _FILE behind it. Then the files in /docker-entrypoint-initdb.d run, once, in order of their names. Any other command is run as it is.
set -Eeuo pipefail

if [ "${1:0:1}" = - ]; then
  set -- postgres "$@"
fi
[ "${1-}" = postgres ] || exec "$@"
for argument; do
  case $argument in
    '-?' | --help | --describe-config | -V | --version) exec "$@" ;;
  esac
done

if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  find "$PGDATA" /var/run/postgresql ! -user postgres -exec chown postgres {} +
  exec gosu postgres "$0" "$@"
fi

# The variable $1, or what is in the file that $1_FILE names, or $2.
setting() {
  local file="$1_FILE"
  if [ -n "${!file-}" ]; then
    if [ -n "${!1-}" ]; then
      echo >&2 "error: both $1 and $file are set; set one of them"
      exit 1
    fi
    cat "${!file}"
  else
    printf '%s' "${!1-$2}"
  fi
}

start_alone() {
  pg_ctl -D "$PGDATA" -w start -o "-c listen_addresses='' -p 5432" > /dev/null
}

run_init_file() {
  case $1 in
    *.sh)
      echo "$0: running $1"
      if [ -x "$1" ]; then "$1"; else . "$1"; fi
      ;;
    *.sql)
      echo "$0: running $1"
      psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --file "$1"
      ;;
    *.sql.gz)
      echo "$0: running $1"
      gunzip -c "$1" | psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname "$POSTGRES_DB"
      ;;
    *) echo "$0: ignoring $1" ;;
  esac
}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  POSTGRES_PASSWORD=$(setting POSTGRES_PASSWORD '')
  POSTGRES_USER=$(setting POSTGRES_USER postgres)
  POSTGRES_DB=$(setting POSTGRES_DB "$POSTGRES_USER")
  export POSTGRES_USER POSTGRES_DB
  if [ -z "$POSTGRES_PASSWORD" ] && [ "${POSTGRES_HOST_AUTH_METHOD-}" != trust ]; then
    cat >&2 <<'END'
Error: there is no database yet, and POSTGRES_PASSWORD does not say which password its superuser is to have.
       Set it: docker run -e POSTGRES_PASSWORD=...
       (With POSTGRES_HOST_AUTH_METHOD=trust nobody is asked for a password. That is for trying things out only.)
END
    exit 1
  fi

  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") ${POSTGRES_INITDB_ARGS-} -D "$PGDATA"
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >> "$PGDATA/pg_hba.conf"

  export PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
  start_alone
  if [ "$POSTGRES_DB" != postgres ]; then
    psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname postgres --set db="$POSTGRES_DB" <<< 'CREATE DATABASE :"db";'
  fi
  for file in /docker-entrypoint-initdb.d/*; do
    if [ -e "$file" ]; then run_init_file "$file"; fi
  done
  pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGPASSWORD
  printf '\nPostgreSQL init process complete; ready for start up.\n\n'
fi

exec "$@"
