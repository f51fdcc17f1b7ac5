"""A large table is imported, killed in the middle, and goes on where it was; ingest takes messages meanwhile. The memory that
it takes is measured by Benchmarks/Import."""
import csv
import json
import os
import sqlite3
import subprocess

from api import Ingest

ROWS = 1_000_000 if os.environ.get("STRATA_LONG") else 10_000


def write_table(path):
    with open(path, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["userId", "email", "plan", "tags", "note"])
        for number in range(ROWS):
            table.writerow([f"u{number}", f"u{number}@example.com", ["free", "pro"][number % 2], "a, b", "x" * 40])


class Import:
    """One run of the program."""

    def __init__(self, strata, path, *options):
        command = [strata.place / "strata", "contacts", "import", path, "--data", strata.data, "--output", "json", *options]
        self.process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)

    def end(self):
        """Its report, once it has ended."""
        report, _ = self.process.communicate()
        return json.loads(report) if self.process.returncode == 0 else None


def rows_written(strata):
    database = sqlite3.connect(f"file:{strata.data}/profiles.sqlite?mode=ro", uri=True, timeout=30)
    try:
        return database.execute("SELECT count(*) FROM contact").fetchone()[0]
    finally:
        database.close()


def test_killed_import_goes_on_and_holds_nobody_up(strata, tmp_path):
    key = strata.cli_json("sources", "create", "--name", "crm", "--kind", "server")["writeKey"]
    server = strata.ingest()
    table = tmp_path / "people.csv"
    write_table(table)

    first = Import(strata, table)
    taken = 0
    while rows_written(strata) < ROWS // 4:
        assert first.process.poll() is None, "it ended before it could be killed"
        answer = Ingest(server.address, key)("/v1/track", {"userId": "u1", "event": "looked", "messageId": f"m{taken}"})
        taken += answer.json["accepted"]
    first.process.kill()
    assert first.end() is None
    assert taken > 0 and rows_written(strata) < ROWS

    report = Import(strata, table, "--resume").end()
    # Row 1 is the header.
    assert report["after"] > ROWS // 5 and report["rows"] == ROWS + 1 - report["after"], report
    assert report["rejected"] == 0 and report["created"] + report["unchanged"] == report["rows"], report
    assert Import(strata, table).end()["unchanged"] == ROWS
    assert server.stop() == 0

    database = sqlite3.connect(strata.data / "profiles.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("SELECT count(*) FROM contact").fetchone() == (ROWS,)
    assert database.execute("SELECT count(*) FROM event").fetchone() == (taken,)
