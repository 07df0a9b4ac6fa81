#!/bin/sh
# Writes the table of docs/validation.md anew from what `trochlea validate` computes.
# Its prose on the rows that are out is written by hand: read it again when a verdict changes.
set -eu
cd "$(dirname "$0")/.."
TROCHLEA_UPDATE_DOCS=1 swift test $(scripts/flags.sh) --filter ValidationDocumentTests
