#!/usr/bin/env python3
"""By hand: times the whole command beside other programs on the same data, and prints tables.

    measure.py [--rounds N] [--list] [WORK…]

Without WORK all works are measured, which takes hours; --list names them. Every program has its own new folder in
each round, the programs take turns, and the first round of all is not counted. Figures are medians: seconds by the
clock, seconds of processors, and the highest memory of the process. Let the machine do nothing else.

Needs Python 3.9 or later with venv, on Linux, and some 30 GB in BENCHMARK_FOLDER (target/benchmark by default) for
all of it. The peers are installed there by pip, of the versions that requirements-lock.txt names.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[2]
FOLDER = pathlib.Path(os.environ.get("BENCHMARK_FOLDER", HOME / "target" / "benchmark")).resolve()
SNOWGAUGE = str(HOME / "snowgauge")
PYTHON = str(FOLDER / "venv" / "bin" / "python")
COLUMNS = {
    "transaction_id": "STRING NOT NULL",
    "business_unit": "STRING",
    "product_id": "STRING",
    "customer_id": "STRING",
    "quantity": "INTEGER",
    "total_price": "FLOAT",
    "transaction_date": "TIMESTAMP",
    "payment_method": "STRING",
}


@dataclasses.dataclass
class Program:
    """One of those that take turns: what is run in its folder, what comes before that and is not timed, and the number
    that it has to print in the end, of records or rows."""

    name: str
    command: list
    before: list = dataclasses.field(default_factory=list)
    prints: int = 0


@dataclasses.dataclass
class Work:
    """What is asked of programs, of which the first is Snowgauge; aims are ratios of seconds to those of a peer."""

    name: str
    title: str
    programs: "function"
    aims: dict = dataclasses.field(default_factory=dict)
    seconds: float = 0
    per: int = 0
    rounds: int = 0


@dataclasses.dataclass
class Measured:
    """One process: by the clock, of processors, and its highest memory."""

    seconds: float
    processor: float
    megabytes: float


def run(command, folder, prints=0):
    """Runs a command to its end, and requires that it ends with 0 and has printed a number."""
    with open(folder / "output.txt", "wb") as output:
        start = time.monotonic()
        process = subprocess.Popen([str(word) for word in command], cwd=folder, stdout=output, stderr=output)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}, see {folder / 'output.txt'}")
    if prints and str(prints) not in (folder / "output.txt").read_text().replace(",", "").split():
        sys.exit(f"{command} did not print {prints}, see {folder / 'output.txt'}")
    return Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def configured(folder, dataset, pattern, archive="none"):
    """Writes a configuration for a program's folder, and says where."""
    path = FOLDER / "configurations" / f"{folder}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    run_folder = FOLDER / "run" / folder
    configuration = {
        "warehouse": {"path": str(run_folder / "warehouse.duckdb")},
        "archive": str(run_folder / "ndjson") + "/",
        "archiveCompression": archive,
        "staging": str(run_folder / "staging") + "/",
        "datasets": {"measured": dict(dataset, input=str(pattern))},
    }
    path.write_text(json.dumps(configuration, indent=2) + "\n")
    return path


def snowgauge(name, dataset, pattern, prints=0, earlier=None, archive="none"):
    """The product; with an earlier pattern, files that are loaded before it is timed."""
    config = configured(name, dataset, pattern, archive)
    before = []
    if earlier:
        dataset_before = configured(name + "-before", dataset, earlier, archive)
        text = dataset_before.read_text().replace(f"/run/{name}-before/", f"/run/{name}/")
        dataset_before.write_text(text)
        before = [[SNOWGAUGE, "run", "--config", dataset_before]]
    return Program("Snowgauge", [SNOWGAUGE, "run", "--config", config], before, prints)


def python(name, script, *arguments, before=(), prints=0):
    """A peer, in Python."""
    return Program(name, [PYTHON, HERE / script, *arguments], [[PYTHON, HERE / script, *b] for b in before], prints)


def generated(name, script, *arguments):
    """The folder of data that a script makes, once."""
    folder = FOLDER / name
    if not folder.exists():
        print(f"making {folder}", file=sys.stderr)
        half = folder.with_name(name + ".part")
        shutil.rmtree(half, ignore_errors=True)
        subprocess.run([PYTHON, HERE / script, half, *(str(a) for a in arguments)], check=True)
        half.rename(folder)
    return folder


def sales(rows, files, kind="csv", first=0):
    """Files of sales."""
    return generated(f"sales-{kind}-{rows}-{files}-{first}", "generate_sales.py", rows, files, kind, first)


def sales_dataset(kind, publish="append"):
    return {
        "format": {"type": kind},
        "table": "SALES_TRANSACTIONS",
        "columns": COLUMNS,
        "key": ["transaction_id"],
        "publish": publish,
    }


def sales_programs(name, rows, files, kind="csv"):
    def programs():
        data = sales(rows, files, kind)
        return [
            snowgauge(name, sales_dataset(kind), data / f"*.{kind}", rows),
            python("DuckDB", "sales_duckdb.py", kind, data / f"*.{kind}", "peer.duckdb", prints=rows),
            python("dlt", "sales_dlt.py", kind, data, f"*.{kind}", ".", prints=rows),
        ]

    return programs


def merge_programs(name, rows):
    """The second of two loads, of which half the rows have keys of the first."""

    def programs():
        old, new = sales(rows, 20), sales(rows, 20, "csv", rows // 2)
        return [
            snowgauge(name, sales_dataset("csv", "merge"), new / "*.csv", rows, old / "*.csv"),
            python(
                "DuckDB", "sales_duckdb.py", "merge", new / "*.csv", "peer.duckdb",
                before=[["merge", old / "*.csv", "peer.duckdb"]], prints=rows + rows // 2,
            ),
            python(
                "dlt", "sales_dlt.py", "merge", new, "*.csv", ".",
                before=[["merge", old, "*.csv", "."]], prints=rows + rows // 2,
            ),
        ]

    return programs


def lsf_programs(name, files):
    def programs():
        data = generated(f"lsf-{files}", "generate.py", files)
        dataset = {"format": {"type": "lsf"}, "table": "USER_GROUP_SHARES"}
        return [
            snowgauge(name, dataset, data / "lsb.users.*"),
            python("plain script", "plain.py", data / "lsb.users.*", "plain.ndjson", "plain.duckdb"),
        ]

    return programs


def small_programs(name, files):
    def programs():
        data = sales(files * 27, files)
        return [snowgauge(name, sales_dataset("csv"), data / "*.csv", files * 27)]

    return programs


def again_programs(name, files):
    """A run that finds nothing new."""

    def programs():
        pattern = sales(files * 27, files) / "*.csv"
        return [snowgauge(name, sales_dataset("csv"), pattern, 0, pattern)]

    return programs


def command_programs(*arguments):
    def programs():
        pattern = sales(1000, 2) / "*.csv"
        one = snowgauge("commands", sales_dataset("csv"), pattern, 0, pattern)
        config = one.command[-1]
        words = [config if word == "CONFIG" else word for word in arguments]
        return [Program("Snowgauge", [SNOWGAUGE, *words], one.before)]

    return programs


def memory_programs(name, files, size):
    def programs():
        data = generated(f"lsf-{files}-{size}", "generate.py", files, size)
        dataset = {"format": {"type": "lsf"}, "table": "USER_GROUP_SHARES"}
        return [snowgauge(name, dataset, data / "lsb.users.*")]

    return programs


WORKS = [
    Work("sales", "CSV, 2.5 M rows, 187 MB, 20 files", sales_programs("sales", 2_500_000, 20),
         {"dlt": 0.8, "DuckDB": 3.0}),
    Work("sales-one", "CSV, the same in one file", sales_programs("sales-one", 2_500_000, 1),
         {"dlt": 0.8, "DuckDB": 3.0}),
    Work("sales-large", "CSV, 25 M rows, 1.9 GB, 20 files", sales_programs("sales-large", 25_000_000, 20),
         {"dlt": 0.8, "DuckDB": 2.0}, rounds=3),
    Work("ndjson", "NDJSON, 2.5 M rows, 20 files", sales_programs("ndjson", 2_500_000, 20, "ndjson"), {"dlt": 1.0}),
    Work("merge", "CSV, 2.5 M rows merged into 2.5 M, half new", merge_programs("merge", 2_500_000), {"dlt": 1.0}),
    Work("lsf", "lsb.users, 2 M records, 56 files", lsf_programs("lsf", 56), {"plain script": 1.5}),
    Work("lsf-large", "lsb.users, 18 M records, 504 files", lsf_programs("lsf-large", 504), {"plain script": 1.0},
         rounds=3),
    Work("small", "CSV, 10,000 files of 2 kB", small_programs("small", 10_000), seconds=0.003, per=10_000),
    Work("again", "nothing new among 10,000 files", again_programs("again", 10_000)),
    Work("start-version", "`--version`", command_programs("--version"), seconds=0.5),
    Work("start-config", "`config`", command_programs("config", "--config", "CONFIG"), seconds=0.5),
    Work("start-audit", "`audit`", command_programs("audit", "--config", "CONFIG"), seconds=0.5),
    Work("start-again", "`run`, nothing new", command_programs("run", "--config", "CONFIG"), seconds=1.0),
    *(
        Work(f"memory-{megabytes}-{files}", f"lsb.users, {megabytes} MB in {files} files",
             memory_programs(f"memory-{megabytes}-{files}", files, megabytes * 1_000_000 // files), rounds=1)
        for megabytes, files in ((100, 1), (100, 100), (1000, 1), (1000, 1000), (10_000, 10_000))
    ),
]


def turns(work, rounds):
    """Each program's figures, one for each round that counts."""
    programs = work.programs()
    figures = {program.name: [] for program in programs}
    for each in range(rounds + 1):
        for program in programs:
            folder = FOLDER / "run" / (work.name if program.name == "Snowgauge" else "peer")
            if work.name.startswith("start-"):
                folder = FOLDER / "run" / "commands"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for command in program.before:
                run(command, folder)
            os.sync()
            measured = run(program.command, folder, program.prints)
            label = "warm-up" if each == 0 else f"round {each}"
            print(
                f"{work.name} {label} {program.name}: {measured.seconds:.2f} s, {measured.processor:.2f} s of"
                f" processors, {measured.megabytes:.0f} MB",
                file=sys.stderr,
            )
            if each > 0:
                figures[program.name].append(measured)
            shutil.rmtree(folder)
    return figures


def median(figures, name, what):
    return statistics.median(getattr(figure, what) for figure in figures[name])


def rows(work, figures):
    """The table's rows: one for each program, and what it comes to beside the first."""
    first = next(iter(figures))
    mine = median(figures, first, "seconds")
    for name in figures:
        seconds = median(figures, name, "seconds")
        spread = [figure.seconds for figure in figures[name]]
        ratio, aim = "", ""
        if name != first:
            ratio = f"{mine / seconds:.2f}"
            if name in work.aims:
                aim = f"{work.aims[name]}: {'met' if mine / seconds <= work.aims[name] else 'missed'}"
        elif work.seconds:
            one = mine / (work.per or 1)
            unit = f"{one * 1000:.1f} ms a file, " if work.per else ""
            limit = f"{work.seconds * 1000:.0f} ms" if work.per else f"{work.seconds} s"
            aim = f"{unit}{limit}: {'met' if one <= work.seconds else 'missed'}"
        yield (
            f"| {work.title} | {name} | {seconds:.2f} ({min(spread):.2f} to {max(spread):.2f}) |"
            f" {median(figures, name, 'processor'):.1f} | {median(figures, name, 'megabytes'):.0f} | {ratio} | {aim} |"
        )


def machine():
    """What the figures were measured on."""

    def said(*command):
        out = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True)
        return (out.stdout + out.stderr).strip().splitlines()[0]

    versions = said(PYTHON, "-c", "import duckdb, dlt, pyarrow; print('DuckDB', duckdb.__version__, '(peer), dlt',"
                    " dlt.__version__, 'with pyarrow', pyarrow.__version__)")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    java = said(os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java", "-version")
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, Linux {platform.release()}, {said(SNOWGAUGE, '--version')},"
        f" {java}, Python {platform.python_version()}, {versions}; load {os.getloadavg()[0]:.1f} at the start"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("works", nargs="*", metavar="WORK", help="a work, or how the names of several begin")
    parser.add_argument("--rounds", type=int, default=5, help="that count, of works that do not take too long (5)")
    parser.add_argument("--list", action="store_true", help="names the works, and does nothing")
    arguments = parser.parse_args()
    chosen = [w for w in WORKS if not arguments.works or any(w.name.startswith(name) for name in arguments.works)]
    unknown = [name for name in arguments.works if not any(w.name.startswith(name) for w in WORKS)]
    if unknown:
        parser.error(f"no work is called {', '.join(unknown)}; there are {', '.join(w.name for w in WORKS)}")
    if arguments.list:
        for work in chosen:
            print(f"{work.name:20} {work.title}")
        return
    if not os.path.exists(PYTHON):
        venv.create(FOLDER / "venv", with_pip=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", "-r", HERE / "requirements-lock.txt"], check=True)
    print(machine() + "\n")
    print("| work | program | seconds (least to most) | of processors | MB | Snowgauge to it | aim |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for work in chosen:
        rounds = min(arguments.rounds, work.rounds or arguments.rounds)
        for row in rows(work, turns(work, rounds)):
            print(row, flush=True)


if __name__ == "__main__":
    main()
