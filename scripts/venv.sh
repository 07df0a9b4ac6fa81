#!/usr/bin/env bash
# Make FOLDER/.venv with what FOLDER/requirements.txt lists, from PyPI. Made anew when the list has changed. The folder is
# Benchmarks unless another one is named.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=${1:-Benchmarks}
venv=$folder/.venv
cmp -s "$folder/requirements.txt" "$venv/installed.txt" && exit 0
scripts/setup.sh python3-venv
rm -rf "$venv"
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check -r "$folder/requirements.txt"
cp "$folder/requirements.txt" "$venv/installed.txt"
