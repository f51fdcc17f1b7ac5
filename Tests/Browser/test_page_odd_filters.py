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
