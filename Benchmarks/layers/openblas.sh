#!/usr/bin/env bash
# Unpack OpenBLAS (the package libopenblas0-serial of Debian and Ubuntu) into Benchmarks/.openblas and print the folder for
# LD_LIBRARY_PATH. Nothing is installed: the system's LAPACK and BLAS stay as they are.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -d .openblas ]; then
  command -v apt-get >/dev/null || exit 1
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  # Not as the user _apt, who cannot write into this folder.
  (cd "$scratch" && apt-get -o APT::Sandbox::User=root download -qq libopenblas0-serial >&2)
  dpkg -x "$scratch"/libopenblas0-serial_*.deb "$scratch/unpacked"
  mv "$scratch/unpacked" .openblas
fi
folder=$(find "$PWD/.openblas" -name libblas.so.3 -printf '%h\n' | head -1)
[ -n "$folder" ]
echo "$folder"
