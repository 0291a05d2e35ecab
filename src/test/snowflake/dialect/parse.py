"""Parses statements by SQLFluff's Snowflake dialect: somebody else's account of the grammar.

    python parse.py LOG...

Each LOG has lines of JSON as the stand-in writes them. Of statements that differ only in names,
values and the length of lists one is parsed, with a value in place of each '?'. Prints a line of
JSON for each of these: its text, and what of it could not be parsed, or null.
"""

import json
import multiprocessing
import re
import sys

from sqlfluff.core import Linter

TOKEN = re.compile(
    r"""(?xs)
      (?P<text> '(?:[^'\\]|''|\\.)*' )
    | (?P<name> "(?:[^"]|"")*" )
    | (?P<value> \? | \b\d+(?:\.\d+)?\b )
    """
)
LINTER = Linter(dialect="snowflake")
COLUMN = r'"N" [A-Z][A-Z_]*(?:\(1(?:, 1)?\))?(?: COLLATE \'x\')?(?: NOT NULL)?'
LISTED = (r"'x'", r"\b1\b", COLUMN, r'[a-z]\."N"', r'"N"', r'PARSE_JSON\([a-z]\."N"\)')
LOCATIONS = (("'@", "'@stage/path/'"), ("'file:", "'file:///path'"), ("'s3:", "'s3://bucket/'"))

# https://docs.snowflake.com/en/sql-reference/constructs/order-by has it, SQLFluff 4.5.0 does not.
ORDER_BY_ALL = re.compile(r"\bORDER BY ALL\b")

# https://docs.snowflake.com/en/sql-reference/parameters#default-ddl-collation speaks of columns that
# ALTER TABLE … ADD COLUMN adds with a collation of their own; SQLFluff 4.5.0 knows none there.
ADDED_COLLATION = re.compile(r"(\bADD COLUMN (?:IF NOT EXISTS )?\S+ VARCHAR) COLLATE 'x'")


def kind_of(sql):
    """The statement with one name for all quoted names, one value for all values, and short lists."""
    sql = TOKEN.sub(lambda token: like(token), sql.strip().rstrip(";"))
    sql = re.sub(r"\b(SNOWGAUGE_[A-Z]+_)[0-9A-Fa-f]{32}\b", r"\1ID", sql)
    sql = ORDER_BY_ALL.sub("ORDER BY 1", sql)
    sql = ADDED_COLLATION.sub(r"\1", sql)
    for item in LISTED:
        sql = re.sub(rf"({item})(?:,\s*{item})+", r"\1", sql)
    return sql


def like(token):
    if token.lastgroup == "name":
        return '"N"'
    if token.lastgroup == "value":
        return "1"
    # A location is not any text.
    return next((like for start, like in LOCATIONS if token[0].startswith(start)), "'x'")


def statements(logs):
    """What was sent, unless the stand-in refused it, as it does what tests have it refuse."""
    for log in logs:
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                event = json.loads(line)
                if event.get("ok") and "sql" in event:
                    yield event["sql"]


def unparsable(sql):
    parsed = LINTER.parse_string(sql + ";\n")
    errors = [str(error) for error in parsed.violations]
    if parsed.tree is None:
        return "; ".join(errors) or "nothing"
    parts = [part.raw for part in parsed.tree.recursive_crawl("unparsable")]
    return "; ".join([*errors, *parts]) or None


def main():
    kinds = list(dict.fromkeys(kind_of(sql) for sql in statements(sys.argv[1:])))
    with multiprocessing.Pool() as pool:
        for kind, reason in zip(kinds, pool.imap(unparsable, kinds)):
            print(json.dumps({"sql": kind, "unparsable": reason}))


if __name__ == "__main__":
    main()
