"""The builder for who hears it: conditions are told apart, and mistakes are told with their fields."""
import re

from desk import people
from playwright.sync_api import expect
from test_page_builder import new_segment
from test_page_safety import serious


def test_conditions_are_told_apart(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    builder.add_property("Primary email", "is set")
    row = builder.add_event("get-start")
    builder.add_attribute(row, "price", "equals", 100)
    page.get_by_role("button", name="More conditions").last.click()
    page.get_by_role("menuitem", name="Group", exact=True).click()
    page.keyboard.type("Created at")
    page.keyboard.press("Tab")
    builder.value(builder.conditions().last, "now-21d/d")
    builder.count(4)

    def named(name):
        return page.get_by_role("group", name=name, exact=True)

    email = named("Condition 1: Primary email is set")
    expect(email.get_by_role("button", name="Remove")).to_have_count(1)
    expect(email.locator(".node-tail")).to_contain_text("20fit this condition alone")
    expect(named("Condition 2: did get-start at least once at any time with").get_by_role("group", name="Condition 2.1: price equals 100")).to_be_visible()
    expect(named("Group 3: Any of these holds").get_by_role("group", name="Condition 3.1: Created at date relative less than now-21d/d")).to_be_visible()
    expect(page.get_by_role("group", name=re.compile(r"^Condition \d"))).to_have_count(4)
    assert serious(page) == []


def test_a_mistake_is_tied_to_its_field(signed_in):
    desk = signed_in
    desk.fill(people())
    desk.allow("status of 400")
    page, builder = new_segment(desk)
    row = builder.add_property("Last seen at", "is before", "now-21x")
    date = row.get_by_role("combobox", name="Date", exact=True)
    expect(date).to_have_attribute("aria-invalid", "true")
    expect(date).to_have_accessible_description(row.locator(".node-mistake").inner_text())
    # It is told once.
    expect(row.locator(".mistake:visible")).to_have_count(1)
    assert serious(page) == []
    builder.value(row, "now-21d")
    builder.count(16)
    expect(date).not_to_have_attribute("aria-invalid", "true")
    expect(row.locator(".mistake:visible")).to_have_count(0)


def test_a_name_that_is_missing_is_told_with_its_field(signed_in):
    desk = signed_in
    desk.allow("status of 400")
    page, builder = new_segment(desk)
    builder.count(0)
    page.get_by_role("button", name="Save", exact=True).click()
    name = page.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description(page.get_by_role("alert").first.inner_text())
    name.fill("Now it has one")
    builder.save()
