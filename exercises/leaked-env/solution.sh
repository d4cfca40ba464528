set -eu
docker build -t shop:1.0 .

# The layer that still has the file. The key is in the settings too, so look into archives only.
mkdir ~/old
docker save shop:1.0 | tar -x -C ~/old
for layer in $(docker image inspect shop:1.0 --format '{{join .RootFS.Layers " "}}'); do
  if tar -tf ~/old/blobs/sha256/"${layer#sha256:}" | grep -q '/\.env$'; then found=${layer#sha256:}; fi
done
echo "drydock-answer layer $(echo "$found" | cut -c 1-12)"

# Keep the file from the builder, and the key out of the settings.
printf '.env\nnew\n' > .dockerignore
sed -i '/^RUN rm .env/d; /^ENV SHOP_KEY/d' Dockerfile
docker build -t shop:2.0 .

mkdir new
docker save shop:2.0 | tar -x -C new
if grep -r tide new; then echo 'The key is still there'; fi

docker run -d --name shop -p 8080:80 --env-file .env shop:2.0
curl -sf --retry 10 --retry-all-errors localhost:8080
