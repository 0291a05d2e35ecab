"""What the scripts beside this one share: the launcher, and how they are called."""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]


def snowgauge(folder, *arguments, expected):
    """Runs it with the configuration of a folder: what it said, how long it took and what it needed, in seconds and
    MB of the program alone. Ends this program if it does not end as expected."""
    command = [str(ROOT / "snowgauge"), *arguments, "--config", str(folder / "snowgauge.json")]
    begun = time.monotonic()
    with (folder / "out").open("w") as out, (folder / "err").open("w") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - begun
    said = (folder / "out").read_text()
    if process.returncode != expected:
        errors = (folder / "err").read_text()
        sys.exit(f"{command}: expected status {expected} but found {process.returncode}:\n{said}{errors}")
    return said, seconds, used.ru_maxrss / 1024


def call(main, count):
    """Calls what a script does with its two arguments: the count, or as many as it says, and a folder, or a new one."""
    if len(sys.argv) > 1:
        count = int(sys.argv[1].replace(",", ""))
    if len(sys.argv) > 2:
        main(count, pathlib.Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(count, pathlib.Path(temporary))
