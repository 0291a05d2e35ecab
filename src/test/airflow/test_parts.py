"""What the DAGs are made of, without a DAG run: python -m unittest, the DAGs on the path."""

from __future__ import annotations

import json
import re
import unittest
from datetime import datetime, timezone
from types import SimpleNamespace

from airflow.sdk import Asset
from airflow.sdk.api.datamodels._generated import DagRun
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from snowgauge_airflow import audit, names
from snowgauge_airflow.bash import BashTasks
from snowgauge_airflow.commands import EXTRACTION, Question, Work, failing_for_people
from snowgauge_airflow.kubernetes import PodTasks

# As RunIdOption has it.
RUN_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")

DEFAULTS = {"files": "new", "datasets": [], "extract": "auto", "retry_failed": False}


def dag_run(
    dag_id="daily",
    run_id="scheduled__2026-01-05T03:00:00+00:00",
    started="2026-01-05T03:00:07+00:00",
    **changes,
):
    """As Airflow hands it to a task."""
    day = datetime(2026, 1, 5, 3, tzinfo=timezone.utc)
    told = {name: None for name, field in DagRun.model_fields.items() if field.is_required()}
    told |= {"dag_id": dag_id, "run_id": run_id, "logical_date": day, "run_after": day}
    told |= {"start_date": datetime.fromisoformat(started), "run_type": "scheduled"}
    told |= {"state": "running", "consumed_asset_events": []}
    return DagRun(**{**told, **changes})


def context(run=None, **params):
    return {"dag_run": run or dag_run(), "params": {**DEFAULTS, **params}, "outlet_events": {}}


def row(**changes):
    told = {"RUN_ID": "r", "EXECUTION_DATE": "2026-01-05", "DATASET": "sales", "STATUS": "SUCCESS"}
    return {**told, "FILES": 1, "INGESTED_RECORD_COUNT": 7, "ERROR_MESSAGES": None, **changes}


class RunIds(unittest.TestCase):
    def test_are_what_the_command_takes_whatever_airflow_calls_a_run(self):
        for dag_id, run_id in [
            ("daily", "scheduled__2026-01-05T03:00:00+00:00"),
            ("daily", "manual__2026-01-05T03:00:00.123456+00:00"),
            ("-.dots", "a b'\"$(x);\n\u00e9"),
            ("d" * 250, "r" * 250),
        ]:
            found = names.run_id(dag_run(dag_id, run_id), "sales")
            self.assertRegex(found, f"^{RUN_ID.pattern}$")
            self.assertLessEqual(len(found), 100 - len("-2026-01-05"))

    def test_of_two_dag_runs_parts_or_dags_differ(self):
        alike = [
            ("daily", "a:b"),
            ("daily", "a_b"),
            ("daily", "a+b"),
            ("daily-a", "b"),
            ("d", "r" * 250),
            ("d", "r" * 249),
        ]
        ids = {
            names.run_id(dag_run(*each), part) for each in alike for part in ("sales", "products")
        }
        self.assertEqual(len(ids), 2 * len(alike))

    def test_are_the_same_for_every_try(self):
        self.assertEqual(names.run_id(dag_run(), "sales"), names.run_id(dag_run(), "sales"))

    def test_date_of_a_run_without_logical_date_is_its_start(self):
        run = dag_run()
        run.logical_date, run.run_after = None, datetime.fromisoformat("2026-01-07T00:30:00+02:00")
        self.assertEqual(names.date(run), "2026-01-06")


class Arguments(unittest.TestCase):
    def test_of_a_load(self):
        run_id = names.run_id(dag_run(), "sales")
        self.assertEqual(
            Work("sales", ["--runner=FlinkRunner"]).arguments(context(), "c d.json"),
            ["run", "--config", "c d.json", "--run-id", run_id, "--dataset", "sales"]
            + ["--execution-date", "2026-01-05", "--runner=FlinkRunner"],
        )

    def test_of_a_load_of_one_day_and_of_the_question_that_follows(self):
        asked = context(files="date", retry_failed=True)
        run_id = names.run_id(dag_run(), "sales")
        self.assertEqual(
            Work("sales").arguments(asked, "c"),
            [
                "backfill",
                "--config",
                "c",
                "--run-id",
                run_id,
                "--dataset",
                "sales",
                "--retry-failed",
            ]
            + ["--from", "2026-01-05", "--to", "2026-01-05"],
        )
        self.assertEqual(
            Question("sales").arguments(asked, "c"),
            [
                "audit",
                "--config",
                "c",
                "--wait",
                "--run",
                f"{run_id}-2026-01-05",
                "--format",
                "json",
            ],
        )

    def test_of_an_extraction(self):
        run_id = names.run_id(dag_run(), EXTRACTION)
        self.assertEqual(
            Work(EXTRACTION).arguments(context(), "c"),
            ["extract", "--config", "c", "--run-id", run_id, "--date", "2026-01-05"],
        )

    def test_datasets_that_were_not_chosen_are_skipped(self):
        for command in (Work("sales"), Question("sales")):
            with self.assertRaises(AirflowSkipException):
                command.arguments(context(datasets=["products"]), "c")
        Work("sales").arguments(context(datasets=["sales"]), "c")

    def test_nothing_is_extracted_for_a_day_long_past_unless_asked(self):
        in_time = dag_run(started="2026-01-06T23:59:59+00:00")
        late = dag_run(started="2026-01-07T00:00:01+00:00")
        by_hand = dag_run(run_type="manual", run_after=datetime.fromisoformat("2026-01-07T00Z"))
        for command in (Work(EXTRACTION), Question(EXTRACTION)):
            command.arguments(context(in_time), "c")
            command.arguments(context(late, extract="yes"), "c")
            for run, choice in ((late, "auto"), (by_hand, "auto"), (in_time, "no")):
                with self.assertRaises(AirflowSkipException):
                    command.arguments(context(run, extract=choice), "c")

    def test_a_run_that_is_cleared_days_later_extracts_as_it_would_have(self):
        cleared = dag_run(started="2026-01-09T03:00:00+00:00", clear_number=1)
        for command in (Work(EXTRACTION), Question(EXTRACTION)):
            command.arguments(context(cleared), "c")

    def test_a_backfill_extracts_nothing_however_near_its_day_or_when_cleared(self):
        for changes in ({}, {"clear_number": 1}):
            run = dag_run(run_type="backfill", **changes)
            for command in (Work(EXTRACTION), Question(EXTRACTION)):
                with self.assertRaises(AirflowSkipException):
                    command.arguments(context(run), "c")
                command.arguments(context(run, extract="yes"), "c")


class ExitCodes(unittest.TestCase):
    def test_that_no_retry_changes_fail_at_once(self):
        for code, meaning in ((2, "configuration"), (3, "files failed")):
            with self.assertRaisesRegex(AirflowFailException, f"^exit code {code}: .*{meaning}"):
                with failing_for_people():
                    raise AirflowSkipException(f"Bash command returned exit code {code}. Skipping.")

    def test_of_passing_failures_are_retried(self):
        self.assertEqual(Work(EXTRACTION).final_codes, {2})
        for command in (Work("sales"), Question("sales"), Question(EXTRACTION)):
            self.assertEqual(command.final_codes, {2, 3})

    def test_reach_the_operators(self):
        for tasks in (BashTasks(), PodTasks()):
            for command in (Work(EXTRACTION), Work("sales")):
                task = tasks.task("t", command)
                self.assertEqual(set(task.skip_on_exit_code), command.final_codes)

    def test_other_skips_stay(self):
        with self.assertRaises(AirflowSkipException):
            with failing_for_people():
                raise AirflowSkipException("something else")


class Answers(unittest.TestCase):
    def refused(self, output, expected, dataset="sales"):
        with self.assertRaisesRegex(AirflowException, expected):
            audit.confirmed(output, "r", dataset)

    def test_are_found_among_what_else_a_pod_printed(self):
        output = "[WARN] x\n[1, 2]\n" + json.dumps([row()], indent=2) + "\nafterwards\n"
        self.assertEqual(audit.confirmed(output, "r", "sales"), [row()])

    def test_that_are_missing_cut_or_empty_prove_nothing(self):
        whole = json.dumps([row()])
        for output in ("", "No runs yet.", whole[:-1], "[ ", "[1]"):
            self.refused(output, "expected the audit's rows as JSON but found none")
        self.refused("[ ]", "expected sales of run r in the audit but found none")

    def test_of_another_run_or_dataset_prove_nothing(self):
        self.refused(json.dumps([row(RUN_ID="other")]), "found none")
        self.refused(json.dumps([row(DATASET="products")]), "found none")

    def test_that_are_not_a_load_are_refused_with_their_reason(self):
        for status in ("RUNNING", "FAILED", "ABANDONED"):
            self.refused(
                json.dumps([row(STATUS=status, ERROR_MESSAGES="disk full")]), f"{status}: disk full"
            )
        self.refused(
            json.dumps([row(), row(DATASET="b", STATUS="FAILED")]), "b of run r", dataset=None
        )

    def test_say_yes_once_for_the_asset(self):
        asset = Asset(name="sales", uri="snowgauge://sales")
        told = context()
        told["outlet_events"][asset] = event = SimpleNamespace(extra=None)
        run_id = names.run_id(dag_run(), "sales")
        Question("sales", asset).conclude(told, json.dumps([row(RUN_ID=run_id)]))
        self.assertEqual(
            event.extra,
            {
                "run_id": run_id,
                "execution_date": "2026-01-05",
                "status": "SUCCESS",
                "files": 1,
                "ingested_record_count": 7,
            },
        )


if __name__ == "__main__":
    unittest.main()
