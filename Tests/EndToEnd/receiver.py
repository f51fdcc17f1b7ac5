"""A webhook receiver that keeps what it got after `standardwebhooks` has verified it."""
import http.server
import json
import pathlib
import sys
import threading

from standardwebhooks import Webhook

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Browser"))

from local_server import LocalServer  # noqa: E402


class Receiver(LocalServer):
    def __init__(self):
        super().__init__(Handler)
        self.secret = None
        self.messages = []
        self.failures = []
        self.changed = threading.Condition()
        self.status = 200

    def wait_for(self, condition, what, seconds=20):
        """Until `condition` holds of the list of verified messages; returns what it gave."""
        with self.changed:
            done = self.changed.wait_for(lambda: condition(self.messages), seconds)
        assert not self.failures, self.failures
        assert done, f"no {what} within {seconds} s, but {[m['type'] for m in self.messages]}"
        return condition(self.messages)

    def of_type(self, kind):
        with self.changed:
            return [message for message in self.messages if message["type"] == kind]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        with server.changed:
            try:
                Webhook(server.secret).verify(body, dict(self.headers.items()))
                if server.status == 200:
                    server.messages.append(json.loads(body) | {"id": self.headers["webhook-id"]})
            except Exception as error:  # a signature that does not verify fails the test, in the test's own thread
                server.failures.append(repr(error))
            server.changed.notify_all()
        self.send_response(server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass
