# stays red: size user secrets rebuild healthy published
# The names are right, and the image is what was handed over.
set -eu
sed -i 's/^VERSION = .*/VERSION = "2.0.0"/' app.py
docker build -q -t harbour:2.0.0 .
sed -i 's/^VERSION = .*/VERSION = "2.0.1"/' app.py
docker build -q -t harbour:2.0.1 .
docker run -d --name harbour -p 8080:8000 harbour:2.0.1
