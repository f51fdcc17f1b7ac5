"""P1 to P5 and P7 to P10, one function each; what they stand for is in `../README.md`."""
import shutil
import threading
import time

import figures
from load import Markers, Pace, changes
from segments import QUERIES

REPETITIONS = 7


def delete(query, segment):
    tag = query("GET", f"/api/v1/segments/{segment}")[0].headers["ETag"]
    answer, body = query("DELETE", f"/api/v1/segments/{segment}", **{"If-Match": tag})
    if answer.status not in (200, 204):
        raise SystemExit(f"a segment could not be deleted: {answer.status} {body}")


def timed(call, times):
    """Milliseconds of each call."""
    found = []
    for _ in range(times):
        start = time.monotonic()
        call()
        found.append((time.monotonic() - start) * 1000)
    return found


def previews(stack, table):
    query = stack.query()
    health = timed(lambda: query.expect("GET", "/healthz"), 300)
    definitions = {entry["id"]: entry["definition"] for entry in QUERIES}
    of_all, slowest = [], ("", 0)
    for name, definition in definitions.items():
        filter = definition["filter"]
        if name == "Q13":
            filter = {"all": [definitions["Q3"]["filter"], definitions["Q9"]["filter"]]}
        body = {"contentType": "contact", "filter": filter}
        query.expect("POST", "/api/v1/segments/preview", body)
        found = timed(lambda: query.expect("POST", "/api/v1/segments/preview", body), 4 * REPETITIONS)
        of_all += found
        slowest = max(slowest, (name, figures.median(found)), key=lambda each: each[1])
    p99 = figures.quantile(of_all, 0.99)
    table.add("P1", "preview, the 16 queries, whole call", figures.milliseconds(of_all) + f"; slowest {slowest[0]}, "
              f"median {slowest[1]:.1f} ms", f"/healthz {figures.milliseconds(health)}", "p99 ≤ 30 ms", p99 <= 30)


def counts(stack, table, ids):
    query = stack.query()
    health = timed(lambda: query.expect("GET", "/healthz"), 1000)
    calls = iter(ids * 2)
    found = timed(lambda: query.expect("GET", f"/api/v1/segments/{next(calls)}/count"), min(2000, len(ids) * 2))
    p99 = figures.quantile(found, 0.99)
    table.add("P2", "count of a saved segment, whole call", figures.milliseconds(found),
              f"/healthz {figures.milliseconds(health)}", "p99 ≤ 2 ms", p99 <= 2)


def cost_of_changes(stack, contacts, run, step=1):
    """Microseconds of processor time that the query server spends on one change, and of time that passes: the medians.
    The changes are of each `step`-th contact, so that as many are met again at any size, and others in each `run`."""
    costs = [cost_of_backlog(stack, contacts, step, run + seed) for seed in range(REPETITIONS)]
    return figures.median([cpu for cpu, _ in costs]), figures.median([wall for _, wall in costs])


def cost_of_backlog(stack, contacts, step, seed, count=20_000):
    """Both for changes that wait for the server, so that it is busy."""
    stack.query_server.pause()
    position = changes(stack.ingest(), count, contacts, step, seed)
    before, start = stack.query_server.cpu, time.monotonic()
    stack.query_server.go_on()
    stack.wait_for_position(position)
    return (stack.query_server.cpu - before) / count * 1e6, (time.monotonic() - start) / count * 1e6


def latency(stack, table, contacts, seconds=20):
    markers = Markers(stack)
    calm = markers.run(seconds / 4)
    with Pace(stack, 2000, contacts) as pace:
        markers.run(2)
        found = markers.run(seconds)
    markers.stop()
    p50, p99 = figures.quantile(found, 0.5), figures.quantile(found, 0.99)
    table.add("P4", f"acknowledged → webhook, {pace.rate:.0f} messages/s", figures.milliseconds(found),
              f"without load {figures.milliseconds(calm)}", "p50 ≤ 50 ms, p99 ≤ 250 ms", p50 <= 50 and p99 <= 250)
    return p99


def exits(stack, table, contacts, p99):
    """Everyone leaves a segment at one instant: what bounds it stands at is the same for all."""
    query = stack.query()
    markers = Markers(stack)
    imported = 1_767_225_600
    minutes = (int(time.time()) + 20 - imported) // 60 + 1
    leaves_at = imported + minutes * 60
    id = query.expect("POST", "/api/v1/segments", {
        "name": f"leaving {leaves_at}", "contentType": "contact",
        "filter": {"property": "importedAt", "operator": "inTheLast", "value": f"{minutes}m"}})["id"]
    count = lambda: query.expect("GET", f"/api/v1/segments/{id}/count")
    while count()["state"] != "ready":
        time.sleep(0.01)
    members = count()["count"]
    with Pace(stack, 2000, contacts):
        time.sleep(max(0, leaves_at - 1 - time.time()))
        seen = {}

        def look():
            while (now := count()["count"]) > 0:
                if now < members:
                    seen.setdefault("first", time.time() - leaves_at)
                time.sleep(0.05)
            seen["last"] = time.time() - leaves_at

        thread = threading.Thread(target=look)
        thread.start()
        meanwhile = markers.run(12)
        thread.join()
    markers.stop()
    late = figures.quantile(meanwhile, 0.99)
    table.add("P5", f"{members} leave at one instant", f"first after {seen.get('first', seen['last']):.2f} s, last after "
              f"{seen['last']:.1f} s; P4 meanwhile {figures.milliseconds(meanwhile)}", f"P4 p99 {p99:.1f} ms",
              "≤ 1 s late, ≤ 10 s in all, P4 at most doubled",
              seen.get("first", seen["last"]) <= 1 and seen["last"] <= 10 and late <= 2 * p99)
    delete(stack.query(), id)


def start(stack, table):
    """With what is there; the servers run afterwards."""
    stopping = stack.query_server.stop()
    stack.start_query()
    from_file, _ = stack.wait_until_ready()
    memory = stack.query_server.memory()
    table.add("P7", "start from the file of the index", f"{from_file:.1f} s (the end before it took {stopping:.1f} s)",
              "", "≤ 5 s", from_file <= 5)
    stack.query_server.stop()
    shutil.rmtree(stack.data / "index")
    stack.start_query()
    built, seen = stack.wait_until_ready()
    table.add("P7", "start from SQLite alone", f"{built:.1f} s, {len(seen)} answers of /readyz said how far",
              f"from the file {from_file:.1f} s: {built / from_file:.1f} times as fast", "≤ 60 s", built <= 60)
    return memory


def memory(stack, table, after_start):
    sizes = sum(path.stat().st_size for path in (stack.data / "index").glob("*")) / 2**20
    now, most = stack.query_server.memory(), stack.query_server.memory("VmHWM")
    table.add("P8", "memory of the query server", f"{after_start:.0f} MiB after its start, {now:.0f} MiB "
              f"now, {most:.0f} MiB at most", f"the file of the index {sizes:.0f} MiB", "≤ 1,024 MiB", max(after_start, now) <= 1024)


def first_count(stack, table):
    query = stack.query()
    markers = Markers(stack)
    calm = markers.run(3)
    found = []

    def save():
        time.sleep(1)
        mine = stack.query()
        for entry in QUERIES:
            definition = entry["definition"]
            if entry["id"] == "Q13":
                continue
            begun = time.monotonic()
            id = mine.expect("POST", "/api/v1/segments", {
                "name": f"new {time.time_ns()}", "contentType": "contact", "filter": definition["filter"]})["id"]
            while mine.expect("GET", f"/api/v1/segments/{id}/count")["state"] != "ready":
                time.sleep(0.005)
            found.append(((time.monotonic() - begun) * 1000, entry["id"]))
            delete(mine, id)

    thread = threading.Thread(target=save)
    thread.start()
    meanwhile = markers.run(20)
    thread.join()
    markers.stop()
    slowest = max(found)
    table.add("P9", "first count of a new segment, 15 of them", f"{figures.milliseconds([each for each, _ in found])}; "
              f"slowest {slowest[1]}, {slowest[0]:.0f} ms", f"acknowledged → webhook meanwhile "
              f"{figures.milliseconds(meanwhile)}, before {figures.milliseconds(calm)}", "≤ 1 s", slowest[0] <= 1000)


def idle(stack, table, seconds=60):
    before = stack.query_server.cpu, stack.ingest_server.cpu
    time.sleep(seconds)
    query, ingest = (
        (now - then) / seconds * 100 for now, then in zip((stack.query_server.cpu, stack.ingest_server.cpu), before))
    table.add("P10", f"idle for {seconds} s, share of a core", f"query {query:.2f} %, ingest {ingest:.2f} %", "",
              "≤ 1 % each", query <= 1 and ingest <= 1)
