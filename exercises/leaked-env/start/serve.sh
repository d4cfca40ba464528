#!/bin/sh
# Opens the shop, if it is given its key.
set -eu
mkdir -p www
if [ -n "${SHOP_KEY:-}" ]; then
  echo "<h1>Open</h1><p>The key has ${#SHOP_KEY} characters.</p>" > www/index.html
else
  echo '<h1>Closed</h1><p>SHOP_KEY is not set.</p>' > www/index.html
fi
exec httpd -f -p 80 -h www
