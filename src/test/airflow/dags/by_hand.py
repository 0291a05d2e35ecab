"""What check.sh runs: pods, and files of a date."""

from __future__ import annotations

from datetime import timedelta

import pendulum
from snowgauge_airflow.bash import BashTasks
from snowgauge_airflow.dag import snowgauge_dag
from snowgauge_airflow.kubernetes import PodTasks

same = {
    "start_date": pendulum.datetime(2026, 1, 1, tz="UTC"),
    "retries": 2,
    "retry_delay": timedelta(seconds=1),
}
pods = snowgauge_dag(dag_id="pods", tasks=PodTasks(), datasets=["large"], schedule=None, **same)
extracting = snowgauge_dag(
    dag_id="extracting",
    tasks=BashTasks(),
    datasets=["large"],
    extract=True,
    schedule=None,
    **same,
)
caught_up = snowgauge_dag(
    dag_id="caught_up",
    tasks=BashTasks(),
    datasets=["sales"],
    schedule="@daily",
    catchup=True,
    files="date",
    **{**same, "start_date": pendulum.today("UTC").subtract(days=2)},
)
daily = snowgauge_dag(
    dag_id="daily",
    tasks=BashTasks(),
    datasets=["sales"],
    extract=True,
    schedule="@daily",
    **same,
)
# Else unpausing it begins a run of today.
daily.end_date = pendulum.datetime(2026, 1, 31, tz="UTC")
