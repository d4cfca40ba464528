# stays red: copied code
set -eu
docker build -t gauge:1.0 .
# Published or not: the program listens on 127.0.0.1 inside, where only who is inside arrives.
docker run -d --name gauge -p 8080:8080 -p 9000:9000 gauge:1.0
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080
curl -s localhost:9000 || echo "drydock-answer code 9000"

trace=$(docker diff gauge | sed -n 's/^A \(.*\.trace\)$/\1/p')
echo "drydock-answer written $trace"
docker logs gauge > trace.txt
