#!/bin/sh
# Lays out Debian's Python below $1/usr/local, as one that was built from its sources there: with pip, and with site-packages for what pip installs.
set -eu
target=$1

cd "$(mktemp -d)"
apt-get update
for package in python3.13-minimal libpython3.13-minimal libpython3.13-stdlib python3.13-venv; do
  apt-get -o APT::Sandbox::User=root download "$package=$PYTHON_VERSION-*"
done
apt-get -o APT::Sandbox::User=root download python3-pip-whl
for file in *.deb; do dpkg-deb -x "$file" unpacked; done

mkdir -p "$target/usr/local/bin" "$target/usr/local/lib"
cp unpacked/usr/bin/python3.13 "$target/usr/local/bin/"
cp -a unpacked/usr/lib/python3.13 "$target/usr/local/lib/"
cd "$target/usr/local/lib/python3.13"
mkdir site-packages ensurepip/_bundled
cp "$OLDPWD"/unpacked/usr/share/python-wheels/pip-*.whl ensurepip/_bundled/

# What Debian changed so that pip and apt keep out of each other's way.
rm -f EXTERNALLY-MANAGED sitecustomize.py _distutils_system_mod.py
rm -rf test
sed -i "s/= 'posix_local'\$/= 'posix_prefix'/" sysconfig/__init__.py
sed -i '/WHEEL_PKG_DIR/d' _sysconfigdata__linux_*.py
sed -i 's/^\( *\)_ensurepip_is_disabled_in_debian_for_system()$/\1pass/' ensurepip/__init__.py
# The module that looks for installed packages is part of the program; this one runs right after it.
cat > sitecustomize.py <<'END'
import site
import sys


def getsitepackages(prefixes=None):
    return [f"{prefix}/lib/python3.13/site-packages" for prefix in dict.fromkeys(prefixes or site.PREFIXES)]


site.getsitepackages = getsitepackages
if sys.prefix == sys.base_prefix:
    for folder in getsitepackages([sys.prefix]):
        site.addsitedir(folder)
END

cd "$target/usr/local/bin"
ln -s python3.13 python3
ln -s python3.13 python
