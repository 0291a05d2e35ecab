"""Writes lsb.users files of about 1 MB each, the same for the same seed: generate.py FOLDER FILES"""
import os
import random
import sys


def group(rng, users, number, name):
    members = rng.sample(users, rng.randint(2, 40))
    listed = "(" + " ".join(members) + ")"
    shares = "(" + " ".join(f"[{user}, {rng.randint(1, 99)}]" for user in members) + ")"
    kind = rng.random()
    if kind < 0.10:
        return len(members), f"{name}   {listed} \\\n      {shares}   # continued\n"
    if kind < 0.15:
        return len(members), f"# group {number}\n{name}\t{listed}\t{shares}\n"
    return len(members), f"{name}         {listed}        {shares}\n"


def lsb_users(rng, users, file_number, size):
    begin = "Begin UserGroup\nGROUP_NAME   GROUP_MEMBER   USER_SHARES\n"
    lines, length, records, number = [begin], len(begin), 0, 0
    while length < size:
        count, text = group(rng, users, number, f"team_{file_number:03d}_{number:05d}")
        number += 1
        records += count
        if number % 200 == 0:
            text += "End UserGroup\n\nBegin User\nUSER_NAME MAX_JOBS\n@all 50\nEnd User\n\n" + begin
        lines.append(text)
        length += len(text)
    lines.append("End UserGroup\n")
    return records, "".join(lines)


def main(folder, files, size):
    os.makedirs(folder, exist_ok=True)
    rng = random.Random(42)
    users = [f"user{number:05d}" for number in range(60_000)]
    total = 0
    for number in range(files):
        records, text = lsb_users(rng, users, number, size)
        total += records
        with open(os.path.join(folder, f"lsb.users.{number:05d}"), "w") as out:
            out.write(text)
    print(f"{files} files, {total} records")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000)
