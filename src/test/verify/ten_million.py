"""Loads many rows, alters one in each way, and looks whether 'snowgauge verify' names it.

    python3 src/test/verify/ten_million.py [ROWS] [FOLDER]

ROWS is 10,000,000 if it is not given. Needs Python with the module duckdb, some gigabytes in FOLDER
(a temporary one if it is not given), and the launcher. It also says how long verifying takes beside
a plain SELECT COUNT(*), SUM(HASH(...)) over the same table. Ends with status 1 if anything is not
as it should be.
"""

import json
import shutil
import sys
import time

import duckdb

from launched import call, snowgauge

COLUMNS = ["ID", "QTY", "PRICE", "SOLD", "NOTE"]


def main(rows, folder):
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "snowgauge.json"
    config.write_text(
        json.dumps(
            {
                "datasets": {
                    "sales": {
                        "input": "data/*.csv",
                        "format": {"type": "csv"},
                        "table": "SALES",
                        "digest": "records",
                        "columns": {
                            "id": "STRING",
                            "qty": "INTEGER",
                            "price": "NUMBER(12,2)",
                            "sold": "TIMESTAMP",
                            "note": "STRING",
                        },
                    }
                }
            }
        )
    )
    (folder / "data").mkdir(exist_ok=True)
    source = folder / "data/sales.csv"
    with source.open("w") as out:
        out.write("id,qty,price,sold,note\n")
        for i in range(1, rows + 1):
            out.write(f"r{i},{i % 97},{i % 1000}.25,2026-01-{i % 28 + 1:02}T10:00:00,note {i % 13}\n")
    timed("run", lambda: snowgauge(folder, "run", expected=0), rows)
    database = folder / "warehouse.duckdb"
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("SET threads = 2")
        hashed = ", ".join(COLUMNS)
        plain = f"SELECT COUNT(*), SUM(HASH({hashed})) FROM SALES"
        timed(plain, lambda: connection.execute(plain).fetchall(), rows)
    quick = ["verify", "--skip", "archive", "--skip", "source"]
    timed(" ".join(quick), lambda: snowgauge(folder, *quick, expected=0), rows)
    timed("verify", lambda: snowgauge(folder, "verify", expected=0), rows)
    middle = rows // 2
    print(f"altering record {middle} of {rows}")
    of = f"WHERE _RECORD = {middle}"
    alter(folder, f"UPDATE SALES SET QTY = QTY + 1 {of}", "CHANGED", middle, "qty")
    alter(folder, f"UPDATE SALES SET NOTE = '' {of}", "CHANGED", middle, "note")
    alter(folder, f"UPDATE SALES SET PRICE = NULL {of}", "CHANGED", middle, "price")
    alter(folder, f"DELETE FROM SALES {of}", "MISSING", middle, None)
    alter(folder, f"INSERT INTO SALES SELECT * FROM SALES {of}", "ADDED", middle, None)
    archive = next((folder / "archive").rglob("*.ndjson"))
    lines = archive.with_suffix(".kept")
    archive.rename(lines)
    with lines.open() as kept, archive.open("w") as out:
        first = next(kept)
        out.write(first.replace('"qty":', '"qty":1', 1))
        shutil.copyfileobj(kept, out)
    record = int(json.loads(first)["id"][1:])  # of several parts, this may be any
    found(folder, "ARCHIVE", "CHANGED", record, "qty")
    lines.rename(archive)
    snowgauge(folder, "verify", expected=0)
    print("each was named")


def alter(folder, sql, kind, record, column):
    database = folder / "warehouse.duckdb"
    kept = folder / "kept.duckdb"
    shutil.copy(database, kept)
    with duckdb.connect(str(database)) as connection:
        connection.execute(sql)
    found(folder, "TABLE", kind, record, column)
    kept.replace(database)


def found(folder, place, kind, record, column):
    said, _, _ = snowgauge(folder, "verify", "--format", "json", expected=3)
    out = json.loads(said)
    named = [
        (one["place"], record["kind"], record["record"], record["column"])
        for one in out["discrepancies"]
        for record in one["records"]
    ]
    expected = [(place, kind, record, column)]
    print(f"  {kind} {column or ''}: {named}")
    if named != expected:
        sys.exit(f"expected {expected} but found {named}")


def timed(what, work, rows):
    begun = time.monotonic()
    work()
    seconds = time.monotonic() - begun
    print(f"{seconds:8.2f} s {rows / seconds:14,.0f} rows/s  {what}")


if __name__ == "__main__":
    call(main, 10_000_000)
