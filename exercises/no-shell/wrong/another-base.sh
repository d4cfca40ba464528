# stays red: running
set -eu
# With a shell in the image nothing of this is hard.
sed -i 's/^FROM .*/FROM python:3.13-slim/; s/^CMD .*/CMD ["python3", "\/gauge.py"]/' Dockerfile
docker build -t gauge:1.0 .
docker run -d --name gauge -p 8080:8080 gauge:1.0
curl -sf --retry 10 --retry-delay 1 --retry-all-errors localhost:8080

trace=$(docker exec gauge sh -c 'ls /tmp/*.trace')
echo "drydock-answer written $trace"
docker exec gauge cat "$trace" > trace.txt
docker exec gauge python3 -c 'import urllib.request as u; print(u.urlopen("http://127.0.0.1:9000").read().decode())' > page.txt
echo "drydock-answer code $(sed -n 's/.* code: //p' page.txt)"
