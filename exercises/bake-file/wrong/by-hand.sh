# stays red: file next
set -eu
for image in site clock; do
  docker build -t "harbour/$image:1.0" --target "$image" --build-arg VERSION=1.0 .
done
for image in site clock; do
  docker build -t "harbour/$image:1.1" --target "$image" --build-arg VERSION=1.1 .
done
docker tag harbour/site:1.1 harbour/site:latest
