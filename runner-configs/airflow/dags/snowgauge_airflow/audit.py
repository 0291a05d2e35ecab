"""What the audit answers, read as evidence: what is not there proves nothing."""

from __future__ import annotations

import json

from airflow.sdk.exceptions import AirflowException

_LOADED = ("SUCCESS", "PARTIAL")


def rows(output: str) -> list[dict]:
    """The rows that `audit --format json` printed, among whatever else a process or its pod said.

    Raises AirflowException if they are not there, or not whole.
    """
    position = 0
    for line in output.splitlines(keepends=True):
        if line.startswith("["):
            try:
                found, _ = json.JSONDecoder().raw_decode(output, position)
            except json.JSONDecodeError:
                found = None
            if isinstance(found, list) and all(
                isinstance(row, dict) and "RUN_ID" in row for row in found
            ):
                return found
        position += len(line)
    raise AirflowException("expected the audit's rows as JSON but found none in what was printed")


def confirmed(output: str, run_id: str, dataset: str | None) -> list[dict]:
    """The rows of a run that has loaded all it should: of one dataset, or of all that it had.

    Raises AirflowException if the audit does not say so.
    """
    found = [row for row in rows(output) if row["RUN_ID"] == run_id]
    if dataset is not None:
        found = [row for row in found if row["DATASET"] == dataset]
    if not found:
        raise AirflowException(
            f"expected {dataset or 'rows'} of run {run_id} in the audit but found none"
        )
    for row in found:
        if row["STATUS"] not in _LOADED:
            raise AirflowException(
                f"expected {row['DATASET']} of run {run_id} to be one of {', '.join(_LOADED)}"
                f" but found {row['STATUS']}: {row['ERROR_MESSAGES']}"
            )
    return found
