"""Writes sales files, of about 75 bytes a row as CSV, the same for the same seed.

generate_sales.py FOLDER ROWS FILES [csv|ndjson [FIRST]]   FIRST is how many numbers of transactions are left out
"""
import json
import os
import random
import sys

HEADER = (
    "transaction_id,business_unit,product_id,customer_id,quantity,total_price,transaction_date,payment_method\n"
)
METHODS = ["credit_card", "debit_card", "cash", "paypal", "bank_transfer"]


def row(rng, number):
    x, y = rng.random(), rng.random()
    return (
        f"TXN{number:09d},BU{int(x * 40):02d},P{int(y * 100_000):06d},C{int(rng.random() * 1_000_000):07d},"
        f"{1 + int(x * y * 20)},{x * 1000:.2f},"
        f"2025-06-{1 + int(y * 28):02d}T{int(x * 24):02d}:{int(y * 60):02d}:00Z,{METHODS[int(x * 5)]}\n"
    )


def as_json(text):
    fields = dict(zip(HEADER.strip().split(","), text.strip().split(",")))
    fields["quantity"] = int(fields["quantity"])
    fields["total_price"] = float(fields["total_price"])
    return json.dumps(fields, separators=(",", ":")) + "\n"


def main(folder, rows, files, kind="csv", first=0):
    os.makedirs(folder, exist_ok=True)
    rng = random.Random(42 + first)
    number = 0
    for file_number in range(files):
        with open(os.path.join(folder, f"sales-{file_number:04d}.{kind}"), "w") as out:
            if kind == "csv":
                out.write(HEADER)
            while number < rows * (file_number + 1) // files:
                number += 1
                text = row(rng, first + number)
                out.write(text if kind == "csv" else as_json(text))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:5], *(int(each) for each in sys.argv[5:]))
