"""Extracts and loads every day with pods, in whichever cluster the connection names.

docs/airflow.md explains each setting.
"""

from __future__ import annotations

import pendulum
from snowgauge_airflow.dag import snowgauge_dag
from snowgauge_airflow.kubernetes import PodTasks

dag = snowgauge_dag(
    dag_id="snowgauge_kubernetes",
    tasks=PodTasks(),
    datasets=["user_groups"],
    extract=True,
    schedule="0 3 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
)
