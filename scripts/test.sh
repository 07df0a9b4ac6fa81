#!/usr/bin/env bash
# Build and run every test, then the linter, then nine checks: README.md shows what the program prints and docs/figures what it
# draws now, the schema of study files agrees with what is read, pandas reads what the program exports, Vega draws what it
# specifies, every letter has a glyph, animations play, leaflets are tagged, one page each and open to everybody, and `calibrate`
# makes the model files of data/ from their sources byte for byte. The last line is the count, taken from the closing line of `swift test` itself: `N passed, N failed`. Fails when a test, the linter or a check
# fails, and when no closing line was found or it counted no test. Arguments go on to `swift test`:
# scripts/test.sh --filter Wrap
set -euo pipefail
cd "$(dirname "$0")/.."

# The flags of `make build`. Building first and testing with --skip-build shares .build with the product:
# `swift test` on its own adds flags and compiles everything again.
# What turns SVG into PNG and PDF, and the font of the pictures.
scripts/setup.sh librsvg2-bin fonts-liberation
read -ra flags <<<"${FLAGS:-$(scripts/flags.sh)}"
swift build --build-tests "${flags[@]}"

log=$(mktemp)
copy=$(mktemp -d)
trap 'rm -rf "$log" "$copy"' EXIT
status=0
swift test --skip-build "${flags[@]}" "$@" 2>&1 | tee "$log" || status=1
make --no-print-directory lint || {
  echo "test: the linter complains" >&2
  status=1
}

# The documents and the model are what the program makes.
swift build "${flags[@]}" --product trochlea || status=1
scripts/readme.sh --check || status=1
scripts/figures.sh --check || status=1
scripts/venv.sh Tests/Python && Tests/Python/.venv/bin/python Tests/Python/schema.py .build/release/trochlea || status=1
Tests/Python/.venv/bin/python Tests/Python/exports.py .build/release/trochlea || status=1
Tests/Python/.venv/bin/python Tests/Python/figures.py .build/release/trochlea || status=1
scripts/setup.sh fonts-liberation fonts-noto-cjk &&
  Tests/Python/.venv/bin/python Tests/Python/glyphs.py || status=1
scripts/setup.sh chromium fonts-liberation fonts-noto-cjk &&
  Tests/Python/.venv/bin/python Tests/Python/leaflet.py .build/release/trochlea || status=1
scripts/setup.sh chromium ffmpeg librsvg2-bin &&
  Tests/Python/.venv/bin/python Tests/Python/animation.py .build/release/trochlea || status=1
swift build "${flags[@]}" --product calibrate || status=1
cp -R data "$copy/data"
.build/release/calibrate "$copy/data" >/dev/null || status=1
for model in model.json meshes/model_3mm.json meshes/model_1.5mm.json; do
  cmp "data/$model" "$copy/data/$model" || {
    echo "test: data/$model is not what calibrate makes from data/sources: make model" >&2
    status=1
  }
done

# `Test run with 812 tests in 31 suites passed after 4.2 seconds.`
closing=$(grep -E 'Test run with [0-9]+ tests?( in [0-9]+ suites?)? (passed|failed) after' "$log" | tail -1 || true)
total=$(sed -E 's/.*Test run with ([0-9]+) tests?.*/\1/' <<<"$closing")
if [ -z "$total" ] || [ "$total" -eq 0 ]; then
  echo "test: no test was run to the end" >&2
  exit 1
fi
# One line per failed test: `Test "name" failed after 0.1 seconds with 1 issue.`
failed=$(grep -vE 'Test run with' "$log" | grep -cE '^[^ ]+ +Test .* failed after [0-9.]+ seconds' || true)
if [ "$failed" -gt 0 ] || grep -q ' failed after' <<<"$closing"; then status=1; fi
# Skipped tests are neither; `Test "name" skipped: "why"`.
skipped=$(grep -cE '^[^ ]+ +Test .* skipped' "$log" || true)
# A run that failed outside any single test still counts one failure.
if [ "$failed" -eq 0 ] && grep -q ' failed after' <<<"$closing"; then failed=1; fi

echo "$((total - failed - skipped)) passed, $failed failed"
exit "$status"
