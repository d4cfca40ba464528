# stays red: command user list
set -eu
docker pull -q postgres:17
docker pull -q gcr.io/distroless/static-debian13:nonroot
docker pull -q gcr.io/distroless/static-debian13:latest
echo "drydock-answer port 5432"
echo "drydock-answer command $(docker image inspect postgres:17 --format '{{index .Config.Entrypoint 0}}')"
echo "drydock-answer setting $(docker image inspect postgres:17 --format '{{json .Config.Env}}' | jq -r '.[] | select(startswith("PGDATA=")) | ltrimstr("PGDATA=")')"
echo "drydock-answer user nonroot"
echo "drydock-answer created $(docker image inspect postgres:17 --format '{{.Created}}')"
docker image ls 'gcr.io/distroless/*' > distroless.txt
