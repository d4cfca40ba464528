# stays red: port user list
set -eu
docker pull -q postgres:17
docker pull -q gcr.io/distroless/static-debian13:nonroot
echo "drydock-answer port 80"
echo "drydock-answer command postgres"
echo "drydock-answer setting $(docker run --rm --entrypoint printenv postgres:17 PGDATA)"
echo "drydock-answer user root"
echo "drydock-answer created $(docker image inspect postgres:17 --format '{{.Created}}' | cut -c 1-10)"
docker image ls --filter 'reference=gcr.io/distroless/*' --format '{{.Repository}}:{{.Tag}}' > distroless.txt
