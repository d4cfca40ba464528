#!/bin/sh
# Makes in the folder $1 what every program may expect of a system: users, time zones, certificates, and no program.
set -eu
target=$1

sh /collect-packages.sh "$target" base-files netbase tzdata media-types ca-certificates
cd "$target"
mkdir -p etc/ssl/certs home proc root run sys dev
cat usr/share/ca-certificates/mozilla/*.crt > etc/ssl/certs/ca-certificates.crt
rm -rf usr/share/ca-certificates etc/ca-certificates* etc/issue* etc/profile.d usr/sbin/update-ca-certificates
chmod 1777 tmp
chmod 700 root

cat > etc/passwd <<'END'
root:x:0:0:root:/root:/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin
END
cat > etc/group <<'END'
root:x:0:
tty:x:5:
staff:x:50:
nobody:x:65534:
nonroot:x:65532:
END
echo 'hosts: files dns' > etc/nsswitch.conf
sed -i 's/^PRETTY_NAME=.*/PRETTY_NAME="Distroless (a stand-in from Debian packages)"/' usr/lib/os-release
