"""What a page calls, and the messages that come of it."""
import pytest

from mock_ingest import WIDGET
from visits import visit


def only(messages):
    assert len(messages) == 1, messages
    return messages[0]


def test_event_is_a_track_message(shop, ingest):
    page = shop()
    page.evaluate("Erxes.sendEvent({name: 'get-start', attributes: {price: 100, view: '80%', tags: ['a', 1]}})")
    message = only(ingest.wait_for_accepted(1, "track"))
    assert message["event"] == "get-start"
    assert message["properties"] == {"price": 100, "view": "80%", "tags": ["a", 1]}
    assert "traits" not in message and "userId" not in message


def test_event_needs_no_attributes(shop, ingest):
    shop().evaluate("Strata.sendEvent({name: 'get-start'})")
    assert only(ingest.wait_for_accepted(1, "track"))["properties"] == {}


def test_both_names_are_one_object(shop):
    assert shop().evaluate("window.Erxes === window.Strata") is True


def test_event_is_as_it_was_when_it_was_sent(shop, ingest):
    shop().evaluate("{ const a = {price: 100}; Erxes.sendEvent({name: 'buy', attributes: a}); a.price = 7; }")
    assert only(ingest.wait_for_accepted(1, "track"))["properties"] == {"price": 100}


def test_customer_is_an_identify_message(shop, ingest):
    page = shop()
    page.evaluate(
        """Erxes.identifyCustomer({userId: 42, email: 'a@example.com', phone: '+4930123456', code: 'C7',
        firstName: 'Ada', plan: 'team'})"""
    )
    message = only(ingest.wait_for_accepted(1, "identify"))
    assert message["userId"] == "42"
    assert message["traits"] == {
        "email": "a@example.com", "phone": "+4930123456", "code": "C7", "firstName": "Ada", "plan": "team",
    }  # fmt: skip
    assert message["anonymousId"] == ingest.of_type("page")[0]["anonymousId"]
    assert "tracked" not in message


def test_customer_may_be_named_by_basic_properties(shop, ingest):
    shop().evaluate("Erxes.identifyCustomer({primaryEmail: 'a@example.com', primaryPhone: '1'})")
    message = only(ingest.wait_for_accepted(1, "identify"))
    assert message["traits"] == {"email": "a@example.com", "phone": "1"}
    assert "userId" not in message


@pytest.mark.parametrize(
    "name, trait",
    [("firstName", "firstName"), ("lastName", "lastName"), ("code", "code"),
     ("primaryEmail", "email"), ("primaryPhone", "phone")],
)  # fmt: skip
def test_basic_property_is_a_trait(shop, ingest, name, trait):
    shop().evaluate("(name) => Erxes.updateCustomerProperty(name, 'x')", name)
    message = only(ingest.wait_for_accepted(1, "identify"))
    assert message["traits"] == {trait: "x"}
    assert "tracked" not in message


@pytest.mark.parametrize("name", ["pricing-team111", "email", "state", "constructor", "__proto__", "a.b", "größe"])
def test_every_other_property_is_tracked_data(shop, ingest, name):
    shop().evaluate("(name) => Erxes.updateCustomerProperty(name, 'successfully')", name)
    message = only(ingest.wait_for_accepted(1, "identify"))
    assert message["traits"] == {}
    assert message["tracked"] == {name: "successfully"}


@pytest.mark.parametrize("value", ["text", "", 0, -0.5, 1e21, True, False, None, ["a", 2], {"a": {"b": 1}}])
def test_value_arrives_as_it_is(shop, ingest, value):
    shop().evaluate("(value) => Erxes.updateCustomerProperty('name', value)", value)
    assert only(ingest.wait_for_accepted(1, "identify"))["tracked"] == {"name": value}


def test_date_arrives_as_text(shop, ingest):
    shop().evaluate("Erxes.updateCustomerProperty('trial', new Date(Date.UTC(2026, 2, 1)))")
    assert only(ingest.wait_for_accepted(1, "identify"))["tracked"] == {"trial": "2026-03-01T00:00:00.000Z"}


def test_several_properties_are_one_message(shop, ingest):
    page = shop()
    page.evaluate(
        """Erxes.updateCustomerProperties([{name: 'firstName', value: 'Ada'}, {name: 'plan', value: 'team'},
        {name: 'seats', value: 5}, {name: 'primaryEmail', value: 'a@example.com'}])"""
    )
    message = only(ingest.wait_for_accepted(1, "identify"))
    assert message["traits"] == {"firstName": "Ada", "email": "a@example.com"}
    assert message["tracked"] == {"plan": "team", "seats": 5}


def test_good_properties_of_a_list_are_sent_and_bad_ones_reported_once(shop, ingest):
    page = shop()
    page.evaluate(
        """Erxes.updateCustomerProperties([{name: 'plan', value: 'team'}, {name: ''}, null, 7, {name: 'x'},
        {name: 'y', value: NaN}])"""
    )
    assert only(ingest.wait_for_accepted(1, "identify"))["tracked"] == {"plan": "team"}
    assert len(page.warnings) == 1


BAD_CALLS = [
    "sendEvent()", "sendEvent(null)", "sendEvent('get-start')", "sendEvent({})", "sendEvent({name: ''})",
    "sendEvent({name: 5})", "sendEvent({name: 'a', attributes: 'b'})", "sendEvent({name: 'a', attributes: []})",
    "sendEvent({name: 'a', attributes: {big: 10n}})",
    "sendEvent({name: 'a', attributes: (() => { const a = {}; a.a = a; return a; })()})",
    "sendEvent({name: 'a', attributes: {get price() { throw new Error('no'); }}})",
    "sendEvent({name: 'a', attributes: {text: 'x'.repeat(40000)}})",
    "identifyCustomer()", "identifyCustomer('a@example.com')", "identifyCustomer([])",
    "updateCustomerProperty()", "updateCustomerProperty('plan')", "updateCustomerProperty('', 1)",
    "updateCustomerProperty(5, 1)", "updateCustomerProperty('plan', () => 1)", "updateCustomerProperty('plan', NaN)",
    "updateCustomerProperty('plan', Symbol('x'))", "updateCustomerProperty('plan', 10n)",
    "updateCustomerProperties()", "updateCustomerProperties({name: 'a', value: 1})", "updateCustomerProperties([])",
]  # fmt: skip


def test_bad_calls_give_one_warning_each_and_never_throw(shop, ingest):
    page = shop()
    for call in BAD_CALLS:
        before = len(page.warnings)
        assert page.evaluate(f"(() => {{ const given = Erxes.{call}; return given === undefined; }})()"), call
        assert len(page.warnings) == before + 1, (call, page.warnings[before:])
        assert page.warnings[-1].startswith("Strata:")
    page.evaluate("Erxes.sendEvent({name: 'last'})")
    ingest.wait_for_accepted(1, "track")
    assert page.errors == []
    assert [m.get("event") for m in ingest.accepted if m["type"] != "page"] == ["last"]


def test_calls_before_load_are_replayed_with_their_times(shop, ingest):
    stub = (WIDGET / "stub.js").read_text()
    page = shop(
        head=f"<script>{stub}</script>",
        body="""<script>
          window.early = Date.now();
          window.kept = window.Erxes;
          window.send = Strata.sendEvent;
          Erxes.sendEvent({name: 'early', attributes: {price: 1}});
          Erxes.identifyCustomer({email: 'a@example.com'});
          Erxes.updateCustomerProperty('plan', 'team');
          Erxes.updateCustomerProperties([{name: 'seats', value: 5}]);
          while (Date.now() < early + 30);
        </script>""",
    )
    event = only(ingest.wait_for_accepted(1, "track"))
    customer, plan, seats = ingest.wait_for_accepted(3, "identify")
    assert event["event"] == "early" and event["properties"] == {"price": 1}
    assert customer["traits"] == {"email": "a@example.com"}
    assert plan["tracked"] == {"plan": "team"} and seats["tracked"] == {"seats": 5}
    early = page.evaluate("new Date(early + 25).toISOString()")
    view = only(ingest.of_type("page"))
    assert event["timestamp"] < early <= view["timestamp"]
    # A page may have kept the stub, or one of its functions.
    page.evaluate("kept.sendEvent({name: 'late'}); send({name: 'later'})")
    names = [message["event"] for message in ingest.wait_for_accepted(3, "track")]
    assert names == ["early", "late", "later"]


def test_stub_keeps_a_thousand_calls(shop, ingest):
    stub = (WIDGET / "stub.js").read_text()
    page = shop(
        head=f"<script>{stub}</script>",
        body="<script>for (let i = 0; i < 1100; i += 1) Erxes.sendEvent({name: 'e' + i});"
        " window.queued = Erxes.queue.length;</script>",
        wait=False,
    )
    assert page.evaluate("queued") == 1000
    # Of which the widget's own bound then keeps the newest.
    ingest.wait(lambda: any(m.get("event") == "e999" for m in ingest.accepted), "the last call that was kept")
    assert not any(m.get("event") == "e1000" for m in ingest.accepted)


def test_stub_leaves_an_object_alone_that_is_there(shop, ingest):
    stub = (WIDGET / "stub.js").read_text()
    page = shop(head=f"<script>window.Erxes = {{showMessenger: 1}};{stub}</script>")
    assert page.evaluate("Erxes.showMessenger") == 1
    page.evaluate("Erxes.sendEvent({name: 'get-start'})")
    ingest.wait_for_accepted(1, "track")


@pytest.mark.parametrize(
    "options, key",
    [({"attributes": "script.dataset.writeKey = 'key-1';"}, "key-1"), ({"query": "?writeKey=key%202"}, "key 2"),
     ({"attributes": "script.dataset.writeKey = 'key-1';", "query": "?writeKey=key-2"}, "key-1")],
)  # fmt: skip
def test_write_key_is_in_the_body(shop, ingest, options, key):
    shop(**options)
    assert ingest.requests[0].body["writeKey"] == key


def test_proof_is_in_the_context(shop, ingest):
    page = shop(attributes="script.dataset.proof = 'abc123';")
    assert only(ingest.of_type("page"))["context"]["proof"] == "abc123"
    page.evaluate("document.querySelector('[data-proof]').dataset.proof = 'def456'")
    page.evaluate("Erxes.identifyCustomer({email: 'a@example.com'})")
    assert only(ingest.wait_for_accepted(1, "identify"))["context"]["proof"] == "def456"


def test_plain_script_element_loads_the_widget_as_well(context, ingest, site):
    site.pages["/"] = f'<script src="{ingest.address}/build/eventsWidget.bundle.js"></script><title>Plain</title>'
    visit(context, ingest, site.address + "/")


def test_server_behind_a_path_is_found(context, ingest, site):
    site.pages["/"] = f"""<script>
      window.asked = [];
      window.fetch = (address) => {{ asked.push(address); return Promise.reject(new TypeError()); }};
    </script><script src="{site.address}/strata/build/eventsWidget.bundle.js"></script>"""
    site.pages["/strata/build/eventsWidget.bundle.js"] = (WIDGET / "eventsWidget.bundle.js").read_text()
    page = visit(context, ingest, site.address + "/", wait=False)
    page.wait_for_function("asked.length")
    assert page.evaluate("asked[0]") == site.address + "/strata/v1/batch"


def test_widget_whose_script_element_is_unknown_says_so_and_keeps_still(context, site):
    bundle = (WIDGET / "eventsWidget.bundle.js").read_text()
    stub = (WIDGET / "stub.js").read_text()
    site.pages["/"] = f"<script>{stub}</script><script>{bundle}</script><script>Erxes.sendEvent({{name: 'a'}})</script>"
    page = context.new_page()
    warnings, errors = [], []
    page.on("console", lambda message: warnings.append(message.text))
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(site.address + "/")
    assert len(warnings) == 1 and "/build/eventsWidget.bundle.js" in warnings[0]
    assert errors == []
    assert page.evaluate("Erxes.queue.length") == 1
