"""Five thousand segments and five hundred properties stay usable."""
from desk import Builder, instant
from playwright.sync_api import expect

# The page makes one more: 5,000 are the most that there may be.
SEGMENTS = 4999
PROPERTIES = 500

# A slow machine is well within it, a page that hangs is not; in milliseconds.
BOUND = 20_000


def test_many_segments_and_properties(signed_in):
    desk = signed_in
    traits = {f"property {n}": n for n in range(PROPERTIES)}
    desk.fill([{"type": "identify", "userId": "u", "traits": traits, "timestamp": instant(days=1)}])
    for n in range(SEGMENTS):
        desk.query.create_segment(f"Segment {n}", {"property": f"property {n % PROPERTIES}", "operator": "isSet"}, "customer")
    last = f"Segment {SEGMENTS - 1}"
    desk.query.wait_for_count(desk.segment(last)["id"], 1, seconds=60)

    page = desk.open("/segments")
    rows = page.locator(".segment-row")
    expect(rows.first).to_be_visible(timeout=BOUND)
    expect(page.get_by_role("button", name=f"All {SEGMENTS:,}")).to_be_visible(timeout=30_000)
    search = page.get_by_role("searchbox", name="Search segments")
    search.fill(last)
    expect(rows).to_have_count(1, timeout=BOUND)
    expect(rows).to_contain_text(last)
    search.fill("")
    expect(rows).to_have_count(200, timeout=BOUND)
    more = page.get_by_role("button", name="Show more")
    while rows.count() < SEGMENTS:
        shown = rows.count()
        more.click(timeout=BOUND)
        expect(rows).to_have_count(min(SEGMENTS, shown + 1000), timeout=BOUND)
    # Somebody comes into the last one while it is out of sight.
    one = {f"property {(SEGMENTS - 1) % PROPERTIES}": 1}
    desk.fill([{"type": "identify", "userId": "v", "traits": one, "timestamp": instant(days=1)}])
    rows.last.scroll_into_view_if_needed(timeout=BOUND)
    expect(rows.last.get_by_role("link", name=last)).to_be_in_viewport(timeout=BOUND)
    expect(rows.last.locator(".count-number")).to_have_text("2", timeout=BOUND)
    rows.last.get_by_role("button", name=f"Actions for {last}").click(timeout=BOUND)
    page.get_by_role("menuitem", name="Duplicate").click(timeout=BOUND)
    # No `expect`: as long as the list still stands it would describe all of it, which holds up the page for minutes.
    assert page.get_by_label("Name", exact=True).input_value(timeout=BOUND) == f"{last} (copy)"

    builder = Builder(page)
    page.get_by_role("button", name="Add properties").click()
    row = builder.conditions().last
    builder.choose(row, "Property", "property")
    expect(row.get_by_text("more: type to find them")).to_be_visible(timeout=BOUND)
    builder.choose(row, "Property", f"property {PROPERTIES // 2}")
    expect(row.get_by_role("option")).to_have_count(1, timeout=BOUND)
    row.get_by_role("option").click()
    row.get_by_role("combobox", name="Operator").select_option(label="is set")
    builder.count(1)
    builder.save()
