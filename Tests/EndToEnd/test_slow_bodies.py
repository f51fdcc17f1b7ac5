"""Hundreds of connections that each send a large body, slowly and without a key: the memory stays bounded, others are
served meanwhile, with large batches too, and each is told what is wrong."""
import contextlib
import http.client
import json
import selectors
import socket
import time
import urllib.parse

from api import Ingest

CONNECTIONS = 300
BODY = 4_000_000
# As much of each comes at once; together it is several times what may be held.
AT_ONCE = 3_000_000
# What the bodies of one address may take on their way.
SHARE = 32 << 20
# Of the server with the 256 MiB that bodies may take; a build for development takes more than others.
MEMORY = 600_000_000
# A body may be on its way for 30 s.
PATIENCE = 60


class SlowBody:
    def __init__(self, address):
        parts = urllib.parse.urlsplit(address)
        self.connection = socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE)
        self.connection.setblocking(False)
        head = f"POST /v1/batch HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: {BODY}\r\n\r\n"
        self.rest = head.encode() + b'{"batch": [' + b" " * AT_ONCE
        self.answer = b""
        self.is_closed = False

    def send(self):
        with contextlib.suppress(BlockingIOError, ConnectionError):
            self.rest = self.rest[self.connection.send(self.rest[:65_536]) :]

    def trickle(self):
        with contextlib.suppress(BlockingIOError, ConnectionError):
            self.connection.send(b" ")

    def receive(self):
        try:
            piece = self.connection.recv(65_536)
        except BlockingIOError:
            return
        except ConnectionError:
            piece = b""
        self.answer += piece
        self.is_closed = not piece

    @property
    def status(self):
        return int(self.answer.split(b" ")[1])

    @property
    def problem(self):
        return json.loads(self.answer.partition(b"\r\n\r\n")[2])


class BatchClient:
    """Sends batches of 200 KB from an address of its own."""

    def __init__(self, server, address, key, in_header):
        self.place = urllib.parse.urlsplit(server).netloc
        self.address, self.key, self.in_header = address, key, in_header
        self.taken = 0

    def send(self):
        messages = [
            {
                "type": "track",
                "userId": "good",
                "event": "look",
                "messageId": f"{self.address}-{self.taken + number}",
                "properties": {"first": "x" * 5000, "second": "y" * 5000},
            }
            for number in range(20)
        ]
        body = {"batch": messages} if self.in_header else {"batch": messages, "writeKey": self.key}
        headers = {"Authorization": f"Bearer {self.key}"} if self.in_header else {}
        connection = http.client.HTTPConnection(self.place, timeout=PATIENCE, source_address=(self.address, 0))
        with contextlib.closing(connection):
            connection.request("POST", "/v1/batch", json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        assert answer.status == 200, text
        self.taken += json.loads(text)["accepted"]


def memory(server):
    with open(f"/proc/{server.process.pid}/status") as status:
        [peak] = [int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM")]
    return peak


def send_at_once(bodies):
    with selectors.DefaultSelector() as selector:
        for body in bodies:
            selector.register(body.connection, selectors.EVENT_WRITE, body)
        end = time.monotonic() + PATIENCE
        while selector.get_map() and time.monotonic() < end:
            for key, _ in selector.select(1):
                key.data.send()
                if not key.data.rest:
                    selector.unregister(key.fileobj)
    assert not any(body.rest for body in bodies)


def test_slow_bodies_without_a_key(strata):
    key = strata.cli_json("sources", "create", "--name", "crm", "--kind", "server")["writeKey"]
    server = strata.ingest()
    ingest = Ingest(server.address, key)
    others = [
        BatchClient(server.address, "127.0.0.2", key, in_header=False),
        BatchClient(server.address, "127.0.0.1", key, in_header=True),
    ]
    with contextlib.ExitStack() as stack:
        bodies = [SlowBody(server.address) for _ in range(CONNECTIONS)]
        for body in bodies:
            stack.enter_context(contextlib.closing(body.connection))
        send_at_once(bodies)
        taken = 0
        end = time.monotonic() + PATIENCE
        while not all(body.is_closed for body in bodies):
            assert time.monotonic() < end, f"{sum(not body.is_closed for body in bodies)} bodies are still on their way"
            for body in bodies:
                if not body.is_closed:
                    body.receive()
                    body.trickle()
            taken += ingest("/v1/track", {"userId": "good", "event": "look", "messageId": f"m{taken}"}).json["accepted"]
            for other in others:
                other.send()
            time.sleep(0.2)
    # Some had room and were too slow, the others had none; nobody got nothing.
    assert {body.status for body in bodies} == {408, 429}
    for body in bodies:
        assert body.problem["code"] == ("bodyTooSlow" if body.status == 408 else "overloaded")
        assert body.problem["message"]
    assert SHARE // BODY // 2 <= sum(body.status == 408 for body in bodies) <= SHARE // AT_ONCE
    assert taken > 20
    assert all(other.taken > 20 * 20 for other in others)
    assert memory(server) < MEMORY, f"{memory(server) / 1_000_000:.0f} MB"
    assert server.stop() == 0
