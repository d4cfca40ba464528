set -eu

# What is built goes into stages of its own, the result into a base with Python and little else.
# What changes most is copied last. Nothing here needs a secret.
cat > Dockerfile <<'END'
FROM python:3.13-slim AS packages
COPY requirements.txt ./
COPY wheels ./wheels
RUN pip install --target /deps -r requirements.txt

FROM python:3.13-slim AS charts
WORKDIR /work
COPY soundings.csv ./
COPY tools ./tools
RUN python tools/draw_charts.py

FROM gcr.io/distroless/python3-debian13:nonroot
WORKDIR /app
ENV PYTHONPATH=/deps
COPY --from=packages /deps /deps
COPY --from=charts /work/charts ./charts
COPY app.py ./
USER 65532
EXPOSE 8000
HEALTHCHECK --interval=1s --timeout=2s \
  CMD ["python3", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz')"]
CMD ["app.py"]
END

sed -i 's/^VERSION = .*/VERSION = "2.0.0"/' app.py
docker build -t harbour:2.0.0 .

# One line changes, and one layer with it.
sed -i 's/^VERSION = .*/VERSION = "2.0.1"/' app.py
docker build -t harbour:2.0.1 .

# The token comes from whoever runs it.
docker run -d --name harbour --env-file .env -p 8080:8000 harbour:2.0.1
until [ "$(docker inspect harbour --format '{{.State.Health.Status}}')" = healthy ]; do sleep 0.2; done
curl -sf localhost:8080/version

account=$(cat ~/.registry/account)
docker login --username "$account" --password-stdin registry.internal < ~/.registry/password
for tag in 2.0.1 2.0 2; do
  docker tag harbour:2.0.1 "registry.internal/$account/harbour:$tag"
  docker push -q "registry.internal/$account/harbour:$tag"
done
