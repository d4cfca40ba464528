# stays red: kept
set -eu
docker build -q -t kiosk:stable .
docker run -d --name till kiosk:stable
sed -i 's/3.00/3.20/' prices.txt
docker build -q -t kiosk:stable -t kiosk:1.1 .
