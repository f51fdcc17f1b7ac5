"""Input that means harm or is broken: a clear answer each, bounded memory, and the server lives on."""
import contextlib
import gzip
import json
import os
import pathlib
import socket
import time
import urllib.parse

import pytest

from api import Ingest, call
from programs import Programs

MEGABYTE = 1_000_000
# Nothing here fills the memory that bodies may take together, as test_slow_bodies does; a build for development takes more
# than others.
MEMORY = 400 * MEGABYTE
TIMEOUT = 30


@pytest.fixture(scope="module")
def ingest(tmp_path_factory):
    place = os.environ.get("STRATA_BIN")
    if not place:
        pytest.skip("STRATA_BIN is not set: no programs to start")
    with Programs(pathlib.Path(place), tmp_path_factory.mktemp("hostile")) as programs:
        key = programs.cli_json("sources", "create", "--name", "crm", "--kind", "server")["writeKey"]
        server = programs.ingest("--rate-per-key", "0")
        server.key = key
        server.programs = programs
        yield server
        assert server.stop() == 0


@pytest.fixture(autouse=True)
def server_lives_on(ingest, request):
    yield
    assert ingest.process.poll() is None
    answer = Ingest(ingest.address, ingest.key)("/v1/track", {"userId": "good", "event": "look"}).json
    assert answer["accepted"] == 1, request.node.name
    with open(f"/proc/{ingest.process.pid}/status") as status:
        [peak] = [int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM")]
    assert peak < MEMORY, f"{peak / MEGABYTE:.0f} MB after {request.node.name}"


def post(ingest, path, body, **headers):
    headers = Ingest(ingest.address, ingest.key).headers | headers
    return call("POST", ingest.address + path, body, headers, timeout=TIMEOUT)


def check_problem(answer, status, code=None):
    assert answer.status == status, answer.body
    problem = answer.json
    assert problem["message"] and problem["code"]
    assert code is None or problem["code"] == code, problem


def connect(ingest):
    parts = urllib.parse.urlsplit(ingest.address)
    return socket.create_connection((parts.hostname, parts.port), timeout=TIMEOUT)


def exchange(ingest, *pieces):
    """Sends bytes as they are, and reads to the end of the connection or of what is said within the time."""
    with connect(ingest) as connection:
        with contextlib.suppress(ConnectionError):
            for piece in pieces:
                connection.sendall(piece)
        answer = b""
        with contextlib.suppress(ConnectionError, TimeoutError):
            while chunk := connection.recv(65_536):
                answer += chunk
                if b"\r\n\r\n" in answer and len(answer) >= length(answer):
                    break
        return answer


def length(answer):
    head, _, _ = answer.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return len(head) + 4 + int(line.split(b":")[1])
    return 0


def is_problem(answer):
    """400 with what existing clients look for."""
    start, _, body = answer.partition(b"\r\n\r\n")
    if start.split(b" ")[1] != b"400":
        return False
    problem = json.loads(body)
    return bool(problem["code"] and problem["message"])


def head(ingest, *lines):
    host = urllib.parse.urlsplit(ingest.address).netloc
    first = ["POST /v1/track HTTP/1.1", f"Host: {host}", f"Authorization: Bearer {ingest.key}"]
    return "\r\n".join([*first, *lines, "", ""]).encode("latin-1")


def track(**fields):
    return {"userId": "u", "event": "e"} | fields


# MARK: Size


@pytest.mark.parametrize("path", ["/v1/batch", "/batch/", "/track", "/engage"])
def test_gzip_bomb(ingest, path):
    bomb = gzip.compress(b"[" + b" " * (300 * MEGABYTE) + b"]", 9)
    assert len(bomb) < MEGABYTE
    check_problem(post(ingest, path, bomb, **{"Content-Encoding": "gzip"}), 413, "bodyTooLarge")


def test_body_of_a_hundred_megabytes_is_refused_before_it_is_read(ingest):
    answer = exchange(ingest, head(ingest, f"Content-Length: {100 * MEGABYTE}"), b"{" * 65_536)
    assert b" 413 " in answer.split(b"\r\n")[0] and b'"bodyTooLarge"' in answer


def test_body_of_a_hundred_megabytes_that_does_not_say_so(ingest):
    chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    answer = exchange(ingest, head(ingest, "Transfer-Encoding: chunked"), *[chunk] * (100 * MEGABYTE // 65_536))
    # The connection may be gone before it is read to its end.
    assert answer == b"" or b" 413 " in answer.split(b"\r\n")[0]


# Clients that keep no connection, as urllib, read the answer once they have sent all.
CHUNK = b"10000\r\n" + b" " * 65_536 + b"\r\n"


@pytest.mark.parametrize("path, status", [("/v1/batch", 413), ("/track", 413), ("/nowhere", 404)])
def test_body_of_thirty_megabytes_is_answered_where_the_connection_is_not_kept(ingest, path, status):
    check_problem(post(ingest, path, b" " * (30 * MEGABYTE)), status)
    assert bodies_in_hand(ingest.address) == 0


def test_body_that_does_not_say_its_length_is_answered_where_the_connection_is_not_kept(ingest):
    with connect(ingest) as connection:
        connection.sendall(head(ingest, "Transfer-Encoding: chunked", "Connection: close"))
        for _ in range(30 * MEGABYTE // 65_536):
            connection.sendall(CHUNK)
        connection.sendall(b"0\r\n\r\n")
        answer = read_to_end(connection)
    assert answer.split(b" ")[1] == b"413"
    problem = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert problem["code"] == "bodyTooLarge" and problem["message"]
    assert bodies_in_hand(ingest.address) == 0


def test_body_that_is_too_large_for_the_query_server_is_answered_where_the_connection_is_not_kept(ingest):
    query = ingest.programs.query()
    try:
        token = (ingest.programs.data / "admin.token").read_text().strip()
        headers = {"Authorization": f"Bearer {token}"}
        answer = call("POST", query.address + "/api/v1/segments", b" " * (30 * MEGABYTE), headers, timeout=TIMEOUT)
        assert answer.status == 413 and answer.json["code"]
        assert bodies_in_hand(query.address) == 0
    finally:
        assert query.stop() == 0


def test_body_without_an_end_is_closed_in_time_after_its_answer(ingest):
    with connect(ingest) as connection:
        # A body may be on its way for 30 s; a connection may be idle for 75 s.
        connection.settimeout(45)
        connection.sendall(head(ingest, f"Content-Length: {30 * MEGABYTE}", "Connection: close") + b" " * (8 * MEGABYTE))
        assert b" 413 " in read_to_end(connection).split(b"\r\n")[0]
        with pytest.raises(ConnectionError):
            # Nothing more is written, but it is read from until then.
            end = time.monotonic() + 45
            while time.monotonic() < end:
                connection.sendall(b" ")
                time.sleep(0.2)


def read_to_end(connection):
    answer = b""
    while piece := connection.recv(65_536):
        answer += piece
    return answer


def bodies_in_hand(address):
    """Bytes that the server counts for them."""
    text = call("GET", address + "/metrics").body.decode()
    [line] = [line for line in text.splitlines() if line.startswith("strata_http_body_bytes ")]
    return float(line.split()[1])


def test_too_many_messages(ingest):
    check_problem(post(ingest, "/v1/batch", {"batch": [{}] * 5001}), 413, "tooManyMessages")


def test_large_message_is_refused_alone(ingest):
    large = track(properties={str(number): "x" * 8000 for number in range(5)})
    answer = post(ingest, "/v1/batch", {"batch": [track(type="track"), large | {"type": "track"}]})
    assert answer.json["accepted"] == 1
    assert [each["code"] for each in answer.json["rejected"]] == ["messageTooLarge"]
    check_problem(post(ingest, "/v1/track", large), 413, "messageTooLarge")


# MARK: Text


BROKEN = {
    "nesting": b"[" * 10_000 + b"]" * 10_000,
    "nested objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "lone surrogate": rb'"\ud800"',
    "lone surrogate as a name": rb'{"\udc00": 1}',
    "number beyond a double": b"1e999",
    "invalid UTF-8": b'"\xc3\x28"',
    "surrogate in UTF-8": b'"\xed\xa0\x80"',
    "NUL": b'"\x00"',
    "escape of nothing": rb'"\x41"',
}


def with_value(value):
    return b'{"type": "track", "userId": "u", "event": "e", "properties": {"a": ' + value + b"}}"


@pytest.mark.parametrize("value", BROKEN.values(), ids=BROKEN)
def test_message_that_is_broken_is_refused_alone(ingest, value):
    check_problem(post(ingest, "/v1/track", with_value(value)), 400 if len(value) < 30_000 else 413)
    good = with_value(b"1")
    batches = {
        "/v1/batch": b'{"batch": [' + good + b"," + with_value(value) + b"," + good + b"]}",
        f"/capture/?api_key={ingest.key}": b"["
        + b",".join(b'{"event": "e", "distinct_id": "u", "properties": {"a": ' + each + b"}}" for each in (b"1", value, b"2"))
        + b"]",
        "/track?verbose=1": b"["
        + b",".join(b'{"event": "e", "properties": {"distinct_id": "u", "a": ' + each + b"}}" for each in (b"1", value, b"2"))
        + b"]",
    }
    for path, body in batches.items():
        answer = post(ingest, path, body)
        assert answer.status == 200, (path, answer.body)
        assert answer.json["accepted"] == 2, (path, answer.json)
        assert [(each["index"], each["code"]) for each in answer.json["rejected"]] == [(1, "unreadable")]


def test_nesting_that_breaks_the_structure_too(ingest):
    check_problem(post(ingest, "/v1/batch", b'{"batch": ' + b"[" * 1_000_000), 400)
    check_problem(post(ingest, "/v1/batch", b"[" * 1_000_000), 400)


def test_of_two_members_with_one_name_the_later_counts(ingest):
    body = b'{"userId": "first", "userId": "twice", "event": "e", "event": "later", "properties": {"a": 1, "a": 2}}'
    answer = post(ingest, "/v1/track", body)
    assert answer.json["accepted"] == 1


def test_escaped_nul_is_a_character_as_any(ingest):
    assert post(ingest, "/v1/track", rb'{"userId": "nul", "event": "a\u0000b"}').json["accepted"] == 1


@pytest.mark.parametrize("body", [b"", b"null", b"5", b'"batch"', b"[]", b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}", b"{" * 100])
def test_body_of_another_kind(ingest, body):
    check_problem(post(ingest, "/v1/batch", body), 400)


@pytest.mark.parametrize("body", [b"\x1f\x8b", b"\x1f\x8b\x08" + b"\x00" * 40, gzip.compress(b"{}")[:-6]])
def test_damaged_gzip(ingest, body):
    check_problem(post(ingest, "/v1/batch", body, **{"Content-Encoding": "gzip"}), 400, "badEncoding")


# MARK: HTTP


def test_flood_of_headers(ingest):
    many = exchange(ingest, head(ingest, *[f"X-{number}: y" for number in range(10_000)], "Content-Length: 0"))
    long = exchange(ingest, head(ingest, "X-Long: " + "y" * MEGABYTE, "Content-Length: 0"))
    for answer in (many, long):
        # The connection may be gone before it is read to its end.
        assert answer == b"" or is_problem(answer), answer[:200]


@pytest.mark.parametrize("start", [b"POST /v1/track HTTP/1.1\r\nX-Long: ", b"\x16\x03\x01 is not HTTP\r\n\r\n"])
def test_whoever_sends_on_after_a_broken_head_is_answered(ingest, start):
    answer = b""
    with connect(ingest) as connection:
        with contextlib.suppress(ConnectionError):  # The server may have closed what does not end.
            connection.sendall(start)
            connection.sendall(b"y" * (32 * MEGABYTE))
        with contextlib.suppress(ConnectionError):
            while received := connection.recv(65536):
                answer += received
    assert answer == b"" or is_problem(answer), answer[:200]
    assert post(ingest, "/v1/track", track()).json["accepted"] == 1


@pytest.mark.parametrize("line", ["X-Nul: a\0b", "X\0: y", "Content-Length: -1", "Content-Length: 5, 6", "no header"])
def test_broken_headers(ingest, line):
    answer = exchange(ingest, head(ingest, line))
    assert is_problem(answer), answer[:200]


def test_bodies_that_do_not_end_hold_nobody_up(ingest):
    with contextlib.ExitStack() as stack:
        for _ in range(200):
            slow = stack.enter_context(connect(ingest))
            slow.sendall(head(ingest, "Content-Length: 1000") + b"{")
        for _ in range(20):
            assert post(ingest, "/v1/track", track()).json["accepted"] == 1


# MARK: Names


def names_of(answers):
    return [code for answer in answers for code in {each["code"] for each in answer.json["rejected"]}]


def test_ten_thousand_and_one_names_of_events(ingest):
    answers = []
    for first in range(0, 10_100, 2_000):
        numbers = range(first, min(first + 2_000, 10_100))
        batch = [{"type": "track", "userId": "u", "event": f"name {number}"} for number in numbers]
        answers.append(post(ingest, "/v1/batch", {"batch": batch}))
        assert answers[-1].status == 200, answers[-1].body
    taken = sum(answer.json["accepted"] for answer in answers)
    assert 9_900 < taken <= 10_000
    assert set(names_of(answers)) == {"tooManyEventNames"}
    # Names that are there already still work.
    assert post(ingest, "/v1/track", track(event="name 1")).json["accepted"] == 1


def test_ten_thousand_and_one_names_of_properties(ingest):
    answers = []
    for first in range(0, 10_200, 200):
        traits = {f"property {number}": number for number in range(first, first + 200)}
        batch = [{"type": "identify", "userId": f"names {first}", "traits": traits}]
        answers.append(post(ingest, "/v1/batch", {"batch": batch}))
    assert sum(answer.json["accepted"] for answer in answers) < len(answers)
    assert set(names_of(answers)) == {"tooManyPropertyNames"}


def test_too_many_attributes_of_an_event(ingest):
    check_problem(post(ingest, "/v1/track", track(properties=dict.fromkeys(map(str, range(501)), 1))), 400)
