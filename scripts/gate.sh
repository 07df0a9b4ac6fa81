#!/usr/bin/env bash
# The gate against slow-downs: installs what is missing, valgrind too, builds Benchmarks/, counts the instructions,
# allocations and iterations of a few benchmarks, and compares them with Benchmarks/gate.json.
#
#   scripts/gate.sh            exit code 0: as before or faster; 2: a benchmark differs, and is named;
#                              3: no baseline of this platform, nothing was judged; 1: the gate could not run
#   scripts/gate.sh --record   makes this version the baseline of this platform
#
# More options: Benchmarks/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(uname -s)" != Linux ]; then
  echo "gate: instructions are counted with valgrind, on Linux only; nothing was judged" >&2
  exit 3
fi
scripts/setup.sh valgrind
read -ra flags <<<"${FLAGS:-$(scripts/flags.sh)}"
swift build "${flags[@]}" --package-path Benchmarks >&2
exec Benchmarks/.build/release/benchmarks gate "$@"
