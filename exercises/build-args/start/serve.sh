#!/bin/sh
# Serves one page that says which version this is, in the colour of APP_COLOUR.
set -eu
mkdir -p www
echo "<h1 style=\"color: ${APP_COLOUR:-black}\">Version ${APP_VERSION:-unknown}</h1>" > www/index.html
exec httpd -f -p 80 -h www
