"""The peer: DuckDB alone, typed, into one table: sales_duckdb.py csv|ndjson|merge GLOB DATABASE

No counts, no rejects, no audit.
"""
import sys

import duckdb

COLUMNS = {
    "transaction_id": "VARCHAR",
    "business_unit": "VARCHAR",
    "product_id": "VARCHAR",
    "customer_id": "VARCHAR",
    "quantity": "BIGINT",
    "total_price": "DOUBLE",
    "transaction_date": "TIMESTAMP",
    "payment_method": "VARCHAR",
}
CSV = "read_csv(?, header = true, auto_detect = false, delim = ',', columns = ?)"
NDJSON = "read_json(?, format = 'newline_delimited', columns = ?)"

kind, pattern, database = sys.argv[1:]
connection = duckdb.connect(database)
connection.execute("SET preserve_insertion_order = false")
if kind == "merge":
    declared = ", ".join(f"{name} {type_}" for name, type_ in COLUMNS.items())
    changes = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "transaction_id")
    connection.execute(f"CREATE TABLE IF NOT EXISTS sales ({declared}, PRIMARY KEY (transaction_id))")
    connection.execute(
        f"INSERT INTO sales SELECT * FROM {CSV} ON CONFLICT (transaction_id) DO UPDATE SET {changes}",
        [pattern, COLUMNS],
    )
else:
    read = CSV if kind == "csv" else NDJSON
    connection.execute(f"CREATE TABLE sales AS SELECT * FROM {read}", [pattern, COLUMNS])
print(connection.execute("SELECT count(*) FROM sales").fetchone()[0])
