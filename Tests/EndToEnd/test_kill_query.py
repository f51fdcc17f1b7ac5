"""Query killed at any moment: changes go on without gap or repeat, and each count reaches the receiver."""
import os
import random
import threading

from api import Ingest, Query
from receiver import Receiver

ROUNDS = 50 if os.environ.get("STRATA_LONG") else 5


def test_changes_have_no_gap_and_the_last_count_arrives(strata):
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
    query.wait_for_count(gold, 0)
    query.wait_for_count(buyers, 0)

    plans = {}
    purchases = {}
    stop = threading.Event()
    failure = []
    positions = [0]

    def write():
        try:
            number = 0
            while not stop.is_set():
                batch = []
                for _ in range(20):
                    user = f"u{chance.randrange(60)}"
                    number += 1
                    if chance.random() < 0.5:
                        plans[user] = chance.choice(["gold", "free"])
                        batch.append({"type": "identify", "messageId": f"m{number}", "userId": user, "traits": {"plan": plans[user]}})
                    else:
                        purchases[user] = purchases.get(user, 0) + 1
                        batch.append({"type": "track", "messageId": f"m{number}", "userId": user, "event": "purchase"})
                positions.append(int(ingest.batch(batch).headers["Strata-Position"]))
                stop.wait(0.005)
        except Exception as error:
            failure.append(error)

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
        writer = threading.Thread(target=write)
        writer.start()
        for _ in range(ROUNDS):
            # Let some more messages through, then kill in the midst of it.
            seen = len(receiver.messages)
            receiver.wait_for(lambda messages: len(messages) >= seen + chance.randrange(3, 15), "messages", 60)
            server.kill()
            server = strata.query("--allow-private-webhooks", port=port)
        stop.set()
        writer.join()
        assert not failure, failure

        expected = {
            gold: sum(plan == "gold" for plan in plans.values()),
            buyers: sum(count >= 2 for count in purchases.values()),
        }
        query.wait_for_position(positions[-1])
        for segment, count in expected.items():
            answer = query.count(segment)
            assert (answer["state"], answer["count"]) == ("ready", count)
            members = list(query.pages(f"/api/v1/segments/{segment}/members"))
            assert len({member["id"] for member in members}) == count

            # The changes, from the first on, are numbered without gap and lead to the members.
            changes = list(query.changes(segment))
            assert [change["change"] for change in changes] == list(range(1, len(changes) + 1))
            inside = set()
            for change in changes:
                contact = change["contact"]["id"] if isinstance(change["contact"], dict) else change["contact"]
                if change["kind"] == "entered":
                    assert contact not in inside, "entered twice"
                    inside.add(contact)
                else:
                    inside.remove(contact)
            assert inside == {member["id"] for member in members}

            def last_count(messages):
                counts = [
                    message["data"]["count"]
                    for message in messages
                    if message["type"] == "segment.count.updated" and message["data"]["segment"]["id"] == segment
                ]
                return bool(counts) and counts[-1] == count

            receiver.wait_for(last_count, "last count", 60)

            def every_change(messages):
                of_segment = [message for message in messages if message["data"]["segment"]["id"] == segment]
                # A reset says: take the members of this version; what came before it is not told one by one.
                resets = [m["data"]["version"] for m in of_segment if m["type"] == "segment.members.reset"]
                told = {
                    contact["change"]
                    for message in of_segment
                    if message["type"] == "segment.members.changed"
                    for contact in message["data"]["entered"] + message["data"]["left"]
                }
                return bool(resets) and told >= {c["change"] for c in changes if c["version"] > max(resets)}

            receiver.wait_for(every_change, "message for every change", 60)
        assert server.stop() == 0
