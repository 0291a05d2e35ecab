"""Makes a ledger of many events, and looks how long 'snowgauge verify --chain' takes and what it needs.

    python3 src/test/verify/long_chain.py [EVENTS] [FOLDER]

EVENTS is 1,000,000 if it is not given, in epochs of a thousand. Needs Python with the module duckdb, Linux, some
gigabytes in FOLDER (a temporary one if it is not given), and the launcher. Ends with status 1 if an event that is
changed afterwards is not named; to say what is wrong all events are kept in memory, so that is run with -Xmx1g.
"""

import csv
import json
import os
import sys

import duckdb

from launched import ROOT, call, snowgauge

sys.path.insert(0, str(ROOT / "runner-configs/verify"))

import chain  # noqa: E402

EVENTS = "SNOWGAUGE.INGESTION_FILE_EVENTS"
OF_EPOCH = 1000


def main(count, folder):
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data/sales.csv").write_text("id\n1\n")
    dataset = {"input": "data/*.csv", "format": {"type": "csv"}, "table": "SALES", "columns": {"id": "STRING"}}
    (folder / "snowgauge.json").write_text(json.dumps({"datasets": {"sales": dataset}}))
    timed(folder, "run", expected=0)
    database = str(folder / "warehouse.duckdb")
    with duckdb.connect(database) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        lengthen(connection, count, folder / "events.csv")
    timed(folder, "verify", "--chain", expected=0)
    with duckdb.connect(database) as connection:
        connection.execute(f"UPDATE {EVENTS} SET SIZE_BYTES = SIZE_BYTES + 1 WHERE PLACE = {count // 2}")
    os.environ["SNOWGAUGE_JAVA_OPTS"] = "-Xmx1g"
    named = timed(folder, "verify", "--chain", expected=3)
    if named.count("CHANGED: ") != 1 or f"CHANGED: event {count // 2} (" not in named:
        sys.exit(f"expected event {count // 2} alone but found:\n{named}")
    print(f"event {count // 2} was named")


def lengthen(connection, count, path):
    """Adds what one who has no part in the product would write by docs/formats/ledger-chain.md alone."""
    columns = [row[0] for row in connection.execute(f"DESCRIBE {EVENTS}").fetchall()]
    [first] = connection.execute(f"SELECT * FROM {EVENTS}").fetchall()
    event = dict(zip(columns, first))
    head = chain.epoch_hash([event["EVENT_HASH"]])
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        for epoch in range(2, 2 + -(-(count - 1) // OF_EPOCH)):
            hashes = []
            event.update(EPOCH=epoch, RUN_ID=f"run{epoch}", PREVIOUS_HASH=head)
            for place in range(2 + (epoch - 2) * OF_EPOCH, min(count, 1 + (epoch - 1) * OF_EPOCH) + 1):
                event.update(PLACE=place, URI=f"file:///data/sales.{place}.csv", FILE_ID=f"f{place}")
                event.update(STAGE_ID=f"s{place}", EVENT_HASH=None)
                event["EVENT_HASH"] = chain.event_hash(event)
                hashes.append(event["EVENT_HASH"])
                writer.writerow([event[column] for column in columns])
            head = chain.epoch_hash(hashes)
    types = connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE {EVENTS})").fetchall()
    connection.execute(
        f"INSERT INTO {EVENTS} SELECT * FROM read_csv(?, header = false, columns = {dict(types)})", [str(path)]
    )
    path.unlink()


def timed(folder, *arguments, expected):
    said, seconds, megabytes = snowgauge(folder, *arguments, expected=expected)
    print(f"{seconds:8.2f} s {megabytes:8.0f} MB  {' '.join(arguments)}", flush=True)
    return said


if __name__ == "__main__":
    call(main, 1_000_000)
