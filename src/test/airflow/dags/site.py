"""A site whose datasets end in different ways, by the same parts as the DAGs that are shipped."""

from __future__ import annotations

from datetime import timedelta

import pendulum
from snowgauge_airflow.bash import BashTasks
from snowgauge_airflow.dag import snowgauge_dag

dag = snowgauge_dag(
    dag_id="site",
    tasks=BashTasks(),
    datasets=["broken", "killed", "sound"],
    extract=True,
    schedule=None,
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    retries=2,
    retry_delay=timedelta(seconds=1),
)
