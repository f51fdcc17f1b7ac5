"""Steps in order, and sums over events, built by clicking alone: they give what the API gives."""
import re

from desk import Builder, instant, people
from playwright.sync_api import expect


def baskets():
    """What u0 to u9 did besides: all put something into a cart ten days ago; u0 to u6 bought for ten times their number,
    u2 eight days later and the others within a day; u0 and u1 had cancelled before; u5 and u6 bought the same again."""
    for n in range(10):
        yield {"type": "track", "userId": f"u{n}", "event": "cart", "timestamp": instant(days=10)}
        if n < 2:
            yield {"type": "track", "userId": f"u{n}", "event": "cancel", "timestamp": instant(days=9, hours=12)}
        for days in [2] if n == 2 else [9, 8] if n > 4 else [9]:
            if n < 7:
                yield {"type": "track", "userId": f"u{n}", "event": "buy", "properties": {"price": 10 * n}, "timestamp": instant(days=days)}


def begun(desk, name):
    desk.fill([*people(), *baskets()])
    page = desk.open("/segments/new")
    page.get_by_label("Name", exact=True).fill(name)
    return page, Builder(page)


def take(row, builder, label, name):
    builder.choose(row, label, name, re.compile(f"^{name}"))


def test_steps_in_order(signed_in):
    desk = signed_in
    page, builder = begun(desk, "Bought what was in the cart")
    page.get_by_role("button", name="More conditions").click()
    page.get_by_role("menuitem", name="Steps in order").click()
    row = builder.conditions().last
    take(row, builder, "Event of step 1", "cart")
    take(row, builder, "Event of step 2", "buy")
    sequence = {"sequence": [{"event": "cart"}, {"event": "buy"}]}
    filter = {"all": [sequence]}

    def check(count):
        builder.count(count)
        assert desk.count_of(filter) == count

    check(7)
    row.get_by_role("button", name="+ Add step").click()
    take(row, builder, "Event of step 3", "buy")
    row.get_by_role("combobox", name="Step 2", exact=True).select_option(label="and not")
    take(row, builder, "Event of step 2", "cancel")
    sequence["sequence"] = [{"event": "cart"}, {"not": {"event": "cancel"}}, {"event": "buy"}]
    check(5)
    row.get_by_label("from the first to the last within").check()
    sequence["within"] = "7d"
    check(4)
    row.get_by_role("button", name="+ Attribute").last.click()
    part = row.locator(".attributes .leaf-node")
    take(part, builder, "Attribute", "price")
    part.get_by_role("combobox", name="Operator").select_option(label="is at least")
    builder.value(part, 50)
    sequence["sequence"][2]["where"] = {"all": [{"attribute": "price", "operator": "greaterOrEqual", "value": 50}]}
    check(2)
    row.get_by_role("combobox", name="Time", exact=True).select_option(label="in the last")
    row.get_by_role("spinbutton", name="Time span").fill("9")
    sequence["window"] = {"last": "9d"}
    check(0)
    row.get_by_role("spinbutton", name="Time span").fill("30")
    sequence["window"] = {"last": "30d"}
    check(2)
    builder.save()
    assert desk.segment("Bought what was in the cart")["filter"] == filter
    expect(page.locator(".big-count .count-number")).to_have_text("2")


def test_sums_and_averages_over_events(signed_in):
    desk = signed_in
    page, builder = begun(desk, "Spent much")
    row = builder.add_event("buy")
    row.get_by_role("button", name="Add a sum, average…").click()
    take(row, builder, "Attribute of the aggregate", "price")
    cases = [
        ("sum", "is greater than", 45, ("sum", "greaterThan"), 2),
        ("average", "is at least", 40, ("average", "greaterOrEqual"), 3),
        ("smallest", "is less than", 25, ("minimum", "lessThan"), 3),
        ("largest", "is between", [30, 50], ("maximum", "between"), 3),
        ("number of different values", "equals", 1, ("distinctCount", "equals"), 7),
    ]
    for function, operator, value, (function_name, operator_name), count in cases:
        row.get_by_role("combobox", name="Function").select_option(label=function)
        row.get_by_role("combobox", name="Operator of the aggregate").select_option(label=operator)
        labels = ["From", "To"] if isinstance(value, list) else ["Value of the aggregate"]
        for label, number in zip(labels, value if isinstance(value, list) else [value]):
            row.get_by_role("spinbutton", name=label, exact=True).fill(str(number))
        builder.count(count)
        aggregate = {"function": function_name, "attribute": "price", "operator": operator_name, "value": value}
        filter = {"all": [{"event": "buy", "aggregate": aggregate}]}
        assert desk.count_of(filter) == count, function
    builder.save()
    assert desk.segment("Spent much")["filter"] == filter
    expect(page.locator(".big-count .count-number")).to_have_text("7")
