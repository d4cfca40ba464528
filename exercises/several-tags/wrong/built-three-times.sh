# stays red: tags count
set -eu
docker build -t webapp:1.0 .
for tag in 1.1 1 latest; do
  echo "<h1>Version $tag</h1>" > index.html
  docker build -t "webapp:$tag" .
done
echo 2 > images.txt
