# stays red: well sick
set -eu
echo 'HEALTHCHECK CMD wget -q -O /dev/null http://localhost/ready.txt' >> Dockerfile
docker build -t shop:1.0 .
for name in well sick; do docker run -d --name $name shop:1.0; done
docker stop -t 0 sick
docker run -d --name blind --no-healthcheck shop:1.0
