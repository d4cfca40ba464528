#!/bin/sh
# Unpacks Debian's nodejs and npm into the folder $1, with all that they depend on: some four hundred packages, of which npm itself uses a third.
# Leaves node so that it runs from there.
set -eu
target=$1

cd "$(mktemp -d)"
apt-get update
apt-get -o APT::Sandbox::User=root download $(apt-get install --simulate --no-install-recommends "nodejs=$NODE_VERSION+*" npm | sed -n 's/^Inst \([^ ]*\) .*/\1/p')
for file in *.deb; do dpkg-deb -x "$file" "$target"; done

ln -s "$target/usr/share/nodejs" /usr/share/nodejs
echo "$target"/usr/lib/*-linux-gnu > /etc/ld.so.conf.d/unpacked.conf
ldconfig
