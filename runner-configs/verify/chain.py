#!/usr/bin/env python3
"""Chains of the ledger's events, as docs/formats/ledger-chain.md defines them, without Snowgauge.

    python3 chain.py EVENTS... [--stubs STUBS]

EVENTS are rows of INGESTION_FILE_EVENTS of one dataset or of several, an object of JSON a line with
the columns' names in upper case as its keys, in any order; "-" is the standard input. Times may be
written as "2026-01-31 10:15:30.12" or with "T" and "Z", in UTC. Prints for each dataset how many
events are chained, its last epoch and place, and the hash of the last epoch; then a line for each
thing that is wrong, and ends with status 3 if there is any, and with 1 if a file cannot be read.

Of events that retention has removed, only stubs have the hashes: STUBS are rows of LEDGER_STUBS,
written in the same way. Without them, their places are missing.

With --head HASH --epoch N of an anchor, requires that epoch N has that hash.

SIGNATURES ARE NOT CHECKED: anchors, receipts and stubs are JWS (RFC 7515) of Ed25519, which Python's
own library does not have. OpenSSL does that, as docs/formats/ledger-chain.md shows. Without it,
anybody may have written a stub, and removed what it is of.

Needs Python 3.9 or later and nothing else.
"""

import argparse
import base64
import collections
import hashlib
import json
import sys

NUMBERS = {
    "SIZE_BYTES", "ATTEMPT", "SOURCE_RECORD_COUNT", "ACCEPTED_RECORD_COUNT",
    "REJECTED_RECORD_COUNT", "INGESTED_RECORD_COUNT", "INSERTED_RECORD_COUNT",
    "UPDATED_RECORD_COUNT", "UNCHANGED_RECORD_COUNT", "OVERTAKEN_RECORD_COUNT",
    "EPOCH", "TARGET_EPOCH", "PLACE",
}
TIMES = {"LAST_MODIFIED", "LOADED_AT"}
OF_EXTRACTIONS = {"EXTRACTED", "FORGOTTEN", "FAILED"}

# An event, or what retention has left of one. Of neither need the previous hash be there.
Entry = collections.namedtuple("Entry", "place epoch hash previous")


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonical(name, value):
    if name in NUMBERS:
        return str(int(value))
    if name in TIMES:
        text = str(value).rstrip("Z").replace(" ", "T")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return text + "Z"
    text = str(value)
    return "%d:%s" % (len(text.encode("utf-8")), text)


def event_hash(event):
    names = sorted((n for n, v in event.items() if v is not None and n != "EVENT_HASH"),
                   key=lambda n: n.encode("utf-8"))
    return sha256("".join(';"%s"=%s' % (n, canonical(n, event[n])) for n in names))


def epoch_hash(hashes):
    by_digits = collections.defaultdict(list)
    for one in hashes:
        by_digits[one[:2]].append(one)
    return sha256("".join(sha256("".join(sorted(by_digits[d]))) for d in sorted(by_digits)))


def number(value):
    return None if value is None else int(value)


def text(value):
    return None if value is None else str(value)


def removed(dataset, stubs):
    """The entries that stubs stand for, and what is wrong with the stubs."""
    entries = []
    wrong = []
    for row in stubs:
        try:
            stub = row["STUB"]
            if not stub.startswith("{"):
                payload = stub.split(".")[1]
                stub = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
            stub = json.loads(stub)
            if stub["dataset"] != dataset:
                raise ValueError("it is of the dataset %s" % stub["dataset"])
            entries += [
                Entry(int(one["place"]), int(one["epoch"]), str(one["hash"]),
                      text(one.get("previous")))
                for one in stub["removed"]]
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as e:
            wrong.append("the stub from place %s on is none: %s" % (row.get("FIRST_PLACE"), e))
    return entries, wrong


def of_events(events):
    """The entries of events that are there, those from before the chain, and what is wrong."""
    entries = []
    before = []
    wrong = []
    chained = {text(event.get("FILE_ID")) for event in events if event.get("PLACE") is not None}
    for event in events:
        name = ("an event" if event.get("PLACE") is None
                else "event %s of epoch %s" % (event["PLACE"], event.get("EPOCH")))
        if event.get("EVENT_HASH") is None:
            if event.get("STATUS") not in OF_EXTRACTIONS or text(event.get("FILE_ID")) in chained:
                wrong.append("%s (%s, run %s) has no hash" % (
                    name, event.get("STATUS"), event.get("RUN_ID")))
            continue
        try:
            entry = Entry(number(event.get("PLACE")), number(event.get("EPOCH")),
                          str(event["EVENT_HASH"]), text(event.get("PREVIOUS_HASH")))
            if event_hash(event) != entry.hash:
                wrong.append("%s does not have its hash" % name)
        except ValueError as e:
            wrong.append("%s is none: %s" % (name, e))
            continue
        if entry.place is None and entry.epoch is None:
            before.append(entry)
        elif entry.place is None or entry.epoch is None:
            wrong.append("%s was never given a place" % name)
        else:
            entries.append(entry)
    return entries, before, wrong


def places(entries):
    """Yields what is wrong with the order of entries."""
    last = Entry(0, 0, "", None)
    for entry in sorted(entries, key=lambda e: (e.place, e.epoch)):
        if entry.place < 1 or entry.epoch < 1:
            yield "place %d of epoch %d: both begin with 1" % (entry.place, entry.epoch)
            continue
        if entry.place > last.place + 2:
            yield "places %d to %d are taken 0 times" % (last.place + 1, entry.place - 1)
        elif entry.place == last.place + 2:
            yield "place %d is taken 0 times" % (last.place + 1)
        elif entry.place == last.place:
            yield "place %d is taken again" % entry.place
        elif entry.epoch > last.epoch + 1:
            yield "%s missing before place %d" % (
                "epoch %d is" % (last.epoch + 1) if entry.epoch == last.epoch + 2
                else "epochs %d to %d are" % (last.epoch + 1, entry.epoch - 1), entry.place)
        if entry.epoch < last.epoch:
            yield "place %d is of epoch %d, and comes after epoch %d" % (
                entry.place, entry.epoch, last.epoch)
        last = entry


def problems(dataset, events, stubs, head, head_epoch):
    """Yields what is wrong; the first line says what there is."""
    entries, before, wrong = of_events(events)
    gone, wrong_stubs = removed(dataset, stubs)
    stubbed = set(gone)
    there = len(entries) + len(before)
    entries += gone
    epochs = collections.defaultdict(list)
    epochs[0] = before
    for entry in entries:
        epochs[entry.epoch].append(entry)
    hashes = {e: epoch_hash([x.hash for x in of]) for e, of in epochs.items()}
    last = max(epochs)
    yield "%s: %d events%s, epoch %d, place %d, head %s" % (
        dataset, there, " and stubs of %d" % len(gone) if stubs else "", last,
        max((e.place for e in entries), default=0), hashes[last])
    yield from wrong
    yield from wrong_stubs
    yield from places(entries)
    for epoch in sorted(epochs):
        chained = hashes.get(epoch - 1, epoch_hash([]))
        # A stub may not say what its event was chained to.
        told = {x.previous for x in epochs[epoch] if x.previous is not None or x not in stubbed}
        if epoch > 0 and told - {chained}:
            yield "epoch %d is not chained to epoch %d" % (epoch, epoch - 1)
    if head is not None and hashes.get(head_epoch) != head:
        yield "epoch %s does not have the hash %s" % (head_epoch, head)


def rows(names):
    """Those of each dataset."""
    datasets = collections.defaultdict(list)
    for name in names:
        with open(0 if name == "-" else name, encoding="utf-8", errors="replace") as lines:
            for at, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        row = json.loads(line)
                        datasets[row.get("DATASET")].append(row)
                    except (AttributeError, TypeError, ValueError) as e:
                        raise OSError(0, "line %d is no object of JSON: %s" % (
                            at, e), name) from e
    return datasets


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--head")
    parser.add_argument("--epoch", type=int)
    parser.add_argument("--stubs")
    parser.add_argument("events", nargs="+", metavar="EVENTS")
    arguments = parser.parse_args()
    try:
        events = rows(arguments.events)
        stubs = rows([] if arguments.stubs is None else [arguments.stubs])
    except OSError as e:
        print("%s: %s" % (e.filename, e.strerror), file=sys.stderr)
        return 1
    found = False
    for dataset in sorted(set(events) | set(stubs), key=str):
        first, *others = problems(
            dataset, events[dataset], stubs[dataset], arguments.head, arguments.epoch)
        print(first)
        for line in others:
            print("  " + line)
            found = True
    return 3 if found else 0


if __name__ == "__main__":
    sys.exit(main())
