# stays red: healthy published
# The image is good. The container is still the old one, and the name for the registry is only a name here.
set -eu
cat > Dockerfile <<'END'
FROM python:3.13-slim AS charts
WORKDIR /work
COPY soundings.csv ./
COPY tools ./tools
RUN python tools/draw_charts.py

FROM python:3.13-slim
RUN useradd harbour
WORKDIR /app
COPY requirements.txt ./
COPY wheels ./wheels
RUN pip install -r requirements.txt
COPY --from=charts /work/charts ./charts
COPY app.py ./
USER harbour
EXPOSE 8000
HEALTHCHECK --interval=1s CMD python -c "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz')"
CMD ["python", "app.py"]
END

sed -i 's/^VERSION = .*/VERSION = "2.0.0"/' app.py
docker build -q -t harbour:2.0.0 .
docker run -d --name harbour -p 8080:8000 harbour:2.0.0
sed -i 's/^VERSION = .*/VERSION = "2.0.1"/' app.py
docker build -q -t harbour:2.0.1 .

account=$(cat ~/.registry/account)
docker tag harbour:2.0.1 "registry.internal/$account/harbour:2.0.1"
