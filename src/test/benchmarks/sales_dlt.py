"""The peer: dlt's filesystem source into DuckDB: sales_dlt.py csv|ndjson|merge|default FOLDER GLOB WORK_FOLDER

CSV goes through pyarrow, which is dlt's fastest way, except with "default"; NDJSON through dlt's own reader.
"""
import os
import sys

import dlt
import pyarrow
import pyarrow.csv
from dlt.sources.filesystem import filesystem, read_csv, read_jsonl

kind, folder, pattern, work = sys.argv[1:]
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["NORMALIZE__WORKERS"] = "2"


@dlt.transformer
def read_pyarrow(items):
    for item in items:
        with item.open() as file:
            for batch in pyarrow.csv.open_csv(file):
                yield pyarrow.Table.from_batches([batch])


if __name__ == "__main__":
    pipeline = dlt.pipeline(
        "sales",
        pipelines_dir=os.path.join(work, "pipelines"),
        destination=dlt.destinations.duckdb(os.path.join(work, "dlt.duckdb")),
        dataset_name="sales",
    )
    reader = {"ndjson": read_jsonl, "default": read_csv}.get(kind, read_pyarrow)()
    files = filesystem(bucket_url="file://" + os.path.abspath(folder), file_glob=pattern)
    source = (files | reader).with_name("sales")
    if kind == "merge":
        source.apply_hints(primary_key="transaction_id")
        pipeline.run(source, write_disposition={"disposition": "merge", "strategy": "upsert"})
    else:
        pipeline.run(source, write_disposition="append")
    with pipeline.sql_client() as client:
        print(client.execute_sql("SELECT count(*) FROM sales")[0][0])
