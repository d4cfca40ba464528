# stays red: image blind
set -eu
docker build -t bakery:1.0 .
check='wget -q -O /dev/null http://localhost/ready.txt'
for name in well sick; do
  docker run -d --name $name --health-cmd "$check" --health-interval 1s --health-retries 1 bakery:1.0
done
docker exec sick rm /www/ready.txt
docker run -d --name blind bakery:1.0
until [ "$(docker inspect well --format '{{.State.Health.Status}}')" = healthy ]; do sleep 0.2; done
until [ "$(docker inspect sick --format '{{.State.Health.Status}}')" = unhealthy ]; do sleep 0.2; done
