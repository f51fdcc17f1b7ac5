"""Calls the two servers as an outside program would: plain HTTP, JSON in and out."""
import base64
import json
import time
import urllib.error
import urllib.request


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)


def call(method, url, body=None, headers=None, timeout=30):
    """The answer, whatever its status. A dictionary or list becomes JSON."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers=headers or {})
    if data is not None and not request.has_header("Content-type"):
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


class Query:
    """The query server's API, with the admin token of its data directory."""

    def __init__(self, address, data):
        self.address = address
        self.token = (data / "admin.token").read_text().strip()

    def __call__(self, method, path, body=None, headers=None, expect=None):
        headers = {"Authorization": f"Bearer {self.token}"} | (headers or {})
        answer = call(method, self.address + path, body, headers)
        if expect is not None:
            assert answer.status == expect, f"{method} {path}: {answer.status} {answer.body.decode()}"
        return answer

    def create_segment(self, name, filter, content_type="contact", **fields):
        body = {"name": name, "contentType": content_type, "filter": filter} | fields
        return self("POST", "/api/v1/segments", body, expect=201).json["id"]

    def count(self, segment, position=None):
        headers = {} if position is None else {"Strata-Min-Position": str(position)}
        return self("GET", f"/api/v1/segments/{segment}/count", headers=headers, expect=200).json

    def wait_until_ready(self, seconds=30):
        """Until the segments have caught up."""
        end = time.monotonic() + seconds
        while (answer := call("GET", self.address + "/readyz")).status != 200:
            assert time.monotonic() < end, f"{answer.status} {answer.body.decode()}"
            time.sleep(0.02)

    def wait_for_count(self, segment, count, seconds=15):
        """Until the segment is ready and has this count; fails with the last answer."""
        end = time.monotonic() + seconds
        while True:
            answer = self.count(segment)
            if answer["state"] == "ready" and answer["count"] == count:
                return answer
            assert time.monotonic() < end, f"the count is not {count} but {answer}"
            time.sleep(0.02)

    def wait_for_position(self, position, seconds=60):
        """Until the server has followed the change feed so far; it waits 5 s at a time itself."""
        end = time.monotonic() + seconds
        while True:
            headers = {"Strata-Min-Position": str(position)}
            answer = self("GET", "/api/v1/segments", headers=headers)
            if answer.status == 200:
                return
            assert answer.status == 503 and time.monotonic() < end, f"{answer.status} {answer.body.decode()}"

    def pages(self, path, limit=500):
        """Every item of a list, page by page."""
        cursor, separator = None, "&" if "?" in path else "?"
        while True:
            more = f"{separator}limit={limit}" + (f"&cursor={cursor}" if cursor else "")
            page = self("GET", path + more, expect=200).json
            yield from page["data"]
            cursor = page["nextCursor"]
            if not cursor:
                return

    def changes(self, segment):
        """Every change of a segment, by its number."""
        after = 0
        while True:
            page = self("GET", f"/api/v1/segments/{segment}/changes?after={after}", expect=200).json
            if not page["data"]:
                return
            yield from page["data"]
            after = page["data"][-1]["change"]


class Ingest:
    """The tracking API, with a write key."""

    def __init__(self, address, key):
        self.address = address
        self.headers = {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()}

    def __call__(self, path, body, expect=200):
        answer = call("POST", self.address + path, body, self.headers)
        assert answer.status == expect, f"{path}: {answer.status} {answer.body.decode()}"
        return answer

    def batch(self, messages):
        return self("/v1/batch", {"batch": messages})
