"""`strata check` with servers at work, and on a store that was damaged on purpose."""
import json
import os
import random
import sqlite3
import threading
import time

from api import Ingest, Query

ROUNDS = 30 if os.environ.get("STRATA_LONG") else 4


def check(strata, *options):
    done = strata.cli("check", "--output", "json", *options, check=False)
    return done.returncode, json.loads(done.stdout)


def test_members_are_right_while_messages_come_in_and_damage_is_told_exactly(strata):
    seed = int(os.environ.get("STRATA_SEED", random.SystemRandom().randrange(1 << 32)))
    print(f"seed {seed}")
    chance = random.Random(seed)
    key = strata.cli_json("sources", "create", "--name", "load", "--kind", "server")["writeKey"]
    ingest_server = strata.ingest()
    ingest = Ingest(ingest_server.address, key)
    server = strata.query()
    query = Query(server.address, strata.data)
    gold = query.create_segment("gold", {"property": "plan", "operator": "equals", "value": "gold"})
    segments = [
        gold,
        query.create_segment("buyers", {"event": "purchase", "count": {"atLeast": 2}}),
        query.create_segment("moments", {"event": "purchase", "within": {"last": "2s"}}),
        query.create_segment("not gold", {"not": {"segment": gold}}),
    ]
    stop = threading.Event()
    positions = [0]

    def write():
        while not stop.is_set():
            batch = []
            for _ in range(20):
                user = f"u{chance.randrange(200)}"
                if chance.random() < 0.5:
                    batch.append({"type": "identify", "userId": user, "traits": {"plan": chance.choice(["gold", "free"])}})
                else:
                    batch.append({"type": "track", "userId": user, "event": "purchase"})
            positions.append(int(ingest.batch(batch).headers["Strata-Position"]))
            stop.wait(0.03)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(ROUNDS):
            status, report = check(strata)
            # It may be given up where the server never stands still; a difference is never found.
            assert status in (0, 6) and report["findings"] == [], report
            time.sleep(0.1)
    finally:
        stop.set()
        writer.join()
    query.wait_for_position(positions[-1])
    status, report = check(strata)
    assert status == 0 and report == {"clean": True, "compared": 4, "findings": [], "notCompared": []}, report

    members = {member["id"] for member in query.pages(f"/api/v1/segments/{gold}/members")}
    assert ingest_server.stop() == 0 and server.stop() == 0
    # Without a server nothing waits: what is committed can still be held against the profiles.
    assert check(strata)[0] == 0

    store = sqlite3.connect(strata.data / "segments.sqlite")
    with store:
        (row, count, last) = store.execute("SELECT row, count, lastChange FROM segment WHERE id = ?", [gold]).fetchone()
        kind, contact = store.execute(
            "SELECT kind, publicID FROM change WHERE segment = ? AND change = ?", [row, last]
        ).fetchone()
        # The last one that entered is said to have left, or the other way round.
        store.execute("UPDATE change SET kind = 1 - kind WHERE segment = ? AND change = ?", [row, last])
        store.execute("DELETE FROM change WHERE segment = ? AND change = 1", [row])
        store.execute("UPDATE segment SET count = count + 7 WHERE row = ?", [row])
    store.close()
    assert (contact in members) == (kind == 1)
    status, report = check(strata)
    assert status == 1 and not report["clean"]
    assert {finding["segment"] for finding in report["findings"]} == {gold}
    codes = {finding["code"] for finding in report["findings"]}
    assert {"changeGap", "changeRepeated", "count", "members"} <= codes
    gap = [finding["detail"] for finding in report["findings"] if finding["code"] == "changeGap"]
    assert gap == ["Change 1 is missing."]
    compared = next(finding for finding in report["findings"] if finding["code"] == "members")
    assert contact in (compared["entered"] if kind == 1 else compared["left"])
    wrong = next(finding["detail"] for finding in report["findings"] if finding["code"] == "count")
    assert wrong.startswith(f"The count is {count + 7}, ")


def test_a_file_that_is_not_whole_is_told(strata):
    strata.cli("settings", "set", "--time-zone", "UTC")
    assert check(strata) == (0, {"clean": True, "compared": 0, "findings": [], "notCompared": []})
    path = strata.data / "segments.sqlite"

    def change_schema(statement, *values):
        store = sqlite3.connect(path)
        store.execute("PRAGMA writable_schema = ON")
        with store:
            found = store.execute(statement, values).fetchall()
        store.close()
        return found

    # A row that an index does not know of: it was written while the index was out of sight.
    (index,) = change_schema("SELECT * FROM sqlite_schema WHERE name = 'attemptAt'")
    change_schema("DELETE FROM sqlite_schema WHERE name = 'attemptAt'")
    change_schema(
        "INSERT INTO attempt (endpoint, message, type, at, duration, answer) VALUES (1, 'm', 'webhook.test', 1, 1, x'')"
    )
    change_schema("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", *index)
    status, report = check(strata)
    assert status == 1
    broken = [finding["detail"] for finding in report["findings"] if finding["code"] == "integrity"]
    assert broken and all(detail.startswith("segments.sqlite: ") and "attemptAt" in detail for detail in broken)
