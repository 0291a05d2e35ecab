"""The peer: a plain script that parses lsb.users, writes NDJSON and loads DuckDB.

plain.py GLOB NDJSON DATABASE. It trusts its input: no counts, no rejects, no ledger, no audit.
"""
import glob
import os
import re
import sys

import duckdb

ENTRY = re.compile(r"\[\s*([^\s,\]]+)\s*,\s*(\d+)\s*\]")


def logical_lines(lines):
    held = ""
    for line in lines:
        line = line.split("#", 1)[0].rstrip()
        if line.endswith("\\"):
            held += line[:-1]
            continue
        line, held = (held + line).strip(), ""
        if line:
            yield line


def convert(paths, out):
    for path in paths:
        in_groups, header = False, False
        with open(path) as lines:
            for line in logical_lines(lines):
                if line.startswith("Begin "):
                    in_groups, header = line.split()[1] == "UserGroup", True
                elif line.startswith("End "):
                    in_groups = False
                elif in_groups and header:
                    header = False
                elif in_groups:
                    name = line.split(None, 1)[0]
                    for user, share in ENTRY.findall(line, line.rfind("(")):
                        out.write(
                            '{"group":"%s","user":"%s","share":%s,"timestamp":"2025-06-06T10:00:00Z"}\n'
                            % (name, user, share)
                        )


def main(pattern, ndjson, database):
    with open(ndjson, "w") as out:
        convert(sorted(glob.glob(pattern)), out)
    if os.path.exists(database):
        os.remove(database)
    connection = duckdb.connect(database)
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(
        'CREATE TABLE USER_GROUP_SHARES AS SELECT * FROM read_json(?, format = \'newline_delimited\','
        " columns = {'group': 'VARCHAR', 'user': 'VARCHAR', 'share': 'INTEGER',"
        " 'timestamp': 'TIMESTAMP'})",
        [ndjson],
    )
    print(connection.execute("SELECT COUNT(*) FROM USER_GROUP_SHARES").fetchone()[0], "records")


main(*sys.argv[1:])
