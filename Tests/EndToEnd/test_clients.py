"""Client libraries as people have them, with only the address changed: once straight, once over a bad network."""
import contextlib
import json
import os
import pathlib
import re
import subprocess

import pytest

from api import Query, call
from programs import Programs
from unreliable_proxy import FAULTS, UnreliableProxy, certificate

CLIENTS = pathlib.Path(__file__).resolve().parent / "clients"
USERS = 5
# How each library is started: its module for the program of all libraries of the tracking API, or a program of its own.
TRACKING = {
    "segment-analytics-python": ("segment.analytics", {"gzip": True}),
    "analytics-python": ("analytics", {}),
    "rudder-sdk-python": ("rudderstack.analytics", {}),
    "customerio-cdp-analytics": ("customerio.analytics", {"gzip": True}),
    "events-sdk-python": ("hightouch.htevents", {}),
    "june-analytics-python": ("june.analytics", {}),
}
LIBRARIES = [*TRACKING, "posthog", "mixpanel"]
NETWORKS = ["straight", "unreliable"]
TIMEOUT = 100  # seconds for one library to send everything, with all of them at it


def command(library, address, key, prefix):
    if library in TRACKING:
        module, options = TRACKING[library]
        return [CLIENTS / "tracking.py", module, address, key, prefix, json.dumps(options)]
    return [CLIENTS / f"{library}_program.py", address, key, prefix]


class Sent:
    """Everything that the libraries sent, at the same time, and what the server counts of it."""

    def __init__(self, ingest, query, processes, proxies):
        self.ingest = ingest
        self.query = query
        self.processes = processes
        self.proxies = proxies


@pytest.fixture(scope="module")
def sent(tmp_path_factory, client_pythons):
    place = os.environ.get("STRATA_BIN")
    if not place:
        pytest.skip("STRATA_BIN is not set: no programs to start")
    folder = tmp_path_factory.mktemp("clients")
    with contextlib.ExitStack() as stack:
        programs = stack.enter_context(Programs(pathlib.Path(place), folder))
        ingest = programs.ingest()
        files = certificate(folder)
        processes, proxies = {}, {}
        for library in LIBRARIES:
            key = programs.cli_json("sources", "create", "--name", library, "--kind", "server")["writeKey"]
            # The retries of Mixpanel's library are for TLS only.
            proxy = UnreliableProxy(ingest.address, files if library == "mixpanel" else None)
            proxies[library] = stack.enter_context(proxy)
            for network in NETWORKS:
                address = proxy.address if network == "unreliable" else ingest.address
                processes[library, network] = subprocess.Popen(
                    [client_pythons[library], *command(library, address, key, f"{library}-{network}")],
                    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                )
        query = Query(programs.query().address, programs.data)
        try:
            yield Sent(ingest, query, processes, proxies)
        finally:
            for process in processes.values():
                process.kill()
                process.communicate()


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("library", LIBRARIES)
def test_nothing_is_lost_and_nothing_doubled(sent, library, network):
    process = sent.processes[library, network]
    _, errors = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 0, errors
    if network == "unreliable":
        assert set(fault for fault, times in sent.proxies[library].faults.items() if times) == set(FAULTS)

    prefix = f"{library}-{network}"
    count = Counts(sent.query, prefix)
    assert count(event="bought", times=3) == USERS
    assert count(event="bought", at_least=1) == USERS
    assert count(plan="pro") == USERS
    assert count(view="viewPage", name="home") == USERS
    # The visitor's history is the first user's, who is still one.
    assert count(event="looked", times=1) == 1
    assert count(event="looked", also="bought", times=1) == 1
    first = sent.query("GET", f"/api/v1/contacts/userId:{prefix}-0", expect=200).json
    values = [identity["value"] for identity in first["identities"]]
    assert f"{prefix}-visitor" in values and f"{prefix}-0@example.com" in values
    assert count(company="Acme") == 1
    if library != "mixpanel":
        assert count(view="viewScreen", name="start") == USERS
        assert count(of_company="Acme") == USERS
    if library == "posthog":
        assert count(first="one") == USERS
    if library == "mixpanel":
        assert count(first="one") == USERS
        assert count(points=6) == USERS
        assert count(event="imported", times=1) == USERS
        assert first["properties"][f"{prefix} steps"] == ["s0", "s1", "s2"]
        assert first["properties"][f"{prefix} kinds"] == ["a", "k0", "k2"]
        assert f"{prefix} gone" not in first["properties"]


def test_client_that_the_server_tells_to_slow_down_loses_nothing_and_doubles_nothing(strata, client_pythons):
    library = "segment-analytics-python"
    # Twenty messages at once, then two a second: the library sends 37.
    ingest = strata.ingest("--rate-per-key", "2")
    key = strata.cli_json("sources", "create", "--name", library, "--kind", "server")["writeKey"]
    program = [client_pythons[library], *command(library, ingest.address, key, library)]
    done = subprocess.run(program, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=TIMEOUT)
    assert done.returncode == 0, done.stderr
    metrics = call("GET", ingest.address + "/metrics").body.decode()
    refused = re.findall(r'^strata_http_requests_total\{.*status="429"\} (\d+)$', metrics, re.MULTILINE)
    assert sum(map(int, refused)) > 0, metrics

    query = Query(strata.query().address, strata.data)
    count = Counts(query, library)
    assert count(event="bought", times=3) == USERS
    assert count(event="bought", at_least=1) == USERS
    assert count(plan="pro") == USERS
    assert count(view="viewPage", name="home") == USERS
    assert count(view="viewScreen", name="start") == USERS
    assert count(of_company="Acme") == USERS
    assert count(event="looked", also="bought", times=1) == 1


class Counts:
    """Counts of segments that are made for the question; every name begins with the prefix of one run."""

    def __init__(self, query, prefix):
        self.query = query
        self.prefix = prefix

    def __call__(
        self, event=None, also=None, times=None, at_least=None, view=None, name=None, company=None, of_company=None,
        **values,
    ):
        kind = "contact"
        if event:
            filter = {"event": f"{self.prefix} {event}", "count": {"exactly": times} if times else {"atLeast": at_least}}
            if also:
                filter = {"all": [filter, {"event": f"{self.prefix} {also}"}]}
        elif view:
            where = {"attribute": "name", "operator": "equals", "value": f"{self.prefix} {name}"}
            filter = {"event": view, "where": where, "count": {"exactly": 1}}
        elif company:
            kind = "company"
            filter = {"property": "primaryName", "operator": "equals", "value": f"{self.prefix} {company}"}
        elif of_company:
            named = {"property": "primaryName", "operator": "equals", "value": f"{self.prefix} {of_company}"}
            filter = {"company": named}
        else:
            [(name, value)] = values.items()
            filter = {"property": f"{self.prefix} {name}", "operator": "equals", "value": value}
        body = {"contentType": kind, "filter": filter}
        return self.query("POST", "/api/v1/segments/preview", body, expect=200).json["count"]
