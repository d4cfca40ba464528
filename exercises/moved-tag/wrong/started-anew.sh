# stays red: till moved named kept
# The container was replaced at once, by another name: nothing shows any more what the tag led to before.
set -eu
docker build -q -t kiosk:stable .
docker run -d --name till kiosk:stable
docker tag kiosk:stable kiosk:1.0
sed -i 's/3.00/3.20/' prices.txt
docker build -q -t kiosk:stable -t kiosk:1.1 .
docker rm -f till
docker run -d --name till kiosk:1.1
