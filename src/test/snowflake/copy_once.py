"""Measures one copy less of the records: COPY straight into the target, against what is done.

    python copy_once.py [ROWS] [ROUNDS]        (1000000 5), in the environment of the stand-in

Starts the stand-in, uploads one compressed part, and loads it in turn by
  staged    CREATE a staging table, COPY into it, INSERT into the target in a transaction, DROP it
  straight  COPY into the target, in the transaction
and prints the medians of the seconds, and for how long the transaction was open. The rows already
have the target's columns, which is more than COPY would find in a part (ADR 21), so `straight` is as
fast as it could be. The stand-in is DuckDB: only the ratio says anything, and not much.
"""

import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time

import snowflake.connector

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = "(ID VARCHAR, QTY NUMBER(19, 0), PRICE NUMBER(12, 2), _FILE_ID VARCHAR, _RECORD NUMBER(19, 0))"
FORMAT = (
    "TYPE = CSV COMPRESSION = GZIP RECORD_DELIMITER = '\\n' FIELD_DELIMITER = ',' MULTI_LINE = TRUE"
    " PARSE_HEADER = FALSE SKIP_HEADER = 0 SKIP_BLANK_LINES = FALSE DATE_FORMAT = AUTO"
    " TIME_FORMAT = AUTO TIMESTAMP_FORMAT = AUTO BINARY_FORMAT = HEX ESCAPE = NONE"
    " ESCAPE_UNENCLOSED_FIELD = NONE TRIM_SPACE = FALSE FIELD_OPTIONALLY_ENCLOSED_BY = '0x22'"
    " NULL_IF = () ERROR_ON_COLUMN_COUNT_MISMATCH = TRUE REPLACE_INVALID_CHARACTERS = FALSE"
    " EMPTY_FIELD_AS_NULL = TRUE SKIP_BYTE_ORDER_MARK = FALSE ENCODING = 'UTF8'"
)


def copy(cursor, table):
    cursor.execute(
        f"COPY INTO {table} FROM '@PUBLIC.PARTS/' FILES = ('part.csv.gz') FILE_FORMAT = ({FORMAT})"
        " ON_ERROR = ABORT_STATEMENT PURGE = FALSE FORCE = FALSE"
    )


def staged(cursor):
    cursor.execute(f"CREATE TABLE PUBLIC.STAGED {COLUMNS}")
    copy(cursor, "PUBLIC.STAGED")
    begun = time.time()
    cursor.execute("alter session set autocommit=false")
    cursor.execute("INSERT INTO PUBLIC.TARGET SELECT * FROM PUBLIC.STAGED")
    cursor.execute("commit")
    open_for = time.time() - begun
    cursor.execute("alter session set autocommit=true")
    cursor.execute("DROP TABLE PUBLIC.STAGED")
    return open_for


def straight(cursor):
    begun = time.time()
    cursor.execute("alter session set autocommit=false")
    copy(cursor, "PUBLIC.TARGET")
    cursor.execute("commit")
    open_for = time.time() - begun
    cursor.execute("alter session set autocommit=true")
    return open_for


def measure(cursor, rounds):
    seconds = {way.__name__: [] for way in (staged, straight)}
    for round in range(rounds + 1):
        for way in (staged, straight):
            cursor.execute(f"CREATE OR REPLACE TABLE PUBLIC.TARGET {COLUMNS}")
            begun = time.time()
            open_for = way(cursor)
            if round:  # the first one warms up
                seconds[way.__name__].append((time.time() - begun, open_for))
    for way, measured in seconds.items():
        whole, transaction = (statistics.median(values) for values in zip(*measured))
        print(f"{way}: {whole:.2f} s, of which the transaction {transaction:.2f} s")


def main():
    rows, rounds = int((sys.argv + ["1000000"])[1]), int((sys.argv + ["", "5"])[2] or 5)
    with tempfile.TemporaryDirectory() as folder:
        part = os.path.join(folder, "part.csv.gz")
        with gzip.open(part, "wt", compresslevel=1) as out:
            for n in range(rows):
                out.write(f'"customer {n % 9973}",{n % 100},{n % 1000}.25,"file",{n + 1}\n')
        server = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "stand_in.py"), "--log", os.path.join(folder, "log")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            connection = snowflake.connector.connect(
                host="127.0.0.1",
                port=int(server.stdout.readline()),
                protocol="http",
                account="standin",
                user="LOADER",
                password="of-the-test",
                database="MEASURED",
                schema="PUBLIC",
            )
            cursor = connection.cursor()
            cursor.execute("CREATE STAGE PUBLIC.PARTS")
            cursor.execute(f"PUT 'file://{part}' '@PUBLIC.PARTS/' AUTO_COMPRESS = FALSE SOURCE_COMPRESSION = GZIP")
            measure(cursor, rounds)
        finally:
            server.stdin.close()
            server.wait()


if __name__ == "__main__":
    main()
