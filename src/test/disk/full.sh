#!/usr/bin/env bash
# Fills the file systems that a load writes to, one after the other: each time the message has to
# name the path and that no space is left, nothing may be published, and the next run, with room,
# loads everything once. Takes about two minutes.
#
# Needs Linux with unshare and python3: file systems in memory are mounted where only this script
# sees them, as root, or by a user namespace where the system allows these. Where it does not, this
# ends with a line that says so, and with 0, except where CI is set.
#
# SNOWGAUGE  the launcher, if not the one of this checkout
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
export SNOWGAUGE=${SNOWGAUGE:-$(readlink -f -- "$here/../../../snowgauge")}

if [[ ${1:-} != inside ]]; then
  own=(unshare --mount)
  [[ $(id -u) == 0 ]] || own=(unshare --user --map-root-user --mount)
  if ! "${own[@]}" sh -c 'mount -t tmpfs -o size=64k none /mnt' 2>/dev/null; then
    printf 'skipped: no file system can be mounted here\n'
    if [[ -n ${CI:-} ]]; then exit 1; fi
    exit 0
  fi
  "$SNOWGAUGE" --version >/dev/null
  exec "${own[@]}" "$here/full.sh" inside
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# configure DATABASE ARCHIVE STAGING PUBLISH
configure() {
  cat >snowgauge.json <<JSON
{"warehouse": {"type": "duckdb", "path": "$1", "memory": "100 MB"},
 "archive": "$2", "staging": "$3",
 "datasets": {"d": {"input": "in/*.csv", "format": {"type": "csv"}, "table": "T",
   "columns": {"id": "STRING", "v": "STRING"}, "key": ["id"], "publish": "$4"}}}
JSON
}

# Files of so many rows, the same each time.
#
# generate ROWS BITS
generate() {
  mkdir -p in
  python3 - "$1" "$2" <<'PYTHON'
import random, sys
rows, bits = map(int, sys.argv[1:])
numbers = random.Random(3)
for f in range(2):
    with open(f"in/f{f}.csv", "w") as out:
        out.write("id,v\n")
        for i in range(rows):
            out.write(f"{f}-{i},{numbers.getrandbits(bits):x}\n")
PYTHON
}

expect() { # WHAT PATTERN FILE
  if ! grep -Eq -- "$2" "$3"; then
    printf 'FAILED: %s: expected %s but found\n' "$1" "$2" >&2
    cat "$3" >&2
    failures=$((failures + 1))
  fi
}

# One load with a full file system, and one with room.
#
# fill WHAT SIZE FOLDER PATTERN ROWS
fill() {
  local what=$1 size=$2 folder=$3 pattern=$4 rows=$5 code=0
  mkdir -p "$folder"
  mount -t tmpfs -o "size=$size" none "$folder"
  "$SNOWGAUGE" run >full.log 2>&1 || code=$?
  [[ $code == 1 ]] || printf 'found exit code %s\n' "$code" >>full.log
  expect "$what" "$pattern" full.log
  expect "$what" '^ d +0 +0 +0 +0 ' full.log
  ! grep -q 'found exit code' full.log || failures=$((failures + 1))
  mount -o remount,size=500m "$folder"
  "$SNOWGAUGE" run >room.log 2>&1 || true
  expect "$what, with room" "^ d +2 +$rows +$rows +0 +SUCCESS" room.log
  "$SNOWGAUGE" run >again.log 2>&1 || true
  expect "$what, once more" 'nothing new, all 2 files are loaded' again.log
  umount "$folder"
  printf '%s: done\n' "$what"
}

site() { # NAME
  mkdir "$work/$1"
  cd "$work/$1"
}

site database
generate 100000 400
configure small/w.duckdb a/ s/ append
fill 'the database' 6m small 'small/w\.duckdb.*No space left on device' '200,000'

site aside
generate 150000 1600
configure w.duckdb a/ s/ merge
fill 'what DuckDB sets aside' 256k w.duckdb.tmp 'w\.duckdb\.tmp: No space left on device' '300,000'

site staging
generate 50000 400
configure w.duckdb a/ small/s/ append
fill 'the staging area' 2m small 'small/s/.*: No space left on device' '100,000'

site archive
generate 50000 400
configure w.duckdb small/a/ s/ append
fill 'the archive' 2m small 'small/a/.*: No space left on device' '100,000'

cd "$work/staging"
for command in 'audit' 'audit --format json' 'audit --format csv' 'config' 'status' \
  'parse in/f0.csv --dataset d' 'init --print' 'check'; do
  code=0
  # shellcheck disable=SC2086 # words
  "$SNOWGAUGE" $command >/dev/full 2>out.log || code=$?
  [[ $code != 0 ]] || printf 'found exit code 0\n' >>out.log
  expect "$command" 'standard output but found: No space left on device' out.log
  ! grep -q 'found exit code 0' out.log || failures=$((failures + 1))
done
printf 'the output: done\n'

if ((failures > 0)); then
  printf '%s of them failed\n' "$failures" >&2
  exit 1
fi
printf 'all of them passed\n'
