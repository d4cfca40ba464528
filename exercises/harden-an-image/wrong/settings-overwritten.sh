# stays red: secret user locked
set -eu
docker build -q -t kiosk:1.0 .
docker pull -q python:3.13-slim
digest=$(docker image inspect python:3.13-slim --format "{{index .RepoDigests 0}}" | cut -d @ -f 2)

# ENV writes the token over, and the line above stays in the history. A name is no number.
cat > Dockerfile <<END
FROM python:3.13-slim@$digest
LABEL org.opencontainers.image.source=https://example.com/kiosk org.opencontainers.image.version=2.0
ENV KIOSK_TOKEN=gull-4711-north
WORKDIR /app
COPY server.py .
RUN useradd --no-create-home kiosk
USER kiosk
HEALTHCHECK --interval=1s CMD python -c "from urllib.request import urlopen; urlopen('http://localhost:8000/')"
ENV KIOSK_TOKEN=
CMD ["python", "server.py"]
END
docker build -q -t kiosk:2.0 .
docker run -d --name kiosk -p 8000:8000 --cap-drop ALL -e KIOSK_TOKEN=new kiosk:2.0
until [ "$(docker inspect kiosk --format "{{.State.Health.Status}}")" = healthy ]; do sleep 0.2; done
