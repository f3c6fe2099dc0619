#!/bin/sh
# Makes .venv with the Python given, or says in plain words what is missing.
set -eu
python=${1:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Common Ground needs Python 3.11 or newer. Name one with: make run PYTHON=python3.11" >&2
    exit 1
fi
if ! "$python" -m venv .venv; then
    rm -rf .venv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq python3-venv
        "$python" -m venv .venv
    else
        echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv" >&2
        exit 1
    fi
fi
