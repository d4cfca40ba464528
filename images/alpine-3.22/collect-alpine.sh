#!/bin/sh
# Makes in the folder $1 what Alpine has beside busybox: musl where its programs look for it, and the files that say which system this is.
set -eu
target=$1

mkdir -p "$target/lib" "$target/usr/lib" "$target/etc/apk" "$target/sbin" "$target/media" "$target/mnt" "$target/opt" "$target/srv"
loader=ld-musl-$(uname -m).so.1
cp /musl/usr/lib/*-linux-musl/libc.so "$target/lib/$loader"
ln -s "$loader" "$target/lib/libc.musl-$(uname -m).so.1"

cp /etc/alpine/apk "$target/sbin/apk"
chmod 755 "$target/sbin/apk"
cp /etc/alpine/os-release "$target/usr/lib/os-release"
ln -s ../usr/lib/os-release "$target/etc/os-release"
sed -n 's/^VERSION_ID=//p' /etc/alpine/os-release > "$target/etc/alpine-release"
printf 'https://dl-cdn.alpinelinux.org/alpine/v3.22/main\nhttps://dl-cdn.alpinelinux.org/alpine/v3.22/community\n' > "$target/etc/apk/repositories"
printf '/bin/sh\n/bin/ash\n' > "$target/etc/shells"
