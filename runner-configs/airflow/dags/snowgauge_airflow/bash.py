"""Snowgauge as a process of Airflow's worker."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from airflow.providers.standard.operators.bash import BashOperator
from snowgauge_airflow.commands import Question, Work, failing_for_people


class SnowgaugeBash(BashOperator):
    """Runs a command of the launcher; its final exit codes fail without a retry.

    program: the launcher, with arguments if need be
    config: the configuration file
    """

    template_fields = (*BashOperator.template_fields, "program", "config")

    def __init__(self, *, command: Work | Question, program: str, config: str, **kwargs):
        super().__init__(
            bash_command="",
            skip_on_exit_code=tuple(command.final_codes),
            do_xcom_push=False,
            **kwargs,
        )
        self.command = command
        self.program = program
        self.config = config

    def execute(self, context):
        arguments = self.command.arguments(context, self.config)
        line = shlex.join([*shlex.split(self.program), *arguments])
        self.bash_command = (
            _on_one_line(line) if isinstance(self.command, Question) else f"exec {line}"
        )
        with failing_for_people():
            output = super().execute(context)
        self.command.conclude(context, output)


def _on_one_line(line: str) -> str:
    """The operator hands on the last line of an output, so the answer has to be one."""
    return f"answer=$({line}); code=$?; printf '%s\\n' \"${{answer//$'\\n'/ }}\"; exit $code"


@dataclass(frozen=True)
class BashTasks:
    """How the tasks of a DAG run: as processes. Both settings are templates."""

    program: str = "{{ var.value.get('snowgauge_command', 'snowgauge') }}"
    config: str = "{{ var.value.get('snowgauge_config', '/etc/snowgauge/snowgauge.json') }}"

    def task(self, task_id: str, command: Work | Question, **kwargs) -> SnowgaugeBash:
        """A task of the DAG that is being built."""
        return SnowgaugeBash(
            task_id=task_id, command=command, program=self.program, config=self.config, **kwargs
        )
