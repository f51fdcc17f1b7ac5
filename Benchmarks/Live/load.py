"""Messages at a steady pace, and markers whose way to an endpoint is timed. Each in a process of its own, so that the one
does not wait for the other; `time.monotonic` is the same clock in all."""
import http.server
import json
import multiprocessing
import random
import time

from segments import EVENTS
from stack import Connection


def change(chance, contacts, step=1):
    """A message about one of so many contacts, or of each `step`-th: half events, half properties."""
    user = f"u{1 + chance.randrange(0, contacts, step)}"
    if chance.random() < 0.5:
        return {"type": "track", "userId": user, "event": chance.choice(EVENTS), "properties": {"price": 10, "view": "80%"}}
    name, value = chance.choice([
        ("mrr", chance.randrange(500)), ("plan", chance.choice(["free", "pro", "team"])), ("age", chance.randrange(90)),
        ("company_size", chance.randrange(2000)), ("country", chance.choice(["DE", "FR", "US"]))])
    return {"type": "identify", "userId": user, "traits": {name: value}}


def changes(connection, count, contacts, step=1, seed=1):
    """Sends so many in batches of 100; the position after the last."""
    chance, position = random.Random(seed), 0
    for _ in range(count // 100):
        batch = [change(chance, contacts, step) for _ in range(100)]
        answer, body = connection("POST", "/v1/batch", {"batch": batch})
        if answer.status != 200 or body["accepted"] != 100:
            raise SystemExit(f"ingest: {answer.status} {body}")
        position = int(answer.headers["Strata-Position"])
    return position


def _pace(address, key, rate, contacts, stopping, sent):
    connection, chance = Connection(address, key), random.Random(7)
    start, batches = time.monotonic(), 0
    while not stopping.is_set():
        answer, _ = connection("POST", "/v1/batch", {"batch": [change(chance, contacts) for _ in range(20)]})
        if answer.status == 200:
            sent.value += 20
        batches += 1
        time.sleep(max(0, start + batches * 20 / rate - time.monotonic()))


class Pace:
    """So many messages a second for as long as the block runs."""

    def __init__(self, stack, rate, contacts):
        self.stopping, self.sent = multiprocessing.Event(), multiprocessing.Value("l", 0)
        self.process = multiprocessing.Process(target=_pace, args=(
            stack.ingest_server.address, stack.key, rate, contacts, self.stopping, self.sent))

    def __enter__(self):
        self.start = time.monotonic()
        self.process.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.process.join()
        self.rate = self.sent.value / (time.monotonic() - self.start)


def _receive(port, arrivals):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            at = time.monotonic()
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
            if message["type"] == "segment.count.updated":
                data = message["data"]
                arrivals.put((at, data["segment"]["id"], data["count"], data["asOf"]))

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    port.value = server.server_port
    server.serve_forever()


class Receiver:
    """Takes count messages; `arrivals` are `(at, segment, count, asOf)`."""

    def __init__(self):
        port = multiprocessing.Value("i", 0)
        self.arrivals = multiprocessing.Queue()
        self.process = multiprocessing.Process(target=_receive, args=(port, self.arrivals), daemon=True)
        self.process.start()
        while not port.value:
            time.sleep(0.01)
        self.url = f"http://127.0.0.1:{port.value}/"

    def taken(self):
        """All that have come."""
        found = []
        while not self.arrivals.empty():
            found.append(self.arrivals.get())
        return found

    def stop(self):
        self.process.terminate()


class Markers:
    """Contacts of its own that enter a segment of theirs one after the other; how long after the answer of ingest the
    endpoint has its new count."""

    def __init__(self, stack):
        self.stack = stack
        self.query = stack.query()
        self.name = f"marker {time.time_ns()}"
        body = {"name": self.name, "contentType": "contact", "filter": {
            "property": "marker", "operator": "equals", "value": self.name}}
        self.segment = self.query.expect("POST", "/api/v1/segments", body)["id"]
        while self.query.expect("GET", f"/api/v1/segments/{self.segment}/count")["state"] != "ready":
            time.sleep(0.01)
        self.receiver = Receiver()
        self.webhook = self.query.expect("POST", "/api/v1/webhooks", {
            "url": self.receiver.url, "events": ["segment.count.updated"], "segments": [self.segment], "minInterval": 0})
        self.made = 0

    def run(self, seconds, every=0.05):
        """Milliseconds of each."""
        connection, acknowledged = self.stack.ingest(), {}
        end = time.monotonic() + seconds
        next_one = time.monotonic()
        while time.monotonic() < end:
            self.made += 1
            connection.expect("POST", "/v1/identify", {
                "userId": f"{self.name} {self.made}", "traits": {"marker": self.name}})
            acknowledged[self.made] = time.monotonic()
            next_one += every
            time.sleep(max(0, next_one - time.monotonic()))
        arrived, waited = {}, time.monotonic() + 60
        while max(arrived, default=0) < self.made:
            if time.monotonic() > waited:
                raise SystemExit("a marker did not arrive within 60 s")
            for at, _, count, _ in self.receiver.taken():
                arrived[count] = min(at, arrived.get(count, at))
            time.sleep(0.01)
        latencies, at = [], None
        for number in sorted(acknowledged, reverse=True):
            # One that was coalesced with the next came with that.
            at = arrived.get(number, at)
            latencies.append((at - acknowledged[number]) * 1000)
        return latencies

    def stop(self):
        id = self.webhook["id"]
        self.receiver.stop()
        tag = self.query("GET", f"/api/v1/webhooks/{id}")[0].headers["ETag"]
        self.query("DELETE", f"/api/v1/webhooks/{id}", **{"If-Match": tag})
