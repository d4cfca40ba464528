# stays red: setting created list
set -eu
docker pull -q postgres:17
docker pull -q gcr.io/distroless/static-debian13:nonroot
docker pull -q gcr.io/distroless/static-debian13
echo "drydock-answer port $(docker image inspect postgres:17 --format '{{json .Config.ExposedPorts}}' | jq -r 'keys[0]')"
echo "drydock-answer command $(docker image inspect postgres:17 --format '{{json .Config.Cmd}}')"
echo "drydock-answer setting $(docker image inspect postgres:17 --format '{{range .Config.Env}}{{println .}}{{end}}' | grep PGDATA)"
echo "drydock-answer user $(docker image inspect gcr.io/distroless/static-debian13:nonroot --format '{{.Config.User}}')"
echo "drydock-answer created $(docker image ls postgres --format '{{.CreatedSince}}')"
docker image ls --format '{{.Repository}}:{{.Tag}}' > distroless.txt
