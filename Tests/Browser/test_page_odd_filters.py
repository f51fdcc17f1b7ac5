"""Filters that the builder's buttons do not make, and what was there before something else was chosen."""
import json

from desk import Builder, people
from playwright.sync_api import expect


def written(desk, filter):
    """The page of a new segment whose filter was typed as JSON."""
    page = desk.open("/segments/new")
    page.get_by_label("Name", exact=True).fill("Odd")
    page.get_by_role("button", name="JSON", exact=True).click()
    page.get_by_label("Filter as JSON").fill(json.dumps(filter))
    return page


def test_attribute_outside_an_event_is_told_by_the_server(signed_in):
    desk = signed_in
    desk.allow("status of 400")
    page = written(desk, {"all": [{"attribute": "price", "operator": "equals", "value": 1}]})
    page.get_by_role("button", name="Builder", exact=True).click()
    expect(page.locator(".node-mistake:visible")).to_have_count(1)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Odd")


def test_what_is_no_json_is_not_lost_by_a_look_at_the_builder(signed_in):
    page = written(signed_in, {"all": []})
    box = page.get_by_label("Filter as JSON")
    box.fill('{"all": [')
    page.get_by_role("button", name="Builder", exact=True).click()
    expect(box).to_be_focused()
    expect(box).to_have_value('{"all": [')


def test_first_step_is_one_that_happened(signed_in):
    page = written(signed_in, {"sequence": [{"event": "a"}, {"not": {"event": "b"}}, {"event": "c"}]})
    page.get_by_role("button", name="Builder", exact=True).click()
    page.get_by_role("button", name="Remove step 1").click()
    Builder(page).count(0)
    Builder(page).save()
    assert signed_in.segment("Odd")["filter"] == {"all": [{"sequence": [{"event": "b"}, {"event": "c"}]}]}


def test_conditions_come_back_with_their_content_type(signed_in):
    desk = signed_in
    desk.fill(people())
    page = desk.open("/segments/new")
    builder = Builder(page)
    builder.add_property("Primary email", "is set")
    builder.count(20)
    kind = page.get_by_label("Content type")
    kind.select_option(label="Companies")
    expect(builder.conditions()).to_have_count(0)
    kind.select_option(label="Customers")
    expect(builder.conditions()).to_have_count(1)
    builder.count(20)


LARGE = [9007199254740993, -12345678901234567890, 123456789012345678901234567890]


def test_integers_that_no_double_holds_are_saved_as_they_were(signed_in):
    desk = signed_in
    filter = {"all": [
        {"property": "n", "operator": "equals", "value": LARGE[0]}, {"property": "n", "operator": "greaterThan", "value": LARGE[1]},
        {"property": "code", "operator": "in", "value": [LARGE[0], LARGE[2], "a"]}, {"property": "size", "operator": "between", "value": [LARGE[1], LARGE[0]]},
        {"event": "a", "aggregate": {"function": "sum", "attribute": "b", "operator": "lessThan", "value": LARGE[2]}},
    ]}  # fmt: skip
    made = desk.query.create_segment("Large", filter, "customer")
    assert desk.segment("Large")["filter"] == filter
    page = desk.open(f"/segments/{made}/edit")
    builder = Builder(page)
    expect(builder.conditions().first.get_by_label("Value", exact=True)).to_have_value(str(LARGE[0]))
    expect(page.get_by_label("Condition as JSON")).to_have_count(0)
    builder.conditions().nth(1).get_by_role("combobox", name="Operator").select_option(label="is at least")
    filter["all"][1]["operator"] = "greaterOrEqual"
    page.get_by_role("button", name="JSON", exact=True).click()
    assert json.loads(page.get_by_label("Filter as JSON").input_value()) == filter
    page.get_by_label("Name", exact=True).fill("Larger")
    builder.count(0)
    builder.save()
    assert desk.segment("Larger")["filter"] == filter


def test_an_integer_that_no_double_holds_is_sent_as_it_is_typed(signed_in):
    desk = signed_in
    page = written(desk, {"all": [{"property": "code", "operator": "equals", "value": LARGE[2]}]})
    page.get_by_role("button", name="Builder", exact=True).click()
    builder = Builder(page)
    value = builder.conditions().first.get_by_label("Value", exact=True)
    expect(value).to_have_value(str(LARGE[2]))
    value.fill("12345678901234567890")
    builder.count(0)
    builder.save()
    assert desk.segment("Odd")["filter"]["all"][0]["value"] == 12345678901234567890
