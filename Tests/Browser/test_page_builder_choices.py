"""Fields of the builder that choose by name: what is typed in full is chosen, and what is chosen looks like it."""
import pytest
from desk import Builder, people
from playwright.sync_api import expect
from test_page_builder import new_segment


def begun(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("Chosen")
    page.get_by_role("button", name="Add properties").click()
    row = builder.conditions().last
    return desk, page, builder, row, row.get_by_role("combobox", name="Property", exact=True)


def test_choices_are_open_for_a_new_condition(signed_in):
    _, page, _, row, field = begun(signed_in)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(row.get_by_role("option", name="Created at").first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add events").click()
    expect(page.get_by_role("option", name="get-start")).to_be_visible()


def test_a_name_typed_in_full_is_chosen_by_tab(signed_in):
    desk, page, builder, row, field = begun(signed_in)
    for typed, title in [("primary EMAIL", "Primary email"), ("firstname", "First name"), ("expiredate", "expireDate"), ("name", "Name")]:
        field.fill(typed)
        field.press("Tab")
        expect(field).to_have_value(title)
        expect(row.get_by_role("combobox", name="Operator")).to_be_focused()
    field.fill("primaryEmail")
    field.press("Shift+Tab")
    expect(field).to_have_value("Primary email")
    expect(field).not_to_be_focused()
    row.get_by_role("combobox", name="Operator").select_option(label="is set")
    builder.count(20)
    # What names none is as it was.
    field.fill("primary")
    field.press("Tab")
    expect(field).to_have_value("Primary email")
    builder.save()
    assert desk.segment("Chosen")["filter"] == {"all": [{"property": "primaryEmail", "operator": "isSet"}]}


def test_a_name_typed_in_full_is_chosen_by_leaving_the_field(signed_in):
    _, page, builder, row, field = begun(signed_in)
    field.fill("Last seen at")
    field.press("Escape")
    # The row grows by what the date means: the button is where it was until the click is over.
    page.get_by_role("button", name="Add properties").click()
    expect(builder.conditions()).to_have_count(2)
    expect(builder.conditions().first.get_by_role("combobox", name="Property", exact=True)).to_have_value("Last seen at")
    expect(builder.conditions().last.get_by_role("combobox", name="Property", exact=True)).to_be_focused()


def test_enter_takes_the_name_that_is_typed_before_those_that_hold_it(signed_in):
    _, page, _, row, field = begun(signed_in)
    field.fill("name")
    field.press("Enter")
    expect(field).to_have_value("Name")


def test_a_property_that_nobody_has_yet_is_chosen_as_typed(signed_in):
    desk, page, builder, row, field = begun(signed_in)
    field.fill("favourite plan")
    row.get_by_role("option", name="Use “favourite plan”").click()
    expect(field).to_have_value("favourite plan")
    builder.value(row, "gold")
    builder.count(0)
    expect(page.locator(".warnings")).to_contain_text("favourite plan")
    builder.save()
    assert desk.segment("Chosen")["filter"] == {"all": [{"property": "favourite plan", "operator": "equals", "value": "gold"}]}


def test_segment_and_list_chosen_by_name_give_what_the_api_counts(signed_in):
    desk = signed_in
    desk.fill(people())
    email = desk.query.create_segment("With email", {"property": "primaryEmail", "operator": "isSet"}, "customer")
    chosen = desk.query("POST", "/api/v1/lists", {"name": "VIPs"}, expect=201).json["id"]
    ids = [desk.query("GET", f"/api/v1/contacts/userId:u{n}", expect=200).json["id"] for n in (1, 2, 3)]
    desk.query("POST", f"/api/v1/lists/{chosen}/contacts", {"add": ids}, expect=200)
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("Both")
    for label, kind, name in [("Other segment", "Segment", "with email"), ("List", "List", "vips")]:
        page.get_by_role("button", name="More conditions").click()
        page.get_by_role("menuitem", name=label, exact=True).click()
        field = builder.conditions().last.get_by_role("combobox", name=kind, exact=True)
        field.fill(name)
        field.press("Tab")
    filter = {"all": [{"segment": email}, {"list": chosen}]}
    assert desk.count_of(filter) == 1
    builder.count(1)
    page.get_by_role("radio", name="Any of these holds").check()
    builder.count(desk.count_of({"any": filter["all"]}))
    builder.count(22)
    builder.save()
    assert desk.segment("Both")["filter"] == {"any": filter["all"]}


def test_parent_is_chosen_by_its_name_and_left_out_by_an_empty_field(signed_in):
    desk = signed_in
    desk.fill(people())
    desk.query.create_segment("With email", {"property": "primaryEmail", "operator": "isSet"}, "customer")
    page, builder = new_segment(desk)
    parent = page.get_by_label("Sub segment of")
    parent.fill("with EMAIL")
    parent.press("Tab")
    expect(parent).to_have_value("With email")
    builder.count(20)
    parent.fill("")
    page.get_by_label("Description").focus()
    expect(parent).to_have_value("No other segment")
    builder.count(40)


def test_fields_are_in_the_order_of_the_document(signed_in):
    page, _ = new_segment(signed_in)
    words = ["Name", "Sub segment of", "Description", "Color", "Conditions", "Add properties", "Add events"]
    shown = page.locator(".edit-main").inner_text().splitlines()
    assert [line for line in shown if line in words] == words
    assert shown.index("Content type") < shown.index("Name") and shown.index("Color") < shown.index("Time zone of dates")
    # Those of the keyboard are the same: Name has the focus.
    for name in ["Sub segment of", "Description"]:
        page.keyboard.press("Tab")
        expect(page.get_by_label(name)).to_be_focused()


SHORT_OF = """select => {
  const whole = document.createElement('select');
  whole.className = select.className;
  whole.style = 'position: fixed; width: auto; min-width: 0';
  whole.append(select.selectedOptions[0].cloneNode(true));
  select.parentNode.append(whole);
  const wanted = whole.offsetWidth;
  whole.remove();
  return wanted - select.offsetWidth;
}"""


@pytest.mark.parametrize("width", [360, 1100, 1600])
def test_operators_can_be_read_to_their_ends(signed_in, width):
    desk = signed_in
    desk.fill(people())
    desk.page.set_viewport_size({"width": width, "height": 900})
    page, builder = new_segment(desk)
    row = builder.add_property("Last seen at")
    operator = row.get_by_role("combobox", name="Operator")
    labels = operator.locator("option").all_text_contents()
    nth = [label for label in labels if "n-th" in label]
    assert len(nth) == 4
    for label in [*nth, "is on"]:
        operator.select_option(label=label)
        assert operator.evaluate(SHORT_OF) <= 0, label
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_day_is_picked_of_the_calendar(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("Picked")
    row = builder.add_property("Created at", "is on or before")
    # Somebody picks that day in the browser's own calendar.
    page.evaluate("""HTMLInputElement.prototype.showPicker = function () {
      this.value = '2020-03-31';
      this.dispatchEvent(new Event('change'));
    }""")
    row.get_by_role("button", name="Date: pick a day of the calendar").click()
    expect(row.get_by_role("combobox", name="Date", exact=True)).to_have_value("2020-03-31")
    builder.count(12)
    builder.save()
    assert desk.segment("Picked")["filter"] == {"all": [{"property": "createdAt", "operator": "onOrBefore", "value": "2020-03-31"}]}


def test_yes_or_no_and_between(signed_in):
    desk = signed_in
    traits = [{"isSubscribed": n % 3 == 0, "seats": n, "createdAt": f"2020-03-{n + 1:02}"} for n in range(20)]
    desk.fill([{"type": "identify", "userId": f"u{n}", "traits": one} for n, one in enumerate(traits)])
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("Compared")
    row = builder.add_property("Is subscribed", "equals")
    builder.count(7)
    row.get_by_label("Value", exact=True).select_option(label="no")
    builder.count(13)
    numbers = builder.add_property("seats", "is between")
    numbers.get_by_label("From", exact=True).fill("2")
    numbers.get_by_label("To", exact=True).fill("10")
    builder.count(6)
    dates = builder.add_property("Created at", "is between")
    for end, value in [("From", "2020-03-04"), ("To", "2020-03-09")]:
        dates.get_by_role("combobox", name=end, exact=True).fill(value)
        page.keyboard.press("Escape")
    filter = {"all": [
        {"property": "isSubscribed", "operator": "equals", "value": False}, {"property": "seats", "operator": "between", "value": [2, 10]},
        {"property": "createdAt", "operator": "between", "value": ["2020-03-04", "2020-03-09"]},
    ]}  # fmt: skip
    builder.count(4)
    assert desk.count_of(filter) == 4
    builder.save()
    assert desk.segment("Compared")["filter"] == filter


def test_a_warning_is_shown_while_it_is_built(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    row = builder.add_event("never-sent")
    builder.count(0)
    expect(page.locator(".warnings li")).to_have_count(1)
    expect(page.locator(".warnings")).to_contain_text("never-sent")
    row.get_by_role("combobox", name="Event", exact=True).fill("get-start")
    builder.count(8)
    expect(page.locator(".warnings li")).to_have_count(0)
