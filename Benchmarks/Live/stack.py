"""Both servers as processes on one data directory, and what the kernel says of them."""
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import time
import urllib.parse

LISTENING = re.compile(r"listening on (http://\S+)")
TICKS = os.sysconf("SC_CLK_TCK")


class Connection:
    """One kept connection; answers with status and JSON."""

    def __init__(self, address, token=None):
        self.place = urllib.parse.urlsplit(address)
        self.headers = {"Content-Type": "application/json"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        self.open()

    def open(self):
        self.http = http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=120)

    def __call__(self, method, path, body=None, **headers):
        payload = None if body is None else json.dumps(body).encode()
        try:
            self.http.request(method, path, payload, self.headers | headers)
            answer = self.http.getresponse()
        except http.client.RemoteDisconnected:
            # It stood idle for too long.
            self.open()
            self.http.request(method, path, payload, self.headers | headers)
            answer = self.http.getresponse()
        text = answer.read()
        return answer, (json.loads(text) if text and answer.headers.get_content_type().endswith("json") else text)

    def expect(self, method, path, body=None, **headers):
        answer, found = self(method, path, body, **headers)
        if not 200 <= answer.status < 300:
            raise SystemExit(f"{method} {path}: {answer.status} {found}")
        return found


class Server:
    def __init__(self, command, log):
        self.started = time.monotonic()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=open(log, "ab"), text=True)
        for line in self.process.stdout:
            if found := LISTENING.search(line):
                self.address = found[1]
                break
        else:
            raise SystemExit(f"{command[0]} ended at its start, see {log}")

    def stop(self):
        start = time.monotonic()
        self.process.terminate()
        if self.process.wait(120) != 0:
            raise SystemExit(f"a server ended with {self.process.returncode}")
        return time.monotonic() - start

    def pause(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    @property
    def cpu(self):
        """Seconds of processor time so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self, key="VmRSS"):
        """MiB; VmHWM for the most so far."""
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{key}:\s+(\d+) kB", text)[1]) / 1024


class Stack:
    """The servers, and connections to them."""

    def __init__(self, programs, data):
        self.programs, self.data = pathlib.Path(programs), pathlib.Path(data)
        self.query_server = self.ingest_server = None

    def start_ingest(self):
        # Everything comes from one address here.
        self.ingest_server = self.start("strata-ingest", "--rate-per-key", "1000000", "--rate-per-address", "1000000")

    def start_query(self):
        self.query_server = self.start("strata-query", "--allow-private-webhooks")
        self.token = (self.data / "admin.token").read_text().strip()

    def start(self, program, *options):
        command = [str(self.programs / program), "--data", str(self.data), "--port", "0", *options]
        return Server(command, self.data / f"{program}.log")

    def wait_until_ready(self):
        """Seconds from the start of the query server, and how far it said that it was."""
        connection, seen = Connection(self.query_server.address), []
        while True:
            answer, body = connection("GET", "/readyz")
            if answer.status == 200:
                return time.monotonic() - self.query_server.started, seen
            seen.append(body)
            time.sleep(0.02)

    def query(self):
        return Connection(self.query_server.address, self.token)

    def ingest(self):
        return Connection(self.ingest_server.address, self.key)

    def make_source(self):
        done = subprocess.run(
            [str(self.programs / "strata"), "sources", "create", "--name", "bench", "--kind", "server", "--output",
             "json", "--data", str(self.data)], capture_output=True, text=True, check=True)
        self.key = json.loads(done.stdout)["writeKey"]

    def wait_for_position(self, position):
        query = self.query()
        while query("GET", "/api/v1/segments?limit=1", **{"Strata-Min-Position": str(position)})[0].status != 200:
            pass

    def stop(self):
        for server in (self.query_server, self.ingest_server):
            if server and server.process.poll() is None:
                server.stop()
