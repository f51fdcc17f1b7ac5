"""Customers, leads, companies, a profile; getting started; webhooks; settings."""
import sqlite3

from desk import Builder, instant, people
from playwright.sync_api import expect
from receiver import Receiver
from web_site import WebSite


def test_customers_and_leads_filtered_by_segments(signed_in):
    desk = signed_in
    desk.fill(people())
    desk.fill([{"type": "identify", "anonymousId": "a1", "traits": {"email": "lead@example.com", "firstName": "Lea"}, "timestamp": instant(minutes=2)}])
    desk.query.create_segment("Clicked", {"event": "get-start"}, "customer")
    anyone = desk.query.create_segment("With email", {"property": "primaryEmail", "operator": "isSet"}, "contact")
    desk.query.wait_for_count(anyone, 21)
    page = desk.page
    page.get_by_role("link", name="Customers", exact=True).click()
    expect(page.get_by_role("heading", name="Customers")).to_contain_text("40")
    expect(page.locator("tbody tr")).to_have_count(40)
    side = page.get_by_role("region", name="Filter by segments")
    side.get_by_role("button", name="Clicked").click()
    expect(page.locator("tbody tr")).to_have_count(8)
    side.get_by_role("button", name="With email").click()
    expect(page.locator("tbody tr")).to_have_count(20)
    page.get_by_role("searchbox", name="Search contacts").fill("ann4@")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Leads", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Lea", exact=True).click()
    expect(page.get_by_role("heading", name="Lea")).to_contain_text("lead")
    page.get_by_role("link", name="Leads", exact=True).click()
    page.get_by_role("link", name="New segment").click()
    expect(page.get_by_label("Content type")).to_have_value("lead")


def test_profile_has_properties_tracked_data_events_segments_and_companies(signed_in):
    desk = signed_in
    desk.fill(people())
    desk.fill([
        {"type": "group", "userId": "u0", "groupId": "acme", "traits": {"name": "Acme", "plan": "gold"}},
        {"type": "identify", "userId": "u0", "traits": {"favourite": "blue"}, "timestamp": instant(minutes=1)},
    ])  # fmt: skip
    made = desk.query.create_segment("Clicked", {"event": "get-start"}, "customer")
    desk.query.create_segment("Gold firms", {"property": "plan", "operator": "equals", "value": "gold"}, "company")
    desk.query.wait_for_count(made, 8)
    page = desk.open("/contacts/userId:u0")
    card = lambda title: page.locator("section").filter(has=page.get_by_role("heading", name=title, exact=True))  # noqa: E731
    expect(card("Basic information")).to_contain_text("ann0@example.com")
    expect(card("Custom properties")).to_contain_text("favouriteblue")
    expect(card("Tracked data")).to_contain_text("pricing-team111successfully")
    expect(card("Events")).to_contain_text("get-start")
    expect(card("Events")).to_contain_text("view 80%")
    card("Companies").get_by_role("link", name="Acme").click()
    expect(card("Contacts").get_by_role("link", name="Ann 0")).to_be_visible()
    expect(card("Segments").get_by_role("link", name="Gold firms")).to_be_visible()
    expect(card("Events")).to_contain_text("get-start")
    card("Contacts").get_by_role("link", name="Ann 0").click()
    card("Segments").get_by_role("link", name="Clicked").click()
    expect(page.locator(".verdict")).to_have_text("Ann 0 is in this segment.")


def test_companies_are_listed_and_segmented_by_their_people(signed_in):
    desk = signed_in
    desk.fill(people())
    desk.fill([{"type": "group", "userId": f"u{n}", "groupId": f"g{n % 3}", "traits": {"name": f"Firm {n % 3}"}} for n in range(9)])
    page = desk.page
    page.get_by_role("link", name="Companies", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("link", name="New segment").click()
    page.get_by_label("Name", exact=True).fill("With a click")
    page.get_by_role("button", name="More conditions").click()
    page.get_by_role("menuitem", name="Their contacts").click()
    relation = page.locator(".relation")
    relation.get_by_role("button", name="Remove").click()
    relation.get_by_role("button", name="Add events").click()
    row = relation.locator(".leaf-node")
    Builder(page).choose(row, "Event", "get-start")
    page.keyboard.press("Escape")
    filter = {"contacts": {"all": [{"event": "get-start"}]}, "quantifier": "any"}
    Builder(page).count(desk.count_of(filter, "company"))
    Builder(page).save()
    assert desk.segment("With a click")["filter"] == {"all": [filter]}


def test_first_event_turns_the_light_on(signed_in):
    desk = signed_in
    page = desk.page
    page.get_by_role("link", name="Get started").click()
    expect(page.get_by_text("Waiting for the first event…")).to_be_visible()
    snippet = page.locator(".snippet").first.inner_text()
    assert f'script.src = "{desk.ingest_server.address}/build/eventsWidget.bundle.js"' in snippet
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").first.click()
    assert page.evaluate("navigator.clipboard.readText()") == snippet
    with WebSite() as site:
        site.pages["/"] = f'<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,"><body><p>A shop</p>{snippet}</body></html>'
        shop = desk.context.new_page()
        shop.goto(site.address)
        expect(page.get_by_text("Events arrive: the last one is viewPage")).to_be_visible()
        expect(page.get_by_role("list", name="Latest events")).to_contain_text("viewPage")
        expect(page.get_by_role("link", name="contact of viewPage, ").first).to_be_visible()
        shop.close()


def test_a_key_for_a_site_is_put_into_the_snippet(signed_in):
    desk = signed_in
    page = desk.open("/start")
    page.get_by_label("Your site").fill("https://www.example.com/pricing")
    page.get_by_role("button", name="Make a key").click()
    expect(page.locator(".snippet").first).to_contain_text('script.dataset.writeKey = "wk')
    sources = desk.query("GET", "/api/v1/sources").json["data"]
    assert any(source["allowedOrigins"] == ["https://www.example.com"] and source["name"] == "www.example.com" for source in sources)


def test_webhook_is_made_tested_replayed_and_deleted(signed_in):
    desk = signed_in
    page = desk.page
    with Receiver() as receiver:
        page.get_by_role("link", name="Webhooks").click()
        page.get_by_label("Address").fill(receiver.address + "/hook")
        page.get_by_role("button", name="Make webhook").click()
        secret = page.get_by_role("dialog").locator("code").inner_text()
        assert secret.startswith("whsec_")
        receiver.secret = secret
        page.get_by_role("button", name="I have it").click()
        page.get_by_role("link", name="hook").filter(has_text="/hook").click()
        page.get_by_role("button", name="Send a test").click()
        receiver.wait_for(lambda messages: [one for one in messages if one["type"] == "webhook.test"], "the test")
        page.get_by_role("button", name="Look again").click()
        expect(page.get_by_role("cell", name="webhook.test").first).to_be_visible()
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_text("paused")).to_be_visible()
        page.get_by_role("button", name="Resume").click()
        page.get_by_role("button", name="Replay").click()
        expect(page.get_by_text("Nothing was set aside.")).to_be_visible()
        page.get_by_role("button", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_text("No webhooks yet")).to_be_visible()


def test_messages_that_were_set_aside_are_replayed(signed_in):
    desk = signed_in
    with Receiver() as receiver:
        body = {"url": receiver.address + "/hook", "events": ["segment.deleted"], "segments": "all"}
        made = desk.query("POST", "/api/v1/webhooks", body, expect=201).json
        receiver.secret, receiver.status = made["secret"], 400
        page = desk.open(f"/webhooks/{made['id']}")
        page.get_by_role("button", name="Send a test").click()
        desk.wait_until(lambda: desk.query("GET", f"/api/v1/webhooks/{made['id']}/deliveries").json["data"], "attempt")
        page.get_by_role("button", name="Look again").click()
        rows = page.get_by_role("row").filter(has_text="webhook.test")
        expect(rows.filter(has_text="400")).to_have_count(1)
        # As if it had been refused five times.
        with sqlite3.connect(desk.strata.data / "segments.sqlite", timeout=10) as database:
            database.execute("UPDATE message SET isDead = 1")
        receiver.status = 200
        page.get_by_role("button", name="Replay").click()
        expect(page.get_by_text("1 message stands in line again.")).to_be_visible()
        receiver.wait_for(lambda messages: messages, "the test")
        desk.wait_until(lambda: len(desk.query("GET", f"/api/v1/webhooks/{made['id']}/deliveries").json["data"]) > 1, "attempt")
        page.get_by_role("button", name="Look again").click()
        expect(rows.filter(has_text="200")).to_have_count(1)


def test_settings_sources_and_tokens(signed_in):
    desk = signed_in
    page = desk.page
    page.get_by_role("link", name="Settings").click()
    zone = page.get_by_role("combobox", name="Time zone")
    zone.fill("Ulaan")
    page.get_by_role("option", name="Asia/Ulaanbaatar").click()
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    assert desk.query("GET", "/api/v1/settings").json["timeZone"] == "Asia/Ulaanbaatar"
    page.get_by_label("Name of the token").fill("reports")
    page.get_by_role("button", name="New token").click()
    assert page.get_by_role("dialog").locator("code").inner_text().startswith("stk_")
    page.get_by_role("button", name="I have it").click()
    row = page.get_by_role("row").filter(has_text="reports")
    expect(page.get_by_role("table").last.get_by_role("columnheader")).to_have_text(["Name", "May", "Made", "Expires", "Actions"])
    row.get_by_role("button", name="Revoke reports", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row).to_have_count(0)
