#!/bin/sh
# What a camera leaves behind: films of the day, 12 MB in all.
set -eu
cd "$(dirname "$0")"
for take in 1 2 3; do
  dd if=/dev/urandom of="raw/take-$take.mov" bs=1M count=4 2> /dev/null
done
ls -l raw
