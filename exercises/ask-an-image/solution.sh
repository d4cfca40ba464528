set -eu
docker pull -q postgres:17
docker pull -q gcr.io/distroless/static-debian13:nonroot
docker pull -q gcr.io/distroless/static-debian13:latest

# inspect prints all of an image as JSON; a template takes one place out of it.
ask() { docker image inspect "$1" --format "$2"; }

echo "drydock-answer port $(ask postgres:17 '{{range $port, $_ := .Config.ExposedPorts}}{{$port}}{{end}}')"
echo "drydock-answer command $(ask postgres:17 '{{join .Config.Cmd " "}}')"
echo "drydock-answer setting $(ask postgres:17 '{{range .Config.Env}}{{println .}}{{end}}' | sed -n 's/^PGDATA=//p')"
echo "drydock-answer user $(ask gcr.io/distroless/static-debian13:nonroot '{{.Config.User}}')"
echo "drydock-answer created $(ask postgres:17 '{{.Created}}' | cut -dT -f1)"

# A filter for the rows, a format for the columns.
docker image ls --filter 'reference=gcr.io/distroless/*' --format '{{.Repository}}:{{.Tag}}' > distroless.txt
cat distroless.txt
