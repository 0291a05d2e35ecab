"""What `check` asks an account, as far as DuckDB cannot answer it by itself."""

import re

SHOW_PARAMETERS = re.compile(r"show\s+parameters\s+like\s+'(\w+)'\s+in\s+account$", re.I)
PARAMETERS = {"READ_CONSISTENCY_MODE": "SESSION"}  # the default

TO_CHAR = r"\bTO_CHAR\(((?:[^()]|\([^()]*\))*?), "

REWRITES = (
    (re.compile(r" DATA_RETENTION_TIME_IN_DAYS = 0(?=$|\s+AS\b)"), ""),
    # DuckDB's is for blobs alone, and STRLEN counts the bytes of texts.
    (re.compile(r"\bOCTET_LENGTH\("), "STRLEN("),
    # fakesnow trims blanks, whatever it is told to trim.
    (re.compile(r"\bRTRIM\("), "TRIMMED("),
    # Formats of columns, whose types sqlglot does not know; DuckDB formats times that have a day.
    (re.compile(TO_CHAR + r"'YYYY-MM-DD'\)"), r"STRFTIME(\1, '%Y-%m-%d')"),
    (
        re.compile(TO_CHAR + r"""'YYYY-MM-DD"T"HH24:MI:SS\.FF6'\)"""),
        r"STRFTIME(\1, '%Y-%m-%dT%H:%M:%S.%f')",
    ),
    (
        re.compile(TO_CHAR + r"""'YYYY-MM-DD"T"HH24:MI:SS\.FF9'\)"""),
        r"STRFTIME(\1, '%Y-%m-%dT%H:%M:%S.%n')",
    ),
    (
        re.compile(TO_CHAR + r"'HH24:MI:SS\.FF6'\)"),
        r"STRFTIME(CAST('1970-01-01' AS DATE) + \1, '%H:%M:%S.%f')",
    ),
)

# By the name that sqlglot gives the function.
MACROS = {
    "MD5_NUMBER_LOWER64": "CREATE OR REPLACE TEMP MACRO m_d5_number_lower64(x) AS"
    " ('0x' || substr(md5(x), 17, 16))::UBIGINT",
    "MD5_NUMBER_UPPER64": "CREATE OR REPLACE TEMP MACRO m_d5_number_upper64(x) AS"
    " ('0x' || substr(md5(x), 1, 16))::UBIGINT",
    "RTRIM": "CREATE OR REPLACE TEMP MACRO trimmed(x, y) AS rtrim(x, y)",
}

REFUSED = (  # number, SQLSTATE, why
    (
        re.compile(r'^create\s+table\s+[^(]*\(\s*"CURRENT_DATE"', re.I),
        1003,
        "42000",
        "syntax error: unexpected 'CURRENT_DATE'",
    ),
)


def parameters(match):
    """The columns that are read, and the rows, of SHOW PARAMETERS."""
    name = match[1].upper()
    return ("key", "value"), [(name, PARAMETERS[name])] if name in PARAMETERS else []


# To follow a query for grants: ten thousand more.
HUNDRED = "(SELECT * FROM (VALUES " + ", ".join(f"({n})" for n in range(100)) + ") AS v(N))"
MANY_GRANTS = (
    " UNION ALL SELECT 'SELECT', 'TABLE', 'OTHER.S.T' || CAST(100 * a.N + b.N AS VARCHAR), 'ROLE', ''"
    f" FROM {HUNDRED} a CROSS JOIN {HUNDRED} b"
)
