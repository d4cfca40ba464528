# stays red: health locked
set -eu
docker build -q -t kiosk:1.0 .
docker pull -q python:3.13-slim
digest=$(docker image inspect python:3.13-slim --format "{{index .RepoDigests 0}}" | cut -d @ -f 2)

# There is no curl in a slim image.
cat > Dockerfile <<END
FROM python:3.13-slim@$digest
LABEL org.opencontainers.image.source=https://example.com/kiosk org.opencontainers.image.version=2.0
WORKDIR /app
COPY server.py .
USER 10001
HEALTHCHECK --interval=1s --retries=1 CMD curl -f http://localhost:8000/
CMD ["python", "server.py"]
END
docker build -q -t kiosk:2.0 .
docker run -d --name kiosk -p 8000:8000 --read-only --security-opt no-new-privileges -e KIOSK_TOKEN=new kiosk:2.0
until [ "$(docker inspect kiosk --format "{{.State.Health.Status}}")" = unhealthy ]; do sleep 0.2; done
