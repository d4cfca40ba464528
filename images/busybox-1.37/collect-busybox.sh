#!/bin/sh
# Makes a root file system in the folder $2: the busybox $1, its links, and the few files that programs expect.
# $1 may be for another processor, so it is the installed one that is asked for the names of its commands.
set -eu
program=$1
target=$2

mkdir -p "$target"
cd "$target"
mkdir -p bin sbin usr/bin usr/sbin etc home root var/log var/spool/mail dev proc run sys tmp
chmod 1777 tmp
chmod 700 root
ln -s /run var/run

cp "$program" bin/busybox
busybox --list-full | while read -r path; do
  case $path in
    linuxrc | bin/busybox) continue ;;
  esac
  mkdir -p "$(dirname "$path")"
  ln -s /bin/busybox "$path"
done

cat > etc/passwd <<'END'
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
END
cat > etc/group <<'END'
root:x:0:
daemon:x:1:
bin:x:2:
tty:x:5:
www-data:x:33:
nogroup:x:65534:
END
cat > etc/shadow <<'END'
root:*:::::::
nobody:*:::::::
END
chmod 640 etc/shadow
echo 'hosts: files dns' > etc/nsswitch.conf
