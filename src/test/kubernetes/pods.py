"""Pods with files in them, and the account that may do no more than extract-rbac.yaml says."""

import json
import os
import pathlib
import subprocess
import tempfile
import time

HOME = pathlib.Path(__file__).resolve().parents[3]
RBAC = HOME / "runner-configs/kubernetes/extract-rbac.yaml"
ACCOUNTS = HOME / "runner-configs/kubernetes/base/service-account.yaml"
ADMIN = os.environ["KUBECONFIG"]
RUN = pathlib.Path(ADMIN).parent


def kubectl(*arguments, stdin=None, kubeconfig=ADMIN, check=True):
    done = subprocess.run(
        ["kubectl", "--kubeconfig", str(kubeconfig), *arguments], input=stdin, capture_output=True, text=True
    )
    if check and done.returncode:
        raise RuntimeError(f"kubectl {' '.join(arguments)}: {done.stderr}")
    return done.stdout if check else done


def until(what, condition, seconds=60):
    """Polls, as kubectl wait does."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > end:
            raise RuntimeError(f"expected {what} within {seconds} s")
        time.sleep(0.2)
    return found


class Pod:
    """A running pod whose container main has a volume at /data; files are put into it from outside."""

    def __init__(self, namespace, name, image="busybox", labels=None, command=None, containers=None, restart="Never", **security):
        self.namespace, self.name = namespace, name
        main = {
            "name": "main",
            "image": f"snowgauge.test/{image}:1",
            "imagePullPolicy": "Never",
            "command": command or ["sleep", "2147483647"],
            "volumeMounts": [{"name": "data", "mountPath": "/data"}],
            "securityContext": security,
        }
        more = [{**main, "name": other} for other in containers or []]
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": name, "namespace": namespace, "labels": labels or {"app": "lsf"}},
            "spec": {
                "terminationGracePeriodSeconds": 0,
                "restartPolicy": restart,
                "automountServiceAccountToken": False,
                "containers": [main, *more],
                "volumes": [{"name": "data", "emptyDir": {}}],
            },
        }
        kubectl("apply", "-f", "-", stdin=json.dumps(pod))

    def started(self, phase="Running"):
        until(f"pod {self.name} to be {phase}", lambda: self.get("{.status.phase}") == phase)
        self.folder = RUN / "kubelet/pods" / self.get("{.metadata.uid}") / "volumes/kubernetes.io~empty-dir/data"
        return self

    def get(self, path):
        return kubectl("-n", self.namespace, "get", "pod", self.name, "-o", f"jsonpath={path}")

    def put(self, name, content):
        """Writes /data/NAME and renames it there, as a careful writer does."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name[:80] + ".part")
        part.write_bytes(content)
        part.rename(path)

    def sh(self, script):
        return kubectl("-n", self.namespace, "exec", self.name, "-c", "main", "--", "sh", "-c", script)

    def delete(self):
        kubectl("-n", self.namespace, "delete", "pod", self.name, "--wait=true", "--ignore-not-found")


def started(pods, phase="Running"):
    return [pod.started(phase) for pod in pods]


def namespace(name):
    kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}))
    until("the default account", lambda: kubectl("-n", name, "get", "sa", "default", check=False).returncode == 0)


def apply_rbac(name):
    """The manifests as they are; the account that the rights are bound to: its name and its namespace."""
    kubectl("apply", "-n", name, "-f", str(RBAC))
    binding = json.loads(kubectl("-n", name, "get", "rolebinding", "snowgauge-extract", "-o", "json"))
    (account,) = binding["subjects"]
    namespace(account["namespace"])
    kubectl("apply", "-n", account["namespace"], "-f", str(ACCOUNTS))
    return account["name"], account["namespace"]


def kubeconfig(name, account, server=None, account_namespace=None):
    """A kubeconfig with the token of a service account, of another namespace if one is given, and nothing else."""
    token = kubectl("-n", account_namespace or name, "create", "token", account, "--duration=4h").strip()
    view = json.loads(kubectl("config", "view", "--raw", "-o", "json"))
    cluster = view["clusters"][0]["cluster"]
    if server:
        cluster = {**cluster, "server": server}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "test",
        "clusters": [{"name": "test", "cluster": cluster}],
        "users": [{"name": account, "user": {"token": token}}],
        "contexts": [{"name": "test", "context": {"cluster": "test", "user": account, "namespace": name}}],
    }
    file = tempfile.NamedTemporaryFile("w", suffix=".kubeconfig", dir=RUN, delete=False)
    with file:
        json.dump(config, file)
    return pathlib.Path(file.name)
