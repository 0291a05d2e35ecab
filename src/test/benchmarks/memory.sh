#!/usr/bin/env bash
# Peak memory of a run over 10 MB, 100 MB and 1 GB, as one file and as many, under the launcher's defaults.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../../.." && pwd)
work=${BENCHMARK_FOLDER:-$home/target/benchmark}/memory
mkdir -p "$work"
"$home/snowgauge" --version

measured() {
  local name=$1 files=$2 bytes=$3
  [[ -d $work/$name ]] || python3 "$here/generate.py" "$work/$name" "$files" "$bytes"
  rm -rf "$work/run"
  printf '{"warehouse":{"path":"run/s.duckdb"},"archive":"run/ndjson/","staging":"run/staging/","datasets":{"g":{"input":"%s/lsb.users.*","format":{"type":"lsf"},"table":"G"}}}' \
    "$name" >"$work/snowgauge.json"
  /usr/bin/time -f "$name: %M KB peak, %e s" "$home/snowgauge" run --config "$work/snowgauge.json" 2>&1 >/dev/null | tail -n 1
}

measured one-10MB 1 10000000
measured one-100MB 1 100000000
measured one-1GB 1 1000000000
measured many-10MB 10 1000000
measured many-100MB 100 1000000
measured many-1GB 1000 1000000
