"""Snowgauge's command lines, and what is the same however a task runs them."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, timezone

from airflow.sdk import Asset
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
from snowgauge_airflow import audit, names

log = logging.getLogger(__name__)

# No retry changes these.
FOR_PEOPLE = {
    2: "wrong usage or configuration; the log says what was expected",
    3: "files failed; the log and the audit say which and why",
}

EXTRACTION = "extract"


@contextlib.contextmanager
def failing_for_people() -> Iterator[None]:
    """Fails a task without retries where its operator would skip it, as it does for final codes."""
    try:
        yield
    except AirflowSkipException as skip:
        for code, meaning in FOR_PEOPLE.items():
            if f"exit code {code}" in str(skip):
                raise AirflowFailException(f"exit code {code}: {meaning}") from skip
        raise


@dataclass(frozen=True)
class Work:
    """A command that does something for a part: a dataset, or the extraction."""

    part: str
    more: Sequence[str] = ()

    @property
    def final_codes(self) -> Collection[int]:
        """The exit codes that no retry changes.

        A file that cannot be loaded stays as it is, but a container that restarts, a pod that was
        replaced and a connection that broke pass: an extraction that ended with 3 is worth a retry.
        """
        return {2} if self.part == EXTRACTION else set(FOR_PEOPLE)

    def arguments(self, context, config: str) -> list[str]:
        """What is written behind the program's name.

        Raises AirflowSkipException where this DAG run leaves the part out.
        """
        _require_wanted(self.part, context)
        day = names.date(context["dag_run"])
        run = ["--config", config, "--run-id", names.run_id(context["dag_run"], self.part)]
        if self.part == EXTRACTION:
            return ["extract", *run, "--date", day, *self.more]
        run += ["--dataset", self.part]
        if context["params"]["retry_failed"]:
            run.append("--retry-failed")
        if _is_only_of_its_day(context):
            return ["backfill", *run, "--from", day, "--to", day, *self.more]
        return ["run", *run, "--execution-date", day, *self.more]

    def conclude(self, context, output: str | None) -> None:
        """Nothing: that a command ended well is for the audit to say."""


@dataclass(frozen=True)
class Question:
    """Asks the audit what came of a part's run; if it confirms, the part's asset is emitted."""

    part: str
    asset: Asset | None = None

    @property
    def final_codes(self) -> Collection[int]:
        """The exit codes that no retry changes: asked again, the audit says the same."""
        return set(FOR_PEOPLE)

    def arguments(self, context, config: str) -> list[str]:
        """As of work."""
        _require_wanted(self.part, context)
        run_id = self._run_id(context)
        return ["audit", "--config", config, "--wait", "--run", run_id, "--format", "json"]

    def conclude(self, context, output: str | None) -> None:
        """Raises AirflowException unless the output is an answer, and the answer is yes."""
        dataset = None if self.part == EXTRACTION else self.part
        for row in audit.confirmed(output or "", self._run_id(context), dataset):
            if row["STATUS"] == "PARTIAL":
                log.warning(
                    "%s: %s records were refused", row["DATASET"], row["REJECTED_RECORD_COUNT"]
                )
            if self.asset is not None:
                told = ("RUN_ID", "EXECUTION_DATE", "STATUS", "FILES", "INGESTED_RECORD_COUNT")
                context["outlet_events"][self.asset].extra = {key.lower(): row[key] for key in told}

    def _run_id(self, context) -> str:
        run_id = names.run_id(context["dag_run"], self.part)
        if self.part != EXTRACTION and _is_only_of_its_day(context):
            return f"{run_id}-{names.date(context['dag_run'])}"
        return run_id


def _is_only_of_its_day(context) -> bool:
    return context["params"]["files"] == "date"


def _require_wanted(part: str, context) -> None:
    if part == EXTRACTION:
        _require_extraction(context)
    elif context["params"]["datasets"] and part not in context["params"]["datasets"]:
        raise AirflowSkipException(f"{part} is not among this run's parameter 'datasets'")


def _require_extraction(context) -> None:
    """Pods hold what is there now; to call that a day long past would be wrong."""
    choice = context["params"]["extract"]
    dag_run = context["dag_run"]
    if choice == "no" or (choice == "auto" and _is_made_up(dag_run)):
        raise AirflowSkipException(
            f"nothing is extracted for {names.date(dag_run)} (parameter 'extract' is {choice})"
        )


def _is_made_up(dag_run) -> bool:
    """Whether a DAG run was for a day long past when it began.

    One that is cleared days later was not: its extraction is tried again, for to skip it would let
    an asset out. Airflow's date of its start is then that of the clearing, and tells nothing.
    """
    if dag_run.run_type == "backfill":
        return True
    begin = dag_run.run_after
    if not dag_run.clear_number and dag_run.start_date is not None:
        begin = max(begin, dag_run.start_date)
    yesterday = begin.astimezone(timezone.utc).date() - timedelta(days=1)
    return date.fromisoformat(names.date(dag_run)) < yesterday
