"""The builder's count goes with the data: nobody has to touch the filter."""
from desk import instant, people
from playwright.sync_api import expect
from test_page_builder import new_segment


def test_the_count_moves_as_customers_come(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    row = builder.add_property("Primary email", "is set")
    builder.count(20)
    expect(page.locator(".preview-total")).to_have_text("of 40 customers · 50%")
    link = page.locator(".preview-sample a").last
    link.focus()
    new = {"type": "identify", "userId": "new", "traits": {"email": "new@example.com", "firstName": "New"}, "timestamp": instant(minutes=1)}
    desk.fill([new])
    builder.count(21)
    expect(page.locator(".preview-total")).to_have_text("of 41 customers · 51%")
    expect(row.locator(".node-count")).to_have_text("21")
    expect(page.locator(".preview-sample a:focus")).to_have_count(1)
    # What is not filled in stays so.
    builder.add_property("First name", "equals")
    expect(page.locator(".preview-state")).to_have_text("Fill in every condition to see the count.")


def test_the_count_moves_with_events_that_move_no_segment(signed_in):
    desk = signed_in
    desk.fill(people())
    desk.page.clock.install()
    page, builder = new_segment(desk)
    builder.add_event("get-start")
    builder.count(8)
    desk.fill([{"type": "track", "userId": "u1", "event": "get-start", "timestamp": instant(minutes=1)}])
    page.clock.fast_forward(15_000)
    builder.count(9)
