#!/usr/bin/env bash
# What README shows under "On a Flink cluster", against the stand-in for Snowflake: no account is needed.
#
#   try.sh     needs a JDK, Maven and Python 3.11; ports 8081, 6123, 9092 and 9093 unless REST_PORT and RPC_PORT say otherwise
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../../.." && pwd)
cluster=$home/runner-configs/flink/local-cluster.sh
rest_port=${REST_PORT:-8081}
work=$home/target/flink/try
rm -rf "$work"
mkdir -p "$work"

# shellcheck source=stand-in.sh
source "$here/stand-in.sh"
start_stand_in "$work/stand-in"
export SNOWFLAKE_PASSWORD=whatever
cp -r "$home/runner-configs/direct/data/lsf" "$work/data"
cat >"$work/snowgauge.json" <<JSON
{
  "warehouse": {
    "type": "snowflake", "url": "$stand_in_url", "user": "LOADER", "database": "TRY", "schema": "PUBLIC",
    "auth": { "type": "password", "password": "\${env:SNOWFLAKE_PASSWORD}" }
  },
  "datasets": {
    "user_groups": {
      "input": "data/{farm}/lsb.users*", "format": { "type": "lsf" }, "table": "USER_GROUP_SHARES",
      "publish": "append", "rejects": { "max": 5 }
    }
  }
}
JSON

cd "$work"
trap '"$cluster" stop' EXIT
"$cluster" start --rest-port "$rest_port" --rpc-port "${RPC_PORT:-6123}"
on_flink=(--runner=FlinkRunner "--flinkMaster=localhost:$rest_port" --parallelism=2)
"$home/snowgauge" init --config snowgauge.json
"$home/snowgauge" run --config snowgauge.json "${on_flink[@]}"
touch data/*/*
"$home/snowgauge" run --config snowgauge.json "${on_flink[@]}" --attachedMode=false --run-id nightly
"$home/snowgauge" audit --config snowgauge.json --wait --run nightly
touch data/*/*
"$cluster" flink run -m "localhost:$rest_port" -p 2 -c io.snowgauge.pipelines.commands.Snowgauge \
  "$home/pipelines/target/app/snowgauge-job.jar" run --config "$work/snowgauge.json" --runner=FlinkRunner
