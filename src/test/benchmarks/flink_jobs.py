"""What a cluster's REST API says of its newest job, for flink.sh.

flink_jobs.py PORT staging        seconds of the step that stages
flink_jobs.py PORT stream BYTES   waits until so many bytes are staged: seconds since the first step ran, and what the
                                  checkpoints took meanwhile; then cancels the job
flink_jobs.py PORT metaspace      megabytes of metaspace that the first TaskManager uses
"""
import json
import sys
import time
import urllib.request

port, command = sys.argv[1:3]


def ask(path, method="GET"):
    request = urllib.request.Request(f"http://localhost:{port}{path}", method=method)
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or "null")


def steps():
    return [step for step in ask(job)["vertices"] if "Stage files" in step["name"]]


def staged_bytes():
    total = 0
    for step in steps():
        metrics = f"{job}/vertices/{step['id']}/subtasks/metrics"
        names = [metric["id"] for metric in ask(metrics) if metric["id"].endswith(".snowgauge_SIZE_BYTES")]
        for name in names:
            total += sum(int(value["sum"]) for value in ask(f"{metrics}?get={urllib.request.quote(name)}"))
    return total


def print_metaspace():
    worker = ask("/taskmanagers")["taskmanagers"][0]["id"]
    used = ask(f"/taskmanagers/{worker}/metrics?get=Status.JVM.Memory.Metaspace.Used")[0]["value"]
    print(f", metaspace {int(used) / 1e6:.0f} MB", end="")


newest = max(ask("/jobs/overview")["jobs"], key=lambda found: found["start-time"])
job = "/jobs/" + newest["jid"]
if command == "staging":
    for step in steps():
        print(f", staging {step['duration'] / 1000:.1f} s", end="")
elif command == "metaspace":
    print_metaspace()
else:
    expected = int(sys.argv[3])
    while staged_bytes() < expected:
        time.sleep(0.2)
    seconds = time.time() - min(step["start-time"] for step in steps()) / 1000
    summary = ask(f"{job}/checkpoints")
    duration = summary["summary"]["end_to_end_duration"]
    print(
        f": {seconds:.1f} s, {summary['counts']['completed']} checkpoints of {duration['avg']} ms"
        f" (at most {duration['max']} ms, {summary['summary']['state_size']['max']} bytes)",
        end="",
    )
    ask(f"{job}?mode=cancel", "PATCH")
    while ask(job)["state"] != "CANCELED":
        time.sleep(0.2)
