"""The figures of docs/extract.md: seconds and MB/s of copies out of pods, and the peak memory; started by extract.sh."""

import os
import statistics
import time

import pods
from extract_checks import NAMESPACE, SUCCESS, WORK, Moto, Site, expect, pod_of, user_groups, user_groups_of
from pods import Pod, started

ROUNDS = int(os.environ.get("ROUNDS", "3"))


def extracted(site):
    """Seconds of wall clock and MB of peak memory of one extraction."""
    began = time.monotonic()
    process = site.start("extract", "--force")
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    expect(said, os.waitstatus_to_exitcode(status), SUCCESS)
    return seconds, usage.ru_maxrss / 1024


def copied(pod):
    began = time.monotonic()
    pods.kubectl("cp", f"{NAMESPACE}/{pod.name}:/data/lsb.users", str(WORK / "copied"), "-c", "main")
    return time.monotonic() - began, 0


def show(what, megabytes, measure):
    measured = [measure() for _ in range(ROUNDS)]
    seconds = statistics.median(s for s, _ in measured)
    memory = max(m for _, m in measured)
    rate = f"{megabytes / seconds:.1f} MB/s" if megabytes else ""
    print(f"{what}: {seconds:.1f} s {rate} {f'peak {memory:.0f} MB' if memory else ''}", flush=True)


def main(cluster):
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, median of {ROUNDS}")
    (pod,) = started([pod_of("figures", image="curl")])
    pod.put("lsb.users", user_groups(1)[0])
    site = Site("figures", cluster.kubeconfig, pods="app=figures", timeout="15 minutes")
    show("one file of 0.4 kB", 0, lambda: extracted(site))
    with Moto() as moto:
        for megabytes in (10, 100, 500):
            content, _ = user_groups_of(megabytes)
            pod.put("lsb.users", content)
            size = len(content) / 1e6
            print(f"{size:.0f} MB; in the pod: wc, sha256sum, awk take", in_pod(pod))
            show("  kubectl cp", size, lambda: copied(pod))
            show("  through exec, to a folder", size, lambda: extracted(site))
            if megabytes == 100:
                for transfer in ("exec", "presigned"):
                    to_s3 = moto.site(
                        transfer, cluster.kubeconfig, pods="app=figures", transfer=transfer, timeout="15 minutes"
                    )
                    show(f"  {transfer}, to S3 (moto)", size, lambda: extracted(to_s3))
    pod.delete()
    many(cluster)


def in_pod(pod):
    """What it takes to look at a file once, by the programs that the script in the pod runs."""
    pod.put("count.awk", (pods.HOME / "io/src/main/resources/io/snowgauge/io/kubernetes/count-lsf.awk").read_bytes())
    seconds = []
    for command in (
        "wc -lc",
        "sha256sum",
        "awk -v bytes=1 -v lines=1 -f /data/count.awk",
    ):
        began = time.monotonic()
        pod.sh(f"export LC_ALL=C; {command} < /data/lsb.users")
        seconds.append(f"{time.monotonic() - began:.1f} s")
    return ", ".join(seconds)


def many(cluster):
    made = started([Pod(NAMESPACE, f"many-{n}", labels={"app": "many"}) for n in range(20)])
    for pod in made:
        for n in range(10):
            pod.put(f"lsb.users.{n}", user_groups(5)[0])
    site = Site("many", cluster.kubeconfig, pods="app=many")
    show("200 files of 20 pods", 0, lambda: extracted(site))
    expect("files", len(list(site.folder.glob("landing/*/*/many-*/lsb.users.?"))), 200)
    for pod in made:
        pod.delete()
