# stays red: layers user healthy published
# Small and clean, but a layer for everything, and nobody said who runs it.
set -eu
cat > Dockerfile <<'END'
FROM python:3.13-slim
WORKDIR /app
COPY requirements.txt ./
COPY wheels ./wheels
RUN pip install -r requirements.txt
COPY soundings.csv ./
COPY tools ./tools
RUN python tools/draw_charts.py
RUN rm -r scratch
RUN rm -r tools
COPY app.py ./
USER root
EXPOSE 8000
CMD ["python", "app.py"]
END

sed -i 's/^VERSION = .*/VERSION = "2.0.0"/' app.py
docker build -q -t harbour:2.0.0 .
sed -i 's/^VERSION = .*/VERSION = "2.0.1"/' app.py
docker build -q -t harbour:2.0.1 .
docker run -d --name harbour -p 8080:8000 harbour:2.0.1
