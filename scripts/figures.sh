#!/usr/bin/env bash
# Draw the pictures of the documents anew, into docs/figures. With --check nothing is written, and a picture that is not what the
# program draws now is an error. Needs the built program (make build).
set -euo pipefail
cd "$(dirname "$0")/.."

program=.build/release/trochlea
[ -x "$program" ] || {
  echo "figures: $program is not built: make build" >&2
  exit 1
}
check=${1:-}
mkdir -p docs/figures
scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT
status=0

# The name of the picture, then the words after `trochlea figure`.
picture() {
  local file=docs/figures/$1.svg
  shift
  "$program" figure "$@" >"$scratch"
  if [ "$check" != --check ]; then
    cat "$scratch" >"$file"
  elif ! cmp -s "$file" "$scratch"; then
    echo "figures: $file is not what the program draws now: make figures" >&2
    diff "$file" "$scratch" | head -5 >&2 || true
    status=1
  fi
}

picture knee knee hamstrings --tone 10% --by 50% --activity squat
picture curves curves hamstrings --tone 10% --by 50% --activity squat
picture ranking ranking --activity squat --tone hamstrings=10%
exit "$status"
