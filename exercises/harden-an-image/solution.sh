set -eu
docker build -t kiosk:1.0 .

docker pull -q python:3.13-slim
digest=$(docker image inspect python:3.13-slim --format '{{index .RepoDigests 0}}' | cut -d @ -f 2)

cat > Dockerfile <<END
FROM python:3.13-slim@$digest
LABEL org.opencontainers.image.source=https://example.com/kiosk \\
      org.opencontainers.image.version=2.0
WORKDIR /app
COPY server.py .
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=1s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://localhost:8000/')"]
CMD ["python", "server.py"]
END
docker build -t kiosk:2.0 .

# The old token was in an image, so it is not secret any more: the kiosk gets a new one.
docker run -d --name kiosk -p 8000:8000 --read-only --cap-drop ALL --security-opt no-new-privileges \
  -e KIOSK_TOKEN=tern-0815-south kiosk:2.0
until [ "$(docker inspect kiosk --format '{{.State.Health.Status}}')" = healthy ]; do sleep 0.2; done
curl -sf localhost:8000/self
