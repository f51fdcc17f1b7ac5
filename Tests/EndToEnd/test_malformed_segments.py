"""Malformed segments are refused with every mistake's place, by the API and by the command alike."""
import json
import pathlib

from api import Query

FILE = pathlib.Path(__file__).resolve().parents[2] / "Fixtures/filters/malformed.json"


class Members(list):
    """The members of an object in their order, one that stands twice among them, which a dictionary would drop."""

    def text(self):
        return "{" + ",".join(f"{json.dumps(key)}:{text(value)}" for key, value in self) + "}"


def text(value):
    if isinstance(value, Members):
        return value.text()
    if isinstance(value, list):
        return "[" + ",".join(map(text, value)) + "]"
    return json.dumps(value)


CASES = [dict(case) for case in json.loads(FILE.read_text(), object_pairs_hook=Members)]


def test_api_and_command_tell_the_same_places(strata, tmp_path):
    assert len(CASES) >= 60
    query = Query(strata.query().address, strata.data)
    for case in CASES:
        wanted = sorted(case["pointers"])
        answer = query("POST", "/api/v1/segments", text(case["segment"]).encode())
        assert answer.status == 400, (case["name"], answer.status, answer.body)
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert sorted({error["pointer"] for error in answer.json["errors"]}) == wanted, case["name"]

        file = tmp_path / "segment.json"
        file.write_text(text(case["segment"]))
        done = strata.cli("segments", "create", "--file", file, "--output", "json", check=False)
        assert done.returncode == 5, (case["name"], done.returncode, done.stderr)
        for pointer in wanted:
            assert f'"{pointer}"' in done.stdout + done.stderr or f"{pointer}:" in done.stderr, (case["name"], done.stderr)
    assert query("GET", "/api/v1/segments", expect=200).json["data"] == []
