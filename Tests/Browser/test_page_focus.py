"""The keyboard: nothing that is done takes the focus away; and what narrow windows and few things are told."""
from desk import people
from playwright.sync_api import expect
from test_page_segments import EMAIL, row_of


def test_deleting_from_the_list_leaves_the_focus_beside(signed_in):
    desk = signed_in
    page = desk.page
    for name in ["Alpha", "Beta", "Gamma"]:
        desk.query.create_segment(name, EMAIL, "customer")
    for name, next_one in [("Beta", "Gamma"), ("Gamma", "Alpha")]:
        row_of(page, name).get_by_role("button", name=f"Actions for {name}").press("Enter")
        page.get_by_role("menuitem", name="Delete").press("Enter")
        page.get_by_role("dialog").get_by_role("button", name="Delete").press("Enter")
        expect(row_of(page, name)).to_have_count(0)
        expect(page.get_by_role("button", name=f"Actions for {next_one}")).to_be_focused()
    page.get_by_role("button", name="Actions for Alpha").press("Enter")
    page.get_by_role("menuitem", name="Delete").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Delete").press("Enter")
    expect(page.get_by_role("link", name="New segment")).to_be_focused()


def test_exceptions_made_and_taken_back_by_keyboard(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Email", EMAIL, "customer")
    desk.query.wait_for_count(made, 20)
    page = desk.open(f"/segments/{made}?tab=exceptions")
    field = page.get_by_role("combobox", name="Contact")
    for number in [1, 3]:
        field.fill(f"ann {number}")
        expect(page.get_by_role("option", name=f"Ann {number}", exact=True)).to_be_visible()
        # Alone, or the first of those whose names begin so.
        field.press("ArrowDown")
        field.press("Enter")
        expect(field).to_have_value(f"Ann {number}")
        page.get_by_role("button", name="Add exception").press("Enter")
        expect(page.get_by_role("rowheader", name=f"Ann {number}", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Add exception")).to_be_focused()
        expect(field).to_have_value("")
    backs = page.get_by_role("button", name="Take back")
    backs.first.press("Enter")
    expect(backs).to_have_count(1)
    expect(backs).to_be_focused()
    backs.press("Enter")
    expect(page.get_by_text("No exceptions: the conditions alone decide.")).to_be_visible()
    expect(field).to_be_focused()


def test_line_of_a_segment_is_there_in_a_narrow_window(signed_in):
    desk = signed_in
    made = desk.query.create_segment("Of a rather long name that takes its place", EMAIL, "customer")
    desk.query.wait_for_count(made, 0)
    desk.page.set_viewport_size({"width": 360, "height": 780})
    page = desk.open("/segments")
    line = page.locator(".segment-row .spark")
    expect(line).to_be_in_viewport(ratio=1)
    boxes = [place.bounding_box() for place in [page.locator(".segment-name"), line, page.get_by_role("button", name="Actions for")]]
    for left, right in zip(boxes, boxes[1:]):
        assert left["x"] + left["width"] <= right["x"]


def test_one_is_not_told_as_many_and_segments_have_names(signed_in):
    desk = signed_in
    gold = desk.query.create_segment("Gold", EMAIL, "customer")
    body = {"url": "http://127.0.0.1:1/hook", "events": ["segment.deleted"], "segments": [gold]}
    hook = desk.query("POST", "/api/v1/webhooks", body, expect=201).json["id"]
    page = desk.open("/webhooks")
    expect(page.get_by_role("listitem").filter(has_text="/hook")).to_contain_text("· 1 segment ·")
    page = desk.open(f"/webhooks/{hook}")
    expect(page.get_by_role("link", name="Gold", exact=True)).to_be_visible()
    desk.query("POST", f"/api/v1/webhooks/{hook}/test")
    desk.wait_until(lambda: desk.query("GET", f"/api/v1/webhooks/{hook}", expect=200).json["consecutiveFailures"] == 1, "failure")
    expect(desk.open(f"/webhooks/{hook}").locator("h1 .badge")).to_have_text("1 failure")
