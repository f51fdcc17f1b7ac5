"""The builder where something is left out, mistaken, or not its own: what it shows is what it counts and saves."""
import json

import pytest
from desk import Builder, people
from playwright.sync_api import expect
from test_page_builder import new_segment
from test_page_safety import serious

UNFILLED = "Fill in every condition to see the count."


def to_json(page, filter):
    page.get_by_role("button", name="JSON", exact=True).click()
    text = filter if isinstance(filter, str) else json.dumps(filter)
    page.get_by_label("Filter as JSON").fill(text)
    return page.get_by_label("Filter as JSON")


def not_saved(desk, name, *, status=None):
    """Presses Save; nothing is."""
    if status:
        desk.allow(f"status of {status}")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.get_by_text("Not saved:")).to_be_visible()
    assert name not in [one["name"] for one in desk.query.pages("/api/v1/segments")]


def test_an_emptied_time_span_does_not_mean_all_time(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("Emptied")
    row = builder.add_event("get-start")
    builder.count(8)
    row.get_by_label("Time", exact=True).select_option(label="in the last")
    row.get_by_label("Time span: unit").select_option(label="seconds")
    row.get_by_label("Time span", exact=True).fill("1")
    builder.count(0)
    row.get_by_label("Time span", exact=True).fill("")
    expect(page.locator(".preview-state")).to_have_text(UNFILLED)
    not_saved(desk, "Emptied", status=400)
    row.get_by_label("Time", exact=True).select_option(label="between")
    builder.count(8)
    row.get_by_role("combobox", name="From", exact=True).fill("")
    expect(page.locator(".preview-state")).to_have_text(UNFILLED)
    row.get_by_role("combobox", name="To", exact=True).fill("now")
    builder.count(8)
    builder.save()
    assert desk.segment("Emptied")["filter"] == {"all": [{"event": "get-start", "within": {"to": "now"}}]}


@pytest.mark.parametrize("before", ["is set", "is between"])
def test_a_time_span_begins_with_what_is_on_the_screen(signed_in, before):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("Lately")
    row = builder.add_property("Last seen at", before)
    row.get_by_role("combobox", name="Operator").select_option(label="in the last")
    expect(row.get_by_label("Duration", exact=True)).to_have_value("7")
    builder.count(24)
    builder.save()
    assert desk.segment("Lately")["filter"] == {"all": [{"property": "lastSeenAt", "operator": "inTheLast", "value": "7d"}]}


def test_mistakes_are_listed_below_the_json(signed_in):
    desk = signed_in
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("Mistaken")
    desk.allow("status of 400")
    to_json(page, {"all": [{"property": "lastSeenAt", "operator": "before", "value": "now-21x"}]})
    mistakes = page.locator(".json-mistakes li")
    expect(mistakes).to_contain_text("/filter/all/0/value")
    not_saved(desk, "Mistaken")
    expect(page.get_by_text("Not saved: see the mistakes below the JSON.")).to_be_visible()
    expect(mistakes).to_have_count(1)
    page.get_by_role("button", name="Builder", exact=True).click()
    expect(builder.conditions().locator(".node-mistake")).to_be_visible()


def test_what_is_no_json_is_not_saved(signed_in):
    desk = signed_in
    page, _ = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("No JSON")
    area = to_json(page, '{"all": [')
    expect(page.get_by_text("Not JSON yet")).to_be_visible()
    not_saved(desk, "No JSON")
    expect(area).to_be_focused()
    expect(area).to_have_value('{"all": [')


def test_counts_and_the_focus_stay_when_the_view_changes(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    row = builder.add_property("Primary email", "is set")
    expect(row.locator(".node-count")).to_have_text("20")
    page.get_by_role("button", name="JSON", exact=True).press("Enter")
    expect(page.get_by_role("button", name="JSON", exact=True)).to_be_focused()
    # The server says nothing more: what it said stays.
    page.route("**/segments/preview", lambda route: None)
    page.get_by_role("button", name="Builder", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Builder", exact=True)).to_be_focused()
    expect(builder.conditions().locator(".node-count")).to_have_text("20")


STRANGE = [
    {"sequence": [{"event": 5}, {"event": "b"}]}, {"event": "a", "within": {"last": 5}}, {"event": "a", "count": {"atLeast": "x"}},
    {"event": "a", "aggregate": {"function": "sum", "attribute": 5, "operator": "between", "value": 3}}, {"event": "a", "aggregate": None},
    {"event": "a", "periods": {"unit": "y"}}, {"property": "p", "operator": "between"}, {"property": "p", "operator": "equals", "value": {"a": 1}},
    {"property": "p", "operator": "in", "value": "a"}, {"property": "p", "operator": "isSet", "value": 5}, {"all": [5]}, {"not": 5},
    {"company": {"all": []}, "quantifier": 5}, {"contacts": 5}, {"sample": {"percent": "x"}}, {"segment": 5}, {"event": "a", "where": 5},
]  # fmt: skip


def test_what_the_builder_cannot_draw_is_json_as_it_was(signed_in):
    desk = signed_in
    desk.allow("status of 400")
    page, _ = new_segment(desk)
    filter = {"all": STRANGE}
    to_json(page, filter)
    page.get_by_role("button", name="Builder", exact=True).click()
    expect(page.get_by_label("Condition as JSON")).to_have_count(len(STRANGE))
    page.get_by_role("button", name="JSON", exact=True).click()
    assert json.loads(page.get_by_label("Filter as JSON").input_value()) == filter


def test_a_copy_is_counted_with_its_exceptions(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Email", {"property": "primaryEmail", "operator": "isSet"}, "customer")
    one = desk.query("GET", "/api/v1/contacts/userId:u1", expect=200).json["id"]
    desk.query("PUT", f"/api/v1/segments/{made}/exceptions/{one}", {"kind": "include"}, {"If-Match": '"1"'}, expect=200)
    page = desk.open(f"/segments/new?copy={made}")
    builder = Builder(page)
    builder.count(21)
    expect(page.get_by_text("With its exceptions: 1 included by hand")).to_be_visible()
    builder.save()
    expect(page.locator(".big-count .count-number")).to_have_text("21")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_count_that_is_not_of_now_can_be_read(signed_in, scheme):
    desk = signed_in
    desk.fill(people())
    desk.page.emulate_media(color_scheme=scheme)
    desk.page.set_viewport_size({"width": 1600, "height": 900})
    page, builder = new_segment(desk)
    builder.count(40)
    page.get_by_role("button", name="Add properties").click()
    page.keyboard.type("a")
    expect(page.locator(".preview.stale")).to_be_visible()
    page.keyboard.press("Escape")
    assert "was the last count" in page.locator(".preview-count").evaluate("count => getComputedStyle(count, '::after').content")
    for part in [".preview-total", ".preview-words", ".preview-sample"]:
        expect(page.locator(part)).to_be_hidden()
    assert serious(page) == []
    builder.conditions().get_by_role("button", name="Remove", exact=True).click()
    builder.count(40)
    expect(page.locator(".preview-sample")).to_be_visible()


def test_values_of_a_list_keep_their_commas_and_their_type(signed_in):
    desk = signed_in
    desk.fill([{"type": "identify", "userId": "u", "traits": {"firstName": "Ann", "colors": "blue, green"}}])
    filter = {"all": [
        {"property": "colors", "operator": "in", "value": ["blue, green"]}, {"property": "nobody has", "operator": "notIn", "value": [7, 8]},
    ]}  # fmt: skip
    made = desk.query.create_segment("Lists", filter, "customer")
    page = desk.open(f"/segments/{made}/edit")
    builder = Builder(page)
    builder.count(1)
    colors, numbers = (builder.conditions().nth(n).get_by_label("Values, one a line") for n in range(2))
    colors.press("End")
    colors.press("x")
    builder.count(0)
    colors.press("Backspace")
    builder.count(1)
    numbers.fill("7\n8\n9")
    builder.save()
    filter["all"][1]["value"] = [7, 8, 9]
    assert desk.segment("Lists")["filter"] == filter


def test_what_a_date_means_goes_by_the_time_zone(signed_in):
    desk = signed_in
    page, builder = new_segment(desk)
    row = builder.add_property("Last seen at", "is before", "now/d")
    expect(row.locator(".means")).to_contain_text("(UTC)")
    zone = page.get_by_label("Time zone of dates")
    zone.fill("Ulaanbaatar")
    page.get_by_role("option", name="Asia/Ulaanbaatar").click()
    expect(row.locator(".means")).to_contain_text("(Asia/Ulaanbaatar)")


def test_the_focus_is_on_the_new_condition_of_a_group_and_stays_on_its_mode(signed_in):
    page, _ = new_segment(signed_in)
    page.get_by_role("button", name="More conditions").click()
    page.get_by_role("menuitem", name="Group").click()
    expect(page.locator(".group-node").get_by_role("combobox", name="Property", exact=True)).to_be_focused()
    everyone = page.locator(".group-node").get_by_role("radio", name="All of these hold")
    everyone.focus()
    page.keyboard.press("Space")
    expect(everyone).to_be_focused()
    expect(everyone).to_be_checked()


def test_a_narrow_window_shows_the_sentence_and_the_sample_and_hides_no_focus(signed_in):
    desk = signed_in
    desk.fill(people())
    desk.page.set_viewport_size({"width": 360, "height": 780})
    page, builder = new_segment(desk)
    for _ in range(3):
        page.get_by_role("button", name="Add properties").focus()
        page.keyboard.press("Enter")
        page.keyboard.type("Primary em")
        page.keyboard.press("Enter")
        operator = builder.conditions().last.get_by_role("combobox", name="Operator")
        expect(operator).to_be_focused()
        page.wait_for_function(
            "() => document.activeElement.getBoundingClientRect().bottom <= document.querySelector('.preview-bar').getBoundingClientRect().top")
        operator.select_option(label="is set")
        builder.count(20)
    bar = page.locator(".preview-bar").bounding_box()
    assert bar["y"] + bar["height"] <= 780
    expect(page.locator(".preview-words")).to_be_visible()
    page.locator(".preview-sample li").last.scroll_into_view_if_needed()
    expect(page.locator(".preview-sample a").last).to_be_in_viewport()
    expect(page.locator(".preview-sample a")).to_have_count(8)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_that_many_conditions_are_not_counted_one_by_one_is_said(signed_in):
    desk = signed_in
    desk.fill(people())
    one = {"property": "primaryEmail", "operator": "isSet"}
    page, builder = new_segment(desk)
    to_json(page, {"all": [one] * 49})
    builder.count(20)
    expect(page.locator(".preview-state")).not_to_contain_text("not counted")
    page.get_by_label("Filter as JSON").fill(json.dumps({"all": [one] * 50}))
    expect(page.locator(".preview-state")).to_contain_text("more than 50 conditions and groups: each alone is not counted")


def test_the_number_of_contacts_is_not_of_times(signed_in):
    page, _ = new_segment(signed_in)
    page.get_by_label("Content type").select_option("company")
    page.get_by_role("button", name="More conditions").click()
    page.get_by_role("menuitem", name="Their contacts").click()
    row = page.locator(".relation")
    row.get_by_label("How many of them").select_option(label="at least … of its contacts")
    expect(row.get_by_label("How many contacts")).to_have_value("3")
    expect(row.get_by_text("times", exact=True)).to_have_count(0)


def test_enter_in_a_condition_takes_what_is_typed_and_does_not_save(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("Entered")
    posts = []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url.rsplit("/", 1)[-1]))
    row = builder.add_property("pricing-team111", "equals")
    value = row.get_by_role("combobox", name="Value")
    value.fill("s")
    expect(row.get_by_role("option", name="successfully")).to_be_visible()
    value.press("Enter")
    expect(row.locator(".suggestions:visible")).to_have_count(0)
    expect(value).to_be_focused()
    builder.count(0)
    value.fill("successfully")
    value.press("Enter")
    builder.count(6)
    row.get_by_role("combobox", name="Operator").press("Enter")
    number = builder.add_property("Session count", "is greater than").get_by_label("Value", exact=True)
    number.fill("3")
    number.press("Enter")
    builder.count(0)
    expect(number).to_be_focused()
    assert set(posts) == {"preview"}
    number.press("Control+Enter")
    expect(page.get_by_role("tab", name="History")).to_be_visible()
    assert len(desk.segment("Entered")["filter"]["all"]) == 2


@pytest.mark.parametrize("filter, pointer", [
    ({"any": []}, "/filter/any"),
    ({"all": [{"property": "primaryEmail", "operator": "isSet"}, {"any": []}]}, "/filter/all/1/any"),
    ({"not": {"any": []}}, "/filter/not/any"),
    ({"not": {}}, "/filter/not"),
    ({"all": [{}]}, "/filter/all/0"),
    ({"company": {"any": []}}, "/filter/company/any"),
    ({"all": [{"event": ""}]}, "/filter/all/0/event"),
])  # fmt: skip
def test_what_is_missing_in_the_json_is_told_with_its_place(signed_in, filter, pointer):
    desk = signed_in
    desk.allow("status of 400")
    page, builder = new_segment(desk)
    builder.count(0)
    area = to_json(page, filter)
    body = {"contentType": "customer", "filter": filter}
    (told,) = desk.query("POST", "/api/v1/segments/preview", body, expect=400).json["errors"]
    assert told["pointer"] == pointer
    expect(page.locator(".json-mistakes li")).to_have_text([f"{pointer} {told['detail']}"])
    # For everyone, an empty group of all is no mistake.
    area.fill(json.dumps({"all": []}))
    expect(page.locator(".json-mistakes")).to_be_hidden()
    builder.count(0)


def test_a_group_without_conditions_is_marked_in_the_builder(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    page.get_by_role("button", name="More conditions").click()
    page.get_by_role("menuitem", name="Group").click()
    group = page.locator(".group-node")
    group.locator(".leaf-node").get_by_role("button", name="Remove", exact=True).click()
    expect(group.locator(".node-mistake:visible")).to_have_text("There must be at least one condition.")
    expect(page.locator(".preview-state")).to_have_text(UNFILLED)
    builder.add_property("Primary email", "is set", within=group)
    builder.count(20)
    expect(page.locator(".node-mistake:visible")).to_have_count(0)
