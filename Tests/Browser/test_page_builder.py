"""The builder: the seed document's examples, by clicking alone, give what the API gives."""
import datetime
import json
import re

from desk import Builder, people
from playwright.sync_api import expect

MARCH = {"all": [
    {"property": "createdAt", "operator": "onOrAfter", "value": "2020-03-01"},
    {"property": "createdAt", "operator": "onOrBefore", "value": "2020-03-31"},
]}  # fmt: skip


def new_segment(desk):
    page = desk.open("/segments/new")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    return page, Builder(page)


def test_users_created_in_march_and_those_of_them_with_an_email(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    # In the order of the document: name, sub segment, description, color, conditions, count, save.
    page.get_by_label("Name", exact=True).fill("Created in March 2020")
    page.get_by_label("Description").fill("New users")
    page.get_by_role("radio", name="green").check()
    builder.add_property("Created at", "is on or after", "2020-03-01")
    builder.count(40)
    builder.add_property("Created at", "is on or before", "2020-03-31")
    builder.count(12)
    expect(page.locator(".preview-words")).to_have_text("Customers: created on or after 1 March 2020, and created on or before 31 March 2020")
    builder.save()
    expect(page.locator(".big-count .count-number")).to_have_text("12")
    made = desk.segment("Created in March 2020")
    assert made["filter"] == MARCH
    assert (made["color"], made["description"], made["contentType"]) == ("#059669", "New users", "customer")

    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="New sub-segment").click()
    expect(page.get_by_label("Sub segment of")).to_have_value("Created in March 2020")
    page.get_by_label("Name", exact=True).fill("With email")
    builder.add_property("Primary email", "is set")
    builder.count(6)
    builder.save()
    child = desk.segment("With email")
    assert child["parent"] == made["id"]
    assert desk.query.wait_for_count(child["id"], 6)["total"] == 40

    page.get_by_role("link", name="Segments", exact=True).click()
    row = page.get_by_role("row").filter(has_text="With email")
    expect(row).to_have_attribute("data-depth", "1")
    expect(row.locator(".count-number")).to_have_text("6")


def test_studies_of_dates_as_the_document_types_them(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    cases = [
        ("Last seen at", "lastSeenAt", "date relative less than", "dateRelativeLessThan", "now-21d/d", 16),
        ("Last seen at", "lastSeenAt", "date relative less than", "dateRelativeLessThan", "now+24h/h", 40),
        ("Last seen at", "lastSeenAt", "date relative greater than", "dateRelativeGreaterThan", "now-24h/h", 24),
        ("expireDate", "expireDate", "will occur before on following n-th day", "willOccurBeforeNthDay", 11, 7),
        ("expireDate", "expireDate", "will occur after on following n-th day", "willOccurAfterNthDay", 2, 4),
        ("expireDate", "expireDate", "will occur before on following n-th minute", "willOccurBeforeNthMinute", 5, 0),
        ("expireDate", "expireDate", "will occur after on following n-th minute", "willOccurAfterNthMinute", 5, 0),
    ]
    for title, name, label, operator, value, count in cases:
        row = builder.add_property(title, label, value)
        builder.count(count)
        assert desk.count_of({"property": name, "operator": operator, "value": value}) == count
        if operator == "dateRelativeLessThan" and value == "now-21d/d":
            expect(row.locator(".means")).to_contain_text("00:00:00 – 23:59:59 (UTC)")
        row.get_by_role("button", name="Remove", exact=True).click()
        builder.count(40)


def test_studies_of_minutes_and_of_days_ahead(signed_in):
    desk = signed_in
    now = datetime.datetime.now(datetime.timezone.utc)
    # Somebody in each minute of half an hour either way, so that one is in the fifth whatever the time is by then.
    times = [("expireDate", {"minutes": n}) for n in range(-30, 31)]
    times += [("renewsAt", {"hours": -2})] * 10 + [("renewsAt", {})] * 5 + [("renewsAt", {"days": 2})] * 3
    desk.fill([
        {"type": "identify", "userId": f"t{n}", "traits": {name: f"{now + datetime.timedelta(**away):%Y-%m-%dT%H:%M:%SZ}"}}
        for n, (name, away) in enumerate(times)
    ])  # fmt: skip
    page, builder = new_segment(desk)
    cases = [
        ("expireDate", "will occur before on following n-th minute", "willOccurBeforeNthMinute", 5, 1),
        ("expireDate", "will occur after on following n-th minute", "willOccurAfterNthMinute", 5, 1),
        ("renewsAt", "date relative less than", "dateRelativeLessThan", "now-30m/m", 10),
        ("renewsAt", "date relative greater than", "dateRelativeGreaterThan", "now-30m/m", 8),
        ("renewsAt", "date relative greater than", "dateRelativeGreaterThan", "now+1d/d", 3),
    ]
    for name, label, operator, value, count in cases:
        row = builder.add_property(name, label, value)
        builder.count(count)
        assert desk.count_of({"property": name, "operator": operator, "value": value}) == count
        row.get_by_role("button", name="Remove", exact=True).click()
        builder.count(len(times))


def test_event_with_its_attributes(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("Clicked")
    row = builder.add_event("get-start")
    builder.count(8)
    builder.add_attribute(row, "price", "equals", 100)
    builder.count(8)
    builder.add_attribute(row, "view", "equals", "80%")
    builder.count(8)
    builder.save()
    where = {"all": [
        {"attribute": "price", "operator": "equals", "value": 100}, {"attribute": "view", "operator": "equals", "value": "80%"},
    ]}  # fmt: skip
    assert desk.segment("Clicked")["filter"] == {"all": [{"event": "get-start", "where": where}]}
    expect(page.locator(".big-count .count-number")).to_have_text("8")


def test_tracked_data(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("Tracked")
    builder.add_property("pricing-team111", "equals", "successfully")
    builder.count(6)
    builder.save()
    assert desk.segment("Tracked")["filter"] == {"all": [{"tracked": "pricing-team111", "operator": "equals", "value": "successfully"}]}


def test_properties_of_companies_are_a_group_of_their_own(signed_in):
    desk = signed_in
    desk.fill(people())
    plans = [{"name": f"Firm {n}", "plan": "gold" if n else "free"} for n in range(3)]
    desk.fill([{"type": "group", "userId": f"u{n}", "groupId": f"g{n % 3}", "traits": plans[n % 3]} for n in range(9)])
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("Of gold firms")
    page.get_by_role("button", name="Add properties").click()
    row = builder.conditions().last
    row.get_by_role("combobox", name="Property", exact=True).click()
    expect(row.locator(".suggestion-group")).to_have_text(["Basic", "Custom", "Tracked data", "Company"])
    expect(row.get_by_role("option", name="Plan")).to_have_text("Plantext · 100% of companies")
    builder.choose(row, "Property", "company plan", "Plan")
    inner = page.locator(".relation .leaf-node")
    expect(inner.get_by_role("combobox", name="Operator")).to_be_focused()
    builder.value(inner, "gold")
    filter = {"company": {"all": [{"property": "plan", "operator": "equals", "value": "gold"}]}, "quantifier": "any"}
    builder.count(6)
    assert desk.count_of(filter) == 6
    # Within the condition on companies there are theirs alone.
    inner.get_by_role("combobox", name="Property", exact=True).click()
    expect(inner.locator(".suggestion-group")).to_have_text(["Basic"])
    page.keyboard.press("Escape")
    builder.save()
    assert desk.segment("Of gold firms")["filter"] == {"all": [filter]}


def test_nested_groups_not_and_counts_of_each_condition(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("Nested")
    builder.add_property("Primary email", "is set")
    page.get_by_role("button", name="More conditions").click()
    page.get_by_role("menuitem", name="Group").click()
    group = page.locator(".group-node")
    inner = group.locator(".leaf-node").first
    builder.choose(inner, "Property", "pricing", re.compile("^pricing-team111"))
    inner.get_by_role("combobox", name="Operator").select_option(label="is set")
    group.get_by_role("button", name="Add events").click()
    row = group.locator(".leaf-node").nth(1)
    builder.choose(row, "Event", "get-start")
    page.keyboard.press("Escape")
    filter = {"all": [
        {"property": "primaryEmail", "operator": "isSet"},
        {"any": [{"tracked": "pricing-team111", "operator": "isSet"}, {"event": "get-start"}]},
    ]}  # fmt: skip
    builder.count(desk.count_of(filter))
    expect(inner.locator(".node-count")).to_have_text("6")
    expect(row.locator(".node-count")).to_have_text("8")
    group.locator(":scope > .node-tail").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Turn into “not”").click()
    filter["all"][1] = {"not": filter["all"][1]}
    builder.count(desk.count_of(filter))
    builder.save()
    assert desk.segment("Nested")["filter"] == filter


def test_built_with_the_keyboard_alone(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    page.keyboard.type("By keyboard")
    page.get_by_role("button", name="Add properties").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Primary em")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Operator")).to_be_focused()
    page.keyboard.type("is set")
    builder.count(20)
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="History")).to_be_visible()
    assert desk.segment("By keyboard")["filter"] == {"all": [{"property": "primaryEmail", "operator": "isSet"}]}


FILTERS = [
    {"event": "get-start", "count": {"atMost": 3}, "within": {"from": "2020-01-01", "to": "now/d"},
     "aggregate": {"function": "sum", "attribute": "price", "operator": "between", "value": [1, 900]}},
    {"event": "get-start", "occurrence": "last", "within": {"last": "60d"}, "having": {"all": [{"attribute": "price", "operator": "greaterThan", "value": 5}]}},
    {"event": "login", "periods": {"unit": "w", "of": 8, "atLeast": 1, "each": 1}},
    {"sequence": [{"event": "login"}, {"not": {"event": "cancel"}}, {"event": "get-start", "where": {"all": [{"attribute": "price", "operator": "isSet"}]}}], "within": "7d", "window": {"last": "90d"}},
    {"company": {"all": [{"property": "plan", "operator": "in", "value": ["gold", "free"]}]}, "quantifier": "none"},
    {"sample": {"percent": 50, "salt": "spring"}},
    {"not": {"not": {"property": "sessionCount", "operator": "between", "value": [0, 3]}}},
    {"any": [{"property": "isSubscribed", "operator": "equals", "value": True}, {"property": "code", "operator": "notEquals", "value": 7}]},
    {"property": "birthDate", "operator": "anniversary", "value": "now/d"},
    {"tracked": "pricing-team111", "operator": "notContains", "value": "fail"},
]  # fmt: skip


def test_every_filter_is_shown_and_saved_as_it_was(signed_in):
    """Opened in the builder, its name changed and saved: the conditions are the same; and the API counts as many."""
    desk = signed_in
    desk.fill(people())
    filter = {"all": FILTERS}
    made = desk.query.create_segment("Everything", filter, "customer")
    page = desk.open(f"/segments/{made}/edit")
    builder = Builder(page)
    expect(page.locator(".leaf-node")).not_to_have_count(0)
    builder.count(desk.count_of(filter))
    page.get_by_label("Name", exact=True).fill("Everything again")
    builder.save()
    assert desk.segment("Everything again")["filter"] == filter


def test_json_is_edited_beside_the_builder_and_mistakes_are_told_where_they_are(signed_in):
    desk = signed_in
    desk.fill(people())
    page, builder = new_segment(desk)
    page.get_by_label("Name", exact=True).fill("By JSON")
    page.get_by_role("button", name="JSON", exact=True).click()
    page.get_by_label("Filter as JSON").fill(json.dumps({"any": [{"property": "primaryEmail", "operator": "isSet"}]}))
    builder.count(20)
    page.get_by_role("button", name="Builder", exact=True).click()
    expect(page.get_by_role("combobox", name="Property", exact=True)).to_have_value("Primary email")
    row = builder.add_property("Last seen at", "date relative less than", "now-21x")
    desk.allow("status of 400")
    expect(row.locator(".node-mistake")).to_be_visible()
    expect(row.locator(".means")).to_contain_text("Not a date")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Not saved: see the marked conditions.")).to_be_visible()
    builder.value(row, "now-21d")
    expect(row.locator(".node-mistake")).to_be_hidden()
    builder.save()


def test_what_would_enter_and_leave_is_told_before_an_edit_is_saved(signed_in):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("Email", {"property": "primaryEmail", "operator": "isSet"}, "customer")
    desk.query.wait_for_count(made, 20)
    page = desk.open(f"/segments/{made}/edit")
    builder = Builder(page)
    builder.count(20)
    page.locator(".leaf-node").get_by_role("combobox", name="Operator").select_option(label="is not set")
    expect(page.locator(".preview-moves")).to_have_text("20 would enter20 would leave")
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(page.get_by_role("heading", name="Email")).to_be_visible()
    assert desk.segment("Email")["filter"]["operator"] == "isSet"


def test_two_windows_edit_one_segment_and_neither_loses_anything(signed_in):
    desk = signed_in
    made = desk.query.create_segment("Shared", {"property": "plan", "operator": "isSet"}, "customer")
    first = desk.open(f"/segments/{made}/edit")
    expect(first.get_by_label("Description")).to_be_visible()
    second = desk.context.new_page()
    second.goto(f"{desk.address}/segments/{made}/edit")
    first.get_by_label("Description").fill("mine")
    second.get_by_label("Name", exact=True).fill("Theirs")
    Builder(second).save()
    expect(first.get_by_text("Somebody has saved this segment meanwhile.")).to_be_visible()
    desk.allow("status of 412")
    first.get_by_role("button", name="Save", exact=True).click()
    dialog = first.get_by_role("dialog")
    expect(dialog).to_contain_text("− Theirs")
    dialog.get_by_role("button", name="Save mine over theirs").click()
    expect(first.get_by_role("tab", name="History")).to_be_visible()
    assert (desk.segment("Shared")["description"], desk.segment("Shared")["revision"]) == ("mine", 3)
    # The other window sees the new definition by itself.
    expect(second.get_by_role("heading", name="Shared")).to_be_visible()
