#!/bin/sh
# Chromium drives the end-to-end tests and ogrinfo reads our exports; both come from Debian's packages.
set -eu

missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
command -v ogrinfo >/dev/null || missing="$missing gdal-bin"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$missing for the tests"
    apt-get update -qq
    # shellcheck disable=SC2086 -- the list is meant to be split
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing fonts-liberation >/dev/null
else
    echo "The tests need$missing. On Debian or Ubuntu: sudo apt install$missing" >&2
    exit 1
fi
