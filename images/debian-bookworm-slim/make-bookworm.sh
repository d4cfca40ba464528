#!/bin/sh
# Makes the root file system of Debian 12 in the folder $1, with what setup/make-base.ts leaves out of the base left out here too.
set -eu
target=$1

apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends mmdebstrap debian-archive-keyring
# A build may not mount; nothing that is installed minds.
# What makes /bin a link later on would bring all of Perl.
mmdebstrap --mode=root --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --include=usr-is-merged --skip=chroot/mount --variant=minbase --format=directory \
  --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/info/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  --aptopt='Acquire::Languages "none"' \
  --aptopt='Dir::Cache::pkgcache ""' \
  --aptopt='Dir::Cache::srcpkgcache ""' \
  --aptopt='DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb || true"; }' \
  bookworm "$target"
cd "$target"
rm -rf dev/* var/cache/debconf/*-old var/log/*.log var/log/lastlog var/log/btmp var/log/wtmp etc/resolv.conf
echo localhost > etc/hostname
