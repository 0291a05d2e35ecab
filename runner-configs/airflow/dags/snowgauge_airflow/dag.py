"""The DAG of either variant: extract, then for each dataset load and ask the audit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from airflow.providers.http.notifications.http import HttpNotifier
from airflow.sdk import DAG, Asset, Param, TaskGroup, TriggerRule
from snowgauge_airflow.commands import EXTRACTION, Question, Work

ALERT = HttpNotifier(
    http_conn_id="snowgauge_alerts",
    json={
        "text": "{{ dag.dag_id }}: {{ ti.task_id }} failed in {{ run_id }}"
        " at try {{ ti.try_number }}: {{ (exception | string)[:500] }} {{ ti.log_url }}"
    },
)
"""Posts a line to the URL of a connection, as chat services take it."""


def snowgauge_dag(
    *,
    dag_id: str,
    tasks,
    datasets: Sequence[str],
    schedule,
    start_date: datetime,
    extract: bool = False,
    extract_arguments: Sequence[str] = (),
    run_arguments: Sequence[str] = (),
    asset_uri: str = "snowgauge://datasets/{dataset}",
    alert=ALERT,
    pool: str = "snowgauge_warehouse",
    max_active_runs: int = 1,
    catchup: bool = False,
    files: str = "new",
    retries: int = 4,
    retry_delay: timedelta = timedelta(minutes=1),
    execution_timeout: timedelta = timedelta(hours=6),
) -> DAG:
    """A DAG that loads datasets and proves each by the audit.

    tasks: how they run, BashTasks or PodTasks
    datasets: of the configuration; each is a run of its own and has an asset of its own
    extract: whether files are taken out of pods first
    extract_arguments, run_arguments: more of the commands' own or of Beam's, --name=value
    asset_uri: of a dataset's asset, which is emitted once the audit has confirmed its load
    files: what a run loads if it is not told: "new", or "date", as it should be with catchup
    alert: is called when a task has failed for good
    pool: of all tasks, for all of them open the warehouse
    """
    with DAG(
        dag_id=dag_id,
        schedule=schedule,
        start_date=start_date,
        catchup=catchup,
        max_active_runs=max_active_runs,
        params=_params(datasets, files),
        tags=["snowgauge"],
        default_args={
            "pool": pool,
            "retries": retries,
            "retry_delay": retry_delay,
            "retry_exponential_backoff": 2,
            "max_retry_delay": timedelta(minutes=30),
            "execution_timeout": execution_timeout,
            "on_failure_callback": [alert],
        },
    ) as dag:
        extraction = _extraction(tasks, extract_arguments) if extract else None
        for dataset in datasets:
            _load(tasks, dataset, extraction, run_arguments, asset_uri)
    return dag


def _extraction(tasks, more: Sequence[str]):
    """Ends with what the audit says of it."""
    extracted = tasks.task("extract", Work(EXTRACTION, more))
    confirmed = tasks.task("extract_audit", Question(EXTRACTION))
    extracted >> confirmed
    return confirmed


def _load(tasks, dataset: str, extraction, more: Sequence[str], asset_uri: str) -> None:
    asset = Asset(name=f"snowgauge.{dataset}", uri=asset_uri.format(dataset=dataset))
    with TaskGroup(dataset):
        # What did come is loaded, also where one pod of many could not be read …
        loaded = tasks.task("load", Work(dataset, more), trigger_rule=TriggerRule.ALL_DONE)
        # … but a load is announced only if nothing is missing.
        confirmed = tasks.task(
            "audit", Question(dataset, asset), outlets=[asset], trigger_rule=TriggerRule.NONE_FAILED
        )
    loaded >> confirmed
    if extraction is not None:
        extraction >> loaded
        extraction >> confirmed


def _params(datasets: Sequence[str], files: str) -> dict[str, Param]:
    return {
        "files": Param(
            files,
            enum=["new", "date"],
            description="new: all not loaded yet. date: those whose {date} is the logical date.",
        ),
        "datasets": Param(
            [],
            type="array",
            items={"enum": list(datasets)},
            description="Only these datasets (none given: all).",
        ),
        "extract": Param(
            "auto",
            enum=["auto", "yes", "no"],
            description="auto: not for days before yesterday, of which pods hold nothing any more.",
        ),
        "retry_failed": Param(
            False,
            type="boolean",
            description="Also tries files that failed as often as the ledger allows (three runs).",
        ),
    }
