set -eu
docker build -t gauge:1.0 .
docker run -d --name gauge -p 8080:8080 gauge:1.0
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080

# What has it written? No shell is needed: the engine compares the container with its image.
trace=$(docker diff gauge | sed -n 's/^A \(.*\.trace\)$/\1/p')
echo "drydock-answer written $trace"

# The engine copies files out as well.
docker cp "gauge:$trace" trace.txt

# The status page is for those inside: a second container, with tools, shares the network of the first.
docker pull -q busybox:1.37
page=$(docker run --rm --network container:gauge busybox:1.37 wget -qO- http://127.0.0.1:9000/)
echo "drydock-answer code ${page##* }"
