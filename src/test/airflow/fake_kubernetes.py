"""As much of a Kubernetes API server and kubelet as Airflow's pod operator uses, in one process.

    fake_kubernetes.py LAUNCHER CONFIG_MAP_FOLDER LOG_FOLDER

A pod's container becomes a process: the launcher, as the image's entry point, with the container's
arguments, where what a config map mounts is a folder. Writes a kubeconfig, each request as a verb
and a resource (`requests`), and each pod as it was asked for (`pods`, a JSON object a line) to the
log folder. A pod whose name starts with what the file `vanish` there says is deleted, process and
all, one request after it was seen running, as by a drained node.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

LAUNCHER, CONFIG_MAP, LOGS = sys.argv[1], sys.argv[2], Path(sys.argv[3])
PATH = re.compile(r"/api/v1/namespaces/([^/]+)/(pods|events)(?:/([^/]+))?(?:/(log))?")
VERBS = {"POST": "create", "PATCH": "patch", "DELETE": "delete"}
LOCK = threading.RLock()


def now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Pod:
    def __init__(self, manifest: dict):
        self.manifest = manifest
        manifest["metadata"]["creationTimestamp"] = self.started_at = now()
        container = manifest["spec"]["containers"][0]
        self.container, self.image = container["name"], container["image"]
        mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
        arguments = [each.replace(mounts["config"], CONFIG_MAP) for each in container["args"]]
        self.process = subprocess.Popen(
            [LAUNCHER, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.output: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.output.append(line.decode())

    def end(self) -> None:
        self.process.kill()
        self.process.wait()

    def seen(self) -> dict:
        code = None if self.reader.is_alive() else self.process.wait()
        if code is None:
            phase, state = "Running", {"running": {"startedAt": self.started_at}}
        else:
            phase = "Failed" if code else "Succeeded"
            end = {"exitCode": code, "reason": "Error" if code else "Completed"}
            state = {"terminated": {**end, "startedAt": self.started_at, "finishedAt": now()}}
        status = {"name": self.container, "image": self.image, "imageID": "", "restartCount": 0}
        status |= {"ready": code is None, "started": code is None, "state": state}
        pod_status = {"phase": phase, "startTime": self.started_at, "containerStatuses": [status]}
        return {"apiVersion": "v1", "kind": "Pod", **self.manifest, "status": pod_status}

    def matches(self, selector: str) -> bool:
        labels = self.manifest["metadata"].get("labels", {})
        for term in filter(None, selector.split(",")):
            if term.startswith("!"):
                if term[1:] in labels:
                    return False
            elif "!=" in term:
                key, value = term.split("!=")
                if labels.get(key) == value:
                    return False
            else:
                key, value = term.split("=", 1)
                if labels.get(key) != value:
                    return False
        return True


PODS: dict[str, Pod] = {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self, status: int, body: dict | str) -> None:
        content = body if isinstance(body, str) else json.dumps(body)
        payload = content.encode()
        self.send_response(status)
        kind = "text/plain" if isinstance(body, str) else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        match = PATH.fullmatch(url.path)
        if not match:
            self._answer(404, {"kind": "Status", "code": 404, "message": url.path})
            return
        _, resource, name, log = match.groups()
        verb = VERBS.get(self.command, "get" if name else "list")
        with LOCK, (LOGS / "requests").open("a") as requests:
            requests.write(f"{verb} {resource}{'/log' if log else ''}\n")
        if resource == "events":
            self._answer(
                200, {"kind": "EventList", "apiVersion": "v1", "metadata": {}, "items": []}
            )
        elif self.command == "POST":
            self._create(body)
        elif name is None:
            found = [
                pod.seen()
                for pod in list(PODS.values())
                if pod.matches(query.get("labelSelector", ""))
            ]
            self._answer(
                200, {"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": found}
            )
        elif name not in PODS:
            self._answer(
                404, {"kind": "Status", "code": 404, "message": f'pods "{name}" not found'}
            )
        elif log:
            self._log(PODS[name], query)
        elif self.command == "PATCH":
            PODS[name].manifest["metadata"]["labels"] |= body["metadata"]["labels"]
            self._answer(200, PODS[name].seen())
        elif self.command == "DELETE":
            pod = PODS.pop(name)
            pod.end()
            self._answer(200, pod.seen())
        else:
            self._answer(200, PODS[name].seen())
            self._vanish(name)

    do_GET = do_POST = do_PATCH = do_DELETE = _handle

    def _create(self, manifest: dict) -> None:
        with LOCK, (LOGS / "pods").open("a") as pods:
            pods.write(json.dumps(manifest) + "\n")
        name = manifest["metadata"]["name"]
        PODS[name] = Pod(manifest)
        self._answer(201, PODS[name].seen())

    @staticmethod
    def _vanish(name: str) -> None:
        vanish = LOGS / "vanish"
        if vanish.exists() and name.startswith(vanish.read_text().strip()):
            vanish.unlink()
            PODS.pop(name).end()

    def _log(self, pod: Pod, query: dict) -> None:
        if query.get("follow", "").lower() == "true":
            pod.reader.join()
        stamp = now() + " " if query.get("timestamps", "").lower() == "true" else ""
        self._answer(200, "".join(stamp + line for line in pod.output))

    def log_message(self, *_args) -> None:
        """Nothing: requests are told in a file."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
address = f"http://127.0.0.1:{server.server_address[1]}"
kubeconfig = {
    "apiVersion": "v1",
    "kind": "Config",
    "clusters": [{"name": "fake", "cluster": {"server": address}}],
    "users": [{"name": "fake", "user": {}}],
    "contexts": [{"name": "fake", "context": {"cluster": "fake", "user": "fake"}}],
    "current-context": "fake",
}
(LOGS / "kubeconfig").write_text(json.dumps(kubeconfig))
print(f"Listening on {address}", flush=True)
server.serve_forever()
