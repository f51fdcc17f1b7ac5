"""Webhooks: made for some segments, edited, and seen at work."""
from playwright.sync_api import expect
from receiver import Receiver
from test_page_segments import EMAIL

EVENTS = ["segment.count.updated"]


def hooks(desk):
    return desk.query("GET", "/api/v1/webhooks", expect=200).json["data"]


def add(page, name):
    field = page.get_by_role("combobox", name="Add a segment")
    field.fill(name)
    page.get_by_role("option", name=name, exact=True).click()
    expect(page.get_by_role("button", name=f"Take out {name}")).to_be_visible()


def test_webhook_for_several_segments_is_made_and_edited(signed_in):
    desk = signed_in
    made = {name: desk.query.create_segment(name, EMAIL, "customer") for name in ["Gold", "Silver", "Tin"]}
    desk.allow("status of 400")
    page = desk.open(f"/webhooks?new={made['Gold']}")
    page.get_by_label("Address").fill("http://127.0.0.1:1/hook")
    page.get_by_role("button", name="Take out Gold").click()
    page.get_by_role("button", name="Make webhook").click()
    expect(page.get_by_role("alert")).to_have_text("The choice of segments names no segment")
    for name in ["Silver", "Tin"]:
        add(page, name)
    page.get_by_role("button", name="Make webhook").click()
    page.get_by_role("button", name="I have it").click()
    (hook,) = hooks(desk)
    assert hook["segments"] == [made["Silver"], made["Tin"]] and hook["events"] == EVENTS
    expect(page.get_by_label("Address")).to_have_value("")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)

    page = desk.open(f"/webhooks/{hook['id']}")
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Address")).to_be_focused()
    page.get_by_label("Address").fill("http://127.0.0.1:1/other")
    page.get_by_label("Description").fill("Of the till")
    page.get_by_role("button", name="Take out Tin").click()
    add(page, "Gold")
    page.get_by_label("A segment was deleted").check()
    page.get_by_role("button", name="Save webhook").click()
    expect(page.get_by_role("heading", name="http://127.0.0.1:1/other")).to_be_visible()
    expect(page.get_by_role("button", name="Edit")).to_be_focused()
    (now,) = hooks(desk)
    fields = {"url": "http://127.0.0.1:1/other", "description": "Of the till", "segments": [made["Silver"], made["Gold"]],
              "events": ["segment.count.updated", "segment.deleted"], "minInterval": hook["minInterval"]}  # fmt: skip
    assert fields.items() <= now.items()

    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Segments", exact=True).select_option("all")
    page.get_by_role("button", name="Save webhook").click()
    expect(page.get_by_role("definition").filter(has_text="all")).to_be_visible()
    assert hooks(desk)[0]["segments"] == "all"


def test_edit_that_another_one_came_before_is_refused(signed_in):
    desk = signed_in
    desk.allow("status of 412")
    hook = desk.query("POST", "/api/v1/webhooks", {"url": "http://127.0.0.1:1/hook", "events": EVENTS, "segments": "all"}, expect=201)
    path = f"/webhooks/{hook.json['id']}"
    page = desk.open(path)
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Description").fill("mine")
    desk.query("PATCH", f"/api/v1{path}", {"description": "theirs"}, {"If-Match": hook.headers["ETag"]}, expect=200)
    expect(page.locator(".lede")).to_have_text("theirs")
    page.get_by_role("button", name="Save webhook").click()
    expect(page.get_by_role("alert")).to_have_text("Somebody else has changed it meanwhile: close this and edit it again.")
    assert hooks(desk)[0]["description"] == "theirs"
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_label("Description")).to_have_count(0)


def test_deliveries_move_by_themselves(signed_in):
    desk = signed_in
    desk.allow("status of 404")
    with Receiver() as receiver:
        body = {"url": receiver.address + "/hook", "events": ["segment.deleted"], "segments": "all"}
        made = desk.query("POST", "/api/v1/webhooks", body, expect=201).json
        receiver.secret, receiver.status = made["secret"], 500
        page = desk.open(f"/webhooks/{made['id']}")
        expect(page.get_by_text("Nothing was sent yet.")).to_be_visible()
        page.get_by_role("button", name="Pause").focus()
        desk.query("POST", f"/api/v1/webhooks/{made['id']}/test")
        row = page.get_by_role("row").filter(has_text="webhook.test")
        expect(row.filter(has_text="500").first).to_be_visible()
        expect(page.locator("h1 .badge")).to_contain_text("failure")
        expect(page.get_by_role("button", name="Pause")).to_be_focused()
        desk.query("DELETE", f"/api/v1/webhooks/{made['id']}", headers={"If-Match": "*"}, expect=204)
        expect(page.get_by_text("This webhook was deleted.")).to_be_visible()
