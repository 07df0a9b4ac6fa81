#!/usr/bin/env bash
# Solve a study of so many points (100000, or the argument: a multiple of 1000), export it, and watch the resident size of
# the program on the way. Fails where it does not stay flat.
set -euo pipefail
cd "$(dirname "$0")/.."

points=${1:-100000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# A thousand tones for every mass from 50 kg on.
printf 'trochlea: 1\ntitle: Soak\nactivity: standing\nsweep:\n  grid:\n    person.mass: 50:%s:1 kg\n    tension.hamstrings.tone: 0:49.95:0.05 %%\n' \
  "$((49 + points / 1000))" >"$folder/study.yaml"

# Resident sizes in kB of a program while it runs, a line each; its own output goes to a file.
watch() {
  local out=$1
  shift
  "$@" >"$out" &
  local program=$!
  while kill -0 "$program" 2>/dev/null; do
    ps -o rss= -p "$program" || true
    sleep 0.5
  done
  wait "$program"
}

# The line of one watched program. Fails where it took more memory than it may, MB: in all, and after the first tenth.
report() {
  sort -n "$2" | tail -1 | awk -v what="$1" -v seconds="$3" -v most="$4" -v growth="$5" \
    -v early="$(head -"$(($(wc -l <"$2") / 10 + 1))" "$2" | tail -1)" '
    { printf "%s: %d s, resident up to %.1f MB, grown by %.1f MB after the first tenth\n", what, seconds, $1 / 1024, ($1 - early) / 1024
      exit $1 > most * 1024 || $1 - early > growth * 1024 }'
}

SECONDS=0
watch "$folder/run.txt" .build/release/trochlea run "$folder/study.yaml" --out "$folder" >"$folder/run.rss"
report "run, $points points" "$folder/run.rss" "$SECONDS" 150 20
SECONDS=0
watch "$folder/study.csv" .build/release/trochlea results export latest --format csv --store "$folder" >"$folder/export.rss"
report "export, $(($(wc -l <"$folder/study.csv") - 1)) rows" "$folder/export.rss" "$SECONDS" 100 100
echo "store: $(du -m "$folder/trochlea.sqlite" | cut -f1) MB, table: $(du -m "$folder/study.csv" | cut -f1) MB"
