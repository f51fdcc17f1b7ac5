"""Malformed segments are refused with every mistake's place, by the API and by the command alike."""
import json
import pathlib

from api import Query

CASES = json.loads((pathlib.Path(__file__).resolve().parents[2] / "Fixtures/filters/malformed.json").read_text())


def test_api_and_command_tell_the_same_places(strata, tmp_path):
    assert len(CASES) >= 60
    query = Query(strata.query().address, strata.data)
    for case in CASES:
        wanted = sorted(case["pointers"])
        answer = query("POST", "/api/v1/segments", case["segment"])
        assert answer.status == 400, (case["name"], answer.status, answer.body)
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert sorted({error["pointer"] for error in answer.json["errors"]}) == wanted, case["name"]

        file = tmp_path / "segment.json"
        file.write_text(json.dumps(case["segment"]))
        done = strata.cli("segments", "create", "--file", file, "--output", "json", check=False)
        assert done.returncode == 5, (case["name"], done.returncode, done.stderr)
        for pointer in wanted:
            assert f'"{pointer}"' in done.stdout + done.stderr or f"{pointer}:" in done.stderr, (case["name"], done.stderr)
    assert query("GET", "/api/v1/segments", expect=200).json["data"] == []
