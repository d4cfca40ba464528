# stays red: secrets rebuild published
# On a small base, and .env is removed in a layer of its own; everything is copied before the packages are installed.
set -eu
cat > Dockerfile <<'END'
FROM python:3.13-slim
WORKDIR /app
COPY . .
RUN rm .env && pip install -r requirements.txt && python tools/draw_charts.py && rm -rf scratch
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=1s CMD python -c "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz')"
CMD ["python", "app.py"]
END

sed -i 's/^VERSION = .*/VERSION = "2.0.0"/' app.py
docker build -q -t harbour:2.0.0 .
sed -i 's/^VERSION = .*/VERSION = "2.0.1"/' app.py
docker build -q -t harbour:2.0.1 .
docker run -d --name harbour -p 8080:8000 harbour:2.0.1
until [ "$(docker inspect harbour --format '{{.State.Health.Status}}')" = healthy ]; do sleep 0.2; done
