"""Parses statements by SQLFluff's Snowflake dialect, which is somebody else's account of the grammar.

    python parse.py LOG...

Each LOG has lines of JSON as the stand-in writes them. Statements that differ only in names, values
and the length of lists are parsed once. Prints a line of JSON for each kind: its text, and what of it
could not be parsed, or null.
"""

import json
import re
import sys

from sqlfluff.core import Linter

LITERAL = r"'(?:[^'\\]|''|\\.)*'"
NAME = r'"(?:[^"]|"")*"'


def kind_of(sql):
    """The statement with one name for all that tests make up, and with values in place of '?'."""
    sql = re.sub(LITERAL, lambda literal: value_of(literal[0]), sql)
    sql = re.sub(r"[0-9a-fA-F]{32}", "ID", sql)
    sql = re.sub(rf"{NAME}\.{NAME}\.(?={NAME})", '"D"."S".', sql)
    sql = re.sub(rf"{NAME}\.INFORMATION_SCHEMA", '"D".INFORMATION_SCHEMA', sql)
    sql = re.sub(r"\?", "1", sql)
    sql = re.sub(r"\b\d+\b", "1", sql)
    column = NAME + r" [A-Z][A-Z_]*(?:\(1\))?(?: COLLATE 'x')?(?: NOT NULL)?"
    for item in (r"'x'", r"\b1\b", column):
        sql = re.sub(rf"({item})(?:,\s*{item})+", r"\1", sql)
    return sql


def value_of(literal):
    """A location in a stage, or a file, is not any text."""
    if literal.startswith("'@"):
        return "'@stage/path/'"
    return "'file:///path'" if literal.startswith("'file:") else "'x'"


def statements(logs):
    """What publishers, extractions and commands have sent, and the stand-in did not refuse."""
    for log in logs:
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                event = json.loads(line)
                if event.get("ok") and '"run":' in (event.get("tag") or ""):
                    yield event["sql"]


def unparsable(linter, sql):
    parsed = linter.parse_string(sql)
    errors = [str(error) for error in parsed.violations]
    if parsed.tree is None:
        return "; ".join(errors) or "nothing"
    return "; ".join([*errors, *(part.raw for part in parsed.tree.recursive_crawl("unparsable"))]) or None


def main():
    linter = Linter(dialect="snowflake")
    kinds = dict.fromkeys(kind_of(sql) for sql in statements(sys.argv[1:]))
    for kind in kinds:
        print(json.dumps({"sql": kind, "unparsable": unparsable(linter, kind + ";\n")}), flush=True)


if __name__ == "__main__":
    main()
