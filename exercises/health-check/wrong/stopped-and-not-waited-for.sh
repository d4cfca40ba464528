# stays red: well sick
set -eu
echo 'HEALTHCHECK CMD wget -q -O /dev/null http://localhost/ready.txt' >> Dockerfile
docker build -t bakery:1.0 .
for name in well sick; do docker run -d --name $name bakery:1.0; done
docker stop -t 0 sick
docker run -d --name blind --no-healthcheck bakery:1.0
