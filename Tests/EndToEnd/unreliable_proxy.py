"""A proxy before the ingest server that behaves as bad networks do, in a fixed order."""
import http.client
import http.server
import itertools
import json
import pathlib
import subprocess
import sys
import threading
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Browser"))

from local_server import LocalServer  # noqa: E402

# What happens to one request after the other, over and over. Two failures in a row are the most.
#   lost     it arrives, its answer does not
#   halved   it arrives, its answer breaks off
#   cut      the connection ends before it arrives
#   503/429  it does not arrive, and the proxy says so
FAULTS = ["lost", "503", "pass", "cut", "pass", "429", "pass", "halved", "pass", "pass"]


class UnreliableProxy(LocalServer):
    """`faults` counts what has happened. With `certificate` (files of key and certificate) it speaks TLS."""

    def __init__(self, target, certificate=None):
        super().__init__(Handler)
        self.target = urllib.parse.urlsplit(target).netloc
        self.plan = itertools.cycle(FAULTS)
        self.lock = threading.Lock()
        self.faults = dict.fromkeys(FAULTS, 0)
        self.scheme = "http"
        if certificate:
            import ssl

            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
            self.scheme = "https"

    @property
    def address(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def next_fault(self):
        with self.lock:
            fault = next(self.plan)
            self.faults[fault] += 1
            return fault


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        fault = self.server.next_fault()
        length = int(self.headers["Content-Length"])
        if fault == "cut":
            self.rfile.read(length // 2)
            return self.drop()
        body = self.rfile.read(length)
        if fault in ("503", "429"):
            return self.refuse(int(fault))
        status, headers, answer = self.forward(body)
        if fault == "lost":
            return self.drop()
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("connection", "transfer-encoding", "content-length", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if fault == "halved":
            self.wfile.write(answer[: len(answer) // 2])
            return self.drop()
        self.wfile.write(answer)

    def forward(self, body):
        connection = http.client.HTTPConnection(self.server.target, timeout=30)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
            connection.request("POST", self.path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def refuse(self, status):
        body = json.dumps({"code": "overloaded", "message": "later", "detail": "later", "status": 0, "error": "later"})
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == 429:
            self.send_header("Retry-After", "1")
        self.end_headers()
        self.wfile.write(body.encode())

    def drop(self):
        self.close_connection = True
        self.wfile.flush()

    def log_message(self, *_):
        pass


def certificate(folder):
    """Files of a key and of a certificate for 127.0.0.1 that nobody has signed."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    command = [*command.split(), "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key
