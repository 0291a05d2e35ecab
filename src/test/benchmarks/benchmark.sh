#!/usr/bin/env bash
# Times the whole command beside a plain script on the same data, alternately.
#
# benchmark.sh [FILES] [ROUNDS]   56 files are 2 M records, 504 are 18 M; needs Python 3 with venv and GNU time
set -euo pipefail

files=${1:-56}
rounds=${2:-5}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../../.." && pwd)
work=${BENCHMARK_FOLDER:-$home/target/benchmark}
mkdir -p "$work"

python=$work/venv/bin/python
if [[ ! -x $python ]]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install -q duckdb
fi
data=$work/data-$files
[[ -d $data ]] || "$python" "$here/generate.py" "$data" "$files"

cat >"$work/snowgauge.json" <<JSON
{
  "warehouse": { "path": "run/warehouse.duckdb" },
  "archive": "run/ndjson/",
  "staging": "run/staging/",
  "datasets": {
    "user_groups": { "input": "data-$files/lsb.users.*", "format": { "type": "lsf" }, "table": "USER_GROUP_SHARES" }
  }
}
JSON
"$home/snowgauge" --version

timed() {
  rm -rf "$work/run" && mkdir "$work/run"
  /usr/bin/time -f "$1 %e s, %U s user, %S s system, %M KB peak" "${@:2}" >"$work/out" 2>"$work/err" ||
    { cat "$work/out" "$work/err" >&2; exit 1; }
  tail -n 1 "$work/err"
}

for ((round = 0; round <= rounds; round++)); do
  [[ $round == 0 ]] && label=warm-up || label=round-$round
  timed "$label snowgauge" "$home/snowgauge" run --config "$work/snowgauge.json"
  timed "$label plain    " "$python" "$here/plain.py" "$data/lsb.users.*" "$work/run/plain.ndjson" "$work/run/plain.duckdb"
done
