"""What a page still has to say when it closes reaches the real server, once."""
import pathlib
import sys

import pytest

from api import Query

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Browser"))

from visits import leave  # noqa: E402
from web_site import WebSite  # noqa: E402

# More than two batches of the widget.
EVENTS = 45
# Seconds; a browser beside other tests may be slow to say anything.
PATIENCE = 60


def go_elsewhere(page):
    page.goto("about:blank")


@pytest.mark.parametrize("with_keepalive", [True, False], ids=["keepalive", "beacon"])
@pytest.mark.parametrize("end", [leave, go_elsewhere])
def test_page_that_ends_sends_what_it_has(strata, context, end, with_keepalive):
    ingest = strata.ingest()
    query = Query(strata.query().address, strata.data)
    visited = query.create_segment("visited", {"event": "viewPage"})
    said = query.create_segment("said everything once", {"event": "said", "count": {"exactly": EVENTS}})
    if not with_keepalive:
        context.add_init_script("delete Request.prototype.keepalive")
    with WebSite() as site:
        page = context.new_page()
        page.goto(site.page(ingest))
        query.wait_for_count(visited, 1, PATIENCE)
        page.evaluate(
            "(count) => { for (let i = 0; i < count; i += 1) Erxes.sendEvent({name: 'said', attributes: {number: i}}) }",
            EVENTS,
        )
        end(page)
        query.wait_for_count(said, 1, PATIENCE)
    [contact] = query("GET", f"/api/v1/contacts?segment={said}", expect=200).json["data"]
    events = query.pages(f"/api/v1/contacts/{contact['id']}/events")
    numbers = [event["attributes"]["number"] for event in events if event["name"] == "said"]
    assert sorted(numbers) == list(range(EVENTS))
