"""Counts that reach a page by themselves, and a server that stops although pages are open."""
import time

from api import Ingest, Query
from event_stream import EventStream


def test_a_message_is_seen_on_the_stream_which_ends_with_the_server(strata):
    key = strata.cli_json("sources", "create", "--name", "shop", "--kind", "server")["writeKey"]
    ingest = Ingest(strata.ingest().address, key)
    server = strata.query()
    query = Query(server.address, strata.data)
    gold = query.create_segment("gold", {"property": "plan", "operator": "equals", "value": "gold"})
    streams = [EventStream(query) for _ in range(3)]
    for stream in streams:
        stream.next(lambda name, data: name == "definitions")
        stream.count(gold, 0)
    ingest("/v1/identify", {"userId": "u1", "traits": {"plan": "gold"}})
    for stream in streams:
        told = stream.count(gold, 1)
        answer = query.count(gold)
        assert (told["version"], told["epoch"], told["total"]) == (answer["version"], answer["epoch"], 1)

    # What another program writes is told too.
    made = strata.cli_json("segments", "create", "--file", "-", input='{"name":"all","contentType":"contact","filter":{"all":[]}}')
    for stream in streams:
        stream.next(lambda name, data: name == "definitions")
        stream.count(made["id"], 1)

    begun = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - begun < 5
    assert all(stream.ended.wait(5) for stream in streams)
    assert "before everything in hand was finished" not in server.log.read_text()
