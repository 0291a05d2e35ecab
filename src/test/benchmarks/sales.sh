#!/usr/bin/env bash
# Times the whole command beside DuckDB alone and dlt on the same sales files, alternately.
#
# sales.sh [ROWS] [FILES] [ROUNDS] [PEERS]   2500000 rows are 187 MB; PEERS is a list of duckdb, pyarrow, default
# needs Python 3 with venv and GNU time; PUBLISH=merge measures a merge in place of an append
set -euo pipefail

rows=${1:-2500000}
files=${2:-20}
rounds=${3:-5}
peers=${4:-duckdb pyarrow}
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../../.." && pwd)
work=${BENCHMARK_FOLDER:-$home/target/benchmark}
mkdir -p "$work"

python=$work/venv-sales/bin/python
if [[ ! -x $python ]]; then
  python3 -m venv "$work/venv-sales"
  "$work/venv-sales/bin/pip" install -q duckdb 'dlt[duckdb,filesystem]' pyarrow pandas
fi
data=$work/sales-$rows-$files
[[ -d $data ]] || "$python" "$here/generate_sales.py" "$data" "$rows" "$files"

cat >"$work/sales.json" <<JSON
{
  "warehouse": { "path": "run/warehouse.duckdb" },
  "archive": "run/ndjson/",
  "staging": "run/staging/",
  "datasets": {
    "sales_transactions": {
      "input": "$(basename "$data")/sales-*.csv",
      "format": { "type": "csv" },
      "table": "SALES_TRANSACTIONS",
      "columns": {
        "transaction_id": "STRING NOT NULL",
        "business_unit": "STRING",
        "product_id": "STRING",
        "customer_id": "STRING",
        "quantity": "INTEGER",
        "total_price": "FLOAT",
        "transaction_date": "TIMESTAMP",
        "payment_method": "STRING"
      },
      "key": ["transaction_id"],
      "publish": "${PUBLISH:-append}"
    }
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
  timed "$label snowgauge  " "$home/snowgauge" run --config "$work/sales.json"
  for peer in $peers; do
    case $peer in
      duckdb) timed "$label duckdb     " "$python" "$here/sales_duckdb.py" "$data/sales-*.csv" "$work/run/peer.duckdb" ;;
      *) timed "$label dlt $peer" "$python" "$here/sales_dlt.py" "$peer" "$data" "sales-*.csv" "$work/run" ;;
    esac
  done
done
