#!/usr/bin/env bash
# GloboLatte in one command: a month of sales is backfilled, late corrections arrive and are merged.
# Run it again, and nothing changes. To start afresh, delete out/globolatte* beside this script.
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
snowgauge=$here/../../snowgauge
config=$here/globolatte.json
data=$here/data/globolatte

step() {
  printf '\n# %s\n' "$*"
}

make_files() {
  "$here/generate.sh" --folder "$data" "$@"
}

# The file that is made last tells whether all are there; an empty warehouse wants the first versions.
if [[ ! -e $data/landing/sydney/sales-2026-01-31.csv || ! -e $here/out/globolatte.duckdb ]]; then
  step "The files of January"
  make_files
fi

step "The sales of January, one run a date"
"$snowgauge" backfill --config "$config" --from 2026-01-01 --to 2026-01-31

step "The reference files: they have no date, so that a backfill leaves them out"
"$snowgauge" run --config "$config"

step "Corrections arrive in February"
make_files --corrections
"$snowgauge" run --config "$config"

step "What the audit has of it"
"$snowgauge" audit --config "$config" --last 5
