"""Back: a list is as it was left, with as many rows and at the same place."""
import re

from desk import people
from playwright.sync_api import expect
from test_page_lists import crowd


def open_and_back(page, link):
    """Scrolls to a link of a list, goes there and back. What was in sight beside it is so again, at the same height."""
    link.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 200)")
    expect(link).to_be_in_viewport()
    before = link.bounding_box()["y"]
    assert page.evaluate("scrollY") > 300
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(link).to_be_in_viewport()
    page.wait_for_function("([name, y]) => [...document.querySelectorAll('main a')].some((a) => "
                           "a.textContent === name && Math.abs(a.getBoundingClientRect().y - y) < 40)", arg=[name, before])  # fmt: skip


def test_people_with_all_rows_that_were_shown(signed_in):
    desk = signed_in
    desk.fill(crowd(130))
    page = desk.open("/customers")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(50)
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(100)
    open_and_back(page, rows.nth(80).get_by_role("link"))
    expect(rows).to_have_count(100)
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(130)
    page.get_by_role("link", name="Customers", exact=True).click()
    expect(rows).to_have_count(50)
    assert page.evaluate("scrollY") == 0


def test_members_of_a_segment(signed_in):
    desk = signed_in
    desk.fill(people())
    desk.fill(crowd(60))
    made = desk.query.create_segment("All", {"all": []}, "customer")
    desk.query.wait_for_count(made, 100)
    page = desk.open(f"/segments/{made}?tab=members")
    rows = page.locator("tbody tr")
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(100)
    open_and_back(page, rows.nth(70).get_by_role("rowheader").get_by_role("link"))
    expect(rows).to_have_count(100)


def test_segments(signed_in):
    desk = signed_in
    for number in range(210):
        desk.query.create_segment(f"Segment {number}", {"event": f"e{number}"}, "customer")
    page = desk.open("/segments")
    page.get_by_role("button", name=re.compile("^Show more of 210")).click()
    rows = page.locator(".segment-row")
    expect(rows).to_have_count(210)
    open_and_back(page, page.get_by_role("link", name="Segment 205", exact=True))
    expect(rows).to_have_count(210)
    page.reload()
    expect(page.get_by_role("link", name="Segment 205", exact=True)).to_be_in_viewport()
