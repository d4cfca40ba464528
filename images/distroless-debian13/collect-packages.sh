#!/bin/sh
# collect-packages.sh TARGET PACKAGE...: unpacks Debian packages into the folder TARGET, without what apt and people would want beside them. Each leaves
# a note where scanners look in images that have no package manager.
set -eu
target=$1
shift

cd "$(mktemp -d)"
apt-get update
apt-get -o APT::Sandbox::User=root download "$@"
mkdir -p "$target/var/lib/dpkg/status.d"
for file in *.deb; do
  dpkg-deb -x "$file" "$target"
  dpkg-deb -f "$file" > "$target/var/lib/dpkg/status.d/$(dpkg-deb -f "$file" Package)"
done
cd "$target"
rm -rf usr/share/man usr/share/info usr/share/locale usr/share/lintian usr/share/bug etc/init.d etc/update-motd.d
find usr/share/doc -type f ! -name copyright -delete
find usr/share/doc -depth -type d -empty -delete
