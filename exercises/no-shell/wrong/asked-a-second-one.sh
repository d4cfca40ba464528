# stays red: written copied code
set -eu
docker build -t gauge:1.0 .
docker run -d --name gauge -p 8080:8080 gauge:1.0
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080

# A container of the same image is another process, with values of its own.
docker run -d --name again gauge:1.0
docker run --rm --network container:again busybox:1.37 sh -c \
  'for n in 1 2 3 4 5; do wget -qO- http://127.0.0.1:9000/ && exit; sleep 1; done' > page.txt
trace=$(docker diff again | sed -n 's/^A \(.*\.trace\)$/\1/p')
echo "drydock-answer written $trace"
docker cp "again:$trace" trace.txt
echo "drydock-answer code $(sed 's/.* //' page.txt)"
