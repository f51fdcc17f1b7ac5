"""Reads `/api/v1/stream` as a browser does."""
import json
import queue
import threading
import urllib.request


class EventStream:
    """An open stream; `next` waits for an event, and `ended` is set when the server has closed it."""

    def __init__(self, query):
        request = urllib.request.Request(
            query.address + "/api/v1/stream", headers={"Authorization": f"Bearer {query.token}"}
        )
        self.answer = urllib.request.urlopen(request, timeout=60)
        self.events = queue.Queue()
        self.ended = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        fields = {}
        for line in self.answer:
            line = line.decode().rstrip("\n")
            if line.startswith(":"):
                continue
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            else:
                if "data" in fields:
                    self.events.put((fields.get("event"), fields.get("id"), json.loads(fields["data"])))
                fields = {}
        self.ended.set()

    def next(self, fits, seconds=20):
        """The data of the next event for which `fits(name, data)` holds."""
        while True:
            name, _, data = self.events.get(timeout=seconds)
            if fits(name, data):
                return data

    def count(self, segment, count):
        """Waits until the segment is ready with this count."""
        return self.next(
            lambda name, data: name == "count"
            and (data["segment"], data["count"], data["state"]) == (segment, count, "ready")
        )
