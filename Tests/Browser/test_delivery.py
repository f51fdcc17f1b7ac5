"""Nothing is lost and nothing doubled: batches, retries, pages that close, a network that comes and goes."""
import collections

import pytest

from mock_ingest import Answer
from visits import leave, left_behind, open_together


def send(page, *names):
    page.evaluate("(names) => names.forEach((name) => Erxes.sendEvent({name}))", list(names))


def events(messages):
    return [message["event"] for message in messages if message["type"] == "track"]


def distinct(messages):
    return {message["messageId"] for message in messages}


def test_calls_in_a_row_are_one_batch(shop, ingest):
    page = shop()
    send(page, *(f"e{i}" for i in range(10)))
    assert events(ingest.wait_for_accepted(10, "track")) == [f"e{i}" for i in range(10)]
    assert len(ingest.requests) == 2


def test_batch_has_twenty_messages_at_most(shop, ingest):
    page = shop()
    send(page, *(f"e{i}" for i in range(45)))
    assert events(ingest.wait_for_accepted(45, "track")) == [f"e{i}" for i in range(45)]
    assert max(len(request.messages) for request in ingest.requests) == 20


def test_batch_has_sixty_kilobytes_at_most(shop, ingest):
    page = shop()
    # Two of them would fit by characters; by bytes of UTF-8 they do not.
    page.evaluate(
        """for (let i = 0; i < 4; i += 1) {
          Erxes.sendEvent({name: 'e' + i, attributes: {text: '\\u20ac'.repeat(10300)}});
        }"""
    )
    ingest.wait_for_accepted(4, "track")
    assert all(len(request.messages) == 1 for request in ingest.requests)
    assert page.warnings == []


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_failed_batch_is_sent_again_with_the_same_ids(shop, ingest, status):
    ingest.answers.append(Answer(status))
    page = shop(wait=False)
    first, second = ingest.wait_for_requests(2)
    assert first.ids == second.ids
    assert [m["timestamp"] for m in first.messages] == [m["timestamp"] for m in second.messages]
    ingest.wait_for_accepted(1)
    send(page, "after")
    ingest.wait_for_accepted(1, "track")
    assert len(distinct(ingest.accepted)) == len(ingest.accepted) == 2


def test_broken_connection_is_tried_again_with_the_same_ids(shop, ingest):
    ingest.answers.append(Answer(drop=True))
    shop(wait=False)
    ingest.wait_for_accepted(1, "page")
    assert len({tuple(request.ids) for request in ingest.requests}) == 1


def clocked(shop, context, ingest, **options):
    """A page after its page view has arrived; only the test moves its time, and that of later pages."""
    context.clock.install(time="2026-03-01T12:00:00Z")
    context.clock.pause_at("2026-03-01T12:00:01Z")
    page = shop(wait=False, **options)
    page.wait_for_load_state("load")
    context.clock.run_for(200)
    ingest.wait_for_requests(1)
    return page


def answered(page, ingest, count):
    """Until `count` requests are answered, and the page has seen it: its messages are gone, or it backs off."""
    ingest.wait(lambda: len([r for r in ingest.requests if r.answer]) >= count, f"{count} answers")
    wait_for_storage(page, "keys.every((key) => !key.includes(' message ')) || backoff().until > Date.now()")


def wait_for_storage(page, condition):
    """Until a JavaScript expression of `keys` and `backoff()` holds in the page; its clock may stand still."""
    source = f"""() => {{
      const keys = Object.keys(localStorage);
      const backoff = () => JSON.parse(localStorage[keys.find((key) => key.endsWith(' backoff'))] || '{{}}');
      return {condition};
    }}"""
    page.wait_for_function(source, polling=20)


@pytest.mark.parametrize("value", ["60", "Sun, 01 Mar 2026 12:01:00 GMT"])
def test_retry_after_is_honoured_in_all_tabs(shop, context, ingest, value):
    ingest.answers.append(Answer(503, {"Retry-After": value}))
    page = clocked(shop, context, ingest)
    answered(page, ingest, 1)
    other = shop(wait=False, path="/other")
    other.wait_for_load_state("load")
    context.clock.run_for(55_000)
    for tab in (page, other):
        tab.evaluate("window.dispatchEvent(new Event('online'))")
        tab.evaluate("navigator.locks.query()")
    assert len(ingest.requests) == 1
    context.clock.run_for(6_000)
    ingest.wait_for_accepted(2, "page")
    assert {m["messageId"] for m in ingest.accepted} >= set(ingest.requests[0].ids)
    assert len(distinct(ingest.accepted)) == len(ingest.accepted)


def test_backoff_grows_and_ends_when_the_browser_is_online_again(shop, context, ingest):
    ingest.answering = lambda request: Answer(drop=True)
    page = clocked(shop, context, ingest)
    for tries in range(1, 6):
        wait = 0
        while wait <= 0:
            context.clock.run_for(100)
            wait = page.evaluate(
                """(tries) => {
                  const key = Object.keys(localStorage).find((key) => key.endsWith(' backoff'));
                  const backoff = JSON.parse(localStorage[key] || 'null');
                  return backoff && backoff.tries === tries ? backoff.until - Date.now() : 0;
                }""",
                tries,
            )
        assert 1000 * 2**tries / 2 - 200 <= wait <= 1000 * 2**tries
        assert len({tuple(request.ids) for request in ingest.requests}) == 1
        if tries < 5:
            context.clock.run_for(wait)
    ingest.answering = lambda request: Answer()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    context.clock.run_for(1_000)
    ingest.wait_for_accepted(1, "page")


def test_offline_then_online_loses_nothing(shop, context, ingest):
    page = shop()
    context.set_offline(True)
    send(page, "offline-1", "offline-2")
    page.wait_for_function("Object.keys(localStorage).some((key) => key.endsWith('backoff'))")
    send(page, "offline-3")
    assert ingest.of_type("track") == []
    context.set_offline(False)
    assert events(ingest.wait_for_accepted(3, "track")) == ["offline-1", "offline-2", "offline-3"]


def test_offline_page_that_closes_loses_nothing(shop, context, ingest, later):
    page = shop()
    context.set_offline(True)
    send(page, "offline")
    leave(page)
    context.set_offline(False)
    later()
    assert set(events(ingest.wait_for_accepted(1, "track"))) == {"offline"}
    assert len({message["anonymousId"] for message in ingest.accepted}) == 1


def test_too_large_batch_is_split_in_halves(shop, ingest):
    ingest.answering = lambda request: Answer(413 if len(request.messages) > 3 else 200)
    page = shop()
    send(page, *(f"e{i}" for i in range(30)))
    accepted = ingest.wait_for_accepted(30, "track")
    assert sorted(events(accepted)) == sorted(f"e{i}" for i in range(30))
    assert len(distinct(accepted)) == len(accepted)
    sizes = [len(request.messages) for request in ingest.requests]
    assert sizes[1:5] == [20, 10, 5, 2]
    assert page.warnings == []


def test_message_that_is_too_large_by_itself_is_dropped_alone(shop, ingest):
    ingest.answering = lambda request: Answer(413 if "big" in events(request.messages) else 200)
    page = shop()
    send(page, "a", "big", "b", "c")
    assert events(ingest.wait_for_accepted(3, "track")) == ["a", "b", "c"]
    page.wait_for_function("Object.keys(localStorage).filter((key) => key.includes('message')).length === 0")
    assert len(page.warnings) == 1 and "413" in page.warnings[0]


def test_batch_refused_for_one_message_loses_that_one_alone(shop, ingest):
    ingest.answering = lambda request: Answer(400 if "bad" in events(request.messages) else 200)
    page = shop()
    names = [f"e{i}" for i in range(12)] + ["bad"] + [f"e{i}" for i in range(12, 30)]
    send(page, *names)
    accepted = ingest.wait_for_accepted(30, "track")
    assert sorted(events(accepted)) == sorted(f"e{i}" for i in range(30))
    assert len(distinct(accepted)) == len(accepted)
    page.wait_for_function("Object.keys(localStorage).filter((key) => key.includes('message')).length === 0")
    assert [status_in(text) for text in page.warnings] == [400]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_refused_batch_is_dropped(shop, ingest, status):
    ingest.answers.append(Answer(status))
    page = shop(wait=False)
    ingest.wait(lambda: ingest.requests and ingest.requests[0].answer, "the refusal")
    page.wait_for_function("Object.keys(localStorage).filter((key) => key.includes('message')).length === 0")
    send(page, "after")
    assert events(ingest.wait_for_accepted(1)) == ["after"]
    assert [status_in(text) for text in page.warnings] == [status]
    assert page.errors == []


def status_in(warning):
    return next(int(word) for word in warning.split() if word.isdigit() and len(word) == 3)


def test_page_that_navigates_away_sends_what_it_has(shop, ingest):
    page = shop()
    send(page, *(f"e{i}" for i in range(10)))
    page.goto("about:blank")
    assert events(ingest.wait_for_accepted(10, "track")) == [f"e{i}" for i in range(10)]


def test_page_that_closes_sends_what_it_has(shop, ingest):
    page = shop()
    send(page, *(f"e{i}" for i in range(45)))
    leave(page)
    assert set(events(ingest.wait_for_accepted(45, "track"))) == {f"e{i}" for i in range(45)}


def test_page_that_closes_sends_at_most_what_browsers_take(shop, ingest, later):
    page = shop()
    page.evaluate(
        """for (let i = 0; i < 5; i += 1) Erxes.sendEvent({name: 'e' + i, attributes: {text: 'x'.repeat(20000)}})"""
    )
    page.goto("about:blank")
    assert len(distinct(ingest.wait_for_accepted(2, "track"))) == 2
    later()
    assert set(events(ingest.wait_for_accepted(5, "track"))) == {f"e{i}" for i in range(5)}


def test_page_without_keepalive_closes_with_a_beacon(shop, context, ingest):
    context.add_init_script("delete Request.prototype.keepalive")
    page = clocked(shop, context, ingest)
    answered(page, ingest, 1)
    send(page, "last")
    page.goto("about:blank")
    assert events(ingest.wait_for_accepted(1, "track")) == ["last"]
    assert ingest.requests[-1].headers["Content-Type"].startswith("text/plain")
    assert ingest.requests[-1].headers["Sec-Fetch-Mode"] == "no-cors", "which fetch is not"


def test_page_that_is_killed_loses_nothing(shop, ingest, later):
    page = shop()
    send(page, *(f"e{i}" for i in range(10)))
    page.close()
    later()
    accepted = ingest.wait_for_accepted(10, "track")
    assert set(events(accepted)) == {f"e{i}" for i in range(10)}
    assert len({message["anonymousId"] for message in accepted}) == 1


def test_page_closed_in_mid_batch_loses_nothing_and_keeps_the_ids(shop, ingest, later):
    page = shop()
    ingest.hold()
    send(page, "in-flight-1", "in-flight-2")
    ingest.wait_for_requests(2)
    send(page, "waiting-1", "waiting-2")
    page.close()
    ingest.release()
    later()
    accepted = ingest.wait_for_accepted(4, "track")
    assert set(events(accepted)) == {"in-flight-1", "in-flight-2", "waiting-1", "waiting-2"}
    # Sent again, perhaps, but under the id that the server knows.
    assert len({(m["messageId"], m["event"]) for m in accepted}) == 4


HIDDEN = """Object.defineProperty(document, 'visibilityState', {get: () => 'hidden', configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));"""
LEFT = "window.dispatchEvent(new PageTransitionEvent('pagehide'));"


@pytest.mark.parametrize("signs", [HIDDEN, LEFT, HIDDEN + LEFT], ids=["hidden", "left", "both"])
def test_hidden_page_sends_at_once_and_each_message_once(shop, context, ingest, signs):
    page = clocked(shop, context, ingest)
    answered(page, ingest, 1)
    send(page, "before")
    page.evaluate(signs)
    ingest.wait_for_accepted(1, "track")
    answered(page, ingest, 2)
    page.clock.run_for(5_000)
    send(page, "after")
    page.clock.run_for(1_000)
    ingest.wait_for_accepted(2, "track")
    assert events(ingest.accepted) == ["before", "after"]


def test_click_is_sent_within_half_a_second(shop, context, ingest):
    page = clocked(shop, context, ingest)
    answered(page, ingest, 1)
    send(page, "soon")
    page.clock.run_for(500)
    ingest.wait_for_accepted(1, "track")
    answered(page, ingest, 2)
    page.clock.run_for(10_000)
    send(page, "at once")
    page.clock.run_for(100)
    ingest.wait_for_accepted(2, "track")


def test_server_that_never_answers_is_given_up_after_half_a_minute(shop, context, ingest):
    ingest.hold()
    page = clocked(shop, context, ingest)
    gave_up = "Object.keys(localStorage).some((key) => key.endsWith(' backoff'))"
    context.clock.run_for(29_000)
    assert page.evaluate(gave_up) is False
    context.clock.run_for(1_000)
    for _ in range(100):
        if page.evaluate(gave_up):
            break
        context.clock.run_for(20)
    assert page.evaluate(gave_up) is True
    ingest.release()
    context.clock.run_for(3_000)
    ingest.wait_for_requests(2)
    assert len({tuple(request.ids) for request in ingest.requests}) == 1


@pytest.mark.parametrize("tabs", [2, 4])
def test_tabs_share_an_anonymous_id_and_neither_double_nor_lose(shop, ingest, tabs):
    pages = [shop(path=f"/tab{number}") for number in range(tabs)]
    for round_ in range(3):
        for number, page in enumerate(pages):
            send(page, *(f"{number}.{round_}.{i}" for i in range(15)))
    accepted = ingest.wait_for_accepted(tabs * 45, "track")
    assert len({message["anonymousId"] for message in ingest.accepted}) == 1
    counts = collections.Counter(events(accepted))
    assert set(counts) == {f"{n}.{r}.{i}" for n in range(tabs) for r in range(3) for i in range(15)}
    assert set(counts.values()) == {1}


def test_tab_sends_under_the_anonymous_id_that_is_there_when_it_sends(shop, context, ingest):
    context.clock.install(time="2026-03-01T12:00:00Z")
    context.clock.pause_at("2026-03-01T12:00:01Z")
    page = shop(wait=False)
    page.wait_for_load_state("load")
    page.evaluate("localStorage['strata anonymousId'] = 'of another tab'")
    context.clock.run_for(200)
    assert [view["anonymousId"] for view in ingest.wait_for_accepted(1, "page")] == ["of another tab"]


def test_tabs_opened_together_agree_on_an_anonymous_id(context, ingest, site):
    opener = context.new_page()
    open_together(opener, site.page(ingest), 4)
    views = ingest.wait_for_accepted(4, "page")
    assert len({view["anonymousId"] for view in views}) == 1


def test_tabs_opened_together_neither_double_nor_lose_what_another_left(shop, context, ingest, site):
    page = shop()
    left_behind(page, ingest, 50)
    open_together(page, site.page(ingest, path="/next"), 4)
    accepted = ingest.wait_for_accepted(50, "track")
    ingest.wait_for_accepted(5, "page")
    page.wait_for_function("Object.keys(localStorage).join() === 'strata anonymousId'")
    assert sorted(events(accepted)) == sorted(f"left {i}" for i in range(50))


def test_page_sends_what_another_left(shop, context, ingest, later):
    page = shop()
    ingest.answering = lambda request: Answer(503)
    send(page, "left")
    ingest.wait(lambda: "left" in events(ingest.requests[-1].messages), "the attempt")
    page.close()
    ingest.answering = lambda request: Answer()
    send(later(), "mine")
    assert set(events(ingest.wait_for_accepted(2, "track"))) == {"left", "mine"}
