#!/usr/bin/env bash
# Times `run` on the same sales files into the stand-in for Snowflake: on the DirectRunner, on the cluster that Flink embeds in
# the same process, and on a local cluster with one and with two slots, alternately. What the stand-in takes is in all of
# them; `staging` is the time of Flink's staging step alone, as its REST API has it. Then a `stream` of the same files on
# two slots, with a checkpoint every second and every minute: what checkpoints cost.
#
#   flink.sh [ROWS] [FILES] [ROUNDS]   13400000 rows in 64 files are 1 GB; 3 rounds after one to warm up
# needs Python 3.11 and two free cores
set -euo pipefail

rows=${1:-13400000}
files=${2:-64}
rounds=${3:-3}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../../.." && pwd)
work=${BENCHMARK_FOLDER:-$home/target/benchmark}/flink
cluster=$home/runner-configs/flink/local-cluster.sh
rest_port=${REST_PORT:-8081}
mkdir -p "$work"

# shellcheck source=../flink/stand-in.sh
source "$here/../flink/stand-in.sh"
start_stand_in "$work/stand-in"
export SNOWFLAKE_PASSWORD=whatever
data=$work/sales-$rows-$files
[[ -d $data ]] || "$home/target/stand-in/bin/python" "$here/generate_sales.py" "$data" "$rows" "$files"

configure() {
  cat >"$work/sales.json" <<JSON
{
  "warehouse": {
    "type": "snowflake", "url": "$stand_in_url", "user": "LOADER", "database": "$1", "schema": "PUBLIC",
    "auth": { "type": "password", "password": "\${env:SNOWFLAKE_PASSWORD}" }
  },
  "archive": "run/ndjson/",
  "staging": "run/staging/",
  "notifications": { "type": "files", "interval": "1 hour" },
  "datasets": {
    "sales_transactions": {
      "input": "$(basename "$data")/sales-*.csv", "format": { "type": "csv" }, "table": "SALES_TRANSACTIONS", "publish": "append",
      "columns": {
        "transaction_id": "STRING NOT NULL", "business_unit": "STRING", "product_id": "STRING", "customer_id": "STRING",
        "quantity": "INTEGER", "total_price": "FLOAT", "transaction_date": "TIMESTAMP", "payment_method": "STRING"
      }
    }
  }
}
JSON
  rm -rf "$work/run"
  "$home/snowgauge" init --config "$work/sales.json" >/dev/null
}

# What the cluster says of its newest job.
jobs() {
  "$home/target/stand-in/bin/python" "$here/flink_jobs.py" "$rest_port" "$@"
}

streamed() {
  configure "B$RANDOM$RANDOM"
  "$home/snowgauge" stream --config "$work/sales.json" "${on_flink[@]}" \
    --parallelism=2 --attachedMode=false --checkpointingInterval="$1" >"$work/out" 2>"$work/err" || {
    cat "$work/out" "$work/err" >&2
    exit 1
  }
  printf 'stream, a checkpoint every %s ms' "$1"
  jobs stream "$(du -cb "$data"/*.csv | sed -n 's/\ttotal//p')"
  printf '\n'
}

timed() {
  local what=$1 start end
  shift
  configure "B$RANDOM$RANDOM"
  start=$(date +%s%N)
  "$home/snowgauge" run --config "$work/sales.json" "$@" >"$work/out" 2>"$work/err" || {
    cat "$work/out" "$work/err" >&2
    exit 1
  }
  end=$(date +%s%N)
  printf '%s %s.%s s' "$what" $(((end - start) / 1000000000)) $(((end - start) / 100000000 % 10))
  [[ $what != slots* ]] || jobs staging
  printf '\n'
}

trap '"$cluster" stop >/dev/null' EXIT
# The jobs' jar is on the cluster's class path, as docs/flink-cluster.md advises for a cluster that runs many.
"$home/snowgauge" --version --flinkMaster=none:0 >/dev/null
"$cluster" start --no-kafka --rest-port "$rest_port" --rpc-port "${RPC_PORT:-6123}" --slots 2 --job-jar "$home/pipelines/target/app/snowgauge-job.jar"
on_flink=(--runner=FlinkRunner --flinkMaster="localhost:$rest_port" --filesToStage="$home/pipelines/target/app/snowgauge.jar")
for ((round = 0; round <= rounds; round++)); do
  printf 'round %s\n' "$round"
  timed direct-1 --targetParallelism=1
  timed direct
  timed embedded-2 --runner=FlinkRunner --parallelism=2
  timed slots-1 "${on_flink[@]}" --parallelism=1
  timed slots-2 "${on_flink[@]}" --parallelism=2
  streamed 60000
  streamed 1000
done
printf 'after all jobs'
jobs metaspace
printf '\n'
