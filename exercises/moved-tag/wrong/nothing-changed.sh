# stays red: moved named kept
# Three names, and one image behind all of them.
set -eu
docker build -q -t kiosk:stable .
docker run -d --name till kiosk:stable
docker tag kiosk:stable kiosk:1.0
docker build -q -t kiosk:stable -t kiosk:1.1 .
