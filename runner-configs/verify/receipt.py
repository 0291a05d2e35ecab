#!/usr/bin/env python3
"""What a receipt of Snowgauge says, held against itself and a source file, without Snowgauge.

    python3 receipt.py RECEIPTS [--source FILE [--config snowgauge.json --dataset sales]]

RECEIPTS has a receipt a line (docs/formats/receipt.md); "-" is the standard input. The event's hash
is made again from the event, and compared. With --source, the length and the SHA-256 of the file are
compared with those of the receipt, of several with those that are of a file of its name; with --config
also the digest of its records, by digest.py beside this file, as of the receipt's dataset or of
--dataset. Ends with status 3 if anything differs, and with 1 if a file cannot be read.

THE SIGNATURE IS NOT CHECKED: Python's own library has no Ed25519. OpenSSL has, see the page.
Without it, a receipt proves nothing, for anybody could have made it up.

Needs Python 3.9 or later and nothing else.
"""

import argparse
import base64
import hashlib
import json
import os
import subprocess
import sys
import urllib.parse


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def names(uri):
    name = uri.rpartition("/")[2]
    return name, urllib.parse.unquote(name)


def differences(receipt, source, arguments):
    event = receipt["chain"]["event"]
    text = "".join(
        ';"%s"=%s' % (name, event[name])
        for name in sorted(event, key=lambda n: n.encode("utf-8"))
        if name != "EVENT_HASH")
    found = hashlib.sha256(text.encode("utf-8")).hexdigest()
    if found != receipt["chain"]["eventHash"]:
        yield "the event's hash is %s and not %s" % (found, receipt["chain"]["eventHash"])
    if source is None:
        return
    with open(source, "rb") as opened:
        content = opened.read()
    if len(content) != receipt["file"]["bytes"]:
        yield "the source has %d bytes and not %s" % (len(content), receipt["file"]["bytes"])
    sha256 = hashlib.sha256(content).hexdigest()
    if receipt["file"]["sha256"] is None:
        print("  the receipt has no sha256 of the source; here it is %s" % sha256)
    elif sha256 != receipt["file"]["sha256"]:
        yield "the source's sha256 is %s and not %s" % (sha256, receipt["file"]["sha256"])
    if arguments.config is not None and receipt["records"]["digest"] is not None:
        checker = os.path.join(os.path.dirname(os.path.abspath(__file__)), "digest.py")
        done = subprocess.run(
            [sys.executable, checker, "--config", arguments.config, "--dataset",
             arguments.dataset or receipt["dataset"], source],
            capture_output=True, text=True, check=False)
        if done.returncode != 0:
            yield "no digest of the source could be taken: " + done.stderr.strip()
        elif done.stdout.split()[0] != receipt["records"]["digest"]:
            yield "the digest of the source is %s and not %s" % (
                done.stdout.split()[0], receipt["records"]["digest"])


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("receipts", metavar="RECEIPTS")
    parser.add_argument("--source")
    parser.add_argument("--config")
    parser.add_argument("--dataset")
    arguments = parser.parse_args()
    try:
        return check(arguments)
    except OSError as e:
        print("%s: %s" % (e.filename, e.strerror), file=sys.stderr)
        return 1


def check(arguments):
    print("signatures are not checked here: Python's own library has no Ed25519")
    # Whatever is no UTF-8 becomes a character that no receipt has.
    with open(0 if arguments.receipts == "-" else arguments.receipts,
              encoding="utf-8", errors="replace") as lines:
        receipts = [line for line in lines if line.strip()]
    status = 0
    compared = 0
    for line in receipts:
        try:
            receipt = json.loads(decoded(json.loads(line)["payload"]))
            uri = receipt["file"]["uri"]
            print("%s: %s" % (uri, receipt["status"]))
            source = arguments.source
            if source is not None and len(receipts) > 1 and os.path.basename(source) not in names(uri):
                source = None
            compared += source is not None
            found = list(differences(receipt, source, arguments))
        except (AttributeError, ValueError, KeyError, TypeError) as e:
            found = ["is no receipt: %s" % e]
        for one in found:
            print("  " + one)
            status = 3
    if arguments.source is not None and compared == 0 and status == 0:
        print("%s: no receipt is of a file of this name" % arguments.source, file=sys.stderr)
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
