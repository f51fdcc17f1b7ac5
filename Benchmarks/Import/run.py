"""A table of contacts taken by `strata contacts import` beside a running ingest server, and a tenth of it: rows a second, and
the most memory that each of the two programs has had at a time, which is not to grow with the file.

    run.py BIN WORK [--rows N] [--passes N]

BIN holds the programs in release mode, WORK is a directory on the disk to be measured. Prints JSON lines and a Markdown
table."""
import argparse
import csv
import json
import os
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import time

COLUMNS = ["userId", "email", "First Name", "lastName", "plan", "mrr", "country", "tags", "isSubscribed", "signedUpAt", "note"]


def write_table(path, rows):
    """People as other systems export them; about 150 bytes a row."""
    chance = random.Random(1)
    with open(path, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for number in range(rows):
            table.writerow([
                f"user-{number}", f"user-{number}@example.com", f"First {number % 5000}", f"Last {number % 20_000}",
                chance.choice(["free", "pro", "team"]), chance.randrange(500), chance.choice(["DE", "FR", "US", "JP"]),
                f"a{chance.randrange(50)}, b{chance.randrange(9)}", chance.choice(["true", "false"]),
                f"2026-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}T12:00:00Z", 'said "yes", and came',
            ])  # fmt: skip
    return os.path.getsize(path)


def peak_of(process):
    """MiB that a running process has had at most."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def take(place, data, table):
    """One import: its report, seconds, and the processor seconds and peak of the process."""
    command = [place / "strata", "contacts", "import", table, "--data", data, "--output", "json"]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    report = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    if status != 0:
        sys.exit(f"the import ended with {os.waitstatus_to_exitcode(status)}: {report}")
    return json.loads(report), took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(place, work, table, rows):
    """The table into an empty data directory, and once more, when it says nothing new."""
    data = work / "data"
    shutil.rmtree(data, ignore_errors=True)
    server = subprocess.Popen(
        [place / "strata-ingest", "--data", data, "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        server.stdout.readline()
        report, took, cpu, peak = take(place, data, table)
        assert report["created"] == rows, report
        again, took_again, _, peak_again = take(place, data, table)
        assert again["unchanged"] == rows, again
        found = {
            "rows": rows, "rows_per_second": rows / took, "again_rows_per_second": rows / took_again,
            "cpu_cores": cpu / took, "import_MiB": max(peak, peak_again), "ingest_MiB": peak_of(server),
            "database_MiB": os.path.getsize(data / "profiles.sqlite") / 2**20,
        }  # fmt: skip
    finally:
        server.terminate()
        server.wait(60)
    print(json.dumps(found), flush=True)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("place", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--passes", type=int, default=1)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    sizes = [options.rows // 10, options.rows]
    table, found = options.work / "people.csv", {}
    for rows in sizes:
        print(f"{rows:,} rows, {write_table(table, rows) / 2**20:,.1f} MiB", flush=True)
        found[rows] = [measure(options.place, options.work, table, rows) for _ in range(options.passes)]
    shutil.rmtree(options.work / "data", ignore_errors=True)
    table.unlink()

    def median(rows, name):
        return statistics.median(each[name] for each in found[rows])

    print(f"| | {sizes[0]:,} rows | {sizes[1]:,} rows |\n|---|---|---|")
    for title, name in {
        "rows/s": "rows_per_second", "the same again, rows/s": "again_rows_per_second", "CPU, cores": "cpu_cores",
        "memory of the import, MiB": "import_MiB", "memory of ingest, MiB": "ingest_MiB",
        "profiles.sqlite, MiB": "database_MiB",
    }.items():  # fmt: skip
        print(f"| {title} | {median(sizes[0], name):,.1f} | {median(sizes[1], name):,.1f} |")


if __name__ == "__main__":
    main()
