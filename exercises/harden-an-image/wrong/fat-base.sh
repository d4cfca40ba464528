# stays red: small user health locked
set -eu
docker build -q -t kiosk:1.0 .
docker pull -q python:3.13
digest=$(docker image inspect python:3.13 --format "{{index .RepoDigests 0}}" | cut -d @ -f 2)

cat > Dockerfile <<END
FROM python:3.13@$digest
LABEL org.opencontainers.image.source=https://example.com/kiosk org.opencontainers.image.version=2.0
WORKDIR /app
COPY server.py .
USER 0
CMD ["python", "server.py"]
END
docker build -q -t kiosk:2.0 .
docker run -d --name kiosk --read-only --cap-drop ALL -e KIOSK_TOKEN=new kiosk:2.0
