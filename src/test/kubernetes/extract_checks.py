"""What `snowgauge extract` does against a real cluster; started by extract.sh. One line a check."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

import duckdb

import pods
from pods import Pod, kubectl, started, until
from wire import Wire

SNOWGAUGE = pods.HOME / "snowgauge"
WORK = pathlib.Path(tempfile.mkdtemp(prefix="extract-", dir=pods.RUN))
HOST = os.environ["CLUSTER_HOST"]
API_PORT = int(os.environ["CLUSTER_API"].rsplit(":", 1)[1])
SUCCESS, FAILED, USAGE, FILES_FAILED = 0, 1, 2, 3
NAMESPACE = "farms"
PAGE = pods.HOME / "docs/extract.md"


def user_groups(groups, users=20, first=1):
    """A file and, by construction, its records."""
    lines = ["Begin UserGroup", "GROUP_NAME GROUP_MEMBER USER_SHARES"]
    rows = set()
    for group in range(groups):
        names = [f"u{first + (group * 7 + user) % 997}" for user in range(users)]
        shares = {name: 1 + user for user, name in enumerate(names[:3])}
        lines.append(f"g{group} ({' '.join(names)}) ({' '.join(f'[{name}, {share}]' for name, share in shares.items())})")
        rows |= {(f"g{group}", name, shares.get(name)) for name in names}
    return "\n".join([*lines, "End UserGroup", ""]).encode(), rows


def user_groups_of(megabytes):
    """A file of about that size, and how many records it has."""
    block, rows = user_groups(4000)
    times = max(1, round(megabytes * 1e6 / len(block)))
    text = block.decode()
    made = b"".join(re.sub(r"(?m)^g", f"b{n}g", text).encode() for n in range(times))
    return made, len(rows) * times


def mostly_comments(megabytes):
    """A file of that size at least, which takes little to count, and how many records it has."""
    block, rows = user_groups(20)
    comments = b"".join(b"# %07d %s\n" % (n, b"x" * 990) for n in range(megabytes * 1000))
    return comments + block, len(rows)


class Site:
    """A folder with a configuration; each has a warehouse of its own."""

    def __init__(self, name, kubeconfig, dataset=None, **extraction):
        self.folder = WORK / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.configuration = {
            "warehouse": {"type": "duckdb", "path": "out/warehouse.duckdb"},
            "archive": "out/ndjson/",
            "staging": "out/staging/",
            "datasets": {
                "user_groups": {
                    "input": "landing/{date}/{namespace}/{pod}/*",
                    "format": {"type": "lsf"},
                    "table": "USER_GROUP_SHARES",
                    "publish": "replace",
                    **(dataset or {}),
                }
            },
            "extract": {
                "farms": {
                    "kubeconfig": str(kubeconfig),
                    "namespace": NAMESPACE,
                    "pods": "app=lsf",
                    "container": "main",
                    "paths": ["/data/lsb.users*"],
                    "dataset": "user_groups",
                    "destination": "landing/{date}/{namespace}/{pod}/",
                    **extraction,
                }
            },
        }
        if "pod" in extraction:
            del self.configuration["extract"]["farms"]["pods"]
        self.environment = {**os.environ}
        self.write()

    def write(self):
        (self.folder / "snowgauge.json").write_text(json.dumps(self.configuration, indent=2))

    def start(self, *arguments):
        return subprocess.Popen(
            [SNOWGAUGE, arguments[0], "--config", "snowgauge.json", *arguments[1:]],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def do(self, *arguments):
        """The exit code, and all that was said."""
        process = self.start(*arguments)
        try:
            said = process.communicate(timeout=900)[0]
        finally:
            process.kill()
        return process.returncode, said

    def landed(self):
        """The files that a run would see, and their sidecars."""
        files = {p.name: p for p in self.folder.glob("landing/**/*") if p.is_file()}
        return {n: path for n, path in files.items() if not n.endswith(".manifest.json") and not n.startswith(".")}

    def everything(self):
        return sorted(str(p.relative_to(self.folder)) for p in self.folder.glob("landing/**/*") if p.is_file())

    def sidecar(self, path):
        return json.loads(path.with_name(path.name + ".manifest.json").read_text())

    def query(self, sql):
        with duckdb.connect(str(self.folder / "out/warehouse.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def rows(self):
        return self.query('SELECT GROUP_NAME, USER_NAME, SHARE FROM USER_GROUP_SHARES')


CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


class Wrong(Exception):
    pass


def expect(what, found, expected):
    if found != expected:
        raise Wrong(f"{what}: expected {expected!r} but found {str(found)[-1500:]!r}")


def expect_said(said, *patterns):
    for pattern in patterns:
        if not re.search(pattern, said):
            raise Wrong(f"expected {pattern!r} in what was said but found {said[-1500:]!r}")


class Cluster:
    """What all checks share: a namespace with two farms' pods and an account with the manifest's rights."""

    def __init__(self):
        pods.namespace(NAMESPACE)
        self.account, self.accounts = pods.apply_rbac(NAMESPACE)
        self.kubeconfig = pods.kubeconfig(NAMESPACE, self.account, account_namespace=self.accounts)
        self.farms = started([Pod(NAMESPACE, f"farm-{n}") for n in "ab"])
        for n, pod in enumerate(self.farms):
            content, _ = user_groups(20 + n, first=1 + 100 * n)
            pod.put("lsb.users", content)

    def wire(self, **arguments):
        wire = Wire(API_PORT, **arguments)
        return wire, pods.kubeconfig(NAMESPACE, self.account, wire.server, self.accounts)


def pod_of(name, **arguments):
    return Pod(NAMESPACE, name, labels={"app": name}, **arguments)


@check
def two_farms_arrive_whole_with_the_counts_of_their_pods(cluster):
    site = Site("two", cluster.kubeconfig)
    expected = [user_groups(20 + n, first=1 + 100 * n) for n in range(2)]
    code, said = site.do("extract")
    expect(said, code, SUCCESS)
    landed = site.landed()
    for (content, rows), pod in zip(expected, ("farm-a", "farm-b")):
        path = next(p for p in site.folder.glob(f"landing/*/{NAMESPACE}/{pod}/lsb.users"))
        expect("bytes", path.read_bytes(), content)
        sidecar = site.sidecar(path)
        expect("source_record_count", sidecar["source_record_count"], len(rows))
        expect("sha256", sidecar["sha256"], hashlib.sha256(content).hexdigest())
        expect("bytes of the sidecar", sidecar["bytes"], len(content))
    code, said = site.do("run")
    expect(said, code, SUCCESS)
    every = sorted(row for _, rows in expected for row in rows)
    expect("rows", sorted(site.rows(), key=str), sorted(every, key=str))
    audit = site.query(
        "SELECT STATUS, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT FROM warehouse.SNOWGAUGE.INGESTION_AUDIT"
        " WHERE MODE <> 'extract'"
    )
    expect("audit", audit, [("SUCCESS", len(every), len(every))])

    code, said = site.do("extract")
    expect(said, code, SUCCESS)
    expect_said(said, r"0 taken, 2 there already, 0 failed")

    content, rows = user_groups(31, first=500)
    cluster.farms[0].put("lsb.users", content)
    code, said = site.do("extract")
    expect(said, code, SUCCESS)
    expect_said(said, r"1 taken, 1 there already, 0 failed")
    code, said = site.do("run")
    expect(said, code, SUCCESS)
    expect("rows", sorted(site.rows(), key=str), sorted([*rows, *expected[1][1]], key=str))


@check
def one_byte_cut_or_changed_on_the_way_fails_the_file(cluster):
    for name, damage in (("cut", lambda b: b[:-1]), ("changed", lambda b: b.replace(b"(u1", b"(u2", 1))):
        site = Site(name, cluster.kubeconfig, pod="farm-b")
        code, said = site.do("extract")
        expect(said, code, SUCCESS)
        (path,) = site.landed().values()
        damaged = damage(path.read_bytes())
        expect("damaged", damaged != path.read_bytes(), True)
        path.write_bytes(damaged)
        code, said = site.do("run")
        expect(said, code, FILES_FAILED)
        expect_said(said, "FAILED")
        expect("published", site.rows(), [])


@check
def a_connection_that_breaks_midway_is_taken_up_where_it_ended(cluster):
    content, records = mostly_comments(20)
    (pod,) = started([pod_of("breaks")])
    pod.put("lsb.users", content)
    wire, kubeconfig = cluster.wire(cut_after=5_000_000, times=2)
    site = Site("breaks", kubeconfig, pods="app=breaks")
    code, said = site.do("extract")
    expect(said, code, SUCCESS)
    expect("cuts", wire.cuts, 2)
    (path,) = site.landed().values()
    expect("sha256", hashlib.sha256(path.read_bytes()).hexdigest(), hashlib.sha256(content).hexdigest())
    expect("count", site.sidecar(path)["source_record_count"], records)
    if wire.brought > 2 * len(content):
        raise Wrong(f"{wire.brought} bytes were brought for {len(content)}: it began anew each time")
    pod.delete()


@check
def an_api_server_that_goes_away_midway_fails_the_file_and_leaves_nothing(cluster):
    content, _ = mostly_comments(8)
    (pod,) = started([pod_of("gone")])
    pod.put("lsb.users", content)
    _, kubeconfig = cluster.wire(gone_after=2_000_000)
    site = Site("gone", kubeconfig, pods="app=gone", attempts=2)
    code, said = site.do("extract")
    expect(said, code in (FAILED, FILES_FAILED), True)
    expect("landed", site.everything(), [])
    expect_said(said, r"FAILED k8s://\S*/gone")
    ledger = site.query("SELECT STATUS FROM warehouse.SNOWGAUGE.INGESTION_FILES")
    expect("the ledger", ledger, [("FAILED",)])
    pod.delete()


@check
def killed_midway_and_started_again_nothing_is_left_and_nothing_missing(cluster):
    content, records = mostly_comments(60)
    (pod,) = started([pod_of("killed")])
    pod.put("lsb.users", content)
    before = pod.sh("ls -a /tmp /data")
    wire, kubeconfig = cluster.wire(bytes_per_second=8_000_000)
    site = Site("killed", kubeconfig, pods="app=killed")
    process = site.start("extract")
    until("a third of the file to be out", lambda: wire.brought > len(content) // 3, 600)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    code, said = site.do("run")
    expect_said(said, "no file matches")
    until("no process of it in the pod", lambda: not re.search(r"awk|wc|cat|tail|sha256", pod.sh("ps -o args")), 600)
    expect("files in the pod", pod.sh("ls -a /tmp /data"), before)
    wire.bytes_per_second = None
    code, said = site.do("extract")
    expect(said, code, SUCCESS)
    expect("files", [pathlib.Path(p).name for p in site.everything()], ["lsb.users", "lsb.users.manifest.json"])
    leftovers = [p for p in site.folder.rglob("*") if "landing" in p.parts and p.is_file() and p.name.startswith(".")]
    expect("partial files", leftovers, [])
    (path,) = site.landed().values()
    expect("bytes", path.read_bytes() == content, True)
    code, said = site.do("run")
    expect(said, code, SUCCESS)
    expect("rows", site.query("SELECT count(*) FROM USER_GROUP_SHARES"), [(records,)])
    pod.delete()


@check
def terminated_midway_it_leaves_nothing_by_itself(cluster):
    content, _ = mostly_comments(60)
    (pod,) = started([pod_of("terminated")])
    pod.put("lsb.users", content)
    wire, kubeconfig = cluster.wire(bytes_per_second=8_000_000)
    site = Site("terminated", kubeconfig, pods="app=terminated")
    process = site.start("extract")
    until("a third of the file to be out", lambda: wire.brought > len(content) // 3, 600)
    process.terminate()
    said = process.communicate(timeout=300)[0]
    expect(said, process.returncode != SUCCESS, True)
    expect("files", site.everything(), [])
    until("no process of it in the pod", lambda: not re.search(r"awk|wc|cat|tail|sha256", pod.sh("ps -o args")), 600)
    pod.delete()


@check
def a_container_that_restarts_midway_is_taken_from_again(cluster):
    # More than the buffers of all connections between container and program hold.
    content, records = mostly_comments(80)
    # It ends when it is told to, as the first process of a container takes no signal without a handler.
    script = "while ! rm /data/stop 2>/dev/null; do sleep 0.1; done"
    (pod,) = started([pod_of("restarts", command=["sh", "-c", script], restart="Always")])
    pod.put("lsb.users", content)
    wire, kubeconfig = cluster.wire(bytes_per_second=16_000_000)
    site = Site("restarts", kubeconfig, pods="app=restarts")
    process = site.start("extract")
    until("a third of the file to be out", lambda: wire.brought > len(content) // 3, 600)
    wire.bytes_per_second = 400_000
    (pod.folder / "stop").touch()
    until("a restart", lambda: pod.get("{.status.containerStatuses[0].restartCount}") == "1")
    wire.bytes_per_second = None
    said = process.communicate(timeout=300)[0]
    expect(said, process.returncode, SUCCESS)
    (path,) = site.landed().values()
    expect("bytes", path.read_bytes() == content, True)
    expect("count", site.sidecar(path)["source_record_count"], records)
    ((told,),) = site.query("SELECT ERROR_MESSAGES FROM warehouse.SNOWGAUGE.INGESTION_FILES")
    expect_said(str(told), "the container restarted meanwhile|exit code 137")
    pod.delete()


@check
def a_byte_that_is_flipped_on_the_way_breaks_the_connection_only(cluster):
    content, records = mostly_comments(8)
    (pod,) = started([pod_of("flipped")])
    pod.put("lsb.users", content)
    wire, kubeconfig = cluster.wire(flip_after=3_000_000)
    site = Site("flipped", kubeconfig, pods="app=flipped")
    code, said = site.do("extract")
    expect(said, code, SUCCESS)
    expect("flips", wire.flips, 1)
    (path,) = site.landed().values()
    expect("bytes", path.read_bytes() == content, True)
    expect("count", site.sidecar(path)["source_record_count"], records)
    pod.delete()


@check
def a_byte_that_changes_in_place_while_it_is_copied_fails_the_file(cluster):
    content, _ = mostly_comments(8)
    (pod,) = started([pod_of("rots")])
    pod.put("lsb.users", content)
    at = content.rindex(b"(u1") + 2
    wire, kubeconfig = cluster.wire(bytes_per_second=8_000_000)
    site = Site("rots", kubeconfig, pods="app=rots", attempts=2)
    process = site.start("extract")
    with (pod.folder / "lsb.users").open("r+b", buffering=0) as file:
        n = 0
        while process.poll() is None:
            n += 1
            file.seek(at)
            file.write(b"0123456789"[n % 10 : n % 10 + 1])
            time.sleep(0.05)
    said = process.communicate()[0]
    expect(said, process.returncode, FILES_FAILED)
    expect_said(said, "the file was written to while it was copied|what arrived is not what the container has")
    expect("landed", site.everything(), [])
    pod.delete()


@check
def very_many_paths(cluster):
    """The script is longer than any one message of those that come from the pod."""
    (pod,) = started([pod_of("paths")])
    content, rows = user_groups(3)
    pod.put("lsb.users", content)
    missing = [f"/data/{n:04}-{'x' * 180}" for n in range(1000)]
    site = Site("paths", cluster.kubeconfig, pods="app=paths", paths=[*missing, "/data/lsb.users"])
    code, said = site.do("extract")
    expect(said, code, FILES_FAILED)
    expect_said(said, "1 taken, 0 there already, 1000 failed")
    (path,) = site.landed().values()
    expect("count", site.sidecar(path)["source_record_count"], len(rows))
    pod.delete()


@check
def the_page_holds_when_it_is_walked(cluster):
    """The ten commands of docs/extract.md as they are there, but that this cluster has no registry."""
    walk = re.search(r"## In ten commands.*?```\n(.*?)```", PAGE.read_text(), re.S).group(1)
    image = "image: busybox"
    expect("images on the page", walk.count(image), 1)
    walk = walk.replace(image, "image: snowgauge.test/busybox:1")
    folder = WORK / "walk"
    folder.mkdir()
    (folder / "snowgauge").symlink_to(SNOWGAUGE)
    try:
        walked = subprocess.run(["bash", "-ec", walk], cwd=folder, capture_output=True, text=True, timeout=600)
        expect(walked.stdout + walked.stderr, walked.returncode, SUCCESS)
    finally:
        kubectl("delete", "namespace", "lsf", "--ignore-not-found")
    with duckdb.connect(str(folder / "try/warehouse.duckdb"), read_only=True) as connection:
        audit = connection.execute(
            "SELECT RUN_ID, STATUS, FILES, SOURCE_RECORD_COUNT, INGESTED_RECORD_COUNT"
            " FROM warehouse.SNOWGAUGE.INGESTION_AUDIT WHERE MODE <> 'extract' ORDER BY RUN_ID"
        ).fetchall()
        expect("audit", audit, [("first", "SUCCESS", 2, 4, 4), ("second", "SUCCESS", 2, 4, 4)])
        groups = connection.execute("SELECT DISTINCT USER_NAME FROM USER_GROUP_SHARES ORDER BY 1").fetchall()
        expect("the pods' own names", [name for (name,) in groups if name.startswith("master-")], ["master-0", "master-1"])


@check
def five_hundred_megabytes(cluster):
    content, records = user_groups_of(500)
    (pod,) = started([pod_of("large")])
    pod.put("lsb.users", content)
    site = Site("large", cluster.kubeconfig, pods="app=large", timeout="15 minutes")
    began = time.monotonic()
    code, said = site.do("extract")
    expect(said, code, SUCCESS)
    (path,) = site.landed().values()
    expect("sha256", hashlib.sha256(path.read_bytes()).hexdigest(), hashlib.sha256(content).hexdigest())
    expect("count", site.sidecar(path)["source_record_count"], records)
    print(f"     {len(content):,} bytes in {time.monotonic() - began:.0f} s")
    shutil.rmtree(site.folder)
    pod.delete()


@check
def paths_with_blanks_quotes_and_newlines(cluster):
    (pod,) = started([pod_of("names")])
    content, rows = user_groups(3)
    names = ["a b.users", "it's \"quoted\".users", "$(touch pwned) `x`;.users", "-rf.users", "ä.users", "two\nlines.users"]
    for name in names:
        pod.put(name, content)
    site = Site("names", cluster.kubeconfig, pods="app=names", paths=["/data/*.users"])
    code, said = site.do("extract")
    landed = site.landed()
    for name in names[:-1]:
        expect(f"{name!r} of {sorted(landed)}; {said}", any(path.read_bytes() == content and name in path.name or name == path.name for path in landed.values()), True)
    expect(f"with a newline in a name; {said}", code in (SUCCESS, FILES_FAILED), True)
    if code == FILES_FAILED:
        expect_said(said, r"two.*lines")
    else:
        expect("files", len(landed), len(names))
    expect("pwned", pod.sh("ls / /data | grep -cx pwned || true").strip(), "0")
    pod.delete()


@check
def what_is_no_file_is_told_and_the_rest_goes_on(cluster):
    (pod,) = started([pod_of("kinds")])
    content, _ = user_groups(3)
    pod.put("good.users", content)
    pod.sh(
        "cd /data && mkfifo fifo.users && mkdir folder.users && ln -s good.users link.users"
        " && ln -s nowhere dangling.users"
    )
    site = Site("kinds", cluster.kubeconfig, pods="app=kinds", paths=["/data/*.users", "/data/missing", "/none/*"])
    code, said = site.do("extract")
    expect(said, code, FILES_FAILED)
    expect_said(said, r"fifo\.users", r"folder\.users", r"dangling\.users", r"/data/missing", r"/none/\*")
    landed = site.landed()
    expect("good", landed["good.users"].read_bytes(), content)
    print("     link:", "followed" if "link.users" in landed else "refused")
    pod.delete()


@check
def without_awk_the_count_is_left_out_and_told(cluster):
    (pod,) = started([pod_of("noawk", image="noawk")])
    content, rows = user_groups(3)
    pod.put("lsb.users", content)
    site = Site("noawk", cluster.kubeconfig, pods="app=noawk")
    code, said = site.do("extract")
    expect(said, code, SUCCESS)
    expect_said(said, "no awk")
    (path,) = site.landed().values()
    expect("sidecar", "source_record_count" in site.sidecar(path), False)
    code, said = site.do("run")
    expect(said, code, SUCCESS)
    expect("rows", len(site.rows()), len(rows))
    pod.delete()


@check
def a_pod_that_does_not_run_fails_alone(cluster):
    labels = {"app": "mixed"}
    ended = Pod(NAMESPACE, "mixed-ended", labels=labels, command=["true"])
    good = Pod(NAMESPACE, "mixed-good", labels=labels)
    ended.started("Succeeded")
    good.started().put("lsb.users", user_groups(3)[0])
    site = Site("mixed", cluster.kubeconfig, pods="app=mixed")
    code, said = site.do("extract")
    expect(said, code, FILES_FAILED)
    expect_said(said, "mixed-ended", "not running|Succeeded|has ended|terminated")
    expect("landed", len(site.landed()), 1)
    ended.delete()
    good.delete()


@check
def several_containers_and_no_name(cluster):
    (pod,) = started([pod_of("several", containers=["sidecar"])])
    pod.put("lsb.users", user_groups(3)[0])
    site = Site("several", cluster.kubeconfig, pods="app=several")
    del site.configuration["extract"]["farms"]["container"]
    site.write()
    code, said = site.do("extract")
    expect(said, code, FILES_FAILED)
    expect_said(said, "main", "sidecar", "container")
    pod.delete()


@check
def no_pod_matches(cluster):
    site = Site("none", cluster.kubeconfig, pods="app=nobody")
    code, said = site.do("extract")
    expect(said, code != SUCCESS, True)
    expect_said(said, "app=nobody")


@check
def a_namespace_without_rights(cluster):
    pods.namespace("other")
    site = Site("other", cluster.kubeconfig, namespace="other")
    code, said = site.do("extract")
    expect(said, code != SUCCESS, True)
    expect_said(said, "the right to list pods in namespace other", "extract-rbac.yaml")


@check
def a_read_only_file_system_will_do(cluster):
    (pod,) = started([pod_of("readonly", readOnlyRootFilesystem=True, runAsUser=65534)])
    content, rows = user_groups(5)
    pod.put("lsb.users", content)
    site = Site("readonly", cluster.kubeconfig, pods="app=readonly")
    code, said = site.do("extract")
    expect(said, code, SUCCESS)
    (path,) = site.landed().values()
    expect("count", site.sidecar(path)["source_record_count"], len(rows))
    pod.delete()


@check
def a_file_that_may_not_be_read(cluster):
    (pod,) = started([pod_of("secret", runAsUser=65534)])
    pod.put("lsb.users", user_groups(3)[0])
    (pod.folder / "lsb.users").chmod(0o600)
    site = Site("secret", cluster.kubeconfig, pods="app=secret")
    code, said = site.do("extract")
    expect(said, code, FILES_FAILED)
    expect_said(said, "lsb.users", "(?i)read|permission")
    pod.delete()


@check
def a_kubeconfig_that_names_no_cluster(cluster):
    empty = WORK / "empty.kubeconfig"
    empty.write_text("apiVersion: v1\nkind: Config\n")
    site = Site("noconfig", empty)
    code, said = site.do("extract")
    expect(said, code in (FAILED, USAGE), True)
    expect_said(said, "kubeconfig")


@check
def exactly_these_rights_are_needed(cluster):
    """Each rule of the manifest is needed, by this or by a later version, and no other one is there."""
    rules = {("pods", "get"), ("pods", "list"), ("pods/exec", "create"), ("pods/exec", "get")}
    role = json.loads(kubectl("-n", NAMESPACE, "get", "roles", "-o", "json"))["items"]
    given = {(r, v) for one in role for rule in one["rules"] for r in rule["resources"] for v in rule["verbs"]}
    needed = set()
    for left_out in sorted(rules):
        name = "rights-" + "-".join(left_out).replace("/", "-")
        kubectl("-n", NAMESPACE, "create", "serviceaccount", name)
        kubectl("apply", "-f", "-", stdin=json.dumps(role_of(name, rules - {left_out})))
        kubectl("-n", NAMESPACE, "create", "rolebinding", name, f"--role={name}", f"--serviceaccount={NAMESPACE}:{name}")
        kubeconfig = pods.kubeconfig(NAMESPACE, name)
        by_labels, _ = Site(name, kubeconfig).do("extract", "--force")
        by_name, _ = Site(name + "-pod", kubeconfig, pod="farm-a").do("extract", "--force")
        if by_labels != SUCCESS or by_name != SUCCESS:
            needed.add(left_out)
        print(f"     without {' '.join(left_out)}: by labels {by_labels}, by name {by_name}")
        for kind in ("rolebinding", "role", "serviceaccount"):
            kubectl("-n", NAMESPACE, "delete", kind, name)
    # Since 1.35 an exec over WebSockets, which begins with a GET, asks for create as well (kubernetes#134577).
    minor = int(re.search(r"\d+", json.loads(kubectl("get", "--raw", "/version"))["minor"]).group())
    expect("rights of the manifest", given, needed | ({("pods/exec", "create")} if minor < 35 else set()))


def role_of(name, rights):
    rules = [{"apiGroups": [""], "resources": [resource], "verbs": [verb]} for resource, verb in sorted(rights)]
    metadata = {"name": name, "namespace": NAMESPACE}
    return {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": metadata, "rules": rules}


class Moto:
    """S3, where pods reach it."""

    def __enter__(self):
        self.log = WORK / "moto.log"
        self.process = subprocess.Popen(
            [os.environ["MOTO"], "-H", HOST, "-p", "0"], stdout=self.log.open("w"), stderr=subprocess.STDOUT
        )
        found = until("moto to listen", lambda: re.search(r"Running on (http://\S+)", self.log.read_text()))
        self.endpoint = found.group(1)
        urllib.request.urlopen(urllib.request.Request(f"{self.endpoint}/landing", method="PUT")).read()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def get(self, key):
        request = urllib.request.Request(f"{self.endpoint}/landing/{key}", headers={"Authorization": "AWS test:any"})
        return urllib.request.urlopen(request).read()

    def keys(self):
        listing = urllib.request.urlopen(f"{self.endpoint}/landing?list-type=2").read().decode()
        return re.findall("<Key>([^<]*)</Key>", listing)

    def site(self, name, kubeconfig, **extraction):
        site = Site(
            name,
            kubeconfig,
            dataset={"input": "s3://landing/{date}/{namespace}/{pod}/*"},
            destination="s3://landing/{date}/{namespace}/{pod}/",
            **extraction,
        )
        site.configuration["storage"] = {"s3": {"endpoint": self.endpoint, "region": "us-east-1"}}
        site.environment.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="secret", AWS_EC2_METADATA_DISABLED="true")
        site.write()
        return site


@check
def a_presigned_url_where_the_pod_has_curl(cluster):
    (pod,) = started([pod_of("curl", image="curl")])
    content, records = user_groups_of(5)
    pod.put("lsb.users", content)
    with Moto() as moto:
        site = moto.site("curl", cluster.kubeconfig, pods="app=curl", transfer="presigned")
        code, said = site.do("extract")
        expect(said, code, SUCCESS)
        (key,) = [key for key in moto.keys() if key.endswith("lsb.users")]
        expect("bytes", moto.get(key) == content, True)
        expect("count", json.loads(moto.get(key + ".manifest.json"))["source_record_count"], records)
        expect("keys", len(moto.keys()), 2)
        code, said = site.do("run")
        expect(said, code, SUCCESS)
        expect("rows", site.query("SELECT count(*) FROM USER_GROUP_SHARES"), [(records,)])
    pod.delete()


def main(names):
    cluster = Cluster()
    passed = failed = 0
    for function in CHECKS:
        if names and not any(name in function.__name__ for name in names):
            continue
        title = function.__name__.replace("_", " ")
        began = time.monotonic()
        try:
            function(cluster)
        except Exception as e:  # each check is reported, whatever went wrong in it
            failed += 1
            print(f"FAIL {title}: {type(e).__name__ if not isinstance(e, Wrong) else ''} {e}", flush=True)
        else:
            passed += 1
            print(f"ok   {title} ({time.monotonic() - began:.0f} s)", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["measure"]:
        # As a module of its own, for that one imports this one.
        import extract_checks
        import extract_figures

        extract_figures.main(extract_checks.Cluster())
    else:
        sys.exit(main(sys.argv[1:]))
