"""The demo page: the seed of the product, whose loader and buttons have to work as they are written there."""
import pathlib

import pytest

PAGE = pathlib.Path(__file__).resolve().parents[2] / "Apps/AdminCLI/Demo/page.html"
SEED_ADDRESS = "http://localhost:3200"
LOADER = """   <script>
    (function() {
    var script = document.createElement('script');
    script.src = "http://localhost:3200/build/eventsWidget.bundle.js";
    script.async = true;
    var entry = document.getElementsByTagName('script')[0];
    entry.parentNode.insertBefore(script, entry);
  })();

  </script>
"""
# As in the seed, but for the quote that is missing there behind #get-start.
FIRST_BUTTON = """<div>
<button id="get-start">Pricing for Team</button>
</div>
<script>
  if(document.addEventListener){
    document.querySelector('#get-start').addEventListener('click', function() {
      window.Erxes.sendEvent({ name: 'get-start', attributes: { price: 100, view: '80%' } })
    })
  }
      
</script>
"""
SECOND_BUTTON = """    <button id="button">Update plan attribute</button>

    <script>
      document.querySelector('#button').addEventListener('click', function() {
        window.Erxes.updateCustomerProperty('pricing-team111', 'successfully');
      })
    </script>
"""


def parts(block):
    """A block as its elements: where the page puts them is the page's affair."""
    button, _, script = block.partition("<script>")
    return [button.strip(), "<script>" + script.rstrip()]


def click_both(page, ingest):
    page.get_by_role("button", name="Pricing for Team").click()
    (event,) = ingest.wait_for_accepted(1, "track")
    assert (event["event"], event["properties"]) == ("get-start", {"price": 100, "view": "80%"})
    page.get_by_role("button", name="Update plan attribute").click()
    (change,) = ingest.wait_for_accepted(1, "identify")
    assert (change["traits"], change["tracked"]) == ({}, {"pricing-team111": "successfully"})
    assert len({message["anonymousId"] for message in ingest.accepted}) == 1


@pytest.fixture
def demo(context, ingest, site):
    """The page, its ingest address put in as a server does it."""
    site.pages["/"] = PAGE.read_text(encoding="utf-8").replace(SEED_ADDRESS, ingest.address)
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(error))
    page.goto(site.address + "/")
    return page


def test_page_holds_the_loader_and_the_buttons_as_the_seed_has_them():
    page = PAGE.read_text(encoding="utf-8")
    for part in [LOADER, *parts(FIRST_BUTTON), *parts(SECOND_BUTTON)]:
        assert part in page


def test_loader_and_buttons_of_the_seed_work_unchanged(launch, ingest, site):
    site.pages["/"] = f"<!doctype html><title>Seed</title><body>{LOADER}\n{FIRST_BUTTON}\n{SECOND_BUTTON}</body>"
    context = launch({"localhost:3200": f"127.0.0.1:{ingest.port}"}).new_context()
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(site.address + "/")
    ingest.wait_for_accepted(1, "page")
    click_both(page, ingest)
    assert ingest.requests[0].headers["Host"] == "localhost:3200"
    assert errors == []
    context.close()


def test_page_goes_to_the_address_of_the_seed_by_itself(launch, ingest, site):
    site.pages["/"] = PAGE.read_text(encoding="utf-8")
    context = launch({"localhost:3200": f"127.0.0.1:{ingest.port}"}).new_context()
    page = context.new_page()
    page.goto(site.address + "/")
    ingest.wait_for_accepted(1, "page")
    click_both(page, ingest)
    context.close()


def test_page_says_what_it_sent(demo, ingest):
    demo.get_by_text(f"what it records goes to {ingest.address}").wait_for()
    click_both(demo, ingest)
    entries = demo.get_by_role("listitem").all_inner_texts()
    assert len(entries) == 2
    assert "pricing-team111" in entries[0] and "get-start" in entries[1]
    assert demo.errors == []


def test_second_click_is_a_second_event_of_the_same_visitor(demo, ingest):
    demo.get_by_text("The widget is loaded").wait_for()
    for _ in range(2):
        demo.get_by_role("button", name="Pricing for Team").click()
    events = ingest.wait_for_accepted(2, "track")
    assert len({event["messageId"] for event in events}) == 2
    assert len({event["anonymousId"] for event in events}) == 1


def test_page_without_its_server_says_so(context, site):
    site.pages["/"] = PAGE.read_text(encoding="utf-8").replace(SEED_ADDRESS, "http://127.0.0.1:1")
    page = context.new_page()
    page.goto(site.address + "/")
    page.get_by_text("is strata-ingest running at http://127.0.0.1:1?").wait_for()
    page.get_by_role("button", name="Pricing for Team").click()
    assert page.get_by_role("listitem").all_inner_texts() == ["Nothing yet: click a button."]


def test_page_needs_nothing_from_elsewhere(context, ingest, site):
    site.pages["/"] = PAGE.read_text(encoding="utf-8").replace(SEED_ADDRESS, ingest.address)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.address + "/")
    ingest.wait_for_accepted(1, "page")
    hosts = {url.split("/")[2] for url in asked if not url.startswith("data:")}
    assert hosts == {f"127.0.0.1:{site.port}", f"127.0.0.1:{ingest.port}"}


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_page_fits_its_window(demo, width):
    demo.set_viewport_size({"width": width, "height": 800})
    assert demo.evaluate("document.documentElement.scrollWidth") <= width
