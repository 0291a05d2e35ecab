"""The figures of docs/measured.md, as a table: copies out of pods in seconds and MB/s, and peak memory; started by extract.sh.

ROUNDS (3), MEGABYTES (100), SMALL (10) and LARGE (500) may be set, to try it out. What is compared is measured alternately;
SMALL and LARGE are measured once, for the memory.
"""

import os
import pathlib
import statistics
import threading
import time

import pods
from extract_checks import NAMESPACE, SUCCESS, WORK, Moto, Site, expect, pod_of, user_groups, user_groups_of
from pods import Pod, started

ROUNDS, MEGABYTES, SMALL, LARGE = (
    int(os.environ.get(name, default))
    for name, default in (("ROUNDS", 3), ("MEGABYTES", 100), ("SMALL", 10), ("LARGE", 500))
)
PATIENCE = "30 minutes"


def extracted(site):
    """Seconds of wall clock and MB of peak memory of one extraction."""
    began = time.monotonic()
    process = site.start("extract", "--force")
    peaks = []
    looking = threading.Thread(target=look, args=(process, peaks))
    looking.start()
    said = process.communicate()[0]
    seconds = time.monotonic() - began
    looking.join()
    expect(said, process.returncode, SUCCESS)
    return seconds, max(peaks)


def look(process, peaks):
    """Collects the peak memory of a process in MB while it runs. What wait4 says of it is this process' own peak, if that is
    higher, for a child begins as a copy of its parent."""
    while process.poll() is None:
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            return
        peaks += [int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")]
        time.sleep(0.1)


def copied(pod):
    """What a copy by hand takes, which counts and compares nothing."""
    began = time.monotonic()
    pods.kubectl("cp", f"{NAMESPACE}/{pod.name}:/data/lsb.users", str(WORK / "copied"), "-c", "main")
    return time.monotonic() - began, None


def row(what, seconds, rate="", memory=""):
    print(f"| {what:<44} | {seconds:>9} | {rate:>6} | {memory:>14} |", flush=True)


def show(measures, megabytes=None, rounds=ROUNDS):
    """Measures each of what is named, alternately."""
    measured = {what: [] for what in measures}
    for _ in range(rounds):
        for what, measure in measures.items():
            measured[what].append(measure())
    for what, figures in measured.items():
        seconds = statistics.median(s for s, _ in figures)
        peaks = [memory for _, memory in figures if memory]
        row(
            what,
            f"{seconds:.1f}",
            f"{megabytes / seconds:.1f}" if megabytes else "",
            f"{max(peaks):.0f}" if peaks else "",
        )


def main(cluster):
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, median of {ROUNDS}; peak memory is the highest")
    row("", "s", "MB/s", "peak memory MB")
    row("---", "---:", "---:", "---:")
    (pod,) = started([pod_of("figures", image="curl")])
    pod.put("lsb.users", user_groups(1)[0])
    site = Site("figures", cluster.kubeconfig, pods="app=figures", timeout=PATIENCE)
    show({"one file of 0.4 kB": lambda: extracted(site)})
    with Moto() as moto:
        size = put(pod, MEGABYTES)
        to_s3 = {
            transfer: moto.site(transfer, cluster.kubeconfig, pods="app=figures", transfer=transfer, timeout=PATIENCE)
            for transfer in ("exec", "presigned")
        }
        show(
            {
                f"{size:.0f} MB, kubectl cp": lambda: copied(pod),
                f"{size:.0f} MB, exec to a folder": lambda: extracted(site),
                f"{size:.0f} MB, exec to S3 (moto)": lambda: extracted(to_s3["exec"]),
                f"{size:.0f} MB, presigned URL to S3 (moto)": lambda: extracted(to_s3["presigned"]),
            },
            size,
        )
        in_pod(pod, size)
    (bare,) = started([pod_of("figures-bare", image="noawk")])
    put(bare, MEGABYTES)
    uncounted = Site("figures-bare", cluster.kubeconfig, pods="app=figures-bare", timeout=PATIENCE)
    show({f"{size:.0f} MB, exec to a folder, no awk in the pod": lambda: extracted(uncounted)}, size)
    bare.delete()
    for megabytes in (SMALL, LARGE):
        size = put(pod, megabytes)
        show({f"{size:.0f} MB, exec to a folder, for its memory": lambda: extracted(site)}, size, rounds=1)
    pod.delete()
    many(cluster)


def put(pod, megabytes):
    """Has the pod hold a file of about that size; its size."""
    content, _ = user_groups_of(megabytes)
    pod.put("lsb.users", content)
    return len(content) / 1e6


def in_pod(pod, size):
    """What it takes to look at a file once, by the programs that the script in the pod runs twice."""
    programs = pods.HOME / "io/src/main/resources/io/snowgauge/io/kubernetes"
    parts = ("count-lsf.awk", "text.awk", "report.awk")
    pod.put("count.awk", b"\n".join((programs / part).read_bytes() for part in parts))
    for name, command in (
        ("wc", "wc -lc"),
        ("sha256sum", "sha256sum"),
        ("awk", f"awk -v bytes={size * 1e6:.0f} -v lines=1 -f /data/count.awk"),
    ):
        began = time.monotonic()
        pod.sh(f"export LC_ALL=C; {command} < /data/lsb.users")
        seconds = time.monotonic() - began
        row(f"{size:.0f} MB, {name} in the pod, once", f"{seconds:.1f}", f"{size / seconds:.1f}")


def many(cluster):
    made = started([Pod(NAMESPACE, f"many-{n}", labels={"app": "many"}) for n in range(20)])
    for pod in made:
        for n in range(10):
            pod.put(f"lsb.users.{n}", user_groups(5)[0])
    site = Site("many", cluster.kubeconfig, pods="app=many")
    show({"200 files of 20 pods, 4 pods at a time": lambda: extracted(site)})
    expect("files", len([name for name in site.everything() if not name.endswith(".manifest.json")]), 200)
    for pod in made:
        pod.delete()
