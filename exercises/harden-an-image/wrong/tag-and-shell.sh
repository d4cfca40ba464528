# stays red: pinned secret command labels
set -eu
docker build -q -t kiosk:1.0 .
docker pull -q python:3.13-slim
digest=$(docker image inspect python:3.13-slim --format "{{index .RepoDigests 0}}" | cut -d @ -f 2)

# The Dockerfile is copied too, with what it says of the token.
cat > Dockerfile <<END
# No token here any more. It was gull-4711-north.
FROM python:3.13-slim
LABEL version=2.0
WORKDIR /app
COPY . .
USER 10001
HEALTHCHECK --interval=1s CMD python -c "from urllib.request import urlopen; urlopen('http://localhost:8000/')"
CMD python server.py
END
docker build -q -t kiosk:2.0 .
docker run -d --name kiosk -p 8000:8000 --read-only --cap-drop ALL -e KIOSK_TOKEN=new kiosk:2.0
until [ "$(docker inspect kiosk --format "{{.State.Health.Status}}")" = healthy ]; do sleep 0.2; done
