# stays red: one two same default colour live
set -eu
sed -i '/^ENV/a ENV APP_COLOUR=teal' Dockerfile
for version in 1.0 2.0 dev; do
  sed "s/1\.0/$version/" Dockerfile > Dockerfile.$version
  docker build -f Dockerfile.$version -t app:$version .
done
docker run -d --name live -p 8080:80 app:2.0
curl -sf --retry 10 --retry-all-errors localhost:8080
