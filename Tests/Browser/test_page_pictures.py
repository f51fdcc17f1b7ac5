"""Pictures of every view, in light and dark, narrow and wide, for people to look at: STRATA_PICTURES names the folder."""
import os
import pathlib
import re
import sqlite3
import time

import pytest
from desk import instant, people
from playwright.sync_api import expect

FOLDER = os.environ.get("STRATA_PICTURES")
SIZES = {"narrow": (360, 780), "wide": (1440, 900)}

CLICKED = {"event": "get-start", "count": {"atLeast": 1}, "within": {"last": "30d"},
           "where": {"all": [{"attribute": "price", "operator": "greaterOrEqual", "value": 50}]}}  # fmt: skip
AWAY = {"property": "lastSeenAt", "operator": "dateRelativeLessThan", "value": "now-21d/d"}
ORDER = {"sequence": [{"event": "login"}, {"not": {"event": "cancel"}}, {"event": "get-start"}], "within": "7d"}
FIRM = {"company": {"all": [{"property": "plan", "operator": "in", "value": ["gold", "team"]}]}, "quantifier": "any"}
MARCH = {"property": "createdAt", "operator": "between", "value": ["2020-03-01", "2020-03-31"]}


def sizes_of_days(desk, segment, sizes):
    """What a segment would have counted at noon of each of the days before today."""
    today = int(time.time()) // 86_400
    with sqlite3.connect(desk.strata.data / "segments.sqlite", timeout=10) as database:
        for days, size in enumerate(reversed(sizes), 1):
            hour = (today - days) * 24 + 12
            database.execute("INSERT INTO history SELECT row, ?, ?, ? FROM segment WHERE id = ?", (hour, hour * 3_600_000, size, segment))


def filled(desk):
    """Everything that a view may show; gives the places of the views by their names."""
    desk.fill(people())
    plans = ["free", "team", "gold"]
    desk.fill([
        {"type": "group", "userId": f"u{n}", "groupId": f"g{n % 5}", "timestamp": instant(days=20),
         "traits": {"name": f"{['North', 'Harbour', 'Lime', 'Quarry', 'Mill'][n % 5]} Works", "plan": plans[n % 3], "employees": 10 * n}} for n in range(15)
    ] + [{"type": "identify", "anonymousId": f"a{n}", "traits": {"email": f"lea{n}@example.com", "firstName": "Lea"}, "timestamp": instant(days=3)} for n in range(4)])  # fmt: skip
    create = desk.query.create_segment
    march = create("Created in March 2020", {"all": [MARCH]}, "customer", color="#0891b2", description="New users of that month")
    create("With an email", {"property": "primaryEmail", "operator": "isSet"}, "customer", color="#0891b2", parent=march)
    create("Away for three weeks", AWAY, "customer", color="#ea580c")
    nested = create("Clicked, and not away", {"all": [CLICKED, {"any": [{"not": AWAY}, ORDER, FIRM]}]}, "customer", color="#4f46e5", description="For the spring letter")
    create("Leads with an email", {"property": "primaryEmail", "operator": "isSet"}, "lead", color="#ca8a04")
    create("Gold firms", {"property": "plan", "operator": "equals", "value": "gold"}, "company", color="#059669")
    desk.query.wait_for_count(march, 12)
    sizes_of_days(desk, nested, [2, 3, 3, 5, 9, 8, 7, 7, 10, 12, 11, 9, 8, 6])
    sizes_of_days(desk, march, [3, 4, 6, 6, 8, 9, 9, 10, 12])
    contact = desk.query("GET", "/api/v1/contacts/userId:u0", expect=200).json["id"]
    company = next(desk.query.pages("/api/v1/companies"))["id"]
    exception = {"kind": "include", "reason": "asked for it"}
    desk.query("PUT", f"/api/v1/segments/{nested}/exceptions/{contact}", exception, {"If-Match": '"1"'}, expect=200)
    hook = desk.query("POST", "/api/v1/webhooks", {"url": "http://127.0.0.1:1/hook", "events": ["segment.count.updated"], "segments": "all"}, expect=201).json["id"]
    desk.query("POST", "/api/v1/tokens", {"name": "reports", "scopes": ["read"]})
    tabs = ["history", "members", f"why&of={contact}", "revisions", "exceptions", "webhooks"]
    return {
        "segments": "/segments", "new": "/segments/new", "edit": f"/segments/{nested}/edit",
        **{f"segment-{tab.split('&')[0]}": f"/segments/{nested}?tab={tab}" for tab in tabs},
        "customers": f"/customers?segment={march}", "leads": "/leads", "contacts": "/contacts", "companies": "/companies",
        "contact": f"/contacts/{contact}", "company": f"/companies/{company}", "start": "/start", "webhooks": "/webhooks",
        "webhook": f"/webhooks/{hook}", "settings": "/settings",
    }  # fmt: skip


@pytest.mark.skipif(not FOLDER, reason="STRATA_PICTURES names no folder")
def test_pictures_of_every_view(signed_in):
    desk = signed_in
    places = filled(desk)
    folder = pathlib.Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    page = desk.page
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for name, path in places.items():
            desk.open(path)
            expect(page.locator("main:not([aria-busy]) h1")).to_be_visible()
            for panel in page.get_by_role("tabpanel").all():
                expect(panel.locator("h2").first).to_be_visible()
            if name == "segments":
                expect(page.locator(".segment-row .spark").nth(2)).to_be_attached()
            if name == "edit":
                expect(page.get_by_role("status", name="Count", exact=True)).to_have_text(re.compile(r"\d"))
            for scheme in ["light", "dark"]:
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=True, animations="disabled")
