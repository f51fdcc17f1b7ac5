"""Conditions on the companies of people and on the people of companies: each has a count of its own."""
import json

import pytest
from desk import people
from playwright.sync_api import expect
from test_page_builder import new_segment


def firms(desk):
    """Forty people in four firms, and the last five in a second one: two are gold, three of them large."""
    desk.fill(people())
    traits = [{"name": f"Firm {n}", "plan": "gold" if n < 2 else "free", "tier": "small" if n == 1 else "large"} for n in range(4)]
    belongs = [(n, n % 4) for n in range(40)] + [(n, (n + 1) % 4) for n in range(35, 40)]
    desk.fill([{"type": "group", "userId": f"u{n}", "groupId": f"g{firm}", "traits": traits[firm]} for n, firm in belongs])


def plan(value):
    return {"property": "plan", "operator": "equals", "value": value}


def tier(value):
    return {"property": "tier", "operator": "equals", "value": value}


def asked(page):
    """The bodies of the previews that are sent from now on."""
    bodies = []
    page.on("request", lambda request: request.url.endswith("/preview") and bodies.append(json.loads(request.post_data)))
    return bodies


def counts(page):
    return page.locator(".relation .node-count:not(.attributes *)")


@pytest.mark.parametrize("quantifier", ["any", "all", "none"])
def test_each_condition_on_a_company_is_counted_as_if_it_were_the_only_one(signed_in, quantifier):
    desk = signed_in
    firms(desk)
    page, builder = new_segment(desk)
    bodies = asked(page)
    builder.add_property("Plan", "equals", "gold")
    relation = page.locator(".relation")
    relation.get_by_label("How many of them").select_option(quantifier)

    def wrapped(node):
        return {"company": node, "quantifier": quantifier}

    gold = desk.count_of(wrapped(plan("gold")))
    expect(counts(page)).to_have_text([f"{gold}"])
    # That is what the relation itself counts: nothing more was asked.
    assert all("any" not in body["filter"] for body in bodies)
    builder.add_property("tier", "equals", "large", within=relation)
    relation.get_by_role("button", name="More conditions").click()
    page.get_by_role("menuitem", name="Group").click()
    group = relation.locator(".group-node")
    builder.choose(group, "Property", "Plan", "Plan")
    builder.value(group, "free")
    builder.add_property("tier", "equals", "small", within=group)
    group.locator(":scope > .node-tail").get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Turn into “not”").click()
    inner = {"any": [plan("free"), tier("small")]}
    builder.count(desk.count_of({"all": [wrapped({"all": [plan("gold"), tier("large"), {"not": inner}]})]}))
    # In the order of the page: within a group its conditions come before its own count.
    alone = [plan("gold"), tier("large"), plan("free"), tier("small"), {"not": inner}]
    expect(counts(page)).to_have_text([f"{desk.count_of(wrapped(node)):,}" for node in alone])
    expect(counts(page).first).to_have_attribute("title", "How many fit this condition alone, asked of their companies")


def test_each_condition_on_the_people_of_a_company_is_counted(signed_in):
    desk = signed_in
    firms(desk)
    page, builder = new_segment(desk)
    page.get_by_label("Content type").select_option("company")
    page.get_by_role("button", name="More conditions").click()
    page.get_by_role("menuitem", name="Their contacts").click()
    relation = page.locator(".relation")
    relation.get_by_label("How many of them").select_option("atLeast")
    relation.get_by_label("How many contacts").fill("6")
    builder.choose(relation, "Property", "Primary email", "Primary email")
    relation.get_by_role("combobox", name="Operator").select_option(label="is set")
    relation.get_by_role("button", name="Add events").click()
    builder.choose(relation.locator(".leaf-node").last, "Event", "login")
    page.keyboard.press("Escape")
    nodes = [{"property": "primaryEmail", "operator": "isSet"}, {"event": "login"}]

    def api(node):
        return desk.count_of({"contacts": node, "count": {"atLeast": 6}}, "company")

    builder.count(api({"all": nodes}))
    expect(counts(page)).to_have_text([f"{api(node)}" for node in nodes])
    assert len({api(node) for node in nodes}) == 2
    # The sum of both is another where one of them is gone: then the relation's own count is that of the other.
    relation.get_by_role("button", name="Remove", exact=True).first.click()
    builder.count(api(nodes[1]))
    expect(counts(page)).to_have_text([f"{api(nodes[1])}"])


def test_conditions_within_relations_do_not_use_up_what_is_counted_outside(signed_in):
    desk = signed_in
    firms(desk)
    page, builder = new_segment(desk)
    page.get_by_role("button", name="JSON", exact=True).click()
    email = {"property": "primaryEmail", "operator": "isSet"}

    def show(outside, inside):
        relation = {"company": {"any": [plan("gold")] * inside}, "quantifier": "any"}
        page.get_by_label("Filter as JSON").fill(json.dumps({"all": [email] * outside + [relation]}))

    state = page.locator(".preview-state")
    show(40, 49)
    builder.count(desk.count_of({"all": [email, {"company": plan("gold")}]}))
    expect(state).to_contain_text("Counted")
    expect(state).not_to_contain_text("not counted")
    page.get_by_role("button", name="Builder", exact=True).click()
    expect(counts(page)).to_have_text([f"{desk.count_of({'company': plan('gold')})}"] * 49)
    page.get_by_role("button", name="JSON", exact=True).click()
    show(1, 50)
    expect(state).to_contain_text("each alone is not counted")
    page.get_by_role("button", name="Builder", exact=True).click()
    expect(page.locator(".filter-tree > * > * > .group > .group-rows .node-count").first).to_have_text("20")
    expect(counts(page)).to_have_text([""] * 50)
