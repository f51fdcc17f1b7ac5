"""Nobody else's script runs in the page, nobody else's page uses it, and a sign-in that runs out loses nothing."""
import re
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import axe_playwright_python
import pytest
from api import call
from desk import Builder, instant, people
from playwright.sync_api import expect
from web_site import WebSite

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
PAGE = Path(__file__).resolve().parents[2] / "Apps/QueryApp/Page"
EVIL = "<img src=x onerror=window.hit=1><script>window.hit=1</script>\"'`${1}"


def serious(page):
    """What axe finds of such a kind: rules, and where."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found["violations"] if one["impact"] in ("serious", "critical")]


def shown(page):
    """Waits until the view is there, with what its tabs hold."""
    expect(page.locator("main:not([aria-busy]) h1")).to_be_visible()
    for panel in page.get_by_role("tabpanel").all():
        expect(panel.locator("h2").first).to_be_visible()


def tried_webhook(desk, **fields):
    """One that was sent something, which did not arrive."""
    body = {"url": "http://127.0.0.1:1/hook", "events": ["segment.count.updated"], "segments": "all"} | fields
    hook = desk.query("POST", "/api/v1/webhooks", body, expect=201).json["id"]
    desk.query("POST", f"/api/v1/webhooks/{hook}/test")
    desk.wait_until(lambda: desk.query("GET", f"/api/v1/webhooks/{hook}/deliveries").json["data"], "attempt")
    return hook


def end_sessions(desk):
    """As if thirty days had gone by."""
    with sqlite3.connect(desk.strata.data / "segments.sqlite", timeout=10) as database:
        database.execute("UPDATE session SET expiresAt = 0")


def test_files_are_embedded_as_they_are():
    check = subprocess.run([sys.executable, PAGE / "embed.py", "--check"], capture_output=True, text=True)
    assert check.returncode == 0, check.stderr


def test_first_load_is_small_and_comes_from_here_alone(signed_in):
    desk = signed_in
    sizes, hosts = {}, set()
    page = desk.context.new_page()
    page.on("response", lambda answer: (hosts.add(answer.url.split("/")[2]), sizes.__setitem__(answer.url, answer)))
    page.goto(desk.address + "/segments")
    expect(page.get_by_role("heading", name="Segments", exact=True)).to_be_visible()
    assert hosts == {desk.address.split("/")[2]}
    files = sorted((PAGE / "Files").rglob("*.*"))
    # Everything that has an end, what the API answers included.
    ended = [answer for url, answer in sizes.items() if not url.endswith("/stream")]
    assert sum(answer.request.sizes()["responseBodySize"] for answer in ended) < 100_000
    assets = [answer for url, answer in sizes.items() if "/assets/" in url]
    assert len(assets) >= len(files) - 4
    for answer in assets:
        assert answer.headers["content-encoding"] == "gzip" and "immutable" in answer.headers["cache-control"]
        assert answer.headers["etag"]


def test_an_asset_is_answered_with_304_where_it_is_known(desk):
    path = re.search(r'src="\./(assets/[^"]+)"', call("GET", desk.address + "/").body.decode())[1]
    first = urllib.request.urlopen(f"{desk.address}/{path}")
    again = call("GET", f"{desk.address}/{path}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304 and again.body == b""
    assert call("GET", re.sub("assets/[^/]+/", "assets/other/", f"{desk.address}/{path}")).status == 404


def test_scripts_in_names_and_values_are_text_everywhere(signed_in):
    desk = signed_in
    desk.fill([
        {"type": "identify", "userId": EVIL, "traits": {"firstName": EVIL, EVIL: EVIL, "plan": EVIL}, "tracked": {EVIL: EVIL}, "timestamp": instant(days=1)},
        {"type": "track", "userId": EVIL, "event": EVIL, "properties": {EVIL: EVIL}, "timestamp": instant(hours=1)},
        {"type": "group", "userId": EVIL, "groupId": EVIL, "traits": {"name": EVIL, EVIL: EVIL}},
        {"type": "identify", "anonymousId": "a1", "traits": {"email": "lead@example.com", "firstName": EVIL}, "timestamp": instant(days=1)},
    ])  # fmt: skip
    where = {"all": [{"attribute": EVIL, "operator": "equals", "value": EVIL}]}
    filter = {"any": [{"event": EVIL, "where": where}, {"property": EVIL, "operator": "in", "value": [EVIL]}, {"tracked": EVIL, "operator": "equals", "value": EVIL}]}
    made = desk.query.create_segment(EVIL, filter, "customer", description=EVIL)
    desk.query.create_segment(f"sub {EVIL}", {"segment": made}, "customer", parent=made)
    desk.query.wait_for_count(made, 1)
    contact = next(desk.query.pages("/api/v1/contacts"))["id"]
    company = next(desk.query.pages("/api/v1/companies"))["id"]
    hook = tried_webhook(desk, description=EVIL)
    desk.query("POST", "/api/v1/sources", {"name": EVIL, "kind": "server"}, expect=201)
    exception = {"kind": "include", "reason": EVIL}
    desk.query("PUT", f"/api/v1/segments/{made}/exceptions/{contact}", exception, {"If-Match": '"1"'}, expect=200)
    desk.query("PATCH", f"/api/v1/segments/{made}", {"description": f"{EVIL} again"}, {"If-Match": '"2"'}, expect=200)
    tabs = [f"/segments/{made}?tab={tab}" for tab in ["members", f"why&of={contact}", "revisions", "exceptions", "webhooks"]]
    paths = [
        "/segments", f"/segments/{made}", f"/segments/{made}/edit", "/customers", "/leads", "/contacts", "/companies", f"/contacts/{contact}",
        f"/companies/{company}", "/start", "/webhooks", f"/webhooks/{hook}", "/settings", *tabs,
    ]  # fmt: skip
    for path in paths:
        page = desk.open(path)
        shown(page)
        # What a tab shows itself, not what stands above it; in the revisions it is text within JSON.
        place = page.get_by_role("tabpanel") if path in tabs else page.locator("main")
        expect(place).to_contain_text("<script>window.hit=1</script>")
        assert page.evaluate("window.hit") is None, path
        assert page.locator("main img").count() == 0, path


def test_framing_and_forged_requests_are_refused(signed_in):
    desk = signed_in
    desk.allow("frame", "Refused", "violates", "blocked", "CORS", "ERR_FAILED", "403", "net::")
    with WebSite() as site:
        forge = f"""<script>
          Promise.allSettled([
            fetch('{desk.address}/api/v1/segments', {{method: 'POST', credentials: 'include', mode: 'no-cors', body: JSON.stringify({{name: 'forged', contentType: 'contact', filter: {{all: []}}}})}}),
            fetch('{desk.address}/sign-in', {{method: 'POST', credentials: 'include', mode: 'no-cors', body: '{{}}'}}),
            fetch('{desk.address}/api/v1/segments', {{credentials: 'include'}}).then((answer) => answer.text()).then((text) => {{ window.stolen = text; }}),
          ]).then(() => {{ window.tried = true; }});
        </script>"""
        site.pages["/"] = f'<!doctype html><title>Evil</title><link rel="icon" href="data:,"><iframe src="{desk.address}/segments"></iframe>{forge}'
        evil = desk.context.new_page()
        evil.goto(site.address)
        evil.wait_for_function("window.tried")
        assert evil.evaluate("window.stolen") is None
        frame = evil.frames[1]
        assert "chrome-error" in frame.url or frame.evaluate("document.querySelector('main')") is None
    assert list(desk.query.pages("/api/v1/segments")) == []


def test_the_policy_lets_nothing_else_in(desk):
    answer = call("GET", desk.address + "/segments")
    policy = answer.headers["Content-Security-Policy"]
    for part in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"]:
        assert part in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", answer.body.decode())


def test_expired_sign_in_is_told_and_nothing_typed_is_lost(signed_in):
    desk = signed_in
    desk.fill(people())
    page = desk.open("/segments/new")
    builder = Builder(page)
    page.get_by_label("Name", exact=True).fill("Typed for an hour")
    builder.count(40)
    end_sessions(desk)
    desk.allow("status of 401")
    builder.add_property("Primary email", "is set")
    dialog = page.get_by_role("dialog", name="You have been signed out")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="I have signed in").click()
    expect(dialog.get_by_text("You are not signed in yet.")).to_be_visible()
    dialog.get_by_label("API token").fill("stk_wrong")
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(dialog.get_by_text("unknown, revoked or expired")).to_be_visible()
    dialog.get_by_label("API token").fill(desk.query.token)
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(dialog).to_be_hidden()
    builder.count(20)
    builder.save()
    assert desk.segment("Typed for an hour")["filter"] == {"all": [{"property": "primaryEmail", "operator": "isSet"}]}


def test_sign_in_that_expires_while_one_goes_from_place_to_place_or_only_watches(signed_in):
    desk = signed_in
    page = desk.page
    desk.query.create_segment("Clicked", {"event": "get-start"}, "customer")
    desk.allow("status of 401")
    # The page has read all that it wants to by itself.
    row = page.get_by_role("row").filter(has_text="Clicked")
    expect(row.locator(".spark")).to_be_attached()
    dialog = page.get_by_role("dialog", name="You have been signed out")

    def sign_in_again():
        dialog.get_by_label("API token").fill(desk.query.token)
        dialog.get_by_role("button", name="Sign in", exact=True).click()
        expect(dialog).to_be_hidden()

    # Three calls at once are refused, and there is one dialog.
    end_sessions(desk)
    page.get_by_role("link", name="Customers", exact=True).click()
    expect(dialog).to_have_count(1)
    sign_in_again()
    expect(page.get_by_role("heading", name="Customers")).to_be_visible()
    page.get_by_role("link", name="Segments", exact=True).click()
    number = row.locator(".count-number")
    expect(number).to_have_text("0")
    # The stream looks each 15 s whether it still may.
    end_sessions(desk)
    expect(dialog).to_be_visible(timeout=60_000)
    sign_in_again()
    desk.fill(people())
    expect(number).to_have_text("8")


def test_who_is_not_signed_in_signs_in_with_a_token_and_is_where_they_wanted_to_be(desk):
    page = desk.open("/settings")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("API token").fill(desk.query.token)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(signed_in, scheme):
    desk = signed_in
    desk.fill(people())
    desk.fill([{"type": "group", "userId": "u0", "groupId": "acme", "traits": {"name": "Acme"}}])
    made = desk.query.create_segment("Nested", {"all": [
        {"event": "get-start", "where": {"all": [{"attribute": "price", "operator": "equals", "value": 100}]}, "within": {"last": "30d"}},
        {"not": {"any": [{"property": "lastSeenAt", "operator": "dateRelativeLessThan", "value": "now-21d/d"}, {"sequence": [{"event": "login"}, {"event": "get-start"}]}]}},
        {"company": {"all": [{"property": "primaryName", "operator": "in", "value": ["Acme"]}]}},
    ]}, "customer", description="For axe")  # fmt: skip
    desk.query.create_segment("Below", {"tracked": "pricing-team111", "operator": "isSet"}, "customer", parent=made)
    firms = desk.query.create_segment("Firms", {"contacts": {"event": "get-start"}}, "company")
    desk.query.create_segment("Leads", {"all": []}, "lead")
    desk.fill([{"type": "identify", "anonymousId": "a1", "traits": {"email": "lead@example.com"}, "timestamp": instant(days=1)}])
    contact = desk.query("GET", "/api/v1/contacts/userId:u0", expect=200).json["id"]
    company = next(desk.query.pages("/api/v1/companies"))["id"]
    exception = {"kind": "exclude", "reason": "asked for it", "until": instant(days=-9)}
    desk.query("PUT", f"/api/v1/segments/{made}/exceptions/{contact}", exception, {"If-Match": '"1"'}, expect=200)
    hook = tried_webhook(desk)
    desk.page.emulate_media(color_scheme=scheme)
    desk.allow("status of 404")
    paths = ["/segments", "/segments/new", f"/segments/{made}/edit", f"/segments/{firms}/edit", "/customers", "/leads", "/contacts", "/companies",
             f"/contacts/{contact}", f"/companies/{company}", "/start", "/webhooks", f"/webhooks/{hook}", "/settings", "/segments/none"]
    paths += [f"/segments/{made}?tab={tab}" for tab in ["", "members", f"why&of={contact}", "revisions", "exceptions", "webhooks"]]
    paths += [f"/segments/{firms}?tab=members", f"/segments/{firms}?tab=why&of={company}"]
    for path in paths:
        page = desk.open(path)
        shown(page)
        assert serious(page) == [], path


@pytest.mark.parametrize("width", [360, 768, 1280, 1600])
def test_every_view_fits_its_window(signed_in, width):
    desk = signed_in
    desk.fill(people())
    made = desk.query.create_segment("W" * 60, {"all": [{"event": "get-start", "within": {"from": "now-30d/d", "to": "now"}}, {"any": [{"property": "lastSeenAt", "operator": "between", "value": ["2020-01-01", "now/d"]}]}]}, "customer")
    contact = next(desk.query.pages("/api/v1/contacts"))["id"]
    exception = {"kind": "include", "reason": "W" * 60}
    desk.query("PUT", f"/api/v1/segments/{made}/exceptions/{contact}", exception, {"If-Match": '"1"'}, expect=200)
    hook = tried_webhook(desk)
    desk.query("POST", "/api/v1/tokens", {"name": "W" * 60, "scopes": ["read"]}, expect=201)
    desk.page.set_viewport_size({"width": width, "height": 800})
    for path in ["/segments", f"/segments/{made}", f"/segments/{made}?tab=members", f"/segments/{made}?tab=why&of={contact}", f"/segments/{made}?tab=revisions", f"/segments/{made}?tab=exceptions", f"/segments/{made}?tab=webhooks", f"/segments/{made}/edit", "/customers", "/companies", f"/contacts/{contact}", "/start", "/webhooks", f"/webhooks/{hook}", "/settings"]:
        page = desk.open(path)
        shown(page)
        expect(page.locator("header [aria-current]")).to_be_in_viewport(ratio=0.9)
        # What can be done with a row of these is never beside the window.
        for table in page.locator(".scroll:has(.stack)").all():
            assert table.evaluate("element => element.scrollWidth - element.clientWidth") <= 0, path
        if path.endswith("/edit"):
            middles = page.locator(".colors > :not(legend)").evaluate_all("all => all.map(one => { const r = one.getBoundingClientRect(); return Math.round(r.top + r.height / 2); })")
            assert max(middles) - min(middles) <= 1, "the colours stand in one line"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
