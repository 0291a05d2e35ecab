#!/usr/bin/env bash
# How long the commands take that only look at what was loaded: audit and status of a run of many
# files, each by itself. Ends with 1 where one of them takes more of a processor than it may.
#
# history.sh [FILES] [SECONDS]   100,000 files and 10 seconds, if nothing else is asked for
set -euo pipefail

files=${1:-100000}
most=${2:-10}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../../.." && pwd)
work=${BENCHMARK_FOLDER:-$home/target/benchmark}/history-$files
"$home/snowgauge" --version

if [[ ! -e $work/loaded ]]; then
  rm -rf "$work"
  mkdir -p "$work"
  python3 - "$work" "$files" <<'PYTHON'
import os, sys
work, files = sys.argv[1], int(sys.argv[2])
for number in range(files):
    folder = f"{work}/in/{number // 1000}"
    if number % 1000 == 0:
        os.makedirs(folder)
    with open(f"{folder}/{number}.csv", "w") as out:
        # Every fiftieth is bad, so that there is something to tell of.
        out.write(f"id,n\n{number},{'x' if number % 50 == 0 else number}\n")
PYTHON
  cat >"$work/snowgauge.json" <<'JSON'
{"warehouse": {"path": "history.duckdb"}, "archive": "run/ndjson/", "staging": "run/staging/",
 "datasets": {"many": {"input": "in/*/*.csv", "format": {"type": "csv"}, "table": "MANY",
   "columns": {"id": "STRING", "n": "INTEGER"},
   "expect": {"every": "day", "by": "06:00", "zone": "UTC"}}}}
JSON
  code=0
  /usr/bin/time -f "run: %e s, %M KB peak" "$home/snowgauge" run --run-id many \
    --config "$work/snowgauge.json" >"$work/run.log" 2>"$work/run.err" || code=$?
  tail -n 1 "$work/run.err"
  [[ $code == 3 ]] || { cat "$work/run.log" "$work/run.err" >&2; exit 1; }
  touch "$work/loaded"
fi

slow=0
for command in 'audit' 'audit --run many' 'audit --run many --format json' \
  'audit --run many --format csv' 'status' 'status --format json' 'run --dry-run' 'run'; do
  # shellcheck disable=SC2086 # words
  /usr/bin/time -o "$work/time" -f "%e %U %S %M" "$home/snowgauge" $command \
    --config "$work/snowgauge.json" >"$work/out" 2>"$work/err" || true
  read -r seconds user system kilobytes < <(tail -n 1 "$work/time")
  printf '%-32s %6s s, %6s + %5s s of a processor, %9s KB peak %9s lines\n' "$command" "$seconds" \
    "$user" "$system" "$kilobytes" "$(wc -l <"$work/out")"
  if [[ $command != run* ]] &&
    ! awk -v s="$user" -v more="$system" -v most="$most" 'BEGIN { exit s + more > most }'; then
    slow=1
  fi
done
if ((slow)); then
  printf 'expected %s s of a processor at most\n' "$most" >&2
  exit 1
fi
