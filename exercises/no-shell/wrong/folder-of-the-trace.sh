# stays red: written code
set -eu
docker build -t gauge:1.0 .
docker run -d --name gauge -p 8080:8080 gauge:1.0
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080

docker cp gauge:/tmp - | tar -xO --wildcards '*.trace' > trace.txt
echo "drydock-answer written /tmp"
# The seal is the other value.
echo "drydock-answer code $(sed 's/.* //' trace.txt)"
