#!/usr/bin/env bash
# Tests the gate (scripts/gate.sh) on the program as it is: unchanged it passes, again and again; a slow-down of 5 %,
# planted in one benchmark after another, is found, and the guilty one is named and no other; so is an allocation or an
# evaluation more or less; an improvement passes and is said; another platform's baseline is not judged by.
# Needs Benchmarks/ built (scripts/gate.sh) and no baseline: it records one of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  printf 'gate_test: %s\n' "$@" >&2
  [ ! -f "$scratch/log" ] || cat "$scratch/log" >&2
  exit 1
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
program=Benchmarks/.build-gate/release/benchmarks
[ -x "$program" ] || fail "$program is not built: scripts/gate.sh"

# expect CODE PATTERN ARGUMENTS...: the gate ends with this code, and its output has a line like this.
expect() {
  local code=$1 pattern=$2 status=0
  shift 2
  "$program" gate "$@" >"$scratch/log" 2>&1 || status=$?
  [ "$status" -eq "$code" ] || fail "exit code $status, not $code: gate $*"
  grep -Eq "$pattern" "$scratch/log" || fail "no line like '$pattern': gate $*"
  printf 'gate_test: ok: exit code %s, %s\n' "$status" "$(grep -Em1 "$pattern" "$scratch/log")"
}
# with EXPRESSION: a copy of the baseline changed by sed.
with() {
  sed -E "$1" "$scratch/gate.json" >"$scratch/changed.json"
  ! cmp -s "$scratch/gate.json" "$scratch/changed.json" || fail "nothing to change: $1"
}

expect 0 'recorded' --record --baseline "$scratch/gate.json"
expect 0 'gate: passed' --baseline "$scratch/gate.json"

# planted NAME ARGUMENTS...: a slow-down in this benchmark. Its work is not quite the same in every call.
planted() {
  local name=$1
  shift
  expect 2 "^gate: $name: [0-9]+ instructions a call, baseline [0-9]+: \+[4-6]\.[0-9]+ %$" \
    --baseline "$scratch/gate.json" --plant "$name" "$@"
  ! grep -E '^gate: [a-z0-9-]+: [0-9]+ ' "$scratch/log" | grep -Ev "^gate: $name: " ||
    fail "an innocent benchmark is named"
}
planted energy-hessian
for name in equilibrium-cold equilibrium-warm recruitment-p2 recruitment-p3 coupled-frame coupled-frame-batched \
  sensitivities-frame read-activity; do
  planted "$name" --only "$name"
done
expect 0 'gate: passed' --baseline "$scratch/gate.json"

only=(--only recruitment-p2 --baseline "$scratch/changed.json")
with 's/"allocations" : 0,/"allocations" : 1,/'
expect 2 '^gate: recruitment-p2: 0 allocations in [0-9]+ calls, baseline 1' "${only[@]}"
with 's/"evaluations" : ([1-9])/"evaluations" : 1\1/'
expect 2 '^gate: recruitment-p2: [0-9]+ evaluations in [0-9]+ calls, baseline' "${only[@]}"
with 's/"instructions" : ([0-9])/"instructions" : 9\1/'
expect 0 '^gate: recruitment-p2 takes fewer instructions' "${only[@]}"
with 's/"compiler" : "[^"]*"/"compiler" : "Swift version 0"/'
expect 3 'compiler: here .*, in the baseline Swift version 0' "${only[@]}"
echo "gate_test: passed"
