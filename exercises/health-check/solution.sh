set -eu
cat >> Dockerfile <<'END'
HEALTHCHECK --interval=1s --retries=2 \
  CMD wget -q -O /dev/null http://localhost/ready.txt || exit 1
END
docker build -t bakery:1.0 .

docker run -d --name well bakery:1.0
docker run -d --name sick bakery:1.0
docker exec sick rm /www/ready.txt
docker run -d --name blind --no-healthcheck bakery:1.0

# A check takes its time: wait until both say what they are.
health() { docker inspect "$1" --format '{{.State.Health.Status}}'; }
until [ "$(health well)" = healthy ]; do sleep 0.2; done
until [ "$(health sick)" = unhealthy ]; do sleep 0.2; done
docker ps
