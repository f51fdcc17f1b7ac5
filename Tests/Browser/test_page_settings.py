"""Settings: what is made, changed and revoked there, by two people at once, and by one who may only read."""
import re

from desk import people
from playwright.sync_api import expect


def retention(desk):
    return desk.query("GET", "/api/v1/settings", expect=200).json


def test_source_is_made_and_revoked(signed_in):
    desk = signed_in
    page = desk.open("/settings")
    page.get_by_label("Name of the source").fill("till")
    page.get_by_label("Kind").select_option("server")
    page.get_by_role("button", name="New source").click()
    key = page.get_by_role("dialog").locator("code").inner_text()
    page.get_by_role("button", name="I have it").click()
    desk.ingest.headers = type(desk.ingest)(desk.ingest_server.address, key).headers
    desk.fill(people())
    row = page.get_by_role("row").filter(has_text="till")
    expect(row).to_contain_text(key[:6])
    row.get_by_role("button", name="Revoke till", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row).to_contain_text("revoked")
    desk.ingest("/v1/track", {"userId": "u1", "event": "late"}, expect=401)


def test_mistake_in_a_new_source_is_told(signed_in):
    desk = signed_in
    desk.allow("status of 400")
    page = desk.open("/settings")
    page.get_by_label("Name of the source").fill("shop")
    page.get_by_label("Allowed origins").fill("shop.example.com/path")
    page.get_by_role("button", name="New source").click()
    expect(page.get_by_role("dialog").get_by_role("heading", name="Not made")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_label("Allowed origins")).to_have_value("shop.example.com/path")


def test_signing_out_ends_the_session(signed_in):
    desk = signed_in
    cookies = [cookie for cookie in desk.context.cookies() if cookie["name"] == "strata_session"]
    page = desk.open("/settings")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    # Whoever has kept the cookie is out as well.
    desk.context.add_cookies(cookies)
    page.goto(f"{desk.address}/segments")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_retention_is_changed_and_the_later_of_two_windows_is_told(signed_in):
    desk = signed_in
    desk.allow("status of 412", "status of 400")
    page = desk.open("/settings")
    other = desk.context.new_page()
    other.goto(f"{desk.address}/settings")
    expect(other.get_by_label("Changes are kept, in days")).not_to_have_value("")
    page.get_by_label("Changes are kept, in days").fill("12")
    page.get_by_label("History is kept, in days").fill("34")
    page.get_by_label("Events are kept, in days").fill("730")
    page.get_by_role("button", name="Save settings").click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    kept = {"changes": 12, "history": 34, "events": 730, "visitors": None}
    assert {name: retention(desk)[f"{name}RetentionDays"] for name in kept} == kept

    other.get_by_label("Changes are kept, in days").fill("56")
    other.get_by_role("button", name="Save settings").click()
    expect(other.get_by_role("alert")).to_have_text("Somebody else has changed them meanwhile: load the page again.")
    assert retention(desk)["changesRetentionDays"] == 12
    other.reload()
    expect(other.get_by_label("History is kept, in days")).to_have_value("34")
    other.get_by_label("Changes are kept, in days").fill("56")
    other.get_by_role("button", name="Save settings").click()
    expect(other.get_by_text("The settings are saved.")).to_be_visible()
    assert retention(desk)["changesRetentionDays"] == 56
    # What was saved last in this window is what it goes on from.
    other.get_by_label("Changes are kept, in days").fill("57")
    other.get_by_role("button", name="Save settings").click()
    desk.wait_until(lambda: retention(desk)["changesRetentionDays"] == 57, "second saving")


def test_who_only_reads_is_told_what_is_missing(desk):
    token = desk.query("POST", "/api/v1/tokens", {"name": "looker", "scopes": ["read"]}, expect=201).json["token"]
    desk.allow("status of 403")
    page = desk.open("/settings")
    page.get_by_label("API token").fill(token)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(re.compile('needs the scope "admin".*does not have it'))).to_be_visible()
    expect(page.get_by_role("rowheader", name="shop")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Time zoneUTC")
    for name in ["Save settings", "New source", "New token", "Revoke", "Try again"]:
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.get_by_role("main").get_by_role("link", name="sign in").click()
    expect(page.get_by_label("API token")).to_be_visible()
