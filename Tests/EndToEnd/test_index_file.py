"""The query server starts from the file of the live index, whatever became of the file and of the server before."""
from api import Ingest, Query


def start(strata):
    """A query server that has caught up, and where its index came from."""
    server = strata.query()
    query = Query(server.address, strata.data)
    query.wait_until_ready()
    lines = [line for line in server.log.read_text().splitlines() if "live index is there" in line]
    assert len(lines) == 1, server.log.read_text()
    return server, query, "its file" if "its file" in lines[0] else "profiles.sqlite"


def test_start_goes_on_from_the_file_and_needs_none(strata):
    key = strata.cli_json("sources", "create", "--name", "load", "--kind", "server")["writeKey"]
    ingest_server = strata.ingest()
    ingest = Ingest(ingest_server.address, key)
    file = strata.data / "index" / "live.index"
    server, query, origin = start(strata)
    assert origin == "profiles.sqlite"
    gold = query.create_segment("gold", {"property": "plan", "operator": "equals", "value": "gold"})

    def identify(user):
        answer = ingest.batch([{"type": "identify", "userId": user, "traits": {"plan": "gold"}}])
        return int(answer.headers["Strata-Position"])

    query.wait_for_position(identify("ada"))
    assert server.stop() == 0 and file.exists()
    assert file.stat().st_mode & 0o777 == 0o600 and file.parent.stat().st_mode & 0o777 == 0o700

    position = identify("bob")
    server, query, origin = start(strata)
    assert origin == "its file"
    query.wait_for_position(position)
    assert query.count(gold)["count"] == 2
    position = identify("eve")
    server.kill()

    server, query, origin = start(strata)
    assert origin == "its file"
    query.wait_for_position(position)
    assert query.count(gold)["count"] == 3
    assert server.stop() == 0

    file.write_bytes(file.read_bytes()[:-1])
    server, query, origin = start(strata)
    assert origin == "profiles.sqlite"
    assert "live.index is damaged" in server.log.read_text()
    assert query.count(gold)["count"] == 3
    assert server.stop() == 0 and ingest_server.stop() == 0
    assert strata.cli("check").returncode == 0
