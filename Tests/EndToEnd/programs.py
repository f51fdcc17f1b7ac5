"""The programs as they are built, each as a process of its own, on a data directory that a test throws away.

`STRATA_BIN` names the directory that holds them; without it, tests that ask for `strata` are skipped."""
import json
import os
import pathlib
import queue
import re
import subprocess
import threading

import pytest

TIMEOUT = 30  # seconds for a program to say where it listens, or to end
LISTENING = re.compile(r"listening on (http://\S+)")


@pytest.fixture
def strata(tmp_path):
    place = os.environ.get("STRATA_BIN")
    if not place:
        pytest.skip("STRATA_BIN is not set: no programs to start")
    with Programs(pathlib.Path(place), tmp_path) as programs:
        yield programs


class Server:
    """A running server: `address` is where it listens, `log` the file that has its standard error."""

    def __init__(self, command, log, environment=None):
        self.log = log
        environment = os.environ | {name: str(value) for name, value in (environment or {}).items()}
        with open(log, "ab") as errors:
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
            )
        self.lines = queue.Queue()
        self.output = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self.address = self._wait_for_address()
        except BaseException:
            self.kill()
            raise

    def _read(self):
        # To the end, so that a full pipe never stops the server.
        for line in self.process.stdout:
            self.output.append(line)
            self.lines.put(line)
        self.lines.put(None)

    def _wait_for_address(self):
        while True:
            try:
                line = self.lines.get(timeout=TIMEOUT)
            except queue.Empty:
                raise AssertionError(f"does not listen after {TIMEOUT} s: {self.log.read_text()}") from None
            assert line is not None, f"ended at its start: {self.log.read_text()}"
            found = LISTENING.search(line)
            if found:
                return found[1]

    def stop(self):
        """Asks it to end, and returns its exit code."""
        self.process.terminate()
        return self.process.wait(TIMEOUT)

    def kill(self):
        """Ends it as a power cut would."""
        self.process.kill()
        self.process.wait(TIMEOUT)


class Programs:
    """Starts the programs of `place` on the data directory `data`, and ends all that still run at the end."""

    def __init__(self, place, folder):
        self.place = place
        self.folder = folder
        self.data = folder / "data"
        self.started = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in self.started:
            if server.process.poll() is None:
                try:
                    server.stop()
                except subprocess.TimeoutExpired:
                    server.kill()

    def start(self, program, *options, port=0, environment=None):
        command = [self.place / program, "--data", self.data, "--port", str(port), *options]
        server = Server([str(part) for part in command], self.folder / f"{program}.{len(self.started)}.log", environment)
        self.started.append(server)
        return server

    def ingest(self, *options, port=0):
        return self.start("strata-ingest", *options, port=port)

    def query(self, *options, port=0):
        return self.start("strata-query", *options, port=port)

    def cli(self, *arguments, check=True, **options):
        """Runs `strata ARGUMENTS --data DIR` to its end."""
        command = [str(self.place / "strata"), *map(str, arguments), "--data", str(self.data)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, **options)
        assert not check or done.returncode == 0, f"{arguments} ended with {done.returncode}: {done.stderr}"
        return done

    def cli_json(self, *arguments, **options):
        return json.loads(self.cli(*arguments, "--output", "json", **options).stdout)
