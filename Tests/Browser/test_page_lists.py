"""Lists of people, and one of them: what goes wrong while they are read is said there, and they go on by themselves."""
import json
import re

from desk import instant, people
from playwright.sync_api import expect
from test_page_segments import EMAIL, row_of


def crowd(number):
    """So many customers more, each with a name of its own."""
    for n in range(number):
        yield {"type": "identify", "userId": f"c{n}", "traits": {"firstName": f"Bob {n}"}, "timestamp": instant(days=1)}


def expire_cursors(page):
    """As if ten minutes had gone by between two pages of a list; further lists are answered."""
    problem = {"type": "about:blank", "title": "Gone", "status": 410, "code": "cursorExpired", "detail": "The cursor has expired."}
    answer = {"status": 410, "content_type": "application/problem+json", "body": json.dumps(problem)}
    page.route(re.compile(r"[?&]cursor="), lambda route: route.fulfill(**answer), times=1)


def test_contact_erased_elsewhere_while_it_is_looked_at(signed_in):
    desk = signed_in
    desk.fill(people())
    page = desk.open("/contacts/userId:u0")
    expect(page.get_by_role("heading", name="Ann 0")).to_be_visible()
    desk.allow("status of 404")
    desk.query("DELETE", "/api/v1/contacts/userId:u0", headers={"If-Match": "*"}, expect=204)
    desk.query.create_segment("Another", EMAIL, "customer")
    expect(page.get_by_text("This contact was erased.")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_search_that_is_too_long_and_a_list_that_stood_for_too_long(signed_in):
    desk = signed_in
    desk.fill(crowd(60))
    page = desk.open("/customers")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(50)
    desk.allow("status of 400", "status of 410")
    box = page.get_by_role("searchbox", name="Search contacts")
    box.fill("x" * 1001)
    expect(page.get_by_text(re.compile("^The search .*1000|^The search .*1,000"))).to_be_visible()
    box.fill("")
    expect(rows).to_have_count(50)
    expire_cursors(page)
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_text("this is its beginning as it is now")).to_be_visible()
    expect(rows).to_have_count(50)
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(60)


def test_search_and_view_go_on_when_the_network_is_back(signed_in):
    desk = signed_in
    desk.fill(people())
    desk.query.create_segment("Email", EMAIL, "customer")
    page = desk.open("/customers")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(40)
    desk.allow("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED", "ERR_FAILED")
    desk.context.set_offline(True)
    page.get_by_role("searchbox", name="Search contacts").fill("ann 31")
    expect(page.get_by_text("Read as soon as the server can be reached again.")).to_be_visible()
    expect(rows).to_have_count(0)
    desk.context.set_offline(False)
    expect(rows).to_have_count(1)
    desk.context.set_offline(True)
    page.get_by_role("link", name="Segments", exact=True).click()
    expect(page.get_by_role("heading", name="This cannot be shown now")).to_be_visible()
    desk.context.set_offline(False)
    expect(row_of(page, "Email")).to_be_visible()


def test_number_beside_a_segment_is_what_one_gets(signed_in):
    desk = signed_in
    desk.fill([*crowd(3), {"type": "identify", "anonymousId": "a1", "traits": {"email": "lead@example.com"}, "timestamp": instant(days=1)}])
    anyone = desk.query.create_segment("Anyone", {"all": []}, "contact")
    mine = desk.query.create_segment("Ours", {"all": []}, "customer")
    desk.query.wait_for_count(anyone, 4)
    desk.query.wait_for_count(mine, 3)
    for path, texts in [("/customers", ["All customers", "AnyoneContacts", "Ours3"]), ("/contacts", ["All contacts", "Anyone4", "Ours3"])]:
        buttons = desk.open(path).get_by_role("region", name="Filter by segments").get_by_role("button")
        expect(buttons).to_have_text(texts)


def test_search_without_a_hit_says_so_and_is_cleared(signed_in):
    desk = signed_in
    desk.fill(people())
    desk.query.create_segment("Email", EMAIL, "customer")
    page = desk.open("/segments?type=customer")
    box = page.get_by_role("searchbox", name="Search segments")
    box.fill("zebra")
    expect(page.get_by_text("No segment of the type Customers is found for “zebra”.")).to_be_visible()
    expect(page.get_by_role("table")).to_be_hidden()
    page.get_by_role("button", name="Show all segments").click()
    expect(row_of(page, "Email")).to_be_visible()
    expect(box).to_be_focused()
    expect(page).to_have_url(re.compile("/segments$"))

    page = desk.open("/customers")
    rows = page.locator("tbody tr")
    box = page.get_by_role("searchbox", name="Search contacts")
    box.fill("zebra")
    expect(page.get_by_text("Nobody is found for “zebra”.")).to_be_visible()
    page.get_by_role("button", name="Clear the search").click()
    expect(rows).to_have_count(40)
    expect(box).to_be_focused()
    expect(page).to_have_url(re.compile("/customers$"))


def test_empty_list_leads_to_where_people_come_from(signed_in):
    desk = signed_in
    page = desk.open("/leads")
    expect(page.get_by_text("Nobody yet.")).to_contain_text("strata contacts import")
    page.get_by_role("status").get_by_role("link", name="Get started").click()
    expect(page.get_by_role("heading", name="Get started")).to_be_visible()


def test_address_that_is_no_text_is_not_found(signed_in):
    page = signed_in.open("/contacts/%E0%A4%A")
    expect(page.get_by_role("heading", name="Not found")).to_be_visible()
    page.get_by_role("link", name="To the segments").click()
    expect(page.get_by_role("heading", name="Segments", exact=True)).to_be_visible()
