#!/usr/bin/env bash
# Make Benchmarks/.venv with what Benchmarks/requirements.txt lists, from PyPI. Made anew when the list has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=Benchmarks/.venv
cmp -s Benchmarks/requirements.txt "$venv/installed.txt" && exit 0
scripts/setup.sh python3-venv
rm -rf "$venv"
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt
cp Benchmarks/requirements.txt "$venv/installed.txt"
