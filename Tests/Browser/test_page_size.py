"""Five thousand segments (in the long run; 250 else) and five hundred properties stay usable."""
import os

from desk import Builder, instant
from playwright.sync_api import expect

SEGMENTS = 5000 if os.environ.get("STRATA_LONG") else 250
PROPERTIES = 500


def test_many_segments_and_properties(signed_in):
    desk = signed_in
    traits = {f"property {n}": n for n in range(PROPERTIES)}
    desk.fill([{"type": "identify", "userId": "u", "traits": traits, "timestamp": instant(days=1)}])
    for n in range(SEGMENTS):
        desk.query.create_segment(f"Segment {n}", {"property": f"property {n % PROPERTIES}", "operator": "isSet"}, "customer")
    page = desk.open("/segments")
    expect(page.get_by_role("button", name=f"All {SEGMENTS:,}")).to_be_visible(timeout=30_000)
    page.get_by_role("searchbox", name="Search segments").fill(f"Segment {SEGMENTS - 1}")
    expect(page.get_by_role("row").filter(has_text=f"Segment {SEGMENTS - 1}")).to_be_visible(timeout=3_000)
    page = desk.open("/segments/new")
    builder = Builder(page)
    builder.add_property(f"property {PROPERTIES - 1}", "is set")
    builder.count(1)
    page.get_by_label("Name", exact=True).fill("One more")
    builder.save()
