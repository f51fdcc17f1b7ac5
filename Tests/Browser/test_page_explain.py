"""Why somebody is in a segment: what else the conditions speak of is named, and can be gone to."""
import re

from desk import instant, people
from playwright.sync_api import expect
from test_page_segments import EMAIL


def contact(desk, user):
    return desk.query("GET", f"/api/v1/contacts/userId:{user}", expect=200).json["id"]


def test_companies_and_contacts_of_a_condition_are_named(signed_in):
    desk = signed_in
    desk.fill(people())
    desk.fill([{"type": "group", "userId": "u0", "groupId": group, "traits": {"name": name, "plan": plan}}
               for group, name, plan in [("a", "Acme", "gold"), ("b", "Bolts", "free")]])  # fmt: skip
    gold = {"company": {"property": "plan", "operator": "equals", "value": "gold"}}
    made = desk.query.create_segment("Of gold firms", gold, "customer")
    page = desk.open(f"/segments/{made}?tab=why&of={contact(desk, 'u0')}")
    tree = page.locator(".explain-tree")
    expect(tree.get_by_role("listitem").filter(has=page.get_by_role("link", name="Acme", exact=True)).last).to_contain_text("found: gold")
    expect(tree.get_by_role("listitem").filter(has=page.get_by_role("link", name="Bolts", exact=True)).last).to_contain_text("found: free")
    tree.get_by_role("link", name="Acme", exact=True).click()
    expect(page.get_by_role("heading", name="Acme")).to_be_visible()

    made = desk.query.create_segment("Reachable firms", {"contacts": EMAIL}, "company")
    company = next(one["id"] for one in desk.query.pages("/api/v1/companies") if one["properties"]["primaryName"] == "Acme")
    page = desk.open(f"/segments/{made}?tab=why&of={company}")
    expect(tree.get_by_role("link", name="Ann 0", exact=True)).to_be_visible()
    expect(tree).to_contain_text("found: ann0@example.com")


def test_the_segment_above_is_named_with_what_holds_in_it(signed_in):
    desk = signed_in
    desk.fill(people())
    above = desk.query.create_segment("Reachable", EMAIL, "customer")
    between = desk.query.create_segment("Clickers", {"event": "get-start"}, "customer", parent=above)
    made = desk.query.create_segment("Of March", {"property": "createdAt", "operator": "before", "value": "2021-01-01"}, "customer", parent=between)
    who = contact(desk, "u1")
    desk.query("PUT", f"/api/v1/segments/{above}/exceptions/{who}", {"kind": "include", "until": "2100-01-01T00:00:00Z"}, {"If-Match": '"1"'}, expect=200)
    page = desk.open(f"/segments/{made}?tab=why&of={who}")
    tree = page.locator(".explain-tree")
    expect(tree).to_contain_text("is in the segment above, Clickers")
    expect(tree).to_contain_text("is in the segment above, Reachable")
    expect(tree).to_contain_text("included by hand until Jan 1, 2100, 00:00: the conditions are not asked")
    tree.get_by_role("link", name="Reachable").click()
    expect(page.get_by_role("heading", name="Reachable")).to_be_visible()


def test_the_steps_of_a_sequence_are_shown_where_they_were_taken(signed_in):
    desk = signed_in
    desk.fill(people())
    steps = {"sequence": [{"event": "signup"}, {"event": "pay"}], "within": "1d"}
    made = desk.query.create_segment("Paid", steps, "customer")
    desk.fill([{"type": "track", "userId": "u1", "event": name, "properties": {"n": n}, "timestamp": instant(minutes=5 - n)}
               for n, name in enumerate(["signup", "pay"])])  # fmt: skip
    page = desk.open(f"/segments/{made}?tab=why&of={contact(desk, 'u1')}")
    expect(page.locator(".explain-tree .events li")).to_have_text([re.compile("^signup .*n: 0"), re.compile("^pay .*n: 1")])
