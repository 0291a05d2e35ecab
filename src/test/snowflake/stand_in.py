"""A stand-in for Snowflake in tests: fakesnow over DuckDB, behind the protocol of the real driver.

    python stand_in.py --log FILE

Listens on a free port of 127.0.0.1 and prints it; ends when its standard input does. FILE gets one
line of JSON per login and per statement. POST /faults {"statement": "commit", "times": 1} makes it
carry out the next such statement and lose the session before it answers. POST /errors {"statement":
"^put ", "times": 1, "code": "253003", "state": "58000"} makes it refuse the next statement that matches
with this error, and do nothing. POST /detached {"run": "r1"}
ends the sessions with that run in their tag ("r1-*": all that start so), and what they have not
committed. POST /stale {"database": "DB", "sees": "late"}: from now on sessions that are open see what
others commit to the ledger and the audit of that database one statement late, as
READ_CONSISTENCY_MODE = SESSION allows; "never": not before they commit something themselves, and
"at once" ends it. POST /stage-times {"stage": "DB.SCHEMA.STAGE", "path": "a/b", "seconds": 60} makes
what was uploaded below a path of a stage older; POST /stage-clock {"database": "DB", "seconds": 60}
sets the clock by which LIST dates what is in the stages of a database.

UPDATE, DELETE and MERGE lock their table until the transaction ends; who waits for one is logged, and
is refused where twenty wait already.

fakesnow is used as it is and completed here: what Snowgauge sends and fakesnow does not know is
carried out by the small functions below, and only in the form that Snowgauge sends it: an option
that is missing or unknown is an error, for Snowflake's default would apply. What cannot be true of
DuckDB, such as waiting for a lock, is answered by the error that Snowflake has for it.
"""

import argparse
import asyncio
import collections
import email.utils
import functools
import glob
import gzip
import hashlib
import json
import os
import re
import shutil
import socket
import string
import sys
import threading
import time
import weakref

import anyio.to_thread
import duckdb
import fakesnow.cursor as cursors
import fakesnow.info_schema as info_schema
import fakesnow.server as server
import fakesnow.transforms as transforms
import fakesnow.transforms.stage as stages
import sqlglot.errors
import uvicorn
from fakesnow.expr import normalise_ident
from snowflake.connector.errors import ProgrammingError
from sqlglot import exp
from sqlglot.dialects.snowflake import Snowflake
from sqlglot.tokens import TokenType
from starlette.responses import JSONResponse
from starlette.routing import Route, request_response

import assumed
import s3_stage

ERRORS = (  # of DuckDB, and what Snowflake says in its place: number, SQLSTATE
    (duckdb.TransactionException, 625, "57014"),
    (duckdb.ConstraintException, 100072, "22000"),  # 100078 for one that is too long
    (duckdb.ConversionException, 100038, "22018"),
    (duckdb.InvalidInputException, 100016, "22000"),
    (duckdb.Error, 604, "57014"),
    (sqlglot.errors.SqlglotError, 1003, "42000"),
    (Exception, 2, "XX000"),
)

# A text literal, in which both quotes and backslashes may be escaped.
LITERAL = r"'((?:[^'\\]|''|\\.)*)'"

# Quoted names of tables that are to be thought older than a day: POST /old {"table": "NAME"}.
OLD_TABLES = ["''"]

# One statement at a time where fakesnow changes tables of its own or DuckDB its catalogue.
CATALOGUE = threading.RLock()


class TableLocks:
    """Who holds the lock of which table, and who waits for it."""

    WAITERS = 20
    SECONDS = 300  # but for sessions that set LOCK_TIMEOUT

    def __init__(self):
        self._changed = threading.Condition()
        self._holders = {}
        self._ended = weakref.WeakSet()
        self._waiting = collections.Counter()
        self.log = None

    def take(self, table, session):
        seconds = getattr(session, "lock_timeout", self.SECONDS)
        with self._changed:
            if self._holders.get(table, session) is session:
                self._hold(table, session)
                return
            if self._waiting[table] >= self.WAITERS:
                raise refused_lock(f"the number of waiters for this lock exceeds the {self.WAITERS} statements limit")
            self._waiting[table] += 1
            self.log.write(waits=".".join(table))
            try:
                ends = lambda: table not in self._holders or session in self._ended
                if not self._changed.wait_for(ends, seconds):
                    raise refused_lock("statement was aborted because the lock timeout was reached")
                self._hold(table, session)
            finally:
                self._waiting[table] -= 1

    def _hold(self, table, session):
        if session in self._ended:
            raise refused_lock("the session has ended")
        self._holders[table] = session

    def refuse(self, session):
        """Of a session that ends, a statement may be under way: it takes no lock any more."""
        with self._changed:
            self._ended.add(session)
            self._changed.notify_all()

    def release(self, session):
        with self._changed:
            for table in [t for t, holder in self._holders.items() if holder is session]:
                del self._holders[table]
            self._changed.notify_all()


def refused_lock(why):
    return ProgrammingError(msg=why, errno=625, sqlstate="57014")


LOCKS = TableLocks()
CHANGE = re.compile(r"\s*(?:update|delete\s+from|merge\s+into)\s+(\S+)", re.I)


class Sight:
    """What a session sees of the tables that are only added to: less than all, where asked."""

    SEES = {}
    TABLES = ("INGESTION_FILE_EVENTS", "INGESTION_RUN_EVENTS")
    ADDS = re.compile(rf"\s*(?:commit\b|insert\s+into\s+\S*(?:{'|'.join(TABLES)}))", re.I)

    @classmethod
    def _sees(cls, connection):
        return cls.SEES.get(str(connection.database).upper())

    @classmethod
    def behind(cls, connection):
        """Before a statement."""
        if sees := cls._sees(connection):
            now = cls._now(connection)
            seen = getattr(connection, "_sees_next", now)
            connection._sees_next = seen if sees == "never" else now
            for name in cls.TABLES:
                connection._duck_conn.execute(f"SET VARIABLE SEEN_{name} = {seen.get(name, -1)}")
        elif hasattr(connection, "_sees_next"):
            del connection._sees_next
            for name in cls.TABLES:
                connection._duck_conn.execute(f"RESET VARIABLE SEEN_{name}")

    @classmethod
    def own(cls, connection, command):
        """After a statement: a session always sees what it has done itself."""
        ends = connection._autocommit or re.match(r"\s*commit\b", command, re.I)
        if cls._sees(connection) and ends and cls.ADDS.match(command):
            connection._sees_next = cls._now(connection)

    @classmethod
    def _now(cls, connection):
        other = connection._duck_conn.cursor()
        tables = other.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = ?"
            f" AND table_name IN {cls.TABLES}",
            [connection.database],
        ).fetchall()
        return {
            name: other.execute(
                "SELECT COALESCE(MAX(rowid), -1) FROM "
                + ".".join(map(identifier, (connection.database, schema, name)))
            ).fetchone()[0]
            for schema, name in tables
        }

    @classmethod
    def narrow(cls, command):
        """Rows of one's own transaction have numbers from DuckDB's MAX_ROW_ID on."""
        return re.sub(
            rf'(?<!DELETE )\b(FROM|JOIN)\s+((?:"(?:[^"]|"")*"\.)*"({"|".join(cls.TABLES)})")',
            r"\1 (SELECT * FROM \2 WHERE ROWID <= COALESCE(GETVARIABLE('SEEN_\3'), 36028797018959999)"
            r" OR ROWID >= 36028797018960000)",
            command,
        )


class Log:
    """Lines of JSON in a file."""

    def __init__(self, path):
        self._file = open(path, "a", buffering=1, encoding="utf-8")
        self._lock = threading.Lock()

    def write(self, **event):
        with self._lock:
            self._file.write(json.dumps(event) + "\n")


def literal(text):
    """The text that an SQL literal's inside stands for."""
    return re.sub(r"\\(.)", r"\1", text.replace("''", "'"), flags=re.S)


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def identifier(text):
    return '"' + text.replace('"', '""') + '"'


def full_names(connection, dotted):
    """Database, schema and name of a name that may lack the first ones, and what follows it."""
    parts, rest = split_names(dotted)
    return [connection.database, connection.schema][: 3 - len(parts)] + parts, rest


def split_names(dotted):
    """The parts of a qualified name, as the database knows them, and what follows it."""
    name = re.compile(r'"((?:[^"]|"")*)"|([A-Za-z_][\w$]*)')
    parts, at = [], 0
    while match := name.match(dotted, at):
        parts.append(match[1].replace('""', '"') if match[2] is None else match[2].upper())
        at = match.end()
        if dotted[at : at + 1] != ".":
            break
        at += 1
    return parts, dotted[at:]


# --- stages -------------------------------------------------------------------------------------


def stage_folder(connection, location):
    """The local folder of '@"DB"."SCHEMA"."STAGE"/path', and the stage's name."""
    names, path = full_names(connection, location[1:])
    row = connection._duck_conn.execute(
        "SELECT url FROM _fs_global._fs_information_schema._fs_stages"
        " WHERE database_name = ? AND schema_name = ? AND name = ?",
        names,
    ).fetchone()
    if row is None:
        raise ProgrammingError(
            msg=f"Stage '{'.'.join(names)}' does not exist or not authorized.",
            errno=2003,
            sqlstate="02000",
        )
    if row[0]:
        return external_folder(row[0]) + path.lstrip("/"), names[-1]
    digest = hashlib.md5(".".join(names).encode()).hexdigest()
    return f"{stages.LOCAL_BUCKET_PATH}/{digest}/{path.lstrip('/')}", names[-1]


def external_folder(url):
    """The local folder that stands for a location of an object store: buckets.json maps them."""
    buckets = json.loads(os.environ.get("STAND_IN_BUCKETS", "{}"))
    for prefix, folder in buckets.items():
        if url.startswith(prefix):
            return folder + url[len(prefix) :]
    raise ProgrammingError(msg=f"Failed to access remote file: {url}", errno=100016, sqlstate="22000")


# The driver words some itself, without quotes.
LOCATION = r'@(?:"(?:[^"]|"")*"|[^\s"])+'
PUT = re.compile(
    rf"put\s+(?:{LITERAL}|(\S+))\s+(?:{LITERAL}|({LOCATION}))(.*)$", re.I | re.S
)


def put(cursor, match, execute):
    """Tells the driver where to upload a file to: an address of this server."""
    location = literal(match[3]) if match[3] is not None else match[4]
    folder, _ = stage_folder(cursor._conn, location)
    stored = s3_stage.of(full_names(cursor._conn, location[1:])[0][0])
    os.makedirs(folder, exist_ok=True)
    path = literal(match[1]) if match[1] is not None else match[2]
    compression = re.search(r"source_compression\s*=\s*(\w+)", match[5], re.I)
    execute("SELECT 'Statement executed successfully.' AS status")
    cursor._last_transformed.args["put_stage_data"] = {
        "stageInfo": stored.stage_info(folder) if stored else local_stage(folder),
        "src_locations": [path[len("file://") :]],
        "parallel": 4,
        "autoCompress": not re.search(r"auto_compress\s*=\s*false", match[5], re.I),
        "sourceCompression": compression[1].lower() if compression else "none",
        "overwrite": True,
        "command": "UPLOAD",
        **(stored.put_data() if stored else {}),
    }
    cursor._last_transformed.args["put_stage_name"] = folder


def local_stage(folder):
    return {"locationType": "LOCAL_FS", "location": folder.rstrip("/"), "creds": {}}


REMOVE = re.compile(rf"remove\s+{LITERAL}\s*$", re.I | re.S)


def remove(cursor, match, execute):
    folder, name = stage_folder(cursor._conn, literal(match[1]))
    removed = [os.path.join(at, file) for at, _, files in os.walk(folder) for file in files]
    for file in removed:
        os.remove(file)
    shutil.rmtree(folder, ignore_errors=True)
    if stored := s3_stage.of(full_names(cursor._conn, literal(match[1])[1:])[0][0]):
        removed = stored.remove(folder)
    execute(rows(("name", "result"), [(f"{name.lower()}/{f}", "removed") for f in removed]))


LIST = re.compile(rf"list\s+{LITERAL}\s*$", re.I | re.S)
STAGE_CLOCKS = {}  # by database: how many seconds the clock of its stages is ahead


def list_stage(cursor, match, execute):
    """Of an internal stage: a name begins with the stage's, and times are in the form of HTTP."""
    location = literal(match[1])
    names, _ = full_names(cursor._conn, location[1:])
    folder, name = stage_folder(cursor._conn, location)
    root, _ = stage_folder(cursor._conn, "@" + ".".join(map(identifier, names)))
    if stored := s3_stage.of(names[0]):
        found = stored.list(folder)
    else:
        paths = [os.path.join(at, file) for at, _, files in os.walk(folder) for file in files]
        found = [(path, os.path.getsize(path), os.path.getmtime(path)) for path in paths]
    ahead = STAGE_CLOCKS.get(names[0], 0)
    execute(
        rows(
            ("name", "size", "md5", "last_modified"),
            [
                (
                    f"{name.lower()}/{os.path.relpath(path, root)}",
                    size,
                    None,
                    email.utils.formatdate(int(modified) + ahead, usegmt=True),
                )
                for path, size, modified in sorted(found)
            ],
        )
    )


DESCRIBE_STAGE = re.compile(r"desc(?:ribe)?\s+stage\s+(.*)$", re.I | re.S)


def describe_stage(cursor, match, execute):
    names, _ = full_names(cursor._conn, match[1])
    found = cursor._conn._duck_conn.execute(
        "SELECT url FROM _fs_global._fs_information_schema._fs_stages"
        " WHERE database_name = ? AND schema_name = ? AND name = ?",
        names,
    ).fetchall()
    execute(
        rows(
            ("parent_property", "property", "property_value"),
            [("STAGE_LOCATION", "URL", f'["{url}"]') for (url,) in found],
        )
    )


def rows(columns, values):
    """A query for rows of texts and numbers, whose columns keep their case."""
    names = ", ".join(identifier(column) for column in columns)
    if not values:
        return f"SELECT {', '.join('NULL' for _ in columns)} WHERE FALSE"
    cell = lambda v: "NULL" if v is None else str(v) if isinstance(v, int) else quoted(v)
    lines = ", ".join("(" + ", ".join(map(cell, row)) + ")" for row in values)
    return f"SELECT * FROM (VALUES {lines}) AS t({names})"


# --- COPY ---------------------------------------------------------------------------------------

COPY = re.compile(
    rf"copy\s+into\s+(?P<table>[^()]*?)\s+from\s+{LITERAL}"
    r"(?:\s+storage_integration\s*=\s*(?P<integration>\S+))?"
    r"\s+files\s*=\s*\((?P<files>.*?)\)\s+file_format\s*=\s*\((?P<format>.*)\)"
    r"\s+on_error\s*=\s*abort_statement\s+purge\s*=\s*false\s+force\s*=\s*false\s*$",
    re.I | re.S,
)
FORMAT = {  # what Snowgauge has to state; None is checked elsewhere
    "TYPE": "CSV",
    "COMPRESSION": None,
    "RECORD_DELIMITER": "'\\n'",
    "FIELD_DELIMITER": "','",
    "MULTI_LINE": "TRUE",
    "PARSE_HEADER": "FALSE",
    "SKIP_HEADER": "0",
    "SKIP_BLANK_LINES": "FALSE",
    "DATE_FORMAT": "AUTO",
    "TIME_FORMAT": "AUTO",
    "TIMESTAMP_FORMAT": "AUTO",
    "BINARY_FORMAT": "HEX",
    "ESCAPE": "NONE",
    "ESCAPE_UNENCLOSED_FIELD": "NONE",
    "TRIM_SPACE": "FALSE",
    "FIELD_OPTIONALLY_ENCLOSED_BY": None,
    "NULL_IF": "()",
    "ERROR_ON_COLUMN_COUNT_MISMATCH": "TRUE",
    "REPLACE_INVALID_CHARACTERS": "FALSE",
    "EMPTY_FIELD_AS_NULL": "TRUE",
    "SKIP_BYTE_ORDER_MARK": "FALSE",
    "ENCODING": "'UTF8'",
}
RESULT = ("file", "status", "rows_parsed", "rows_loaded", "errors_seen", "first_error")


def file_format(text):
    options = dict(re.findall(r"(\w+)\s*=\s*('(?:[^']|'')*'|\(\)|\w+)", text))
    if options.keys() != FORMAT.keys():
        raise invalid(f"file format options: {sorted(options.keys() ^ FORMAT.keys())}")
    for option, value in FORMAT.items():
        if value is not None and options[option] != value:
            raise invalid(f"{option}: expected {value} but found {options[option]}")
    return options


def invalid(message):
    return ProgrammingError(msg="SQL compilation error: " + message, errno=1003, sqlstate="42000")


def copy(cursor, match, execute):
    connection = cursor._conn
    options = file_format(match["format"])
    names = [literal(name) for name in re.findall(LITERAL, match["files"])]
    if not 0 < len(names) <= 1000:
        raise invalid(f"expected 1 to 1000 files but found {len(names)}")
    location = literal(match[2])
    if location.startswith("@"):
        folder, _ = stage_folder(connection, location)
        if stored := s3_stage.of(full_names(connection, location[1:])[0][0]):
            for name in names:
                stored.fetch(folder, name)
    else:
        folder = external_folder(location)
    parts, _ = full_names(connection, match["table"])
    database = connection._duck_conn
    columns = database.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE upper(database_name) = upper(?)"
        " AND upper(schema_name) = upper(?) AND upper(table_name) = upper(?) ORDER BY column_index",
        parts,
    ).fetchall()
    begins = connection._autocommit and not connection._in_transaction
    if begins:
        database.begin()
    try:
        loaded = [copy_file(database, parts, columns, folder, name, options) for name in names]
        if begins:
            database.commit()
    except BaseException:
        if begins:
            database.rollback()
        raise
    execute(rows(RESULT, loaded))


def copy_file(database, table, columns, folder, name, options):
    path = os.path.join(folder, name)
    if not os.path.isfile(path):
        raise ProgrammingError(
            msg=f"Remote file '{name}' was not found.", errno=100016, sqlstate="22000"
        )
    if options["COMPRESSION"] == "GZIP":
        with gzip.open(path) as content:  # says what is wrong with one that is not gzip
            content.read(1)
    if os.path.getsize(path) == 0:
        return name, "LOADED", 0, 0, 0, None
    quote = quoted(chr(int(options["FIELD_OPTIONALLY_ENCLOSED_BY"].strip("'"), 16)))
    fields = ", ".join(f"{quoted(column)}: {quoted(kind)}" for column, kind in columns)
    count = database.execute(
        f"INSERT INTO {'.'.join(map(identifier, table))} SELECT * FROM read_csv("
        f"[{quoted(glob.escape(path))}], columns = {{{fields}}}, auto_detect = false,"
        f" header = false, delim = ',', quote = {quote}, escape = {quote}, nullstr = '',"
        " allow_quoted_nulls = false, max_line_size = 40000000,"
        f" compression = '{options['COMPRESSION'].lower()}')"
    ).fetchone()[0]
    return name, "LOADED", count, count, 0, None


# --- other statements ---------------------------------------------------------------------------

ALTER_SESSION = re.compile(r"alter\s+session\s+(?:/\*.*?\*/\s*)?set\s+(?!autocommit)(\w+)\s*=", re.I)
LOCK_TIMEOUT = re.compile(r"lock_timeout\s*=\s*(\d+)", re.I)
QUERY_TAG = re.compile(rf"query_tag\s*=\s*{LITERAL}", re.I)


def alter_session(cursor, match, execute):
    if tag := QUERY_TAG.search(match.string):
        cursor._conn._query_tag = literal(tag[1])
    if timeout := LOCK_TIMEOUT.search(match.string):
        cursor._conn.lock_timeout = int(timeout[1])
    execute("SELECT 'Statement executed successfully.' AS status")


# Of roles, by their names: POST /grants {"role": "NAME", "grants": [["USAGE", "DATABASE", "DB"]]}.
# Nobody has been granted anything before, and no such role is known.
GRANTS = {}
MANY = set()  # roles that have as many grants as SHOW lists, and more
SHOW_GRANTS = re.compile(r"show\s+grants\s+to\s+role\s+(.*)$", re.I | re.S)


def show_grants(cursor, match, execute):
    (role,), _ = split_names(match[1])
    if role not in GRANTS:
        raise ProgrammingError(
            msg=f"Role '{role}' does not exist or not authorized.", errno=2003, sqlstate="02000"
        )
    granted = [(privilege, on, name, "ROLE", role) for privilege, on, name in GRANTS[role]]
    listed = rows(("privilege", "granted_on", "name", "granted_to", "grantee_name"), granted)
    execute(listed + (assumed.MANY_GRANTS if role in MANY else ""))


# All sessions are the same here: fakesnow knows no roles.
CURRENT = {
    "user": "LOADER",
    "role": "LOADER_ROLE",
    "secondary_roles": '{"roles":"","value":""}',
    "warehouse": "LOAD_WH",
}
SELECT_CURRENT = re.compile(rf"select\s+current_({'|'.join(CURRENT)})\(\)$", re.I)


def select_current(cursor, match, execute):
    execute(rows(("CURRENT",), [(CURRENT[match[1].lower()],)]))


GRANT = re.compile(
    r"grant\s+(.+?)\s+on\s+(database|schema|stage|table|view)\s+(.+)\s+to\s+role\s+(.+)$", re.I | re.S
)


def grant(cursor, match, execute):
    (role,), _ = split_names(match[4])
    granted = GRANTS.setdefault(role, [])
    granted += [[p.strip().upper(), match[2].upper(), match[3]] for p in match[1].split(",")]
    execute("SELECT 'Statement executed successfully.' AS status")


DROP_DATABASE = re.compile(r"drop\s+database\s+(.*)$", re.I | re.S)


def drop_database(cursor, match, execute):
    """Whoever drops a database says nothing more: a session's own cannot be left otherwise."""
    (name,), _ = split_names(match[1])
    database = cursor._conn._duck_conn
    database.execute("USE memory")
    database.execute(f"DETACH {identifier(name)}")
    execute("SELECT 'Statement executed successfully.' AS status")


def show_parameters(cursor, match, execute):
    execute(rows(*assumed.parameters(match)))


HANDLERS = (
    (assumed.SHOW_PARAMETERS, show_parameters),
    (GRANT, grant),
    (DROP_DATABASE, drop_database),
    (SHOW_GRANTS, show_grants),
    (SELECT_CURRENT, select_current),
    (PUT, put),
    (REMOVE, remove),
    (LIST, list_stage),
    (DESCRIBE_STAGE, describe_stage),
    (COPY, copy),
    (ALTER_SESSION, alter_session),
)
REWRITES = (
    # Snowflake does not enforce it; DuckDB would.
    (re.compile(r", PRIMARY KEY \(.*?\)\)$", re.S), ")"),
    (re.compile(r"\bCURRENT_TRANSACTION\(\)"), "TXID_CURRENT()"),
    (re.compile(r"\bSYSDATE\(\)"), "CAST(CURRENT_TIMESTAMP AS TIMESTAMP_NTZ)"),
    # Snowflake would look for a plain new name in the session's schema; DuckDB takes no other.
    (re.compile(r"^(ALTER TABLE (\S+\.\S+\.)\S+ RENAME TO )\2"), r"\1"),
    (re.compile(r" COLLATE 'utf8'"), ""),
    # DuckDB has this schema before anybody creates it.
    (
        re.compile(r"\bTABLE_SCHEMA = "),
        "CASE TABLE_SCHEMA WHEN 'main' THEN 'MAIN' ELSE TABLE_SCHEMA END = ",
    ),
    # What is not declared is as long, and as fine, as Snowflake's defaults.
    (
        re.compile(r"\bCHARACTER_MAXIMUM_LENGTH\b"),
        "CASE WHEN DATA_TYPE = 'TEXT' THEN COALESCE(CHARACTER_MAXIMUM_LENGTH, 16777216) END"
        " AS CHARACTER_MAXIMUM_LENGTH",
    ),
    (
        re.compile(r"\bDATETIME_PRECISION\b"),
        "CASE WHEN STARTS_WITH(DATA_TYPE, 'TIME') THEN COALESCE(CHARACTER_OCTET_LENGTH, 9) END"
        " AS DATETIME_PRECISION",
    ),
    # DuckDB knows one kind of JSON; declared_sizes notes the others.
    (
        re.compile(r"\bDATA_TYPE, (?=IS_NULLABLE|CASE)"),
        "CASE CHARACTER_OCTET_LENGTH WHEN -1 THEN 'OBJECT' WHEN -2 THEN 'ARRAY' ELSE DATA_TYPE END"
        " AS DATA_TYPE, ",
    ),
)
REFUSED = (  # what an account would not carry out: number, SQLSTATE, why
    (
        re.compile(r"\bIN\s*\(\s*SELECT\b[^()]*(?:\([^()]*\)[^()]*)*\bLIMIT\b", re.I),
        2031,
        "42601",
        "Unsupported subquery type cannot be evaluated",
    ),
    (
        re.compile(
            r'^(?=.*"\.INFORMATION_SCHEMA\.)'
            r"(?!.*\bWHERE TABLE_SCHEMA = \?\s+AND TABLE_NAME (?:=|IN|LIKE)\s)",
            re.I | re.S,
        ),
        90030,
        "22000",
        "Information schema query returned too much data. Please repeat query with more selective"
        " predicates.",
    ),
)
def with_views(tables):
    """INFORMATION_SCHEMA.TABLES has the views, too."""
    sql = tables.template.replace("'BASE TABLE' AS", "tables.kind AS").replace(
        "from duckdb_tables tables",
        "from (select database_name, schema_name, table_name, estimated_size, 'BASE TABLE' as kind"
        " from duckdb_tables union all select database_name, schema_name, view_name, null, 'VIEW'"
        " from duckdb_views) tables",
    )
    return string.Template(sql)


AGED = re.compile(r"\bCREATED < DATEADD\(DAY, -1, CURRENT_TIMESTAMP\)")
SERIAL = re.compile(r"\s*(create|alter|drop|copy|truncate)\b", re.I)


def keep_all(upper_case):
    """Of ORDER BY ALL, fakesnow would take ALL for a column's name."""

    def transform(e):
        declared_sizes(e)
        if isinstance(e, exp.DataType) and holds_nanoseconds(e):
            return exp.DataType(this=exp.DataType.Type.TIMESTAMP_NS)
        if isinstance(e, exp.Column) and e.name.upper() == "ALL" and not e.this.quoted:
            return exp.var("ALL")
        return upper_case(e)

    return transform


def holds_nanoseconds(kind):
    size = kind.find(exp.DataTypeParam)
    return kind.this == exp.DataType.Type.TIMESTAMPNTZ and size is not None and size.name == "9"


DECLARED = threading.local()
KINDS_OF_JSON = {exp.DataType.Type.OBJECT: -1, exp.DataType.Type.ARRAY: -2}


def declared_sizes(e):
    """Notes lengths and precisions that DuckDB forgets, and has lengths checked."""
    if not (isinstance(e, exp.Create) and isinstance(e.this, exp.Schema)):
        return e
    table = tuple(known_as(part) for part in e.this.this.parts)
    for column in e.this.expressions:
        kind = column.args.get("kind") if isinstance(column, exp.ColumnDef) else None
        if not isinstance(kind, exp.DataType):
            continue
        size = kind.find(exp.DataTypeParam)
        if kind.this in (exp.DataType.Type.VARCHAR, exp.DataType.Type.TEXT):
            most = int(size.name) if size else 16777216
            if size:
                DECLARED.sizes[table, known_as(column.this)] = (most, None)
            kind.set("expressions", None)
            check = exp.LTE(
                this=exp.Length(this=exp.column(column.this.copy())), expression=exp.Literal.number(most)
            )
            column.append(
                "constraints", exp.ColumnConstraint(kind=exp.CheckColumnConstraint(this=check))
            )
        elif kind.this in KINDS_OF_JSON:
            DECLARED.sizes[table, known_as(column.this)] = (None, KINDS_OF_JSON[kind.this])
        elif "TIME" in str(kind.this) and size:
            DECLARED.sizes[table, known_as(column.this)] = (None, int(size.name))
    return e


def known_as(identifier):
    return identifier.name if identifier.quoted else identifier.name.upper()


CREATE_TABLE = re.compile(
    r"create\s+(?:or\s+replace\s+)?(?:transient\s+)?table\s+(?:if\s+not\s+exists\s+)?(\S+)", re.I
)


def table_exists(connection, names):
    return connection._duck_conn.execute(
        "SELECT 1 FROM duckdb_tables() WHERE database_name = ? AND schema_name = ? AND table_name = ?",
        names,
    ).fetchone()


def keep_sizes(connection, created):
    if created:
        connection._duck_conn.execute(
            "DELETE FROM _fs_global._fs_information_schema._fs_columns_ext WHERE ext_table_catalog = ?"
            " AND ext_table_schema = ? AND ext_table_name = ?",
            created,
        )
    for (table, column), sizes in DECLARED.sizes.items():
        defaults = [connection.database, connection.schema]
        connection._duck_conn.execute(
            "INSERT OR REPLACE INTO _fs_global._fs_information_schema._fs_columns_ext"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [*defaults[: 3 - len(table)], *table, column, *sizes],
        )


CREATE_AS = re.compile(
    r"create (?:transient )?table (\S+)(?: data_retention_time_in_days = 0)?"
    r" as select (.*) from (\S+) (\w+)(?: where .*)?$",
    re.I,
)


def keep_not_null(connection, statement):
    """A column that CREATE TABLE AS selects as it is brings its NOT NULL along."""
    if not (match := CREATE_AS.match(statement.strip())):
        return
    source, _ = full_names(connection, match[3])
    required = connection._duck_conn.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND schema_name = ?"
        " AND table_name = ? AND NOT is_nullable",
        source,
    ).fetchall()
    target, _ = full_names(connection, match[1])
    for (column,) in required:
        taken = re.search(
            rf"(?:^|, ){match[4]}\.{re.escape(identifier(column))} AS (\w+)", match[2], re.I
        )
        if taken:
            connection._duck_conn.execute(
                f"ALTER TABLE {'.'.join(map(identifier, target))}"
                f" ALTER COLUMN {identifier(taken[1].upper())} SET NOT NULL"
            )


def numbered(command):
    """Parameters by their numbers: the translation for DuckDB repeats some expressions."""
    tokens = Snowflake().tokenize(command)
    places = [token.start for token in tokens if token.token_type == TokenType.PLACEHOLDER]
    between = [command[a + 1 : b] for a, b in zip([-1] + places, places + [len(command)])]
    return between[0] + "".join(f":{n}{text}" for n, text in enumerate(between[1:], 1))


class Translations:
    """What fakesnow made of a statement, for all that differ from it by random names alone.

    It walks a statement once for each thing that DuckDB says otherwise, which takes longer than all
    the rest.
    """

    STATEMENT = re.compile(
        r"\s*(?:select|insert\s+into|update|delete)\b(?!.*\bidentifier\s*\()"
        r"|\s*create\s+(?:transient\s+)?table\b(?!.*\bas\s+select\b)"
        r"|\s*(?:drop\s+table|begin|commit|rollback)\b",
        re.I | re.S,
    )
    RANDOM = re.compile(r"(?<=SITE_)[0-9A-F]{8}|(?<=_)[0-9A-F]{32}")  # in names that tests and runs make

    def __init__(self, parse, transform):
        self._parse = parse
        self._transform = transform
        self._parsed = {}
        self._transformed = {}

    def parse(self, command):
        """What is looked at, and changed by nobody: its random names may be another statement's."""
        if not self.STATEMENT.match(command):
            return self._parse(command)
        key, _ = self._anonymous(command)
        if key not in self._parsed:
            self._parsed[key] = self._parse(command)
        return self._parsed[key]

    def transform(self, cursor, expression, params):
        if cursor.command is None:
            return expression.copy()
        if not self.STATEMENT.match(cursor.command):
            return self._transform(cursor, expression, params)
        connection = cursor._conn
        key, names = self._anonymous(f"{connection.database} {connection.schema} {cursor.command}")
        if key not in self._transformed:
            DECLARED.sizes = {}
            transformed = self._transform(cursor, self._parse(cursor.command), params)
            sql = transformed.sql(dialect="duckdb")
            self._transformed[key] = names, transformed, sql, DECLARED.sizes
        others, transformed, sql, sizes = self._transformed[key]
        names = dict(zip(others, names))
        rename = lambda text: self.RANDOM.sub(lambda match: names[match[0]], text)
        if isinstance(transformed, (exp.Create, exp.Drop)):
            transformed = transformed.copy()
            for identifier in transformed.find_all(exp.Identifier):
                identifier.set("this", rename(identifier.this))
        DECLARED.sizes = {
            (tuple(map(rename, table)), column): size for (table, column), size in sizes.items()
        }
        return Translation(transformed, rename(sql))

    def _anonymous(self, text):
        names = list(dict.fromkeys(self.RANDOM.findall(text)))
        return self.RANDOM.sub(lambda match: f"?{names.index(match[0])}", text), names


class Translation:
    """A statement of DuckDB that is known already."""

    def __init__(self, expression, sql):
        self._expression = expression
        self._sql = sql

    @property
    def __class__(self):
        return type(self._expression)

    def __getattr__(self, name):
        return getattr(self._expression, name)

    def sql(self, dialect):
        return self._sql


DESCRIBED = {}


def describe_last_sql(cursor):
    """What a statement answers that reads no table is described alike each time."""
    sql = cursor._last_sql
    if sql in DESCRIBED:
        return DESCRIBED[sql]
    described = cursor._duck_conn.execute(f"DESCRIBE {sql}", cursor._last_params).fetchall()
    if not cursor._last_params and not re.search(r"\bfrom\b", sql, re.I):
        DESCRIBED[sql] = described
    return described


def execute_statement(original):
    @functools.wraps(original)
    def execute(self, command, params=None, *args, **kwargs):
        run = lambda sql: original(self, sql, server=True)
        self.command = None  # what a handler executes is DuckDB's already
        for pattern, handler in HANDLERS:
            if match := pattern.match(command.strip()):
                with CATALOGUE:
                    handler(self, match, run)
                return self
        for pattern, number, state, why in REFUSED + assumed.REFUSED:
            if pattern.search(command):
                raise ProgrammingError(msg=why, errno=number, sqlstate=state)
        for function, macro in assumed.MACROS.items():
            if function in command:
                self._conn._duck_conn.execute(macro)
        nullable = re.sub(r"\s+", " ", command)
        for pattern, replacement in REWRITES + assumed.REWRITES:
            command = pattern.sub(replacement, command)
        command = Sight.narrow(command)
        command = AGED.sub(lambda _: f"TABLE_NAME IN ({', '.join(OLD_TABLES)})", command)
        if SERIAL.match(command):
            self.command = command
            with CATALOGUE:
                DECLARED.sizes = {}
                creates = CREATE_TABLE.match(command.strip())
                names = creates and full_names(self._conn, creates[1])[0]
                existed = names and table_exists(self._conn, names)
                result = original(self, command, params, *args, **kwargs)
                if names and not existed:
                    keep_sizes(self._conn, names)
                keep_not_null(self._conn, nullable)
                return result
        if kwargs.get("binding_params"):
            command = numbered(command)
        self.command = command
        Sight.behind(self._conn)
        if match := CHANGE.match(command):
            LOCKS.take(tuple(full_names(self._conn, match[1])[0]), self._conn)
        try:
            result = original(self, command, params, *args, **kwargs)
            Sight.own(self._conn, command)
            return result
        finally:
            if self._conn._autocommit or re.match(r"\s*(commit|rollback)\b", command, re.I):
                LOCKS.release(self._conn)

    return execute


# --- the server ---------------------------------------------------------------------------------


class LastError:
    """fakesnow logs an error that it does not know and then forgets it: this remembers it."""

    def __init__(self, logger):
        self._logger = logger
        self._here = threading.local()

    def __getattr__(self, name):
        return getattr(self._logger, name)

    def error(self, message, *args, exc_info=None, **kwargs):
        self._here.error = exc_info

    def take(self):
        error = getattr(self._here, "error", None)
        self._here.error = None
        return error or Exception("internal error")


def failure(error):
    if "CHECK constraint failed" in str(error):
        return refusal("100078", "22001", f"String is too long and would be truncated: {error}")
    number, state = next((n, s) for kind, n, s in ERRORS if isinstance(error, kind))
    return refusal(f"{number:06d}", state, f"{type(error).__name__}: {error}")


def refusal(code, state, message):
    data = {"errorCode": code, "sqlState": state}
    return JSONResponse({"data": data, "code": code, "message": message, "success": False})


class StandIn:
    def __init__(self, log):
        self._log = log
        self._faults = {}
        self._refusals = []
        self._errors = LastError(server.logger)

    def install(self):
        server.logger = self._errors
        cursor = cursors.FakeSnowflakeCursor
        cursor.execute = execute_statement(cursor.execute)
        translations = Translations(cursors.parse_one, cursor._transform)
        cursors.parse_one = server.parse_one = translations.parse
        cursor._transform = lambda *args: translations.transform(*args)
        cursor._describe_last_sql = describe_last_sql
        transforms.upper_case_unquoted_identifiers = keep_all(
            transforms.upper_case_unquoted_identifiers
        )
        # It would keep the lengths of texts, by statements that no quote in a name survives.
        transforms.extract_text_length = lambda e: e
        info_schema.SQL_CREATE_INFORMATION_SCHEMA_TABLES_VIEW = with_views(
            info_schema.SQL_CREATE_INFORMATION_SCHEMA_TABLES_VIEW
        )
        columns = info_schema.SQL_CREATE_GLOBAL_INFORMATION_SCHEMA_COLUMNS_VIEW
        server.shared_fs.duck_conn.execute(
            columns.replace("create view if not exists", "create or replace view").replace(
                "data_type='TIMESTAMP'", "data_type IN ('TIMESTAMP', 'TIMESTAMP_NS')"
            )
        )
        server.gcs_stage_info = lambda request, expression, data: data["stageInfo"]
        self._wrap("/queries/v1/query-request", self._query)
        self._wrap("/session/v1/login-request", self._login)
        self._wrap("/session", self._session)
        added = {
            "/telemetry/send": self._ignore,
            "/faults": self._fault,
            "/errors": self._error,
            "/old": self._old,
            "/stale": self._stale,
            "/detached": self._detached,
            "/grants": self._grants,
            "/stages": self._stages,
            "/stage-times": self._stage_times,
            "/stage-clock": self._stage_clock,
        }
        for path, answer in added.items():
            server.app.router.routes.append(Route(path, answer, methods=["POST"]))

    def _wrap(self, path, wrapper):
        for route in server.app.routes:
            if getattr(route, "path", "") == path:
                route.endpoint = functools.partial(wrapper, route.endpoint)
                route.app = request_response(route.endpoint)

    async def _login(self, original, request):
        body = await read_json(request)
        data = body["data"]
        self._log.write(
            login=data.get("LOGIN_NAME"),
            authenticator=data.get("AUTHENTICATOR"),
            application=data.get("CLIENT_ENVIRONMENT", {}).get("APPLICATION"),
            parameters=data.get("SESSION_PARAMETERS"),
            query=dict(request.query_params),
        )
        if data.get("PASSWORD") == "wrong":
            return refusal("390100", "08001", "Incorrect username or password was specified.")
        with CATALOGUE:
            return await original(request)

    async def _query(self, original, request):
        started = time.time()
        body = await read_json(request)
        token = server.to_token(request)
        session = server.sessions.get(token)
        # The driver repeats a request that had no answer, under the same id: it is done once.
        request_id = request.query_params.get("requestId")
        if session is not None and getattr(session, "_answered", None) == request_id:
            return session._answer
        try:
            response = self._refuse(body["sqlText"]) or await original(request)
        except Exception as e:
            response = failure(e)
        if response.status_code == 500:
            response = failure(self._errors.take())
        answer = json.loads(response.body)
        sql = body["sqlText"]
        self._log.write(
            session=token[:8],
            tag=getattr(session, "_query_tag", None),
            sql=sql,
            ok=answer.get("success"),
            code=answer.get("code"),
            message=(answer.get("message") or "")[:300],
            describe=bool(body.get("describeOnly")),
            milliseconds=int(1000 * (time.time() - started)),
        )
        if session is not None:
            session._answered, session._answer = request_id, response
        statement = sql.strip().lower()
        if self._faults.get(statement, 0) > 0:
            self._faults[statement] -= 1
            self._end(token)
            return refusal("390111", "08006", "Session no longer exists. New login required.")
        return response

    async def _session(self, original, request):
        if request.query_params.get("delete"):
            self._end(server.to_token(request))
            return JSONResponse({"data": None, "success": True})
        return await original(request)

    def _end(self, token):
        """Ends a session, and with it what it has not committed."""
        session = server.sessions.pop(token, None)
        if session is not None:
            LOCKS.refuse(session)
            while True:
                try:
                    session._duck_conn.close()
                    break
                except duckdb.ResourceInUseException:
                    session._duck_conn.interrupt()
                    time.sleep(0.001)
            LOCKS.release(session)

    async def _fault(self, request):
        fault = await request.json()
        self._faults[fault["statement"]] = fault["times"]
        return JSONResponse({"success": True})

    async def _error(self, request):
        self._refusals.append(await request.json())
        return JSONResponse({"success": True})

    def _refuse(self, sql):
        """The error that a test asked for, or None."""
        for error in self._refusals:
            if error["times"] > 0 and re.search(error["statement"], sql, re.I | re.S):
                error["times"] -= 1
                return refusal(error["code"], error["state"], "asked for by a test")
        return None

    async def _old(self, request):
        OLD_TABLES.append(quoted((await request.json())["table"]))
        return JSONResponse({"success": True})

    async def _stale(self, request):
        given = await request.json()
        Sight.SEES[given["database"].upper()] = given["sees"] if given["sees"] != "at once" else None
        return JSONResponse({"success": True})

    async def _grants(self, request):
        given = await request.json()
        GRANTS[given["role"]] = given["grants"]
        (MANY.add if given.get("many") else MANY.discard)(given["role"])
        return JSONResponse({"success": True})

    async def _stages(self, request):
        s3_stage.configure(await request.json())
        return JSONResponse({"success": True})

    async def _stage_times(self, request):
        given = await request.json()
        digest = hashlib.md5(given["stage"].upper().encode()).hexdigest()
        for at, _, files in os.walk(f"{stages.LOCAL_BUCKET_PATH}/{digest}/{given['path']}"):
            for path in [os.path.join(at, file) for file in files]:
                past = os.path.getmtime(path) - given["seconds"]
                os.utime(path, (past, past))
        return JSONResponse({"success": True})

    async def _stage_clock(self, request):
        given = await request.json()
        STAGE_CLOCKS[given["database"].upper()] = given["seconds"]
        return JSONResponse({"success": True})

    async def _detached(self, request):
        given = (await request.json())["run"]
        run = '"run":"' + (given[:-1] if given.endswith("*") else given + '"')
        for token, session in list(server.sessions.items()):
            if run in getattr(session, "_query_tag", ""):
                self._end(token)
        return JSONResponse({"success": True})

    async def _ignore(self, request):
        return JSONResponse({"data": None, "success": True})


async def read_json(request):
    body = await request.body()
    if request.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return json.loads(body)


def main():
    arguments = argparse.ArgumentParser(description="A stand-in for Snowflake.")
    arguments.add_argument("--log", required=True)
    log = Log(arguments.parse_args().log)
    LOCKS.log = log
    StandIn(log).install()
    # Only where the protocol is named does asyncio switch off the delay of small packets.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()  # so that whoever reads the port is not refused while the server starts
    print(listener.getsockname()[1], flush=True)
    # Whoever started this holds the other end, also when it is killed.
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    config = uvicorn.Config(server.app, log_level="critical")
    asyncio.run(serve(config, listener))


async def serve(config, listener):
    # Whoever waits for a lock keeps a thread.
    anyio.to_thread.current_default_thread_limiter().total_tokens = 500
    await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    main()
