"""Snowgauge as a pod."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from airflow.providers.cncf.kubernetes.callbacks import KubernetesPodOperatorCallback
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.sdk.exceptions import AirflowException
from kubernetes.client import models as k8s
from snowgauge_airflow.commands import EXTRACTION, Question, Work, failing_for_people

_CONTAINER = "snowgauge"


class _KeptAnswer(KubernetesPodOperatorCallback):
    """Takes a container's whole output before its pod is deleted."""

    @staticmethod
    def on_pod_completion(*, pod, client, operator, **kwargs):
        if pod is not None:
            # Raw, for the client would turn what looks like JSON into Python's own notation.
            response = client.read_namespaced_pod_log(
                name=pod.metadata.name,
                namespace=pod.metadata.namespace,
                container=_CONTAINER,
                _preload_content=False,
            )
            operator.answer = response.data.decode(errors="replace")


class SnowgaugePod(KubernetesPodOperator):
    """Runs a command of the image's entry point; its final exit codes fail without a retry.

    Succeeds only if the container was seen to end with 0. Without that, the operator would also
    succeed for a pod that went away (apache/airflow#73006, and #73117 for deferred ones, which is
    why none is).
    """

    def __init__(self, *, command: Work | Question, config: str, **kwargs):
        is_question = isinstance(command, Question)
        super().__init__(
            base_container_name=_CONTAINER,
            container_name_log_prefix_enabled=False,
            skip_on_exit_code=tuple(command.final_codes),
            deferrable=False,
            do_xcom_push=False,
            on_finish_action="delete_pod",
            log_events_on_failure=True,
            log_pod_spec_on_failure=False,
            # A worker that died left a run in its pod: the next try waits for that. A question
            # is asked anew, for an old pod would tell what was true then.
            durable=not is_question,
            callbacks=[_KeptAnswer] if is_question else [],
            **kwargs,
        )
        self.command = command
        self.config = config
        self.answer: str | None = None

    def execute(self, context):
        self.arguments = self.command.arguments(context, self.config)
        with failing_for_people():
            super().execute(context)
        self._require_end()
        self.command.conclude(context, self.answer)

    def _require_end(self) -> None:
        statuses = (self.remote_pod and self.remote_pod.status.container_statuses) or []
        states = [status.state for status in statuses if status.name == _CONTAINER]
        if not any(state.terminated and state.terminated.exit_code == 0 for state in states):
            raise AirflowException(
                f"expected to see the container end with 0 but found {states or 'none'}"
            )


@dataclass(frozen=True)
class PodTasks:
    """How the tasks of a DAG run: as pods.

    image, namespace: templates
    connection: of type Kubernetes; which cluster
    config_map: has snowgauge.json
    secret: its keys become files, in the configuration ${file:/run/secrets/snowgauge/KEY}
    extract_account: the service account of the pod that extracts; only that one gets a token
    load_account: of those that load and ask, for a cloud's workload identity; they get no token
    """

    image: str = "{{ var.value.get('snowgauge_image', 'snowgauge:0.1.0') }}"
    namespace: str = "{{ var.value.get('snowgauge_namespace', 'snowgauge') }}"
    connection: str = "snowgauge_kubernetes"
    config_map: str = "snowgauge"
    secret: str = "snowgauge"
    extract_account: str = "snowgauge-extract"
    load_account: str = "snowgauge-load"
    labels: Mapping[str, str] = field(
        default_factory=lambda: {"app.kubernetes.io/name": "snowgauge"}
    )
    memory: str = "1Gi"
    cpu: str = "1"
    scratch: str = "10Gi"

    def task(self, task_id: str, command: Work | Question, **kwargs) -> SnowgaugePod:
        """A task of the DAG that is being built."""
        is_extraction = command.part == EXTRACTION and isinstance(command, Work)
        return SnowgaugePod(
            task_id=task_id,
            name="snowgauge-" + task_id.replace("_", "-"),
            labels=dict(self.labels),
            command=command,
            config="/etc/snowgauge/snowgauge.json",
            image=self.image,
            namespace=self.namespace,
            kubernetes_conn_id=self.connection,
            service_account_name=self.extract_account if is_extraction else self.load_account,
            automount_service_account_token=is_extraction,
            startup_timeout_seconds=600,
            termination_grace_period=60,
            security_context=k8s.V1PodSecurityContext(
                run_as_non_root=True,
                # Makes the secret's files readable to the image's user.
                fs_group=65532,
                seccomp_profile=k8s.V1SeccompProfile(type="RuntimeDefault"),
            ),
            container_security_context=k8s.V1SecurityContext(
                allow_privilege_escalation=False,
                read_only_root_filesystem=True,
                capabilities=k8s.V1Capabilities(drop=["ALL"]),
            ),
            container_resources=k8s.V1ResourceRequirements(
                requests={"cpu": self.cpu, "memory": self.memory}, limits={"memory": self.memory}
            ),
            volumes=self._volumes(),
            volume_mounts=[
                k8s.V1VolumeMount(name="config", mount_path="/etc/snowgauge", read_only=True),
                k8s.V1VolumeMount(
                    name="secrets", mount_path="/run/secrets/snowgauge", read_only=True
                ),
                k8s.V1VolumeMount(name="scratch", mount_path="/tmp"),
            ],
            **kwargs,
        )

    def _volumes(self) -> list[k8s.V1Volume]:
        return [
            k8s.V1Volume(
                name="config", config_map=k8s.V1ConfigMapVolumeSource(name=self.config_map)
            ),
            k8s.V1Volume(
                name="secrets",
                secret=k8s.V1SecretVolumeSource(
                    secret_name=self.secret, default_mode=0o440, optional=True
                ),
            ),
            k8s.V1Volume(
                name="scratch", empty_dir=k8s.V1EmptyDirVolumeSource(size_limit=self.scratch)
            ),
        ]
