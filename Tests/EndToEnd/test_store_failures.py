"""The store does not take writes for a while: 503 until it does, nothing half written, and no restart needed."""
import concurrent.futures
import errno
import os
import pathlib
import shutil
import sqlite3
import subprocess
import time

import pytest

from api import Ingest, call

CLIENTS = 8
BATCH = 50


@pytest.fixture(scope="session")
def failing_disk(tmp_path_factory):
    """A library that makes the disk fail, for LD_PRELOAD."""
    compiler = shutil.which("cc") or shutil.which("clang") or shutil.which("gcc")
    if not compiler:
        pytest.skip("no C compiler")
    library = tmp_path_factory.mktemp("disk") / "failing_disk.so"
    source = pathlib.Path(__file__).with_name("failing_disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def batch(client, round):
    return [
        {
            "type": "track",
            "messageId": f"{round}-{client}-{number}",
            "userId": f"u{(client * 13 + number) % 40}",
            "event": "counted",
            "properties": {"n": number},
        }
        for number in range(BATCH)
    ]


def send(address, key, messages):
    return call("POST", address + "/v1/batch", {"batch": messages}, Ingest(address, key).headers, timeout=60)


def send_all(address, key, round):
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(lambda client: send(address, key, batch(client, round)), range(CLIENTS)))


def check_refused(answers):
    for answer in answers:
        assert answer.status == 503, answer.body
        assert int(answer.headers["Retry-After"]) >= 1
        assert answer.json["code"] == "storeUnavailable" and answer.json["message"]


def wait_until_ready(address, seconds=30):
    end = time.monotonic() + seconds
    while (answer := call("GET", address + "/readyz")).status != 200:
        assert time.monotonic() < end, answer.body
        time.sleep(0.1)


def check_taken(answers):
    for answer in answers:
        assert answer.status == 200, answer.body
        # Nothing of it had been stored when it was refused.
        assert (answer.json["accepted"], answer.json["duplicates"]) == (BATCH, 0), answer.json


def check_stored(strata, rounds):
    database = sqlite3.connect(strata.data / "profiles.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for table in ("event", "message"):
        assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (rounds * CLIENTS * BATCH,)
    assert database.execute("SELECT count(*) FROM contact").fetchone() == (40,)
    database.close()


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EIO], ids=["full", "read-only", "broken"])
def test_disk_that_takes_nothing_is_answered_with_503_until_it_does(strata, failing_disk, error):
    key = strata.cli_json("sources", "create", "--name", "crm", "--kind", "server")["writeKey"]
    control = strata.folder / "failure"
    server = strata.start(
        "strata-ingest",
        environment={"LD_PRELOAD": failing_disk, "FAILING_DISK": control, "FAILING_DISK_FILES": "profiles.sqlite"},
    )
    check_taken(send_all(server.address, key, 0))

    control.write_text(str(error))
    for _ in range(2):
        check_refused(send_all(server.address, key, 1))
    # It tries each second by itself.
    end = time.monotonic() + 2.5
    while time.monotonic() < end:
        ready = call("GET", server.address + "/readyz")
        assert ready.status == 503, ready.body
        time.sleep(0.1)
    assert call("GET", server.address + "/healthz").status == 200

    control.unlink()
    # A balancer that asks sends nothing until then.
    wait_until_ready(server.address)
    check_taken(send_all(server.address, key, 1))
    assert call("GET", server.address + "/readyz").status == 200
    check_taken(send_all(server.address, key, 2))
    assert server.stop() == 0
    check_stored(strata, rounds=3)


def test_database_that_another_program_has_locked_is_answered_with_503_until_it_is_not(strata):
    key = strata.cli_json("sources", "create", "--name", "crm", "--kind", "server")["writeKey"]
    server = strata.ingest()
    check_taken(send_all(server.address, key, 0))

    other = sqlite3.connect(strata.data / "profiles.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    check_refused(send_all(server.address, key, 1))
    # The lock is waited for 10 s: once, or twice by those that came in time for the first.
    assert time.monotonic() - began < 25
    assert call("GET", server.address + "/readyz").status == 503
    other.execute("ROLLBACK")
    other.close()

    wait_until_ready(server.address)
    check_taken(send_all(server.address, key, 1))
    assert call("GET", server.address + "/readyz").status == 200
    assert server.stop() == 0
    check_stored(strata, rounds=2)
