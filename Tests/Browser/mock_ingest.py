"""An ingest server for tests of the widget: it records what it is sent, and answers as it is told."""
import collections
import dataclasses
import http.server
import json
import pathlib
import socket
import threading

from local_server import LocalServer

WIDGET = pathlib.Path(__file__).resolve().parents[2] / "Modules/Plugins/IngestDialects/Widget/CWidget"
TIMEOUT = 60  # seconds until a signal that does not come fails its test


@dataclasses.dataclass
class Answer:
    """What a request gets, after `gate` is set where there is one; `drop` closes the connection without a word."""

    status: int = 200
    headers: dict = dataclasses.field(default_factory=dict)
    drop: bool = False
    gate: threading.Event | None = None

    @property
    def taken(self):
        return self.status == 200 and not self.drop


@dataclasses.dataclass
class Request:
    """A POST as it arrived. `answer` is None until it has been answered."""

    path: str
    headers: dict
    body: dict
    answer: Answer | None = None

    @property
    def messages(self):
        return self.body["batch"]

    @property
    def ids(self):
        return [message["messageId"] for message in self.messages]


class MockIngest(LocalServer):
    """`requests` holds every POST in the order of arrival. Each takes the next of `answers`; when there is none, what
    `answering` says of it (200 unless a test puts another function there). Between `hold` and `release` each waits."""

    def __init__(self):
        super().__init__(IngestHandler)
        self.changed = threading.Condition()
        self.requests = []
        self.answers = collections.deque()
        self.answering = lambda request: Answer()
        self.preflights = 0
        self.gate = None
        self.gates = []

    def hold(self):
        """From now on requests are recorded and wait for `release`."""
        self.gate = self.new_gate()

    def release(self):
        self.gate.set()
        self.gate = None

    def new_gate(self):
        """For an answer to wait at; it is opened at the end, if not before."""
        self.gates.append(threading.Event())
        return self.gates[-1]

    def __exit__(self, *details):
        for gate in self.gates:
            gate.set()
        super().__exit__(*details)

    @property
    def accepted(self):
        """The messages that were answered with 200, as often as they were."""
        with self.changed:
            return [m for r in self.requests if r.answer and r.answer.taken for m in r.messages]

    def of_type(self, *types):
        return [message for message in self.accepted if message["type"] in types]

    def wait(self, predicate, what="what the test waits for"):
        """Returns the first true value of `predicate`, which is asked again after every arrival and answer."""
        with self.changed:
            value = self.changed.wait_for(predicate, TIMEOUT)
            assert value, f"did not come: {what}; there are {[(r.answer, r.messages) for r in self.requests]}"
            return value

    def wait_for_requests(self, count):
        return self.wait(lambda: len(self.requests) >= count and list(self.requests), f"{count} requests")

    def wait_for_accepted(self, count, *types):
        """The accepted messages of these types (any, without one), once there are `count` different ones."""

        def enough():
            messages = [m for m in self.accepted if not types or m["type"] in types]
            return len({m["messageId"] for m in messages}) >= count and messages

        return self.wait(enough, f"{count} messages of {types}")

    def record(self, request):
        with self.changed:
            self.requests.append(request)
            answer = self.answers.popleft() if self.answers else self.answering(request)
            gate = answer.gate or self.gate
            self.changed.notify_all()
        if gate:
            gate.wait()
        return answer

    def answered(self, request, answer):
        with self.changed:
            request.answer = answer
            self.changed.notify_all()


class IngestHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0]
        name = path.removeprefix("/build/")
        if name not in ("eventsWidget.bundle.js", "stub.js"):
            return self.give(204, {}, b"")
        self.give(200, {"Content-Type": "text/javascript; charset=utf-8"}, (WIDGET / name).read_bytes())

    def do_OPTIONS(self):
        with self.server.changed:
            self.server.preflights += 1
        self.give(204, {}, b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = Request(self.path, dict(self.headers), json.loads(body))
        answer = self.server.record(request)
        if answer.drop:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            said = {"success": True} if answer.status == 200 else {"code": "told", "message": "As the test told."}
            self.give(answer.status, answer.headers, json.dumps(said).encode())
        self.server.answered(request, answer)

    def give(self, status, headers, body):
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Expose-Headers", "Retry-After")
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass
