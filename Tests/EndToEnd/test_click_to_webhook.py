"""From a click on a page to a signed webhook: real processes, a real browser, an outside verifier."""
import pathlib
import sys

from api import Query
from receiver import Receiver

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Browser"))

from web_site import WebSite  # noqa: E402

# The seed document's loader and buttons, to the letter but for the quote that is missing there in
# `querySelector('#get-start)` and the address of the server, which here is on a free port.
SEED_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Seed</title><link rel="icon" href="data:,"></head><body>
   <script>
    (function() {
    var script = document.createElement('script');
    script.src = "INGEST/build/eventsWidget.bundle.js";
    script.async = true;
    var entry = document.getElementsByTagName('script')[0];
    entry.parentNode.insertBefore(script, entry);
  })();

  </script>
<div>
<button id="get-start">Pricing for Team</button>
</div>
<script>
  if(document.addEventListener){
    document.querySelector('#get-start').addEventListener('click', function() {
      window.Erxes.sendEvent({ name: 'get-start', attributes: { price: 100, view: '80%' } })
    })
  }

</script>
    <button id="button">Update plan attribute</button>

    <script>
      document.querySelector('#button').addEventListener('click', function() {
        window.Erxes.updateCustomerProperty('pricing-team111', 'successfully');
      })
    </script>
</body></html>"""


def test_both_buttons_of_the_seed_document_reach_a_verified_webhook(strata, context):
    ingest = strata.ingest()
    query = Query(strata.query("--allow-private-webhooks").address, strata.data)
    clicked = query.create_segment(
        "get-start with price = 100 and view = 80%",
        {
            "event": "get-start",
            "where": {
                "all": [
                    {"attribute": "price", "operator": "equals", "value": 100},
                    {"attribute": "view", "operator": "equals", "value": "80%"},
                ]
            },
        },
    )
    often = query.create_segment("clicked twice", {"event": "get-start", "count": {"exactly": 2}})
    tracked = query.create_segment(
        "pricing-team111", {"tracked": "pricing-team111", "operator": "equals", "value": "successfully"}
    )
    for segment in (clicked, often, tracked):
        query.wait_for_count(segment, 0)

    with Receiver() as receiver, WebSite() as site:
        endpoint = query(
            "POST",
            "/api/v1/webhooks",
            {"url": receiver.address + "/hook", "events": ["segment.count.updated"], "segments": "all", "minInterval": 0},
            expect=201,
        ).json
        receiver.secret = endpoint["secret"]
        site.pages["/"] = SEED_PAGE.replace("INGEST", ingest.address)
        page = context.new_page()
        page.goto(site.address)
        page.wait_for_function("() => window.Erxes && document.readyState === 'complete'")

        page.click("#get-start")
        query.wait_for_count(clicked, 1)
        page.click("#button")
        query.wait_for_count(tracked, 1)

        def told(segment, count):
            return lambda messages: [
                message
                for message in messages
                if message["data"].get("segment", {}).get("id") == segment and message["data"].get("count") == count
            ]

        first = receiver.wait_for(told(clicked, 1), "count of the click")[0]
        assert first["type"] == "segment.count.updated"
        assert first["data"]["previousCount"] == 0
        assert first["data"]["segment"]["contentType"] == "contact"
        receiver.wait_for(told(tracked, 1), "count of the tracked property")

        # A second click changes the contact's events, not the segment's count.
        page.click("#get-start")
        query.wait_for_count(often, 1)
        answer = query.count(clicked)
        assert (answer["state"], answer["count"]) == ("ready", 1)
        receiver.wait_for(told(often, 1), "count of the second click")
        assert not told(clicked, 2)(receiver.messages)
        assert not receiver.failures
