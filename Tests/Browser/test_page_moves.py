"""What is shown moves with what it shows, and nothing jumps under a reader; what is looked at stands in the address."""
import re

import pytest
from desk import Builder, instant, people
from playwright.sync_api import expect
from test_page_safety import end_sessions
from test_page_segments import EMAIL


def known(user, **traits):
    return {"type": "identify", "userId": user, "traits": traits, "timestamp": instant(minutes=1)}


def test_members_and_why_move_with_the_segment(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Email", EMAIL, "customer")
    desk.query.wait_for_count(made, 20)
    page = desk.open(f"/segments/{made}?tab=members")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(20)
    desk.fill([known("u1", email="ann1@example.com")])
    expect(rows).to_have_count(21)
    page.get_by_role("searchbox", name="Search contacts").fill("ann 3")
    expect(rows).to_have_count(5)
    desk.fill([known("u3", email="ann3@example.com")])
    expect(page.get_by_text("The members have changed.")).to_be_visible()
    expect(rows).to_have_count(5)
    page.get_by_role("button", name="Read again").click()
    expect(rows).to_have_count(6)
    expect(page.get_by_text("The members have changed.")).to_be_hidden()

    contact = desk.query("GET", "/api/v1/contacts/userId:u5", expect=200).json["id"]
    page = desk.open(f"/segments/{made}?tab=why&of={contact}")
    expect(page.locator(".verdict")).to_have_text("Ann 5 is not in this segment.")
    desk.fill([known("u5", email="ann5@example.com")])
    expect(page.locator(".verdict")).to_have_text("Ann 5 is in this segment.")


def test_history_moves_and_is_read_with_the_arrow_keys(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Email", EMAIL, "customer")
    desk.query.wait_for_count(made, 20)
    page = desk.open(f"/segments/{made}")
    chart = page.get_by_role("slider")
    expect(chart).to_have_attribute("aria-valuetext", re.compile(": 20 members, "))
    chart.focus()
    page.keyboard.press("ArrowLeft")
    expect(chart).to_have_attribute("aria-valuetext", re.compile(": – members, "))
    expect(page.locator(".chart-reading")).to_contain_text("– members")
    desk.fill([known("u1", email="ann1@example.com")])
    expect(chart).to_have_accessible_name(re.compile(" to 21 on "))
    expect(chart).to_be_focused()
    expect(chart).to_have_attribute("aria-valuetext", re.compile(": – members, "))
    page.keyboard.press("End")
    expect(chart).to_have_attribute("aria-valuetext", re.compile(": 21 members, 1 entered, 0 left"))


def test_revisions_title_and_exceptions_move_with_the_definition(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("First", EMAIL, "customer")
    page = desk.open(f"/segments/{made}?tab=revisions")
    expect(page.get_by_role("heading", name="Revision 1")).to_be_visible()
    desk.query("PATCH", f"/api/v1/segments/{made}", {"name": "Second"}, {"If-Match": '"1"'}, expect=200)
    expect(page.get_by_role("heading", name="Revision 2")).to_be_visible()
    expect(page).to_have_title("Second – Strata")
    page.get_by_role("button", name="Take this one again").click()
    page.get_by_role("button", name="Take it", exact=True).click()
    expect(page.get_by_role("heading", name="Revision 3")).to_be_focused()
    page.get_by_role("tab", name="Exceptions").click()
    page.get_by_label("Reason").fill("half typed")
    contact = desk.query("GET", "/api/v1/contacts/userId:u1", expect=200).json["id"]
    desk.query("PUT", f"/api/v1/segments/{made}/exceptions/{contact}", {"kind": "include"}, {"If-Match": '"3"'}, expect=200)
    expect(page.get_by_role("rowheader", name="Ann 1")).to_be_visible()
    expect(page.get_by_label("Reason")).to_have_value("half typed")


def test_profile_moves_with_what_happens(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Email", EMAIL, "customer")
    desk.query.wait_for_count(made, 20)
    page = desk.open("/contacts/userId:u1")
    expect(page.get_by_text("In no segment.")).to_be_visible()
    desk.fill([known("u1", email="ann1@example.com", favourite="blue"),
               {"type": "track", "userId": "u1", "event": "came-back", "timestamp": instant(seconds=5)}])  # fmt: skip
    expect(page.get_by_role("link", name="Email")).to_be_visible()
    expect(page.get_by_text("came-back")).to_be_visible()
    expect(page.locator("main")).to_contain_text("favouriteblue")
    desk.fill([known("u1", favourite="red")])
    page.get_by_role("button", name="Look again").click()
    expect(page.locator("main")).to_contain_text("favouritered")


@pytest.mark.parametrize("delay", [0, 60, 150])
def test_suggestions_are_those_that_are_found_for_what_is_typed(signed_in, delay):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Email", EMAIL, "customer")
    desk.query.wait_for_count(made, 20)
    page = desk.open(f"/segments/{made}?tab=why")
    field = page.get_by_role("combobox", name="Contact")
    field.press_sequentially("Ann 7", delay=delay)
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option")).to_have_text("Ann 7")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_have_text("Ann 7 is not in this segment.")
    expect(field).to_have_value("Ann 7")
    expect(page).to_have_url(re.compile("tab=why&of=con_"))
    field.fill("nobody of that name")
    expect(page.get_by_role("tabpanel").get_by_text("Nobody found.").last).to_be_visible()
    expect(page.locator(".verdict")).to_have_count(0)


def test_company_is_asked_for_by_that_word_and_shown_by_its_name(signed_in):
    desk = signed_in
    desk.fill([{"type": "group", "userId": "u0", "groupId": "acme", "traits": {"name": "Acme"}}])
    made = desk.query.create_segment("Firms", {"all": []}, "company")
    company = next(desk.query.pages("/api/v1/companies"))["id"]
    page = desk.open(f"/segments/{made}?tab=why&of={company}")
    expect(page.locator(".verdict")).to_have_text("Acme is in this segment.")
    expect(page.get_by_role("combobox", name="Company")).to_have_value("Acme")
    expect(page).to_have_url(re.compile(f"tab=why&of={company}"))


def test_search_of_a_list_stands_in_the_address(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Email", EMAIL, "customer")
    desk.query.wait_for_count(made, 20)
    for path, number in [("/customers", 40), (f"/segments/{made}?tab=members", 20)]:
        page = desk.open(path)
        rows = page.locator("tbody tr")
        expect(rows).to_have_count(number)
        page.get_by_role("searchbox", name="Search contacts").fill("ann 36")
        expect(rows).to_have_count(1)
        page.get_by_role("link", name="Ann 36", exact=True).click()
        expect(page.get_by_role("heading", name="Ann 36")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("searchbox", name="Search contacts")).to_have_value("ann 36")
        expect(rows).to_have_count(1)


def test_history_and_explanation_are_in_the_zone_of_the_segment(signed_in, chromium):
    desk = signed_in
    desk.fill(people())
    where = {"all": [{"property": "createdAt", "operator": "between", "value": ["2020-03-01", "2020-03-31"]}]}
    made = desk.query.create_segment("March", where, "customer", timeZone="Asia/Ulaanbaatar")
    desk.query.wait_for_count(made, 12)
    steps = desk.query("GET", f"/api/v1/segments/{made}/history?step=1d", expect=200).json["data"]
    contact = desk.query("GET", "/api/v1/contacts/userId:u0", expect=200).json["id"]
    state = desk.context.storage_state()
    for browser_zone in ["America/New_York", "Pacific/Auckland"]:
        context = chromium.new_context(timezone_id=browser_zone, storage_state=state)
        page = context.new_page()
        page.goto(f"{desk.address}/segments/{made}")
        page.get_by_label("Shown").select_option("30 days")
        written = "text => new Intl.DateTimeFormat('en', {timeZone: 'Asia/Ulaanbaatar', day: 'numeric', month: 'short'}).format(new Date(text))"
        today = page.evaluate(written, steps[-1]["from"])
        expect(page.locator(".chart text").last).to_have_text(today)
        expect(page.get_by_text("Times in Asia/Ulaanbaatar.")).to_be_visible()
        page.goto(f"{desk.address}/segments/{made}?tab=why&of={contact}")
        found = page.locator(".explain-tree .found")
        expect(found).to_contain_text("from Mar 1, 2020, 00:00 to Mar 31, 2020, 23:59")
        expect(found).to_contain_text("found: Mar 15, 2020, 18:00")
        expect(page.get_by_text("Times in Asia/Ulaanbaatar.")).to_be_visible()
        context.close()


def test_the_end_of_an_exception_names_its_zone(signed_in, chromium):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Email", EMAIL, "customer", timeZone="Asia/Ulaanbaatar")
    context = chromium.new_context(timezone_id="America/New_York", storage_state=desk.context.storage_state())
    page = context.new_page()
    page.goto(f"{desk.address}/segments/{made}?tab=exceptions")
    until = page.get_by_label("Until")
    expect(until).to_have_accessible_description("Times in America/New_York.")
    until.fill("2099-01-15T09:30")
    page.get_by_role("combobox", name="Contact").fill("ann 1")
    page.get_by_role("option", name="Ann 1", exact=True).click()
    page.get_by_role("button", name="Add exception").click()
    expect(page.get_by_text("until Jan 15, 2099, 09:30")).to_be_visible()
    assert desk.segment("Email")["include"][0]["until"] == "2099-01-15T14:30:00.000Z"
    context.close()


def test_expired_sign_in_is_asked_for_before_a_download(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Email", EMAIL, "customer")
    desk.query.wait_for_count(made, 20)
    desk.allow("status of 401")
    page = desk.open(f"/segments/{made}?tab=members")
    expect(page.locator("tbody tr")).to_have_count(20)
    end_sessions(desk)
    page.get_by_role("link", name="CSV").click()
    dialog = page.get_by_role("dialog", name="You have been signed out")
    dialog.get_by_label("API token").fill(desk.query.token)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Sign in", exact=True).click()
    assert len(download.value.path().read_text().splitlines()) == 21


def test_back_from_a_segment_that_was_made_leads_to_where_one_came_from(signed_in):
    desk = signed_in
    page = desk.open("/segments")
    page.get_by_role("link", name="New segment").first.click()
    page.get_by_label("Name", exact=True).fill("Made")
    Builder(page).save()
    page.go_back()
    expect(page.get_by_role("heading", name="Segments", exact=True)).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name="Made", exact=True)).to_be_visible()
