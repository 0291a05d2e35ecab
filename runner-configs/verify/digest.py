#!/usr/bin/env python3
"""Digests of files' records, as docs/formats/digest.md defines them, without Snowgauge's code.

    python3 digest.py --config snowgauge.json --dataset sales FILE...
    python3 digest.py --config snowgauge.json --dataset sales --archive FILE...

FILE is a file of the dataset, CSV or NDJSON, or, with --archive, a part of its NDJSON archive; "-"
is the standard input, and names that end in .gz are unpacked. With --together, all FILEs are parts
of one file version. Prints for each the digest, the number of records, how many were refused, and
the name. With --expect DIGEST it ends with status 3 if a digest is another one.

Needs Python 3.9 or later and nothing else. Of files it reads what is in common use: a setting of
the format, or of a column, that it does not know ends it with status 2; the archive has all
records whatever the format is, so it can always be read.
"""

import argparse
import datetime
import decimal
import gzip
import hashlib
import io
import json
import re
import struct
import sys

MODULUS = 1 << 64
sys.setrecursionlimit(10_000)

LSF = {  # the columns of the sections of lsb.users: key of the archive, name, type
    "UserGroup": [
        ("group", "GROUP_NAME", "STRING"),
        ("user", "USER_NAME", "STRING"),
        ("share", "SHARE", "INTEGER"),
        ("condition", "CONDITION", "STRING"),
    ],
    "User": [
        ("user", "USER_NAME", "STRING"),
        ("max_jobs", "MAX_JOBS", "INTEGER"),
        ("jl_p", "JL_P", "NUMBER"),
        ("max_pend_jobs", "MAX_PEND_JOBS", "INTEGER"),
        ("max_pend_slots", "MAX_PEND_SLOTS", "INTEGER"),
        ("priority", "PRIORITY", "INTEGER"),
        ("condition", "CONDITION", "STRING"),
    ],
    "UserMap": [
        ("local", "LOCAL", "STRING"),
        ("remote", "REMOTE", "STRING"),
        ("direction", "DIRECTION", "STRING"),
        ("condition", "CONDITION", "STRING"),
    ],
}
LSF_OPTIONAL = {
    "GROUP_ADMIN": ("admin", "GROUP_ADMIN", "STRING"),
    "PRIORITY": ("priority", "PRIORITY", "INTEGER"),
    "MEMBER_KIND": ("kind", "MEMBER_KIND", "STRING"),
}


class Unknown(Exception):
    """What this program does not know how to read."""


class Refused(Exception):
    """A record that is none."""


class Literal(str):
    """A number of JSON, as it is written."""


# --- canonical texts ----------------------------------------------------------------------------


def of_text(text):
    utf8 = text.encode("utf-8")
    return str(len(utf8)).encode() + b":" + utf8


def of_decimal(text):
    """The value of a decimal number, with or without an exponent."""
    sign, digits, exponent = decimal.Decimal(text).as_tuple()
    number = "".join(map(str, digits))
    if exponent >= 0:
        whole, fraction = number + "0" * exponent, ""
    else:
        number = number.rjust(1 - exponent, "0")
        whole, fraction = number[:exponent], number[exponent:]
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    value = whole + ("." + fraction if fraction else "")
    return ("-" if sign and value != "0" else "") + value


def of_float(number):
    bits = struct.unpack(">Q", struct.pack(">d", abs(number)))[0]
    exponent, fraction = bits >> 52, bits & ((1 << 52) - 1)
    significand = fraction | (1 << 52) if exponent else fraction
    if significand == 0:
        return "0"
    return f"{'-' if number < 0 else ''}{significand}p{max(exponent, 1) - 1075}"


def of_time(fraction):
    fraction = fraction.rstrip("0")
    return "." + fraction if fraction else ""


def of_json(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Literal):
        return value
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "[" + ",".join(map(of_json, value)) + "]"
    return "{" + ",".join(quoted(k) + ":" + of_json(value[k]) for k in sorted(value)) + "}"


ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def quoted(text):
    return '"' + re.sub(r'["\\\x00-\x1f]', lambda c: ESCAPES.get(c[0], f"\\u{ord(c[0]):04X}"), text) + '"'


# --- values of files ----------------------------------------------------------------------------

DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
DAY = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
CLOCK = r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
TIMESTAMP = re.compile(DAY + r"(?:[T ]" + CLOCK + r"(?:Z|([+-])([0-9]{2})(?::?([0-9]{2}))?)?)?")
TRUE = {"true", "1", "t", "yes", "y", "on"}
FALSE = {"false", "0", "f", "no", "n", "off"}


def of_value(kind, size, text):
    """The canonical text of a value as a file has it; JSON may say that it is null."""
    if kind == "STRING":
        if size and len(text) > size[0]:
            raise Refused("too long")
        return of_text(text)
    text = text.strip(" \t")
    if kind in ("JSON", "OBJECT", "ARRAY"):
        return of_json_value(kind, loads(text))
    return READERS[kind](size, text).encode()


def of_json_value(kind, value):
    if value is None:
        return None
    if kind == "OBJECT" and not isinstance(value, dict) or kind == "ARRAY" and not isinstance(value, list):
        raise Refused("another kind of JSON")
    return of_text(of_json(value))


def read_integer(size, text):
    value = read_number((19, 0), text)
    if not -(1 << 63) <= int(value) < 1 << 63:
        raise Refused("not of 64 bits")
    return value


def read_number(size, text):
    if not DECIMAL.fullmatch(text) or len(text) > 400 and re.search("[eE]", text):
        raise Refused("no number")
    precision, scale = size or (38, 0)
    if abs(int(re.split("[eE]", text)[1] if re.search("[eE]", text) else 0)) > 1000:
        raise Refused("too many digits")
    value = of_decimal(text)
    whole, _, fraction = value.lstrip("-").partition(".")
    if len(fraction) > scale or len(whole.lstrip("0")) > precision - scale:
        raise Refused("too many digits")
    return value


def read_float(size, text):
    if not DECIMAL.fullmatch(text) or float(text) in (float("inf"), float("-inf")):
        raise Refused("no finite number")
    return of_float(float(text))


def read_boolean(size, text):
    word = text.lower()
    if word not in TRUE | FALSE:
        raise Refused("neither true nor false")
    return "true" if word in TRUE else "false"


def day(year, month, of_month):
    try:
        return datetime.date(int(year), int(month), int(of_month))
    except ValueError as e:
        raise Refused("no day") from e


def read_date(size, text):
    match = re.fullmatch(DAY, text)
    if not match:
        raise Refused("no date")
    day(*match.groups())
    return text


def clock(hour, minute, second, fraction, digits):
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        raise Refused("no time")
    kept = of_time(fraction or "")
    if len(kept) > digits + 1:
        raise Refused("too fine")
    return f"{hour}:{minute}:{second or '00'}" + kept


def read_time(size, text):
    match = re.fullmatch(CLOCK, text)
    if not match:
        raise Refused("no time")
    return clock(*match.groups(), size[0] if size else 6)


def read_timestamp(size, text):
    match = TIMESTAMP.fullmatch(text)
    if not match:
        raise Refused("no timestamp")
    year, month, of_month, hour, minute, second, fraction, sign, hours, minutes = match.groups()
    date = day(year, month, of_month)
    time = clock(hour or "00", minute or "00", second, fraction, size[0] if size else 6)
    offset = 60 * int(hours or 0) + int(minutes or 0)
    if int(minutes or 0) > 59 or offset > 18 * 60:
        raise Refused("no offset")
    at = datetime.datetime.combine(date, datetime.time(int(time[:2]), int(time[3:5])))
    try:
        at -= datetime.timedelta(minutes=-offset if sign == "-" else offset)
    except OverflowError as e:
        raise Refused("no year from 0001 to 9999") from e
    return f"{at.year:04}-{at:%m-%dT%H:%M}" + time[5:] + "Z"


READERS = {
    "INTEGER": read_integer,
    "NUMBER": read_number,
    "FLOAT": read_float,
    "BOOLEAN": read_boolean,
    "DATE": read_date,
    "TIME": read_time,
    "TIMESTAMP": read_timestamp,
}

# --- columns ------------------------------------------------------------------------------------

KINDS = {
    "STRING": "STRING VARCHAR TEXT",
    "INTEGER": "INTEGER INT BIGINT SMALLINT TINYINT",
    "NUMBER": "NUMBER DECIMAL NUMERIC",
    "FLOAT": "FLOAT DOUBLE REAL",
    "BOOLEAN": "BOOLEAN BOOL",
    "DATE": "DATE",
    "TIME": "TIME",
    "TIMESTAMP": "TIMESTAMP TIMESTAMP_NTZ TIMESTAMP_TZ DATETIME",
    "JSON": "VARIANT JSON",
    "OBJECT": "OBJECT",
    "ARRAY": "ARRAY",
}
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}
TYPE = re.compile(
    r"\s*(\w+)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?"
    r"(?P<rest>(?:\s+NOT\s+NULL|\s+OPTIONAL|\s+FROM\s+'(?:[^']|'')*')*)\s*",
    re.I,
)


class Column:
    """A column: its name, the key that the archive has for it, the name that files have."""

    def __init__(self, name, key, source, kind, size, required=False):
        self.label = f';"{name.upper()}"='.encode("utf-8")
        self.name, self.key, self.source = name, key, source
        self.kind, self.size, self.required = kind, size, required

    @staticmethod
    def declared(name, declaration, key):
        match = TYPE.fullmatch(declaration)
        kind = match and KIND_OF.get(match[1].upper())
        if not kind:
            raise Unknown(f"the column {name}: {declaration}")
        size = [int(n) for n in (match[2], match[3]) if n is not None]
        if kind == "NUMBER" and len(size) == 1:
            size.append(0)
        source = re.search(r"FROM\s+'((?:[^']|'')*)'", match["rest"], re.I)
        required = bool(re.search(r"NOT\s+NULL", match["rest"], re.I)) or name.lower() in key
        source = source[1].replace("''", "'") if source else name
        return Column(name, name.lower(), source, kind, tuple(size), required)


EXTRA = Column("_EXTRA", "_extra", None, "JSON", ())


def columns(dataset):
    format = dataset["format"]
    if format["type"] == "lsf":
        found = list(LSF[format.get("section", "UserGroup")])
        found += [LSF_OPTIONAL[name] for name in format.get("optionalColumns", [])]
        return [Column(name, key, None, kind, ()) for key, name, kind in found]
    key = [name.lower() for name in dataset.get("key", [])]
    found = [Column.declared(*declared, key) for declared in dataset["columns"].items()]
    if format.get("extraColumns", "keep") == "keep":
        found.append(EXTRA)
    return found


# --- records ------------------------------------------------------------------------------------


class Digest:
    """The sums of both halves of the MD5 of records' canonical texts."""

    def __init__(self):
        self.upper = self.lower = self.records = self.refused = 0

    def add(self, values):
        """A record, as canonical texts by label; a null has none."""
        text = b"".join(label + values[label] for label in sorted(values))
        md5 = hashlib.md5(text, usedforsecurity=False).digest()
        self.upper = (self.upper + int.from_bytes(md5[:8], "big")) % MODULUS
        self.lower = (self.lower + int.from_bytes(md5[8:], "big")) % MODULUS
        self.records += 1

    def __str__(self):
        return f"{self.upper}-{self.lower}"


def once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("a repeated key")
    return found


def constant(name):
    raise Refused(name + " is no JSON")


def loads(text):
    try:
        value = json.loads(
            text, parse_int=Literal, parse_float=Literal, parse_constant=constant, object_pairs_hook=once
        )
    except (ValueError, RecursionError) as e:
        raise Refused("no JSON") from e
    if re.search("[\x00\ud800-\udfff]", of_json(value).replace("\\u0000", "\x00")):
        raise Refused("no warehouse stores it")
    return value


def lines(stream):
    """Lines with more than blanks on them, which end at LF alone."""
    for number, line in enumerate(stream):
        if number == 0 and line.startswith(b"\xef\xbb\xbf"):
            line = line[3:]
        if line.strip(b" \t\r\n"):
            yield line.rstrip(b"\n")


def archived(stream, columns, format, digest):
    for line in lines(stream):
        record = loads(line.decode("utf-8"))
        digest.add(
            {c.label: in_archive(c, record[c.key]) for c in columns if record.get(c.key) is not None}
        )


def in_archive(column, value):
    if column.kind == "STRING":
        return of_text(value)
    if column.kind in ("JSON", "OBJECT", "ARRAY"):
        return of_text(of_json(value))
    if column.kind == "BOOLEAN":
        return b"true" if value else b"false"
    if column.kind in ("INTEGER", "NUMBER"):
        return of_decimal(value).encode()
    return READERS[column.kind]((9,), value).encode()


SETTINGS = {"type", "extraColumns", "nullTokens", "maxRecordBytes"}


def require_known(format, more):
    unknown = sorted(format.keys() - SETTINGS - more)
    if unknown:
        raise Unknown(f"format.{unknown[0]} = {format[unknown[0]]!r}; read the archive instead (--archive)")


def ndjson(stream, columns, format, digest):
    require_known(format, set())
    tokens = set(format.get("nullTokens", []))
    by_key = {c.source.lower(): c for c in columns if c.source is not None}
    for line in lines(stream):
        try:
            digest.add(of_object(loads(decoded(line)), columns, by_key, tokens))
        except Refused:
            digest.refused += 1


def decoded(line):
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as e:
        raise Refused("not UTF-8") from e


def of_object(record, columns, by_key, tokens):
    if not isinstance(record, dict) or len({k.lower() for k in record if k.lower() in by_key}) != sum(
        k.lower() in by_key for k in record
    ):
        raise Refused("not one object with each column once")
    values, extra = {}, {}
    for key, value in record.items():
        column = by_key.get(key.lower())
        if column is None:
            extra[key] = value
        else:
            text = of_member(column, value, tokens)
            if text is not None:
                values[column.label] = text
    return with_extra(values, extra, columns)


def of_member(column, value, tokens):
    if value is None:
        return None
    if column.kind in ("JSON", "OBJECT", "ARRAY"):
        return of_json_value(column.kind, value)
    if isinstance(value, (dict, list)):
        raise Refused("no text")
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return of_field(column, text, tokens if not isinstance(value, (bool, Literal)) else ())


def of_field(column, text, tokens):
    told = text if column.kind == "STRING" else text.strip(" \t")
    if told in tokens or (column.kind != "STRING" and not told):
        return None
    return of_value(column.kind, column.size, text)


def with_extra(values, extra, columns):
    for column in columns:
        if column.required and column.label not in values:
            raise Refused("a null")
    if extra:
        if EXTRA not in columns:
            raise Refused("not declared")
        values[EXTRA.label] = of_text(of_json(extra))
    return values


def csv(stream, columns, format, digest):
    require_known(format, {"header", "delimiter"})
    delimiter = format.get("delimiter", ",")
    if len(delimiter.encode()) != 1:
        raise Unknown(f"format.delimiter = {delimiter!r}; read the archive instead (--archive)")
    tokens = set(format.get("nullTokens", []))
    by_name = {c.source.lower(): c for c in columns if c.source is not None}
    text = stream.read()
    records = fields(text[3:] if text.startswith(b"\xef\xbb\xbf") else text, delimiter.encode())
    if format.get("header", True):
        names = [name.decode("utf-8").strip(" \t") for name, _ in next(records)]
    else:
        names = [c.source for c in columns if c.source is not None]
    for record in records:
        try:
            digest.add(of_record(record, names, columns, by_name, tokens))
        except Refused:
            digest.refused += 1


def of_record(record, names, columns, by_name, tokens):
    if len(record) != len(names):
        raise Refused("another number of fields")
    values, extra = {}, {}
    for name, (field, is_quoted) in zip(names, record):
        text = decoded(field)
        if "\x00" in text or not is_quoted and text.lstrip().startswith('"'):
            raise Refused("a NUL, or blanks in front of a quote")
        column = by_name.get(name.lower())
        is_null = text in tokens if not is_quoted else "" in tokens and text == ""
        is_null |= text == "" and not is_quoted
        if column is None:
            extra[name] = None if is_null else text
        elif not is_null:
            value = of_field(column, text, () if is_quoted else tokens)
            if value is not None:
                values[column.label] = value
    return with_extra(values, extra, columns)


def fields(text, delimiter):
    """Records of RFC 4180 as fields with whether each is quoted; empty lines are none."""
    at = 0
    token = re.compile(rb'"((?:[^"]|"")*)"|((?!")[^\r\n' + re.escape(delimiter) + rb"]*)")
    record = []
    while at < len(text):
        if not record and text[at : at + 1] in (b"\n", b"\r"):
            at += 1
            continue
        match = token.match(text, at)
        at = match.end()
        is_quoted = match[1] is not None
        record.append((match[1].replace(b'""', b'"') if is_quoted else match[2], is_quoted))
        if text.startswith(delimiter, at):
            at += len(delimiter)
            if at == len(text):
                record.append((b"", False))
        elif at < len(text) and text[at : at + 1] not in (b"\n", b"\r"):
            raise Unknown(f"text behind a closing quote, at byte {at}")
        else:
            yield record
            record = []
            at += 2 if text.startswith(b"\r\n", at) else 1
    if record:
        yield record


def opened(name):
    if name == "-":
        return sys.stdin.buffer
    if name.endswith((".zst", ".bz2", ".xz", ".zip")):
        raise Unknown(f"{name}: unpack it and pass it by '-'")
    return gzip.open(name) if name.endswith(".gz") else open(name, "rb")


def configured(config, dataset):
    try:
        with open(config, encoding="utf-8") as file:
            datasets = json.load(file)["datasets"]
    except OSError as e:
        sys.exit(f"{config}: {e.strerror}")
    except (ValueError, KeyError, TypeError):
        sys.exit(f"{config}: expected the JSON of a configuration, with its datasets")
    if dataset not in datasets:
        sys.exit(f"{config}: expected one of the datasets {', '.join(datasets)} but found '{dataset}'")
    return datasets[dataset]


def main():
    arguments = argparse.ArgumentParser(description="Digests of files' records.")
    arguments.add_argument("--config", required=True)
    arguments.add_argument("--dataset", required=True)
    arguments.add_argument("--archive", action="store_true", help="the files are parts of the archive")
    arguments.add_argument("--together", action="store_true", help="the files are parts of one version")
    arguments.add_argument("--expect", help="the digest that all of them have")
    arguments.add_argument("files", nargs="+")
    given = arguments.parse_args()
    dataset = configured(given.config, given.dataset)
    format = dataset["format"]
    reader = archived if given.archive else {"csv": csv, "ndjson": ndjson}.get(format["type"])
    if reader is None:
        raise Unknown(f"files of {format['type']}; read the archive instead (--archive)")
    whole, same = Digest(), True
    for name in given.files:
        digest = whole if given.together else Digest()
        with opened(name) as stream:
            reader(stream, columns(dataset), format, digest)
        if not given.together or name == given.files[-1]:
            print(digest, digest.records, digest.refused, name)
            same &= given.expect in (None, str(digest))
    return 0 if same else 3


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unknown as e:
        print(f"this program does not know how to read {e}", file=sys.stderr)
        sys.exit(2)
