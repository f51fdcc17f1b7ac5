"""The list of segments, and what is seen of one."""
import json
import re
import sqlite3
import time

from desk import Builder, instant, people
from playwright.sync_api import expect

EMAIL = {"property": "primaryEmail", "operator": "isSet"}


def row_of(page, name):
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))


def test_counts_move_as_events_arrive(signed_in):
    desk = signed_in
    desk.query.create_segment("Clicked", {"event": "get-start"}, "customer")
    row = row_of(desk.page, "Clicked")
    expect(row.locator(".count-number")).to_have_text("0")
    desk.fill(people())
    expect(row.locator(".count-number")).to_have_text("8")
    expect(row.locator(".count-share")).to_have_text("20%")


def test_rows_stay_when_other_segments_change(signed_in):
    desk = signed_in
    page = desk.page
    filters = {name: {"event": name} for name in ["Beta", "Delta"]}
    made = {name: desk.query.create_segment(name, filter, "customer") for name, filter in filters.items()}
    names = page.locator(".segment-row").get_by_role("link")
    expect(names).to_have_text(["Beta", "Delta"])
    kept = row_of(page, "Delta").element_handle()
    row_of(page, "Delta").get_by_role("link").focus()
    for name in ["Alpha", "Gamma"]:
        desk.query.create_segment(name, {"event": name}, "customer")
    expect(names).to_have_text(["Alpha", "Beta", "Delta", "Gamma"])
    body = {"name": "Zeta", "contentType": "customer", "filter": {"event": "other"}}
    desk.query("PUT", f"/api/v1/segments/{made['Beta']}", body, {"If-Match": '"1"'}, expect=200)
    expect(names).to_have_text(["Alpha", "Delta", "Gamma", "Zeta"])
    expect(row_of(page, "Zeta")).to_contain_text("other")
    assert kept.evaluate("row => row.isConnected && row.contains(document.activeElement)"), "the row was made anew"


def test_line_beside_a_segment_is_its_size_over_the_last_days(signed_in):
    desk = signed_in
    made = desk.query.create_segment("Clicked", {"event": "get-start"}, "customer")
    desk.query.wait_for_count(made, 0)
    today = int(time.time()) // 86_400
    with sqlite3.connect(desk.strata.data / "segments.sqlite", timeout=10) as database:
        for days, size in [(4, 10), (3, 30), (2, 20), (1, 20)]:
            hour = (today - days) * 24 + 12
            database.execute("INSERT INTO history SELECT row, ?, ?, ? FROM segment WHERE id = ?", (hour, hour * 3_600_000, size, made))
    line = row_of(desk.open("/segments"), "Clicked").locator("polyline")
    expect(line).to_be_visible()
    heights = [point.split(",")[1] for point in line.get_attribute("points").split()]
    assert heights == ["14.7", "4.0", "9.3", "9.3", "20.0"], "from 20 for none at all to 4 for the most"


def test_webhooks_that_listen_to_a_segment(signed_in):
    desk = signed_in
    gold, other = (desk.query.create_segment(name, EMAIL, "customer") for name in ["Gold", "Other"])
    for path, segments, enabled in [("all", "all", True), ("gold", [gold], False), ("other", [other], True)]:
        body = {"url": f"http://127.0.0.1:1/{path}", "events": ["segment.deleted"], "segments": segments, "enabled": enabled}
        desk.query("POST", "/api/v1/webhooks", body, expect=201)
    page = desk.open(f"/segments/{gold}")
    page.get_by_role("tab", name="Webhooks").click()
    cards = page.get_by_role("tabpanel").get_by_role("listitem")
    expect(cards).to_have_count(2)
    expect(cards.filter(has_text="/all")).to_contain_text("on")
    expect(cards.filter(has_text="/gold")).to_contain_text("paused")
    page.get_by_role("link", name="New webhook").click()
    expect(page.get_by_role("list", name="Chosen segments").get_by_role("listitem")).to_have_text(["Gold"])


def test_search_tabs_duplicate_and_delete_with_who_uses_it(signed_in):
    desk = signed_in
    gold = desk.query.create_segment("Gold", EMAIL, "customer")
    desk.query.create_segment("Of gold", {"segment": gold}, "customer")
    desk.query.create_segment("Firms", {"all": []}, "company")
    page = desk.page
    expect(row_of(page, "Of gold")).to_be_visible()
    page.get_by_role("searchbox", name="Search segments").fill("gol")
    expect(row_of(page, "Firms")).to_be_hidden()
    expect(page).to_have_url(re.compile("search=gol"))
    page.get_by_role("searchbox", name="Search segments").fill("")
    page.get_by_role("button", name="Companies 1").click()
    expect(row_of(page, "Gold")).to_be_hidden()
    page.get_by_role("button", name="All 3").click()

    row_of(page, "Gold").get_by_role("button", name="Actions for Gold").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Gold (copy)")
    Builder(page).save()
    assert desk.segment("Gold (copy)")["filter"] == {"all": [EMAIL]}

    page.get_by_role("link", name="Segments", exact=True).click()
    row_of(page, "Gold").get_by_role("button", name="Actions for Gold").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("dialog").get_by_role("link", name="Of gold")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    for name in ["Of gold", "Gold"]:
        row_of(page, name).get_by_role("button", name=f"Actions for {name}").click()
        page.get_by_role("menuitem", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(row_of(page, name)).to_have_count(0)
    assert sorted(one["name"] for one in desk.query.pages("/api/v1/segments")) == ["Firms", "Gold (copy)"]


def test_a_segment_shows_members_why_and_exports(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Email", {"all": [EMAIL, {"property": "lastSeenAt", "operator": "inTheLast", "value": "30d"}]}, "customer")
    desk.query.wait_for_count(made, 20)
    page = desk.open(f"/segments/{made}")
    expect(page.locator(".big-count .count-number")).to_have_text("20")
    expect(page.get_by_text("20 entered and 0 left").or_(page.get_by_text("entered and")).first).to_be_visible()
    page.get_by_role("tab", name="Members").click()
    expect(page.locator("tbody tr")).to_have_count(20)
    page.get_by_role("searchbox", name="Search contacts").fill("ann 38")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_text("Columns").click()
    page.get_by_label("First name").check()
    expect(page.get_by_role("columnheader", name="First name")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Why? Ann 38", exact=True).click()
    expect(page.locator(".verdict")).to_have_text("Ann 38 is in this segment.")
    expect(page.get_by_text("By time alone this changes on")).to_be_visible()
    expect(page.locator(".explain-tree")).to_contain_text("found: ann38@example.com")
    page.get_by_role("tab", name="Why?").click()
    field = page.get_by_role("combobox", name="Contact")
    field.fill("ann 37")
    page.get_by_role("option", name="Ann 37").click()
    expect(page.locator(".verdict")).to_have_text("Ann 37 is not in this segment.")
    page.get_by_role("tab", name="Members").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="NDJSON").click()
    lines = download.value.path().read_text().splitlines()
    assert len(lines) == 20 and all(json.loads(line)["state"] == "customer" for line in lines)


def test_revisions_with_differences_and_back_again(signed_in):
    desk = signed_in
    made = desk.query.create_segment("First", EMAIL, "customer")
    page = desk.open(f"/segments/{made}/edit")
    page.get_by_label("Name", exact=True).fill("Second")
    page.get_by_role("combobox", name="Operator").select_option(label="is not set")
    Builder(page).save()
    page.get_by_role("tab", name="Revisions").click()
    changes = page.locator(".differences").first
    expect(changes.locator(".added").first).to_contain_text("Second")
    expect(changes).to_contain_text('"operator": "isNotSet"')
    page.get_by_role("button", name="Take this one again").click()
    page.get_by_role("button", name="Take it", exact=True).click()
    expect(page.get_by_role("heading", name="First")).to_be_visible()
    assert desk.segment("First")["filter"] == EMAIL


def test_exceptions_by_hand(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Email", EMAIL, "customer")
    desk.query.wait_for_count(made, 20)
    page = desk.open(f"/segments/{made}?tab=exceptions")
    field = page.get_by_role("combobox", name="Contact")
    field.fill("ann 1")
    page.get_by_role("option", name="Ann 1", exact=True).click()
    page.get_by_label("Reason").fill("asked for it")
    page.get_by_role("button", name="Add exception").click()
    expect(page.get_by_role("cell", name="asked for it")).to_be_visible()
    expect(page.locator(".big-count .count-number")).to_have_text("21")
    expect(page.locator(".words")).to_have_text("Customers: email is set; by hand also Ann 1")
    expect(page.get_by_role("columnheader")).to_have_text(["Contact", "By hand", "Reason", "Until", "Actions"])
    page.get_by_role("button", name="Take back Ann 1", exact=True).click()
    expect(page.locator(".big-count .count-number")).to_have_text("20")
    page.get_by_role("tab", name="Revisions").click()
    changes = page.locator(".differences li")
    expect(changes).to_have_text(["− Ann 1 no longer included: asked for it", "+ Ann 1 included: asked for it"])
    changes.first.get_by_role("link", name="Ann 1").click()
    expect(page.get_by_role("heading", name="Ann 1")).to_be_visible()


def test_two_windows_one_edits_and_one_watches(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Watched", EMAIL, "customer")
    desk.query.wait_for_count(made, 20)
    watching = desk.context.new_page()
    watching.goto(f"{desk.address}/segments/{made}")
    expect(watching.locator(".big-count .count-number")).to_have_text("20")
    page = desk.open(f"/segments/{made}/edit")
    page.get_by_label("Name", exact=True).fill("Watched more")
    page.get_by_role("combobox", name="Operator").select_option(label="is not set")
    page.get_by_label("Description").fill("They have none")
    Builder(page).save()
    expect(watching.get_by_role("heading", name="Watched more")).to_be_visible()
    desk.fill([{"type": "identify", "userId": "new", "traits": {"firstName": "No email"}, "timestamp": instant(minutes=1)}])
    expect(watching.locator(".big-count .count-number")).to_have_text("21")
    expect(page.locator(".big-count .count-number")).to_have_text("21")


def test_network_cut_and_back(signed_in):
    desk = signed_in
    desk.fill(people())
    desk.query.create_segment("Email", EMAIL, "customer")
    page = desk.open("/segments/new")
    builder = Builder(page)
    page.get_by_label("Name", exact=True).fill("In the tunnel")
    builder.count(40)
    desk.allow("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED", "ERR_FAILED")
    desk.context.set_offline(True)
    builder.add_property("Primary email", "is set")
    expect(page.get_by_text("No connection to the server.")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The server cannot be reached. Nothing is lost: try again.").first).to_be_visible()
    desk.context.set_offline(False)
    expect(page.get_by_text("No connection to the server.")).to_be_hidden()
    builder.count(20)
    builder.save()
    assert desk.segment("In the tunnel")["filter"] == {"all": [EMAIL]}


def test_server_that_starts_again_is_followed_again(signed_in):
    desk = signed_in
    desk.query.create_segment("Clicked", {"event": "get-start"}, "customer")
    row = row_of(desk.page, "Clicked")
    expect(row.locator(".count-number")).to_have_text("0")
    desk.allow("ERR_")
    port = desk.address.rsplit(":", 1)[1]
    desk.server.stop()
    expect(desk.page.get_by_text("No connection to the server.")).to_be_visible()
    desk.server = desk.strata.query("--allow-private-webhooks", port=port)
    desk.query.wait_until_ready()
    desk.fill(people())
    expect(row.locator(".count-number")).to_have_text("8")
    expect(desk.page.get_by_text("No connection to the server.")).to_be_hidden()


def test_any_number_of_tabs_follows_the_counts(signed_in):
    desk = signed_in
    desk.query.create_segment("Clicked", {"event": "get-start"}, "customer")
    # A browser keeps six connections to a server, and each stream would be one.
    tabs = [desk.page] + [desk.context.new_page() for _ in range(7)]
    numbers = []
    for tab in tabs:
        tab.goto(f"{desk.address}/segments")
        numbers.append(tab.get_by_role("row").filter(has_text="Clicked").locator(".count-number"))
        expect(numbers[-1]).to_have_text("0")
    desk.fill(people())
    for number in numbers:
        expect(number).to_have_text("8")
    # Whichever has the stream, the others go on without it, one after the other.
    for left in range(1, len(tabs)):
        tabs[left - 1].close()
        desk.fill([{"type": "track", "userId": f"more{left}", "event": "get-start", "timestamp": instant(minutes=1)}])
        for number in numbers[left:]:
            expect(number).to_have_text(str(8 + left))
