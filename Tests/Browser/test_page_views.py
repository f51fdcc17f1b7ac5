"""Page views: on load, on history changes, and only then."""
from visits import leave, left_behind, visit


def urls(messages):
    return [message["properties"]["url"] for message in messages]


def mark(page, ingest):
    """An event after everything before it: what has not arrived when it has, was never sent."""
    count = len(ingest.of_type("track"))
    page.evaluate("Erxes.sendEvent({name: 'mark'})")
    ingest.wait(lambda: len(ingest.of_type("track")) > count, "the mark")


def settle(page):
    """Until the widget has looked at the last history change, which it does a task later."""
    page.evaluate("new Promise((done) => setTimeout(() => setTimeout(done)))")


def test_first_load_sends_one_page_view(shop, ingest, site):
    page = shop(path="/plans")
    mark(page, ingest)
    (view,) = ingest.of_type("page")
    assert view["properties"] == {
        "url": site.address + "/plans", "path": "/plans", "title": "A shop", "referrer": "",
    }  # fmt: skip
    assert ingest.preflights == 0
    assert page.errors == [] and page.warnings == []


def test_message_bears_what_the_tracking_api_asks_for(shop, ingest, site):
    page = shop()
    (view,) = ingest.of_type("page")
    (request,) = ingest.wait_for_requests(1)
    assert request.path == "/v1/batch"
    assert request.headers["Content-Type"].startswith("text/plain")
    assert request.headers["Origin"] == site.address
    assert "Cookie" not in request.headers
    assert set(request.body) == {"batch", "sentAt"}, "without a key there is none in the body"
    assert set(view) == {"type", "messageId", "timestamp", "properties", "context", "anonymousId"}
    assert len(view["messageId"]) == 36 and view["messageId"][14] == "4"
    assert len(view["anonymousId"]) == 36 and view["anonymousId"][14] == "4"
    assert view["timestamp"] <= request.body["sentAt"]
    context = view["context"]
    assert context["page"] == view["properties"]
    assert context["userAgent"] == page.evaluate("navigator.userAgent")
    assert context["locale"] == page.evaluate("navigator.language")
    assert context["timezone"] == page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    assert context["library"] == {"name": "strata-widget", "version": page.evaluate("Strata.version")}
    assert "proof" not in context


def test_campaign_of_the_address_is_in_the_context(shop, ingest):
    page = shop()
    page.evaluate("history.pushState({}, '', '/?utm_source=news&utm_campaign=spring%20sale&utm_id=7&other=1')")
    ingest.wait_for_accepted(2, "page")
    page.evaluate("Erxes.sendEvent({name: 'e'})")
    (event,) = ingest.wait_for_accepted(1, "track")
    assert event["context"]["campaign"] == {"source": "news", "name": "spring sale", "id": "7"}
    assert "campaign" not in ingest.of_type("page")[0]["context"]


def test_half_of_a_surrogate_pair_is_never_sent(shop, ingest):
    page = shop()
    page.evaluate(
        r"""Erxes.sendEvent({name: 'e', attributes: {
          half: 'a\ud83d', whole: '\ud83d\ude00', text: '\\ud83d', '\udc00': 1}})"""
    )
    (event,) = ingest.wait_for_accepted(1, "track")
    assert event["properties"] == {"half": "a\ufffd", "whole": "\U0001f600", "text": "\\ud83d", "\ufffd": 1}


def test_history_changes_are_page_views(shop, ingest, site):
    page = shop()
    page.evaluate("history.pushState({}, '', '/plans'); document.title = 'Plans'")
    ingest.wait_for_accepted(2, "page")
    page.evaluate("history.replaceState({}, '', '/plans?period=year')")
    ingest.wait_for_accepted(3, "page")
    page.go_back()
    ingest.wait_for_accepted(4, "page")
    views = ingest.of_type("page")
    assert urls(views) == [site.address + path for path in ("/", "/plans", "/plans?period=year", "/")]
    assert [view["properties"]["referrer"] for view in views] == ["", *urls(views)[:-1]]
    assert views[1]["properties"]["title"] == "Plans", "the title that the page set after the address"


def test_page_whose_title_is_an_element_is_viewed(shop, ingest):
    shop(body="<form name='title'></form>")
    assert len(ingest.of_type("page")) == 1


def test_long_address_is_cut(shop, ingest, site):
    page = shop(path="/" + "a" * 3000)
    page.evaluate("history.pushState({}, '', '/next')")
    first, second = ingest.wait_for_accepted(2, "page")
    assert first["properties"]["url"] == (site.address + "/" + "a" * 3000)[:2048]
    assert len(first["properties"]["path"]) == len(second["properties"]["referrer"]) == 2048


def test_history_change_to_the_same_address_is_no_page_view(shop, ingest):
    page = shop(path="/plans")
    page.evaluate("history.replaceState({scroll: 10}, ''); history.pushState({}, '', '/plans')")
    settle(page)
    page.evaluate("history.pushState({}, '', '/plans#prices')")
    settle(page)
    mark(page, ingest)
    assert len(ingest.of_type("page")) == 1


def test_fragment_that_is_a_route_is_a_page_view(shop, ingest, site):
    page = shop()
    page.evaluate("location.hash = '#/cart'")
    ingest.wait_for_accepted(2, "page")
    assert urls(ingest.of_type("page"))[-1] == site.address + "/#/cart"


def test_fragment_that_is_no_route_is_not_sent(shop, ingest, site):
    page = shop()
    page.goto(site.address + "/back#access_token=secret")
    ingest.wait_for_accepted(2, "page")
    assert "secret" not in str([request.body for request in ingest.requests])


def test_history_functions_still_do_their_work(shop, ingest):
    page = shop()
    result = page.evaluate(
        """() => {
          history.pushState({a: 1}, '', '/one');
          let refused;
          try { history.pushState({}, '', 'https://elsewhere.example/'); } catch (error) { refused = error.name; }
          return [history.state, location.pathname, history.length > 1, refused];
        }"""
    )
    assert result == [{"a": 1}, "/one", True, "SecurityError"]


def test_second_loader_on_a_page_does_nothing(shop, ingest):
    again = "<script async src='{}/build/eventsWidget.bundle.js'></script>".format(ingest.address)
    page = shop(body=again)
    page.wait_for_load_state("load")
    mark(page, ingest)
    page.evaluate("history.pushState({}, '', '/plans')")
    settle(page)
    mark(page, ingest)
    assert len(ingest.of_type("page")) == 2
    assert len(ingest.of_type("track")) == 2


def test_page_back_from_the_cache_is_viewed_again(launch, ingest, site):
    browser = launch(ignore_default_args=["--disable-back-forward-cache"])
    context = browser.new_context()
    page = visit(context, ingest, site.page(ingest))
    page.evaluate("window.kept = true")
    page.goto(site.page(ingest, path="/plans"))
    ingest.wait_for_accepted(2, "page")
    page.go_back(wait_until="commit")
    views = ingest.wait_for_accepted(3, "page")
    assert page.evaluate("window.kept") is True, "the browser loaded the page anew, which shows nothing of its cache"
    assert urls(views)[-1] == site.address + "/"
    mark(page, ingest)
    context.close()


def test_page_that_is_rendered_ahead_is_viewed_when_it_is_shown(shop, ingest, context):
    context.add_init_script(
        "window.ahead = true; Object.defineProperty(Document.prototype, 'prerendering', {get: () => window.ahead});"
    )
    page = shop(wait=False)
    page.wait_for_load_state("load")
    mark(page, ingest)
    assert ingest.of_type("page") == []
    page.evaluate("window.ahead = false; document.dispatchEvent(new Event('prerenderingchange'))")
    ingest.wait_for_accepted(1, "page")


def test_visitor_who_asks_not_to_be_tracked_is_not_where_the_source_honours_it(shop, ingest, context):
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'doNotTrack', {get: () => '1'})")
    silent = shop(path="/silent", attributes="script.dataset.honorDnt = '';", wait=False)
    silent.wait_for_load_state("load")
    silent.evaluate(
        """Erxes.sendEvent({name: 'silent'}); Erxes.identifyCustomer({email: 'a@example.com'});
        window.dispatchEvent(new Event('online'));"""
    )
    assert silent.evaluate("Object.keys(localStorage)") == []
    leave(silent)
    tracked = shop(path="/tracked")
    mark(tracked, ingest)
    refused = shop(path="/refused", attributes="script.dataset.honorDnt = 'false';")
    mark(refused, ingest)
    paths = {message["context"]["page"]["path"] for request in ingest.requests for message in request.messages}
    assert paths == {"/tracked", "/refused"}


def test_page_of_such_a_visitor_sends_nothing_that_others_left(shop, ingest, context):
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'doNotTrack', {get: () => '1'})")
    page = shop(attributes="script.dataset.honorDnt = '';", wait=False)
    page.wait_for_load_state("load")
    left_behind(page, ingest, 1)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    # Whoever sends what was left holds this lock while it does.
    page.evaluate("(name) => navigator.locks.request(name, () => 1)", f"strata {ingest.address}  ")
    assert ingest.requests == []


def test_visitor_who_asks_for_nothing_is_tracked_where_the_source_honours_it(shop, ingest):
    shop(attributes="script.dataset.honorDnt = '';")
    assert len(ingest.of_type("page")) == 1
