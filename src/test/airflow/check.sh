#!/usr/bin/env bash
# By hand: what is too long for the gate, with a real Airflow. docs/adr/0016-airflow.md has the reasons.
#
#   check.sh [PART…]     pods vanished terminated failed extraction backfill; all by default
#
# pods        runs as pods of a stand-in for a cluster; what is asked of it is what rbac.yaml allows
# vanished    the pod of a load is deleted midway: the next try goes on under the same run id
# terminated  Airflow's worker is asked to end midway: the task is not taken for a success
# failed      a file that fails in a pod: no retry, no asset
# extraction  one that fails: what is there is loaded, and not announced
# backfill    Airflow's own scheduler: two days by logical date, then a cleared load, then three missed days made up
#
# VENV is an environment with requirements-lock.txt, made below target/ if it is not given. PORT is Airflow's (8793).
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../../.." && pwd)
work=$home/target/airflow
venv=${VENV:-$work/venv}
port=${PORT:-8793}
parts=("$@")
[[ $# -gt 0 ]] || parts=(pods vanished terminated failed extraction backfill)

mkdir -p "$work"
if [[ ! -e $venv/bin/airflow ]]; then
  python3.11 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements-lock.txt"
fi
"$home/snowgauge" --version
started=()
end() {
  for each in "${started[@]}"; do kill -- "-$each" 2>/dev/null || true; done
}
trap end EXIT

# A folder with a configuration, a large file, and an Airflow of its own.
site() {
  site=$work/$1
  rm -rf "$site"
  mkdir -p "$site"/{data,sales,home,log}
  cp -r "$home/runner-configs/airflow/dags" "$site/dags"
  cp "$here/dags/by_hand.py" "$site/dags"
  {
    printf 'Begin UserGroup\nGROUP_NAME GROUP_MEMBER USER_SHARES\n'
    awk 'BEGIN { for (i = 1; i <= 150000; i++) printf "group%d (user%d user%d) ([user%d, 3])\n", i, i, i + 1, i }'
    printf 'End UserGroup\n'
  } >"$site/data/lsb.users"
  for day in 05 06 07; do printf 'id,n\n%s,1\n' "$day" >"$site/sales/sales-2026-01-$day.csv"; done
  cat >"$site/snowgauge.json" <<JSON
{"datasets": {
  "large": {"input": "data/*", "format": {"type": "lsf"}, "table": "LARGE", "publish": "append"},
  "sales": {"input": "sales/sales-{date}.csv", "format": {"type": "csv"}, "table": "SALES", "publish": "append",
    "columns": {"id": "STRING", "n": "INTEGER"}}
}}
JSON
  export AIRFLOW_HOME=$site/home AIRFLOW__CORE__DAGS_FOLDER=$site/dags AIRFLOW__CORE__LOAD_EXAMPLES=False
  export AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT=300
  export AIRFLOW_VAR_SNOWGAUGE_COMMAND=$home/snowgauge AIRFLOW_VAR_SNOWGAUGE_CONFIG=$site/snowgauge.json
  export AIRFLOW_CONN_SNOWGAUGE_ALERTS='{"conn_type": "http", "host": "http://127.0.0.1:9"}'
  "$venv/bin/airflow" db migrate >"$site/log/migrate" 2>&1
}

# Starts a process group in the background, so that all of it can be ended.
background() {
  set -m
  "$@" &
  started+=($!)
  set +m
}

cluster() {
  background "$venv/bin/python" "$here/fake_kubernetes.py" "$home/snowgauge" "$site" "$site/log" >"$site/log/cluster"
  until_true test -e "$site/log/kubeconfig"
  export AIRFLOW_CONN_SNOWGAUGE_KUBERNETES="{\"conn_type\": \"kubernetes\", \"extra\": {\"kube_config_path\": \"$site/log/kubeconfig\"}}"
}

until_true() {
  for _ in $(seq 1200); do
    if "$@"; then return; fi
    sleep 0.2
  done
  printf 'gave up waiting for: %s\n' "$*" >&2
  exit 1
}

dag() {
  "$venv/bin/airflow" dags test "$1" 2026-01-05 --conf '{"extract": "yes"}' >"$site/log/dag" 2>&1
}

query() {
  "$venv/bin/python" -c 'import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]): print(" ".join(map(str, row)))' "$site/home/airflow.db" "$1"
}

expect() {
  if [[ $2 != "$3" ]]; then
    printf '%s: expected\n%s\nbut found\n%s\nsee %s/log\n' "$1" "$3" "$2" "$site" >&2
    exit 1
  fi
  printf 'ok: %s\n' "$1"
}

states() { query 'SELECT task_id, state, try_number FROM task_instance ORDER BY task_id'; }
assets() { query "SELECT uri, json_extract(asset_event.extra, '\$.status') FROM asset_event JOIN asset ON asset.id = asset_id ORDER BY uri"; }
audited() { "$home/snowgauge" audit --config "$site/snowgauge.json" --format csv | cut -d, -f2,3,5,8,9 | sed 1d | sort; }

# The requests that rbac.yaml allows, as the stand-in writes them.
allowed() {
  "$venv/bin/python" - "$home/runner-configs/airflow/rbac.yaml" <<'PYTHON'
import sys, yaml
for role in yaml.safe_load_all(open(sys.argv[1])):
    for rule in role.get("rules", []):
        print(*(f"{verb} {resource}" for verb in rule["verbs"] for resource in rule["resources"]), sep="\n")
PYTHON
}

environments() {
  "$venv/bin/python" - "$site/log/pods" <<'PYTHON'
import json, sys
for pod in map(json.loads, open(sys.argv[1])):
    for container in pod["spec"]["containers"]:
        print(*(container.get("env") or []), *(container.get("envFrom") or []), sep="\n", end="")
PYTHON
}

part_pods() {
  cluster
  dag pods
  expect 'pods: states' "$(states)" $'large.audit success 1\nlarge.load success 1'
  expect 'pods: assets' "$(assets)" 'snowgauge://datasets/large SUCCESS'
  expect 'pods: requests that rbac.yaml does not allow' "$(comm -23 <(sort -u "$site/log/requests") <(allowed | sort))" ''
  expect 'pods: variables in their environments' "$(environments)" ''
}

part_vanished() {
  cluster
  printf 'snowgauge-load' >"$site/log/vanish"
  dag pods
  expect 'vanished: states' "$(states)" $'large.audit success 1\nlarge.load success 2'
  expect 'vanished: one row, once loaded' "$(audited)" '2026-01-05,large,300000,1,SUCCESS'
}

part_terminated() {
  cluster
  background "$venv/bin/airflow" dags test pods 2026-01-05 >"$site/log/dag" 2>&1
  local run=${started[-1]}
  until_true test -d "$site/archive/large"
  kill -TERM "$run"
  until_true ended "$run"
  expect 'terminated: states' "$(states)" $'large.audit success 1\nlarge.load success 2'
  expect 'terminated: one row, once loaded' "$(audited)" '2026-01-05,large,300000,1,SUCCESS'
}

ended() { ! kill -0 "$1" 2>/dev/null; }

part_failed() {
  cluster
  printf 'Begin UserGroup\n' >"$site/data/cut"
  ! dag pods
  expect 'failed: states' "$(states)" $'large.audit upstream_failed 0\nlarge.load failed 1'
  expect 'failed: assets' "$(assets)" ''
}

part_extraction() {
  ! dag extracting
  expect 'extraction: states' "$(states)" \
    $'extract failed 1\nextract_audit upstream_failed 0\nlarge.audit upstream_failed 0\nlarge.load success 1'
  expect 'extraction: assets' "$(assets)" ''
}

finished() {
  [[ $(query "SELECT COUNT(*) FROM dag_run WHERE state = 'success'") == "$1" ]]
}

part_backfill() {
  export AIRFLOW__API__PORT=$port AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT=$((port + 1))
  export AIRFLOW__CORE__EXECUTION_API_SERVER_URL=http://localhost:$port/execution/
  export AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT=$((port + 2))
  "$venv/bin/airflow" pools set snowgauge_warehouse 1 'all that opens the warehouse' >>"$site/log/migrate" 2>&1
  # It starts its parts by name.
  PATH=$(cd "$venv/bin" && pwd):$PATH background "$venv/bin/airflow" standalone >"$site/log/standalone" 2>&1
  until_true known
  "$venv/bin/airflow" backfill create --dag-id daily --from-date 2026-01-05 --to-date 2026-01-06 \
    --dag-run-conf '{"files": "date"}' >"$site/log/backfill" 2>&1
  until_true finished 2
  expect 'backfill: two days, each with its files' "$(audited)" \
    $'2026-01-05,sales,1,1,SUCCESS\n2026-01-06,sales,1,1,SUCCESS'
  expect 'backfill: nothing is extracted' "$(query "SELECT state, COUNT(*) FROM task_instance WHERE task_id = 'extract' GROUP BY state")" 'skipped 2'
  expect 'backfill: assets' "$(assets)" $'snowgauge://datasets/sales SUCCESS\nsnowgauge://datasets/sales SUCCESS'
  printf 'id,n\nlate,1\n' >"$site/sales/sales-2026-01-06.csv"
  "$venv/bin/airflow" tasks clear daily --yes --start-date 2026-01-06 --end-date 2026-01-06 >"$site/log/clear" 2>&1
  until_true cleared
  expect 'backfill: a cleared load goes on in its row' "$(audited)" \
    $'2026-01-05,sales,1,1,SUCCESS\n2026-01-06,sales,2,2,SUCCESS'
  local missed=("$(date -u -d '2 days ago' +%F)" "$(date -u -d yesterday +%F)" "$(date -u +%F)")
  for day in "${missed[@]}"; do printf 'id,n\n%s,1\n' "$day" >"$site/sales/sales-$day.csv"; done
  "$venv/bin/airflow" dags unpause caught_up >>"$site/log/migrate" 2>&1
  until_true finished 5
  expect 'backfill: missed days are made up, each with its files' "$(audited | tail -3)" \
    "$(printf '%s,sales,1,1,SUCCESS\n' "${missed[@]}")"
}

known() {
  [[ $(query "SELECT COUNT(*) FROM dag WHERE dag_id = 'daily'" 2>/dev/null) == 1 ]] &&
    "$venv/bin/airflow" dags unpause daily >>"$site/log/migrate" 2>&1
}

cleared() {
  [[ $(query "SELECT MAX(try_number) FROM task_instance WHERE task_id = 'sales.audit' AND state = 'success'") == 2 ]]
}

for part in "${parts[@]}"; do
  site "$part"
  "part_$part"
done
