"""Imports the DAGs of a folder as Airflow's DAG processor does, and prints what they are as JSON.

    import_dags.py FOLDER

import_errors: by file; dags: per DAG its tasks, with what they wait for, retry and emit; pods: of
each task that is one, the pod that it would ask for in a DAG run of 5 January 2026.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import datetime, timezone
from types import SimpleNamespace

from airflow.dag_processing.dagbag import BundleDagBag
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import ApiClient

logging.disable()
folder = sys.argv[1]
bag = BundleDagBag(dag_folder=folder, bundle_path=folder, bundle_name="dags-folder")
day = datetime(2026, 1, 5, 3, tzinfo=timezone.utc)
tasks, pods = {}, {}
for dag_id, dag in sorted(bag.dags.items()):
    run = SimpleNamespace(
        dag_id=dag_id,
        run_id="scheduled__2026-01-05T03:00:00+00:00",
        logical_date=day,
        run_after=day,
        start_date=day,
        run_type="scheduled",
        clear_number=0,
    )
    context = {"dag_run": run, "params": dag.params.dump()}
    for task_id, task in sorted(dag.task_dict.items()):
        tasks[task_id if len(bag.dags) == 1 else f"{dag_id}: {task_id}"] = {
            "after": sorted(task.upstream_task_ids),
            "trigger_rule": task.trigger_rule,
            "retries": task.retries,
            "retry_delay": task.retry_delay.total_seconds(),
            "retry_exponential_backoff": task.retry_exponential_backoff,
            "pool": task.pool,
            "callbacks": [type(callback).__name__ for callback in task.on_failure_callback],
            "outlets": [asset.uri for asset in task.outlets],
        }
        if isinstance(task, KubernetesPodOperator):
            task.arguments = task.command.arguments(context, task.config)
            pod = task.build_pod_request_obj(dry_run=True)
            pods[task_id] = ApiClient().sanitize_for_serialization(pod)
print(
    json.dumps({"import_errors": bag.import_errors, "tasks": tasks, "pods": pods}, sort_keys=True)
)
