#!/usr/bin/env python3
"""Chains of the ledger's events, as docs/formats/ledger-chain.md defines them, without Snowgauge.

    python3 chain.py EVENTS...

EVENTS are rows of INGESTION_FILE_EVENTS of one dataset or of several, an object of JSON a line with
the columns' names in upper case as its keys, in any order; "-" is the standard input. Times may be
written as "2026-01-31 10:15:30.12" or with "T" and "Z", in UTC. Prints for each dataset how many
events are chained, its last epoch and place, and the hash of the last epoch; then a line for each
thing that is wrong, and ends with status 3 if there is any.

With --head HASH --epoch N of an anchor, requires that epoch N has that hash. Anchors and receipts
are JWS (RFC 7515) of Ed25519, which Python's own library cannot check: OpenSSL does, as
docs/formats/ledger-chain.md shows.

Events that retention has removed are missing here: only their stubs have the hashes.
Needs Python 3.9 or later and nothing else.
"""

import argparse
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


def problems(dataset, events, head, head_epoch):
    """Yields what is wrong; the first line says what there is."""
    epochs = collections.defaultdict(list)
    places = []
    for event in events:
        if event.get("EVENT_HASH") is None:
            continue
        epoch = 0 if event.get("EPOCH") is None else int(event["EPOCH"])
        epochs[epoch].append(event)
        if event.get("PLACE") is not None:
            places.append(int(event["PLACE"]))
    hashes = {e: epoch_hash([x["EVENT_HASH"] for x in of]) for e, of in epochs.items()}
    last = max(epochs, default=0)
    yield "%s: %d events, epoch %d, place %d, head %s" % (
        dataset, sum(map(len, epochs.values())), last, max(places, default=0),
        hashes.get(last, epoch_hash([])))
    for of in epochs.values():
        for event in of:
            if event_hash(event) != event["EVENT_HASH"]:
                yield "event %s of epoch %s does not have its hash" % (
                    event.get("PLACE"), event.get("EPOCH"))
    counted = collections.Counter(places)
    for place in range(1, max(places, default=0) + 1):
        if counted[place] != 1:
            yield "place %d is taken %d times" % (place, counted[place])
    for epoch in sorted(epochs):
        before = hashes.get(epoch - 1, epoch_hash([]))
        if epoch > 0 and any(x.get("PREVIOUS_HASH") != before for x in epochs[epoch]):
            yield "epoch %d is not chained to epoch %d" % (epoch, epoch - 1)
    if head is not None and hashes.get(head_epoch) != head:
        yield "epoch %s does not have the hash %s" % (head_epoch, head)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--head")
    parser.add_argument("--epoch", type=int)
    parser.add_argument("events", nargs="+", metavar="EVENTS")
    arguments = parser.parse_args()
    datasets = collections.defaultdict(list)
    for name in arguments.events:
        with (sys.stdin if name == "-" else open(name, encoding="utf-8")) as lines:
            for line in lines:
                if line.strip():
                    event = json.loads(line)
                    datasets[event.get("DATASET")].append(event)
    found = False
    for dataset in sorted(datasets, key=str):
        first, *others = problems(dataset, datasets[dataset], arguments.head, arguments.epoch)
        print(first)
        for line in others:
            print("  " + line)
            found = True
    return 3 if found else 0


if __name__ == "__main__":
    sys.exit(main())
