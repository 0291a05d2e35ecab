"""The peer: DuckDB alone, typed, into one table: sales_duckdb.py GLOB DATABASE. No counts, no rejects, no audit."""
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

connection = duckdb.connect(sys.argv[2])
connection.execute("SET preserve_insertion_order = false")
connection.execute(
    "CREATE TABLE sales AS SELECT * FROM read_csv(?, header = true, auto_detect = false, delim = ',', columns = ?)",
    [sys.argv[1], COLUMNS],
)
print(connection.execute("SELECT count(*) FROM sales").fetchone()[0])
