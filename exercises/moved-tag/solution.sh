set -eu
docker build -q -t kiosk:stable .
docker run -d --name till kiosk:stable

# Another price is another image, and the build gives it the tag
sed -i 's/3.00/3.20/' prices.txt
docker build -q -t kiosk:stable .
docker tag kiosk:stable kiosk:1.1

# The old one has lost its name, but not its id
docker tag "$(docker inspect --format '{{.Image}}' till)" kiosk:1.0
docker images kiosk
docker exec till cat /prices.txt
