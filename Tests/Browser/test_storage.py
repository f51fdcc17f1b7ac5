"""Storage that is full, blocked, damaged or shared; pages that have no locks."""
import time

import pytest

from mock_ingest import Answer
from visits import leave, left_behind, open_together, visit

BLOCKED = """for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
  Object.defineProperty(window, name, {get() { throw new DOMException('blocked', 'SecurityError'); }});
}"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


def send(page, *names):
    page.evaluate("(names) => names.forEach((name) => Erxes.sendEvent({name}))", list(names))


def events(messages):
    return [message["event"] for message in messages if message["type"] == "track"]


def kept(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.includes(' message ')).length")



def wait_until_nothing_is_kept(page):
    """The server has a message before the page hears of it; the page's own clock stands still meanwhile."""
    end = time.monotonic() + 10
    while kept(page):
        assert time.monotonic() < end, "messages are kept that were taken"


def backing_off(context, shop, ingest):
    """A page that keeps what it has for a minute, because the server said so."""
    context.clock.install(time="2026-03-10T12:00:00Z")
    page = shop()
    ingest.answers.append(Answer(503, {"Retry-After": "60"}))
    send(page, "before")
    page.wait_for_function("Object.keys(localStorage).some((key) => key.endsWith(' backoff'))")
    return page


@pytest.mark.parametrize("script", [BLOCKED, FULL], ids=["blocked", "full"])
def test_page_without_storage_works_from_memory(shop, context, ingest, script):
    context.add_init_script(script)
    ingest.answers.append(Answer(503))
    page = shop()
    send(page, "a", "b")
    ingest.wait_for_accepted(2, "track")
    send(page, "last")
    page.goto("about:blank")
    assert events(ingest.wait_for_accepted(3, "track")) == ["a", "b", "last"]
    assert len({message["anonymousId"] for message in ingest.accepted}) == 1
    assert len({message["messageId"] for message in ingest.accepted}) == len(ingest.accepted)
    assert page.errors == [] and page.warnings == []


def test_page_without_storage_sends_its_last_words_while_it_backs_off(shop, context, ingest):
    context.add_init_script(BLOCKED)
    page = shop()
    ingest.answers.append(Answer(503, {"Retry-After": "3600"}))
    send(page, "first")
    ingest.wait_for_requests(2)
    page.evaluate("navigator.locks.request('after', () => 1)")
    page.wait_for_function("navigator.locks.query().then(({held}) => held.length === 0)")
    send(page, "last")
    page.goto("about:blank")
    assert events(ingest.wait_for_accepted(2, "track")) == ["first", "last"]


def test_sandboxed_frame_without_an_origin_works_from_memory(shop, ingest, site, context):
    site.page(ingest, path="/framed")
    site.pages["/"] = "<iframe sandbox='allow-scripts' src='/framed'></iframe>"
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(site.address + "/")
    ingest.wait_for_accepted(1, "page")
    frame = page.frames[1]
    frame.evaluate("Erxes.sendEvent({name: 'framed'})")
    ingest.wait_for_accepted(1, "track")
    refusal = frame.evaluate("(() => { try { return localStorage.length; } catch (e) { return e.name; } })()")
    assert refusal == "SecurityError"
    assert errors == []


def test_anonymous_id_outlives_the_page(shop, ingest):
    first = shop()
    first.close()
    shop(path="/next")
    assert len({view["anonymousId"] for view in ingest.of_type("page")}) == 1


def test_answered_messages_leave_nothing_behind(shop, ingest):
    page = shop()
    send(page, "a", "b")
    ingest.wait_for_accepted(2, "track")
    page.wait_for_function("Object.keys(localStorage).join() === 'strata anonymousId'")


def test_five_hundred_messages_are_kept_and_the_oldest_dropped(shop, context, ingest):
    page = backing_off(context, shop, ingest)
    send(page, *(f"e{i}" for i in range(700)))
    assert kept(page) <= 520, "trimmed after every twenty"
    context.clock.run_for(61_000)
    ingest.wait(lambda: "e699" in events(ingest.accepted), "the newest")
    assert events(ingest.accepted) == [f"e{i}" for i in range(200, 700)]


def test_a_million_characters_are_kept_and_the_oldest_dropped(shop, context, ingest):
    page = backing_off(context, shop, ingest)
    page.evaluate(
        "for (let i = 0; i < 60; i += 1) Erxes.sendEvent({name: 'e' + i, attributes: {text: 'x'.repeat(30000)}})"
    )
    assert 900_000 < page.evaluate("Object.values(localStorage).join('').length") < 1_010_000
    context.clock.run_for(61_000)
    ingest.wait(lambda: "e59" in events(ingest.accepted), "the newest")
    names = events(ingest.accepted)
    assert names == [f"e{i}" for i in range(60 - len(names), 60)] and 30 <= len(names) <= 33


def test_message_of_last_week_is_not_sent(shop, context, ingest):
    context.clock.install(time="2026-03-01T12:00:00Z")
    ingest.answering = lambda request: Answer(503)
    page = shop(wait=False)
    page.wait_for_load_state("load")
    send(page, "old")
    page.clock.run_for(200)
    ingest.wait_for_requests(1)
    page.close()
    ingest.answering = lambda request: Answer()
    context.clock.set_system_time("2026-03-08T12:00:01Z")
    later = shop(wait=False, path="/later")
    later.wait_for_load_state("load")
    later.clock.run_for(200)
    (view,) = ingest.wait_for_accepted(1)
    assert view["context"]["page"]["path"] == "/later"
    wait_until_nothing_is_kept(later)


def test_damaged_storage_is_passed_over(shop, ingest, context, later):
    page = shop()
    prefix = f"strata {ingest.address}  "
    page.evaluate(
        """(prefix) => {
          localStorage[prefix + 'message ' + (Date.now() - 9000) + ' x'] = '{"type": "tra';
          localStorage[prefix + 'message ' + (Date.now() - 8000) + ' y'] = 'null';
          localStorage[prefix + 'message ' + (Date.now() - 7000) + ' y'] = '7';
          localStorage[prefix + 'message 1000000000000 z'] = '}{';
          localStorage[prefix + 'message of whoever'] = '7';
          localStorage['strata https://old.example old-key message 1000000000000 z'] = '{}';
          localStorage[prefix + 'backoff'] = 'oops';
          localStorage['someone else'] = 'kept';
        }""",
        prefix,
    )
    send(page, "after")
    ingest.wait_for_accepted(1, "track")
    later()
    page.wait_for_function("Object.keys(localStorage).filter((key) => key.includes(' message ')).length === 0")
    assert page.evaluate("localStorage['someone else']") == "kept"
    assert page.errors == []


def test_page_that_closes_while_it_backs_off_leaves_its_messages_in_storage(shop, context, ingest):
    page = backing_off(context, shop, ingest)
    send(page, "after")
    leave(page)
    other = shop(path="/other", wait=False)
    other.wait_for_load_state("load")
    assert kept(other) == 3
    assert len(ingest.requests) == 2
    context.clock.run_for(61_000)
    assert set(events(ingest.wait_for_accepted(2, "track"))) == {"before", "after"}
    assert len({message["messageId"] for message in ingest.accepted}) == len(ingest.accepted)
    assert [events(request.messages) for request in ingest.requests].count(["before"]) == 1


def test_clock_that_is_set_back_does_not_stop_the_page(shop, context, ingest):
    page = backing_off(context, shop, ingest)
    context.clock.set_system_time("2026-03-09T12:00:00Z")
    send(page, "after")
    assert set(events(ingest.wait_for_accepted(2, "track"))) == {"after", "before"}


def test_message_from_before_a_clock_was_set_back_is_sent(shop, ingest):
    page = shop()
    left_behind(page, ingest, 1, age=-24 * 3600)
    send(page, "after")
    assert set(events(ingest.wait_for_accepted(2, "track"))) == {"after", "left 0"}


def test_messages_of_another_source_stay_with_their_source(shop, ingest, site, context):
    ingest.answering = lambda request: Answer(503 if request.body.get("writeKey") == "one" else 200)
    one = shop(path="/one", attributes="script.dataset.writeKey = 'one';", wait=False)
    ingest.wait_for_requests(1)
    two = shop(path="/two", attributes="script.dataset.writeKey = 'two';")
    send(two, "two")
    ingest.wait_for_accepted(1, "track")
    send(one, "one")
    ingest.answering = lambda request: Answer()
    ingest.wait_for_accepted(2, "track")
    for request in ingest.requests:
        paths = {message["context"]["page"]["path"] for message in request.messages}
        assert paths == {"/" + request.body["writeKey"]}


@pytest.fixture
def plain(context, ingest, site):
    """Opens pages under a host name that is no secure context: they have no locks."""
    def open_page(path="/", wait=True):
        address = site.page(ingest, path=path)
        page = visit(context, ingest, address.replace("127.0.0.1", "shop.test"), wait)
        assert page.evaluate("isSecureContext || 'locks' in navigator") is False
        return page

    return open_page


def test_tabs_without_locks_neither_double_nor_lose(plain, ingest):
    pages = [plain(f"/tab{number}") for number in range(3)]
    for page in pages:
        send(page, *(f"{page.url} {i}" for i in range(30)))
    accepted = ingest.wait_for_accepted(90, "track")
    assert len({message["messageId"] for message in accepted}) == len(accepted) == 90
    assert len({message["anonymousId"] for message in ingest.accepted}) == 1


def test_tabs_without_locks_neither_double_nor_lose_what_another_left(plain, ingest):
    page = plain()
    left_behind(page, ingest, 30)
    open_together(page, page.url, 3)
    accepted = ingest.wait_for_accepted(30, "track")
    ingest.wait_for_accepted(4, "page")
    page.wait_for_function("Object.keys(localStorage).join() === 'strata anonymousId'")
    assert sorted(events(accepted)) == sorted(f"left {i}" for i in range(30))


def test_lease_of_a_page_that_was_killed_runs_out(plain, context, ingest):
    context.clock.install()
    page = plain()
    left_behind(page, ingest, 1)
    page.evaluate(
        "(key) => { localStorage[key] = 'gone ' + (Date.now() + 30000); }", f"strata {ingest.address}  lease"
    )
    send(page, "mine")
    ingest.wait_for_accepted(1, "track")
    context.clock.run_for(20_000)
    send(page, "mine again")
    ingest.wait_for_accepted(2, "track")
    assert set(events(ingest.accepted)) == {"mine", "mine again"}
    context.clock.run_for(15_000)
    assert set(events(ingest.wait_for_accepted(3, "track"))) == {"mine", "mine again", "left 0"}


def test_lease_ends_with_its_page(plain, ingest):
    page = plain()
    left_behind(page, ingest, 1)
    gate = ingest.new_gate()
    ingest.answering = lambda request: Answer(gate=gate if events(request.messages) == ["left 0"] else None)
    send(page, "mine")
    ingest.wait(lambda: ["left 0"] in [events(r.messages) for r in ingest.requests], "what was left, under the lease")
    lease = page.evaluate("(key) => localStorage[key]", f"strata {ingest.address}  lease")
    leave(page)
    other = plain("/other", wait=False)
    ingest.wait(lambda: [events(r.messages) for r in ingest.requests].count(["left 0"]) == 2, "what was left, again")
    assert other.evaluate("Date.now()") < int(lease.split()[1]), "it waited until the lease ran out"
