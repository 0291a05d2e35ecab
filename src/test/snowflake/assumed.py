"""What `check` asks an account, as far as DuckDB cannot answer it by itself."""

import re

SHOW_PARAMETERS = re.compile(r"show\s+parameters\s+like\s+'(\w+)'\s+in\s+account$", re.I)
PARAMETERS = {"READ_CONSISTENCY_MODE": "SESSION"}  # the default

REWRITES = ((re.compile(r" DATA_RETENTION_TIME_IN_DAYS = 0(?=$|\s+AS\b)"), ""),)

# By the name that sqlglot gives the function.
MACROS = {
    "MD5_NUMBER_LOWER64": "CREATE OR REPLACE TEMP MACRO m_d5_number_lower64(x) AS"
    " ('0x' || substr(md5(x), 17, 16))::UBIGINT",
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
HUNDRED = "(SELECT COLUMN1 AS N FROM (VALUES " + ", ".join(f"({n})" for n in range(100)) + "))"
MANY_GRANTS = (
    " UNION ALL SELECT 'SELECT', 'TABLE', 'OTHER.S.T' || CAST(100 * a.N + b.N AS VARCHAR), 'ROLE', ''"
    f" FROM {HUNDRED} a CROSS JOIN {HUNDRED} b"
)
