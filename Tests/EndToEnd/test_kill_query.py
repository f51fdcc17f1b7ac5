"""Query killed at any moment under load: changes go on without gap or repeat, a receiver ends with exactly the members,
and `strata check` finds nothing."""
import json
import os
import random
import threading
import time

from api import Ingest, Query
from member_log import MemberLog, replay
from receiver import Receiver

ROUNDS = 50 if os.environ.get("STRATA_LONG") else 5
USERS = 60


def check(strata, *options):
    done = strata.cli("check", "--output", "json", *options, check=False)
    return done.returncode, json.loads(done.stdout)


class Load(threading.Thread):
    """Writes batches until it is told to stop, and knows what must come of them."""

    def __init__(self, ingest, chance):
        super().__init__(daemon=True)
        self.ingest = ingest
        self.chance = chance
        self.plans = {}
        self.purchases = {}
        self.position = 0
        self.failure = None
        self.stopping = threading.Event()

    def run(self):
        number = 0
        try:
            while not self.stopping.is_set():
                batch = []
                for _ in range(20):
                    number += 1
                    batch.append(self.message(f"u{self.chance.randrange(USERS)}") | {"messageId": f"m{number}"})
                self.position = int(self.ingest.batch(batch).headers["Strata-Position"])
                self.stopping.wait(0.005)
        except Exception as error:
            self.failure = error

    def message(self, user):
        draw = self.chance.random()
        if draw < 0.4:
            self.plans[user] = self.chance.choice(["gold", "free"])
            return {"type": "identify", "userId": user, "traits": {"plan": self.plans[user]}}
        if draw < 0.7:
            self.purchases[user] = self.purchases.get(user, 0) + 1
            return {"type": "track", "userId": user, "event": "purchase"}
        # Seldom enough by one and the same that whoever is in a window of moments leaves it again by time alone.
        return {"type": "track", "userId": f"u{self.chance.randrange(USERS * 20)}", "event": "look"}

    def stop(self):
        self.stopping.set()
        self.join(60)
        assert not self.is_alive() and self.failure is None, self.failure


def test_changes_have_no_gap_and_a_receiver_ends_with_the_members(strata):
    seed = int(os.environ.get("STRATA_SEED", random.SystemRandom().randrange(1 << 32)))
    print(f"seed {seed}")
    chance = random.Random(seed)
    key = strata.cli_json("sources", "create", "--name", "load", "--kind", "server")["writeKey"]
    ingest = Ingest(strata.ingest().address, key)
    server = strata.query("--allow-private-webhooks")
    port = int(server.address.rsplit(":", 1)[1])
    query = Query(server.address, strata.data)
    gold = query.create_segment("gold", {"property": "plan", "operator": "equals", "value": "gold"})
    buyers = query.create_segment("buyers", {"event": "purchase", "count": {"atLeast": 2}})
    moments = query.create_segment("moments", {"event": "look", "within": {"last": "2s"}})
    quiet = query.create_segment("quiet", {"all": [{"segment": gold}, {"not": {"event": "look", "within": {"last": "1s"}}}]})
    seconds = query.create_segment("seconds", {"event": "look", "within": {"from": "now-1s/s"}})
    segments = [gold, buyers, moments, quiet, seconds]
    for segment in segments:
        query.wait_for_count(segment, 0)

    with Receiver() as receiver:
        endpoint = query(
            "POST",
            "/api/v1/webhooks",
            {
                "url": receiver.address,
                "events": ["segment.count.updated", "segment.members.changed", "segment.members.reset"],
                "segments": "all",
                "minInterval": 0,
            },
            expect=201,
        ).json
        receiver.secret = endpoint["secret"]
        load = Load(ingest, chance)
        load.start()
        for round in range(ROUNDS):
            # Sometimes while it starts, mostly after some more messages and in the midst of others.
            if chance.random() < 0.2:
                time.sleep(chance.random() * 0.3)
            else:
                seen = len(receiver.messages)
                wanted = chance.randrange(3, 60)
                receiver.wait_for(lambda messages: len(messages) >= seen + wanted, "messages", 60)
            server.kill()
            if round % 10 == 4:
                # Nothing that is committed is wrong; what is not followed yet cannot be compared.
                status, report = check(strata)
                assert status in (0, 6) and report["findings"] == [], report
            server = strata.query("--allow-private-webhooks", port=port)
        load.stop()
        query.wait_for_position(load.position)
        # Whoever is in for a moment leaves.
        for segment in (moments, seconds):
            query.wait_for_count(segment, 0)
        expected = {
            gold: sum(plan == "gold" for plan in load.plans.values()),
            buyers: sum(count >= 2 for count in load.purchases.values()),
            moments: 0,
            quiet: sum(plan == "gold" for plan in load.plans.values()),
            seconds: 0,
        }
        query.wait_for_count(quiet, expected[quiet])

        logs = {}
        for segment, count in expected.items():
            answer = query.count(segment)
            assert (answer["state"], answer["count"]) == ("ready", count)
            members = {member["id"] for member in query.pages(f"/api/v1/segments/{segment}/members")}
            assert len(members) == count
            # The changes, from the first on, are numbered without gap, in the order of versions, and those of one contact
            # in the order of time. What time did while the server was down may be told after what was written since.
            changes = list(query.changes(segment))
            assert [change["change"] for change in changes] == list(range(1, len(changes) + 1))
            for earlier, later in zip(changes, changes[1:]):
                assert earlier["version"] <= later["version"], (earlier, later)
            last = {}
            for change in changes:
                assert last.get(change["contact"], "") <= change["at"], change
                last[change["contact"]] = change["at"]
            assert replay(changes) == members

            def is_complete(messages):
                log = MemberLog(segment, messages, changes)
                told = log.told and log.told[-1] == len(changes)
                return log if told and log.counts and log.counts[-1]["count"] == count else None

            log = receiver.wait_for(is_complete, "message for every change", 60)
            assert log.complaints == []
            assert log.members == members
            assert log.told == list(range(1, len(changes) + 1))
            logs[segment] = len(changes)
        by_time = [change for change in query.changes(moments) if change["cause"] == "time"]
        assert len(by_time) > ROUNDS
        print(f"{ROUNDS} kills, {len(receiver.messages)} messages, changes {list(logs.values())}, {len(by_time)} by time")

        clean = {"clean": True, "compared": len(segments), "findings": [], "notCompared": []}
        assert check(strata) == (0, clean)
        assert server.stop() == 0
    assert check(strata) == (0, clean)


def test_a_server_that_ends_while_many_leave_by_time_alone_lags_and_is_not_wrong(strata):
    key = strata.cli_json("sources", "create", "--name", "load", "--kind", "server")["writeKey"]
    ingest = Ingest(strata.ingest().address, key)
    server = strata.query()
    query = Query(server.address, strata.data)
    recent = query.create_segment("recent", {"event": "look", "within": {"last": "3s"}})
    other = query.create_segment("other", {"property": "plan", "operator": "equals", "value": "gold"})
    query.wait_for_count(recent, 0)
    for first in range(0, 20_000, 2000):
        ingest.batch([{"type": "track", "userId": f"u{first + i}", "event": "look"} for i in range(2000)])
    # While they leave, something else is committed all along, and the server is killed in the midst of it.
    writes, most, count = 0, 0, 0
    deadline = time.monotonic() + 60
    while count >= most:
        assert time.monotonic() < deadline
        writes += 1
        ingest.batch([{"type": "identify", "userId": f"w{writes}", "traits": {"plan": "gold"}}])
        most = max(most, count)
        count = query.count(recent)["count"]
    assert 0 < count < most
    server.kill()
    status, report = check(strata)
    assert status in (0, 6) and report["findings"] == [], report
    server = strata.query()
    query = Query(server.address, strata.data)
    query.wait_for_count(recent, 0)
    query.wait_for_count(other, writes)
    assert check(strata)[0] == 0
    assert server.stop() == 0
    assert check(strata)[0] == 0
