#!/usr/bin/env bash
# By hand: a failure drill. Breaks one thing after the other, prints what a person on call sees, and
# requires that the next run heals.
#
#   drill.sh [PART…]     killed poisoned missing stream storage warehouse credentials disk; all by default
#
# killed       a run is killed with kill -9 while it loads
# poisoned     one of three files is broken
# missing      a file that is expected never comes
# stream       a stream meets a broken file, and tells by itself
# storage      the object storage cannot be reached (moto in the place of S3)
# warehouse    the warehouse cannot be reached (the tests' stand-in for Snowflake)
# credentials  the warehouse refuses the password (likewise)
# disk         the disk of the staging area is full (a tmpfs of 2 MB in a namespace of its own)
#
# Needs Python 3; storage, warehouse and credentials need the environments that the gate has made in
# io/target/emulators, disk needs 'unshare -rm'. What is not there is skipped, with a line. SNOWGAUGE is
# the launcher, by default that of this folder.
set -uo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../../.." && pwd)
work=$home/target/drill
snowgauge=${SNOWGAUGE:-$home/snowgauge}
parts=("$@")
[[ $# -gt 0 ]] || parts=(killed poisoned missing stream storage warehouse credentials disk)
started=()
failed=0
# Those of a shell have a group each, so that what they start ends with them.
end() {
  for each in "${started[@]}"; do kill "$each" 2>/dev/null; done
}
trap end EXIT

# serve NAME COMMAND…: starts it, and leaves the port that it prints in $port and its id in $pid
serve() {
  local log=$site/.$1
  : >"$log"
  # Whoever reads its input lives as long as the sleep does.
  "${@:2}" < <(exec sleep 100000) >"$log" 2>>"$site/.errors" &
  pid=$!
  started+=("$pid")
  for _ in $(seq 100); do
    port=$(head -n 1 "$log" | grep -oE '[0-9]+' | tail -n 1)
    [[ -n $port ]] && return
    sleep 0.1
  done
  echo "drill: $1 did not start" >&2
  exit 1
}

# site NAME: a new folder, with somebody who is told of alerts
site() {
  site=$work/$1
  rm -rf "$site"
  mkdir -p "$site/data"
  cd "$site" || exit 1
  : >"$site/.alerts"
  serve receiver python3 "$here/receiver.py" "$site/.alerts"
  echo "http://127.0.0.1:$port/hook" >"$site/hook"
  printf '\n## %s\n\n' "$1"
}

# configuration MORE DATASET: settings beside the alerts, and of the dataset
configuration() {
  cat >snowgauge.json <<JSON
{
  "alerts": { "oncall": { "type": "webhook", "url": "\${file:hook}" } },
  $1
  "datasets": {
    "shares": {
      "input": "${input:-data/*}", "format": { "type": "lsf" }, "table": "SHARES"$2
    }
  }
}
JSON
}

# users FILE GROUPS: a file that loads
users() {
  { echo "Begin UserGroup"; echo "GROUP_NAME GROUP_MEMBER USER_SHARES"
    seq -f 'g%.0f (u1 u2 u3) ([u1, 3] [u2, 1])' "$2"
    echo "End UserGroup"; } >"$1"
}

# sees EXIT COMMAND…: what a person types and sees; the folder is called '.' and lines without news are left out
sees() {
  local expected=$1 code
  shift
  echo "\$ snowgauge $*"
  "$snowgauge" "$@" >.out 2>&1
  code=$?
  sed -e "s#file://$site#.#g; s#$site#.#g" .out
  if [[ $code != "$expected" ]]; then
    echo "drill: expected exit code $expected but found $code" >&2
    failed=1
  fi
  echo "(exit code $code)"
  told
}

# told: what whoever is on call was told since
told() {
  sed -e "s#file://$site#.#g; s#^#  alert: #" .alerts
  : >.alerts
}

# rows COUNT: what the target has to hold in the end
rows() {
  local found
  found=$("$snowgauge" audit --last 100 --format csv | python3 -c '
import csv, sys
print(sum(int(r["INGESTED_RECORD_COUNT"]) for r in csv.DictReader(sys.stdin) if r["INGESTED_RECORD_COUNT"]))')
  if [[ $found != "$1" ]]; then
    echo "drill: expected $1 ingested records but found $found" >&2
    failed=1
  fi
}

part_killed() {
  site killed
  configuration "" ""
  for i in 1 2 3 4; do users "data/f$i" 200000; done
  "$snowgauge" run --run-id monday >.out 2>&1 &
  local run=$!
  until [[ -n $(find .snowgauge/staging -type f -size +1M 2>/dev/null | head -n 1) ]]; do
    kill -0 "$run" 2>/dev/null || break
  done
  # The launcher is replaced by the program, so this is its id.
  kill -9 "$run"
  wait "$run" 2>/dev/null
  echo "(killed while it staged files)"
  sees 0 audit
  sees 0 status --alert
  sees 0 cleanup --dry-run
  sees 0 cleanup
  sees 0 run --run-id again
  rows 2400000
}

part_poisoned() {
  site poisoned
  configuration "" ""
  for i in 1 2 3; do users "data/f$i" 1000; done
  head -n 500 data/f1 >data/f2
  sees 3 run --run-id monday
  sees 3 status
  sees 0 audit --run monday
  users data/f2 1000
  sees 0 run --run-id mended
  rows 9000
}

part_missing() {
  site missing
  input='data/{unit}-{date}' configuration "" ',
      "expect": {
        "every": "day", "by": "00:00", "from": "'"$(date -u +%F)"'",
        "captures": { "unit": ["berlin", "lima"] }
      }'
  users "data/berlin-$(date -u +%F)" 1000
  sees 0 run --run-id monday
  sees 3 status --alert
  users "data/lima-$(date -u +%F)" 1000
  sees 0 run --run-id later
  rows 6000
}

part_stream() {
  site stream
  configuration '"notifications": { "type": "files", "interval": "10 seconds" },
  "batch": { "interval": "1 second" },' ""
  users data/f1 1000
  head -n 500 data/f1 >data/f2
  echo "\$ snowgauge stream"
  "$snowgauge" stream >.out 2>&1 &
  local stream=$!
  for _ in $(seq 120); do
    [[ -s .alerts ]] && break
    sleep 1
  done
  kill "$stream"
  wait "$stream"
  sed -e "s#file://$site#.#g; s#$site#.#g" .out
  told
  users data/f2 1000
  sees 0 run --run-id mended
  rows 6000
}

# environment PACKAGE: an environment of the gate that has it, in $python
environment() {
  python=$(ls -d "$home"/io/target/emulators/python-*/lib/python3*/site-packages/"$1" 2>/dev/null |
    head -n 1)
  if [[ -z $python ]]; then
    echo "drill: $part is skipped, for io/target/emulators has no $1; 'mvn verify' makes it" >&2
    return 1
  fi
  python=${python%/lib/*}/bin/python
}

part_storage() {
  environment moto || return 0
  site storage
  local free
  free=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  serve moto "$python" -u -c 'import sys; from moto.moto_server.threaded_moto_server import ThreadedMotoServer as S
S("127.0.0.1", int(sys.argv[1])).start(); print(sys.argv[1], flush=True); sys.stdin.read()' "$free"
  local moto=$port
  serve relay python3 "$here/relay.py" 0 "$moto"
  local way=$port
  export AWS_ACCESS_KEY_ID=drill AWS_SECRET_ACCESS_KEY=drill AWS_REGION=us-east-1
  "$python" - "$moto" <<'PYTHON'
import sys, boto3
boto3.client("s3", endpoint_url="http://127.0.0.1:" + sys.argv[1]).create_bucket(Bucket="bucket")
PYTHON
  put() {
    "$python" -c 'import sys, boto3
boto3.client("s3", endpoint_url="http://127.0.0.1:" + sys.argv[1]).upload_file(sys.argv[2], "bucket", "in/" + sys.argv[2])' "$moto" "$1"
  }
  users f1 1000
  put f1
  input='s3://bucket/in/*' configuration \
    "\"storage\": { \"s3\": { \"region\": \"us-east-1\", \"endpoint\": \"http://127.0.0.1:$way\" } }," ""
  kill "$pid"
  sees 1 run --run-id monday
  sees 0 audit
  serve relay python3 "$here/relay.py" "$way" "$moto"
  sees 0 run --run-id later
  rows 3000
}

# snowflake: starts the stand-in and a way to it, in $way and $snowflake
snowflake() {
  environment fakesnow || return 1
  site "$1"
  users data/f1 1000
  serve snowflake "$python" "$home/src/test/snowflake/stand_in.py" --log "$site/.log"
  snowflake=$port
  serve relay python3 "$here/relay.py" 0 "$snowflake"
  way=$port
  echo right >password
  configuration '"warehouse": {
    "type": "snowflake", "url": "jdbc:snowflake://http://127.0.0.1:'"$way"'", "user": "LOADER",
    "database": "DRILL", "schema": "PUBLIC",
    "auth": { "type": "password", "password": "${file:password}" }
  },' ""
  sees 0 init
}

part_warehouse() {
  snowflake warehouse || return 0
  kill "$pid"
  sees 1 run --run-id monday
  sees 1 run --run-id tuesday
  serve relay python3 "$here/relay.py" "$way" "$snowflake"
  sees 0 run --run-id later
  rows 3000
}

part_credentials() {
  snowflake credentials || return 0
  echo wrong >password
  sees 1 run --run-id monday
  sees 1 check
  echo right >password
  sees 0 run --run-id later
  rows 3000
}

part_disk() {
  if [[ ${DRILL_DISK:-} != inside ]]; then
    if ! unshare -rm true 2>/dev/null; then
      echo "drill: disk is skipped, for 'unshare -rm' is not allowed here" >&2
      return 0
    fi
    DRILL_DISK=inside unshare -rm "$here/drill.sh" disk || failed=1
    return
  fi
  site disk
  configuration '"staging": "small/staging",' ""
  for i in 1 2 3; do users "data/f$i" 100000; done
  mkdir small
  mount -t tmpfs -o size=2m drill small
  sees 1 run --run-id monday
  sees 0 audit
  mount -o remount,size=500m small
  sees 0 run --run-id later
  rows 900000
}

"$snowgauge" --version
for part in "${parts[@]}"; do
  "part_$part"
  end
  started=()
done
if [[ $failed != 0 ]]; then
  echo "drill: something was not as expected" >&2
  exit 1
fi
echo
echo "drill: as expected"
