"""Ingest killed at any moment: each acknowledged message is there once after a restart."""
import os
import random
import sqlite3
import threading

from api import Ingest, call

ROUNDS = 20 if os.environ.get("STRATA_LONG") else 5
CLIENTS = 8
MESSAGES = 20_000
BATCH = 50


class Client(threading.Thread):
    """Sends its share in batches and goes on with the same message ids over restarts, as client libraries do."""

    def __init__(self, number, address_of, key):
        super().__init__(daemon=True)
        self.number = number
        self.address_of = address_of
        self.key = key
        self.acknowledged = 0
        self.duplicates = 0
        self.error = None

    def run(self):
        try:
            for first in range(0, MESSAGES // CLIENTS, BATCH):
                self.send([self.message(first + i) for i in range(BATCH)])
        except Exception as error:
            self.error = error

    def message(self, i):
        return {
            "type": "track",
            "messageId": f"m-{self.number}-{i}",
            "userId": f"u{(self.number * 7919 + i) % 500}",
            "event": "counted",
            "properties": {"n": i},
        }

    def send(self, batch):
        while True:
            try:
                answer = Ingest(self.address_of(), self.key).batch(batch).json
            except (OSError, AssertionError):
                continue  # down, or killed while it answered: the same batch again
            assert not answer["rejected"], answer
            assert answer["accepted"] + answer["duplicates"] == BATCH, answer
            self.acknowledged += BATCH
            self.duplicates += answer["duplicates"]
            return


def test_each_acknowledged_message_is_there_once_after_kills(strata):
    seed = int(os.environ.get("STRATA_SEED", random.SystemRandom().randrange(1 << 32)))
    print(f"seed {seed}")
    chance = random.Random(seed)
    key = strata.cli_json("sources", "create", "--name", "load", "--kind", "server")["writeKey"]
    state = {"server": strata.ingest()}
    port = int(state["server"].address.rsplit(":", 1)[1])
    clients = [Client(number, lambda: state["server"].address, key) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    # Each kill waits until so many messages are acknowledged, spread over the whole run.
    for mark in sorted(chance.sample(range(MESSAGES // 20, MESSAGES * 9 // 10), ROUNDS)):
        while sum(client.acknowledged for client in clients) < mark:
            clients[0].join(0.001)
            assert not any(client.error for client in clients), [client.error for client in clients]
        state["server"].kill()
        state["server"] = strata.ingest(port=port)
    for client in clients:
        client.join(300)
        assert not client.is_alive() and client.error is None, client.error
    assert sum(client.acknowledged for client in clients) == MESSAGES
    assert state["server"].stop() == 0

    database = sqlite3.connect(strata.data / "profiles.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    stored, contacts = database.execute("SELECT count(*), count(DISTINCT contact) FROM event").fetchone()
    assert (stored, contacts) == (MESSAGES, 500)
    messages = database.execute("SELECT count(*) FROM message").fetchone()[0]
    assert messages == MESSAGES
