"""What is no longer kept: erased contacts, events and visitors that are past their time."""
import contextlib
import datetime
import sqlite3

import pytest

from api import Ingest, Query, call

BOUGHT = {"event": "bought"}


@pytest.fixture
def running(strata):
    key = strata.cli_json("sources", "create", "--name", "crm", "--kind", "server")["writeKey"]
    server = strata.ingest()
    return strata, server, Ingest(server.address, key)


def track(user, days, **fields):
    time = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days, minutes=5)
    return {"type": "track", "event": "bought", "timestamp": time.isoformat(), "userId": user} | fields


@pytest.mark.parametrize("index", ["256M", "0"], ids=["index", "sqlite"])
def test_events_and_visitors_past_their_time_go_and_counts_follow(running, index):
    strata, server, ingest = running
    visitor = {"type": "track", "event": "looked", "anonymousId": "gone", "timestamp": track("", 40)["timestamp"]}
    ingest.batch(
        [track("old", 31), track("both", 31), track("both", 29), track("new", 1), visitor, visitor | {"anonymousId": "kept"}]
    )
    ingest("/v1/track", {"event": "looked", "anonymousId": "kept"})
    query = Query(strata.query("--index-memory", index).address, strata.data)
    buyers = query.create_segment("buyers", BOUGHT)
    often = query.create_segment("often", BOUGHT | {"count": {"atLeast": 2}})
    visitors = query.create_segment("visitors", {"event": "looked"})
    for segment, count in [(buyers, 3), (often, 1), (visitors, 2)]:
        query.wait_for_count(segment, count)

    settings = strata.cli_json("settings", "set", "--events-retention-days", "30", "--visitors-retention-days", "30")
    assert settings["eventsRetentionDays"] == 30
    # A server sweeps when it starts, and once a day.
    assert server.stop() == 0
    strata.ingest()
    for segment, count in [(buyers, 2), (often, 0), (visitors, 1)]:
        query.wait_for_count(segment, count)
    causes = {change["kind"]: change["cause"] for change in query.changes(often)}
    assert causes["left"] == "deleted"
    # Who was a visitor may come again; who bought once is still known.
    assert query("GET", "/api/v1/contacts/anonymousId:gone").status == 404
    assert query("GET", "/api/v1/contacts/userId:old", expect=200).json["state"] == "customer"
    assert strata.cli("check").returncode == 0


@pytest.mark.parametrize("way", ["API", "command line"])
def test_erased_contact_does_not_come_back_and_leaves_nothing(running, way):
    strata, server, ingest = running
    ingest("/v1/identify", {"userId": "zebra-user", "traits": {"email": "Zebra@Example.com", "name": "Zebra Name"}})
    looked = {"userId": "zebra-user", "event": "looked", "properties": {"note": "zebra-note"}, "messageId": "zebra-1"}
    ingest("/v1/track", looked)
    ingest("/v1/track", {"userId": "other", "event": "looked"})
    assert ingest("/v1/track", {"userId": "other", "event": "bought", "messageId": "zebra-1"}).json["duplicates"] == 1
    refused = {"traits": {"email": " ZEBRA@example.COM"}, "timestamp": "yesterday"}
    ingest("/v1/identify", refused, expect=400)
    asked = strata.query()
    query = Query(asked.address, strata.data)
    segment = query.create_segment("lookers", {"event": "looked"})
    query.wait_for_count(segment, 2)

    if way == "API":
        path = "/api/v1/contacts/email:zebra@example.com"
        tag = query("GET", path, expect=200).headers["ETag"]
        query("DELETE", path, headers={"If-Match": tag}, expect=204)
    else:
        strata.cli("contacts", "delete", "email:zebra@example.com", "--yes")
    query.wait_for_count(segment, 1)

    again = ingest("/v1/identify", {"traits": {"email": "zebra@example.com"}}, expect=400).json
    assert again["code"] == "suppressed"
    batch = ingest.batch([track("zebra-user", 0), track("other", 0)]).json
    assert batch["accepted"] == 1 and [each["code"] for each in batch["rejected"]] == ["suppressed"]
    assert strata.cli_json("events", "rejected") == []
    # Nor is there a message of theirs that another could repeat.
    assert ingest("/v1/track", {"userId": "other", "event": "bought", "messageId": "zebra-1"}).json["accepted"] == 1
    assert server.stop() == 0 and asked.stop() == 0
    for name in ["profiles.sqlite", "segments.sqlite"]:
        with contextlib.closing(sqlite3.connect(strata.data / name)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    files = [file for file in strata.data.rglob("*") if file.is_file()]
    assert {"profiles.sqlite", "segments.sqlite", "index"} <= {file.relative_to(strata.data).parts[0] for file in files}
    for file in files:
        assert b"zebra" not in file.read_bytes().lower(), file
