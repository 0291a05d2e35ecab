"""Names that follow from a DAG run alone, so that each task and each retry finds the same."""

from __future__ import annotations

import hashlib
import re
from datetime import timezone

# --run-id takes up to 100 characters; backfill appends '-' and a date.
LONGEST_RUN_ID = 89

_DIGEST = 12
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9._-]+")


def run_id(dag_run, part: str) -> str:
    """The --run-id of what a DAG run does for a part: a dataset, or the extraction.

    The same DAG run gives the same id, whichever try asks, and no two share one: the digest tells
    apart what is alike once everything that --run-id does not take is replaced.
    """
    whole = (dag_run.dag_id, part, dag_run.run_id)
    digest = hashlib.sha256("\0".join(whole).encode()).hexdigest()[:_DIGEST]
    readable = "-".join(_NOT_ALLOWED.sub("_", each) for each in whole).lstrip(".-")
    return readable[: LONGEST_RUN_ID - _DIGEST - 1] + "-" + digest


def date(dag_run) -> str:
    """The day that a DAG run is about, in UTC: its logical date's, or, without one, its start's."""
    moment = dag_run.logical_date or dag_run.run_after
    return moment.astimezone(timezone.utc).date().isoformat()
