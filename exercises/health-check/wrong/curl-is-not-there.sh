# stays red: well
set -eu
echo 'HEALTHCHECK --interval=1s --retries=1 CMD curl -f http://localhost/ready.txt || exit 1' >> Dockerfile
docker build -t bakery:1.0 .
for name in well sick; do docker run -d --name $name bakery:1.0; done
docker exec sick rm /www/ready.txt
docker run -d --name blind --no-healthcheck bakery:1.0
for name in well sick; do
  until [ "$(docker inspect $name --format '{{.State.Health.Status}}')" = unhealthy ]; do sleep 0.2; done
done
