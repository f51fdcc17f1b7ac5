"""Pages that restrict what runs in them: the widget keeps to it, and its documentation says how."""
import base64
import hashlib
import pathlib
import re

from mock_ingest import WIDGET
from visits import visit

GUIDE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "widget.md"
BUNDLE = "eventsWidget.bundle.js"


def integrity(name=BUNDLE):
    return "sha384-" + base64.b64encode(hashlib.sha384((WIDGET / name).read_bytes()).digest()).decode()


def page(ingest, policy, script="", integrity=None):
    check = f' integrity="{integrity}" crossorigin="anonymous"' if integrity else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Strict</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"></head><body>'
        f'<script src="{ingest.address}/build/{BUNDLE}"{check}></script>{script}</body></html>'
    )


def test_widget_needs_its_server_in_two_places_of_a_strict_policy(context, ingest, site):
    policy = f"default-src 'none'; script-src {ingest.address} 'nonce-n'; connect-src {ingest.address}; base-uri 'none'"
    policy += "; require-trusted-types-for 'script'"
    heard = "<script nonce=n>window.blocked = []; addEventListener('securitypolicyviolation', e => blocked.push(e.blockedURI))</script>"
    site.pages["/"] = page(ingest, policy, heard)
    tab = visit(context, ingest, site.address + "/")
    tab.evaluate("history.pushState({}, '', '/next')")
    tab.evaluate("Erxes.sendEvent({name: 'strict', attributes: {a: 1}})")
    ingest.wait_for_accepted(1, "track")
    # A browser asks for an icon by itself.
    assert [uri for uri in tab.evaluate("blocked") if "favicon" not in uri] == []
    assert tab.errors == []


def test_widget_that_is_not_let_out_breaks_nothing(context, ingest, site):
    site.pages["/"] = page(ingest, f"default-src 'none'; script-src {ingest.address} 'unsafe-inline'; connect-src 'none'")
    tab = visit(context, ingest, site.address + "/", wait=False)
    tab.evaluate("Erxes.sendEvent({name: 'kept'})")
    assert tab.errors == []
    assert not ingest.requests


def test_widget_is_loaded_with_its_hash_and_not_with_another(context, ingest, site):
    site.pages["/"] = page(ingest, f"script-src {ingest.address}", integrity=integrity())
    visit(context, ingest, site.address + "/")
    site.pages["/"] = page(ingest, f"script-src {ingest.address}", integrity=integrity("stub.js"))
    tab = visit(context, ingest, site.address + "/", wait=False)
    assert tab.evaluate("typeof Erxes") == "undefined"


def test_guide_has_the_hash_and_the_stub_that_are_served():
    guide = GUIDE.read_text()
    assert re.findall(r'integrity="([^"]*)"', guide) == [integrity()]
    assert (WIDGET / "stub.js").read_text().strip() in guide


def test_snippets_of_the_guide_work(context, ingest, site):
    snippets = re.findall(r"```html\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    loaders = [snippet for snippet in snippets if BUNDLE in snippet]
    [calls] = [snippet for snippet in snippets if "Erxes.sendEvent" in snippet]
    assert len(loaders) == 6
    for number, snippet in enumerate(loaders):
        text = snippet.replace("https://events.example.com", ingest.address)
        site.pages[f"/{number}"] = f"<!doctype html><title>Snippet</title><script></script>{text}"
        tab = visit(context, ingest, f"{site.address}/{number}")
        tab.evaluate("text => { for (const [_, call] of text.matchAll(/^ *(Erxes.*;)$/gm)) eval(call); }", calls)
        assert (tab.errors, tab.warnings) == ([], [])
    sent = ingest.wait_for_accepted(len(loaders), "track")
    assert {message["event"] for message in sent} == {"get-start"}
