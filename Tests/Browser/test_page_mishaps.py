"""What goes wrong beside what somebody is doing: it is told, and what is shown or typed stays."""
from desk import Builder, people
from playwright.sync_api import expect
from test_page_segments import EMAIL, row_of


def delete(desk, segment):
    revision = desk.query("GET", f"/api/v1/segments/{segment}", expect=200).json["revision"]
    desk.query("DELETE", f"/api/v1/segments/{segment}", headers={"If-Match": f'"{revision}"'}, expect=204)


def test_segment_deleted_elsewhere_while_it_is_edited(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Mine", EMAIL, "customer")
    page = desk.open(f"/segments/{made}/edit")
    Builder(page).count(20)
    page.get_by_label("Name", exact=True).fill("Typed for an hour")
    desk.allow("status of 404")
    delete(desk, made)
    expect(page.get_by_text("Somebody has deleted this segment meanwhile.")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Typed for an hour")
    page.get_by_role("combobox", name="Operator").select_option(label="is not set")
    Builder(page).count(20)
    page.get_by_role("button", name="Save as new").click()
    expect(page.get_by_role("heading", name="Typed for an hour")).to_be_visible()
    assert desk.segment("Typed for an hour")["filter"] == {"all": [EMAIL | {"operator": "isNotSet"}]}


def test_error_that_nobody_expected_is_a_line_that_can_be_closed(signed_in):
    desk = signed_in
    desk.query.create_segment("Stays", EMAIL, "customer")
    page = desk.page
    expect(row_of(page, "Stays")).to_be_visible()
    desk.allow("out of the blue")
    page.evaluate("void Promise.reject(new Error('out of the blue'))")
    line = page.get_by_role("alert").filter(has_text="Something went wrong: out of the blue")
    expect(line).to_be_visible()
    expect(row_of(page, "Stays")).to_be_visible()
    line.get_by_role("button", name="Close").press("Enter")
    expect(line).to_have_count(0)
    expect(page.get_by_role("main")).to_be_focused()


def test_dialog_goes_with_the_view_that_it_was_asked_over(signed_in):
    desk = signed_in
    gold = desk.query.create_segment("Gold", EMAIL, "customer")
    desk.query.create_segment("Of gold", {"segment": gold}, "customer")
    page = desk.page
    row_of(page, "Gold").get_by_role("button", name="Actions for Gold").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("link", name="Of gold").click()
    expect(page.get_by_role("heading", name="Of gold")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
