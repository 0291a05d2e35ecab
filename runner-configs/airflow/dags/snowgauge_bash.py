"""Extracts and loads every day with the launcher on Airflow's own worker.

docs/airflow.md explains each setting.
"""

from __future__ import annotations

import pendulum
from snowgauge_airflow.bash import BashTasks
from snowgauge_airflow.dag import snowgauge_dag

dag = snowgauge_dag(
    dag_id="snowgauge_bash",
    tasks=BashTasks(),
    datasets=["user_groups"],
    extract=True,
    schedule="0 3 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
)
