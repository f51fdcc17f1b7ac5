"""Ingest over HTTP against a bare loop that inserts the same rows, in one run; then single calls by wrk.

    run.py BIN WORK [--events FILE] [--count N] [--passes N] [--seconds N]

BIN holds the programs in release mode and ingest-bench, WORK is a directory on the disk to be measured, FILE an
`events.ndjson` of the shared generator; without it events are made up. Prints a Markdown table and JSON lines."""
import argparse
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
BATCH = 100
CONNECTIONS = 8


class Server:
    def __init__(self, place, data, key=None):
        self.data = data
        command = [place / "strata-ingest", "--data", data, "--port", "0", "--rate-per-key", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = re.search(r"http://\S+", self.process.stdout.readline())[0]
        self.key = key

    def cpu_seconds(self):
        """User and system time so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks = os.sysconf("SC_CLK_TCK")
        return int(fields[11]) / ticks, int(fields[12]) / ticks

    def metric(self, name):
        with contextlib.closing(connection(self.address)) as client:
            client.request("GET", "/metrics")
            text = client.getresponse().read().decode()
        return sum(float(line.split()[-1]) for line in text.splitlines() if re.match(name + r"[ {]", line))

    def memory(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def connection(address):
    parts = urllib.parse.urlsplit(address)
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)


def start(place, data):
    shutil.rmtree(data, ignore_errors=True)
    made = subprocess.run(
        [place / "strata", "sources", "create", "--name", "bench", "--kind", "server", "--output", "json", "--data", data],
        check=True, capture_output=True, text=True,
    )
    return Server(place, data, json.loads(made.stdout)["writeKey"])


def messages(path, count):
    """Events as a library sends them."""
    if path is None:
        for number in range(count):
            yield {
                "type": "track", "messageId": f"message-{number:012}", "userId": f"user-{number * 7919 % (count // 10 + 1)}",
                "event": ["page_view", "login", "purchase", "scroll"][number % 4], "timestamp": "2026-11-24T12:00:00.000Z",
                "properties": {"price": number % 500, "view": "80%", "plan": "pro"},
            }  # fmt: skip
        return
    with open(path) as lines:
        for number, line in zip(range(count), lines):
            event = json.loads(line)
            yield {
                "type": "track", "messageId": f"message-{number:012}",
                "userId": str(event.get("contact", event.get("contact_id", event.get("userId")))),
                "event": event.get("name", event.get("event")), "timestamp": event.get("time", event.get("timestamp")),
                "properties": event.get("attributes", event.get("attrs", event.get("properties", {}))) or {},
            }  # fmt: skip


def bodies(path, count):
    batch, made = [], []
    for message in messages(path, count):
        batch.append(message)
        if len(batch) == BATCH:
            made.append(json.dumps({"batch": batch}, separators=(",", ":")).encode())
            batch = []
    return made


def send(server, made):
    """Every body once, over some connections; seconds until the last answer, and the time of each call."""
    took, errors, work = [], [], iter(made)
    lock = threading.Lock()
    headers = {"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"}

    def run():
        with contextlib.closing(connection(server.address)) as client:
            while True:
                with lock:
                    body = next(work, None)
                if body is None:
                    return
                began = time.perf_counter()
                client.request("POST", "/v1/batch", body, headers)
                answer = client.getresponse()
                text = answer.read()
                took.append(time.perf_counter() - began)
                if answer.status != 200 or b'"rejected":[]' not in text:
                    errors.append(text)

    threads = [threading.Thread(target=run) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        sys.exit(f"{len(errors)} calls failed, for example: {errors[0][:300]}")
    return time.perf_counter() - began, sorted(took)


def bare(place, source, target, transactions, *options):
    for suffix in ("", "-wal", "-shm"):
        pathlib.Path(str(target) + suffix).unlink(missing_ok=True)
    done = subprocess.run(
        [place / "ingest-bench", source, target, str(transactions), *options], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def batches(place, work, made):
    """One pass: over HTTP, then the same rows by the bare loop."""
    server = start(place, work / "data")
    took, calls = send(server, made)
    user, system = server.cpu_seconds()
    commits = int(server.metric("strata_ingest_commit_seconds_count"))
    writing = server.metric("strata_ingest_commit_seconds_sum")
    memory = server.memory()
    server.stop()
    source = work / "data" / "profiles.sqlite"
    with contextlib.closing(sqlite3.connect(source)) as database:
        [events] = database.execute("SELECT count(*) FROM event").fetchone()
    assert events == len(made) * BATCH, (events, len(made) * BATCH)
    same = bare(place, source, work / "bare.sqlite", commits)
    small = bare(place, source, work / "bare.sqlite", len(made))
    alone = bare(place, source, work / "bare.sqlite", commits, "--events-alone")
    pass_ = {
        "events": events, "rows": same["rows"], "seconds": took, "commits": commits, "writing": writing,
        "cpu_user": user, "cpu_system": system, "memory_MiB": memory,
        "p50_ms": calls[len(calls) // 2] * 1000, "p99_ms": calls[len(calls) * 99 // 100] * 1000,
        "bare_seconds": same["seconds"], "bare_100_seconds": small["seconds"], "events_alone_seconds": alone["seconds"],
    }  # fmt: skip
    print(json.dumps(pass_), flush=True)
    return pass_


def single(place, work, seconds, connections=64):
    server = start(place, work / "data")
    before = server.cpu_seconds()
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency", "-s", HERE / "single.lua"]
    done = subprocess.run(
        [*command, server.address], check=True, capture_output=True, text=True, env=os.environ | {"STRATA_KEY": server.key}
    )
    after = server.cpu_seconds()
    commits, writing = server.metric("strata_ingest_commit_seconds_count"), server.metric("strata_ingest_commit_seconds_sum")
    accepted = server.metric("strata_ingest_messages_total")
    server.stop()
    found = {
        "calls_per_second": float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1]),
        "p50": re.search(r"50%\s+(\S+)", done.stdout)[1], "p99": re.search(r"99%\s+(\S+)", done.stdout)[1],
        "errors": re.findall(r"(?:Non-2xx|Socket errors).*", done.stdout), "accepted": accepted,
        "cpu_user": after[0] - before[0], "cpu_system": after[1] - before[1], "seconds": seconds,
        "messages_a_commit": accepted / commits if commits else 0, "writing": writing,
    }  # fmt: skip
    print(json.dumps(found), flush=True)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("place", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--events")
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--passes", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    made = bodies(options.events, options.count)
    passes = [batches(options.place, options.work, made) for _ in range(options.passes)]
    calls = [single(options.place, options.work, options.seconds) for _ in range(options.passes)]

    def median(value, of=passes):
        return statistics.median(value(each) for each in of)

    print("| | |\n|---|---|")
    for name, value in {
        "events/s in batches of 100": median(lambda p: p["events"] / p["seconds"]),
        "bare loop, the same rows in as many transactions, events/s": median(lambda p: p["events"] / p["bare_seconds"]),
        "of it, %": 100 * median(lambda p: p["bare_seconds"] / p["seconds"]),
        "of a bare loop with a transaction a batch, %": 100 * median(lambda p: p["bare_100_seconds"] / p["seconds"]),
        "of a bare loop over the events alone, %": 100 * median(lambda p: p["events_alone_seconds"] / p["seconds"]),
        "call p50, ms": median(lambda p: p["p50_ms"]),
        "call p99, ms": median(lambda p: p["p99_ms"]),
        "CPU, cores": median(lambda p: (p["cpu_user"] + p["cpu_system"]) / p["seconds"]),
        "of it in transactions, % of the time": 100 * median(lambda p: p["writing"] / p["seconds"]),
        "memory, MiB": median(lambda p: p["memory_MiB"]),
        "single calls/s, 64 connections": median(lambda c: c["calls_per_second"], calls),
        "CPU, cores ": median(lambda c: (c["cpu_user"] + c["cpu_system"]) / c["seconds"], calls),
        "messages a transaction": median(lambda c: c["messages_a_commit"], calls),
    }.items():
        print(f"| {name.strip()} | {value:,.1f} |")
    for which in ("p50", "p99"):
        print(f"| single calls, {which} | {', '.join(call[which] for call in calls)} |")


if __name__ == "__main__":
    main()
