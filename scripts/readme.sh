#!/usr/bin/env bash
# Write the outputs in README.md anew: after a line `<!-- prints: trochlea ... -->` the fenced block holds what that
# command prints on its standard output, after `<!-- prints 20 lines: trochlea ... -->` the first 20 lines of it. With --check nothing is written, and a block that is not what the command
# prints now is an error. Needs the built program (make build).
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  printf 'readme: %s\n' "$@" >&2
  exit 1
}
program=.build/release/trochlea
[ -x "$program" ] || fail "$program is not built: make build"

# What a command prints. Codes 2 and 3 come with a complete result and its warning; any other is a broken example.
prints() {
  local words status=0
  read -ra words <<<"$1"
  [ "${words[0]}" = trochlea ] || fail "not a call of this program: $1"
  "$program" "${words[@]:1}" </dev/null 2>/dev/null || status=$?
  case $status in 0 | 2 | 3) ;; *) fail "exit code $status: $1" ;; esac
}

fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
blocks=0
while IFS= read -r line; do
  printf '%s\n' "$line"
  [[ $line =~ ^'<!-- prints'(' '([0-9]+)' lines')?': '(.*)' -->'$ ]] || continue
  count=${BASH_REMATCH[2]:-$} command=${BASH_REMATCH[3]}
  # The old block, fence to fence, gives way to the new one.
  IFS= read -r fence && [ "$fence" = '```text' ] || fail "no \`\`\`text after: $line"
  while IFS= read -r old && [ "$old" != '```' ]; do :; done
  [ "$old" = '```' ] || fail "the block is not closed: $line"
  printf '```text\n'
  prints "$command" | sed -n "1,${count}p"
  printf '```\n'
  blocks=$((blocks + 1))
done <README.md >"$fresh"
[ "$blocks" -gt 0 ] || fail "README.md holds no output"

if [ "${1:-}" = --check ]; then
  diff -u README.md "$fresh" >&2 || fail "README.md does not show what the program prints now: make readme"
else
  cmp -s "$fresh" README.md || cat "$fresh" >README.md
fi
