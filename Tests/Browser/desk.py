"""A marketer at the page: both servers, a browser that is signed in, and data as the seed document speaks of it."""
import datetime
import re
import time

from api import Ingest, Query
from playwright.sync_api import expect

expect.set_options(timeout=15_000)

SIGN_IN = re.compile(r"sign in at (\S+)")
NOW = datetime.datetime.now(datetime.timezone.utc)


def instant(**ago):
    """So long ago, as the tracking API takes it."""
    return (NOW - datetime.timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def people():
    """Forty customers; every second one has an email. Their numbers say what they are:
    the first 12 came in March 2020, 5 to 20 were last seen four weeks ago, the others today; each fifth one clicked
    get-start; 0 to 5 have tracked data; the plan expires in 11 days for 10 to 16 and did so 2 days ago for 20 to 23."""
    for number in range(40):
        user = f"u{number}"
        traits = {"firstName": f"Ann {number}", "createdAt": "2020-03-15T10:00:00Z" if number < 12 else "2021-07-01T00:00:00Z"}
        if number % 2 == 0:
            traits["email"] = f"ann{number}@example.com"
        if 10 <= number < 17:
            traits["expireDate"] = instant(days=-11)
        if 20 <= number < 24:
            traits["expireDate"] = instant(days=2)
        identify = {"type": "identify", "userId": user, "traits": traits, "timestamp": instant(days=40)}
        if number < 6:
            identify["tracked"] = {"pricing-team111": "successfully"}
        yield identify
        seen = {"days": 28} if 5 <= number < 21 else {"minutes": 5}
        name, properties = ("get-start", {"price": 100, "view": "80%"}) if number % 5 == 0 else ("login", {})
        yield {"type": "track", "userId": user, "event": name, "properties": properties, "timestamp": instant(**seen)}


class Desk:
    """`errors` are what the consoles of its pages say went wrong; a test allows those that it brings about."""

    def __init__(self, strata, context):
        self.strata = strata
        self.context = context
        self.ingest_server = strata.ingest()
        self.key = strata.cli_json("sources", "create", "--name", "shop", "--kind", "server")["writeKey"]
        self.ingest = Ingest(self.ingest_server.address, self.key)
        self.server = strata.query("--allow-private-webhooks")
        self.query = Query(self.server.address, strata.data)
        self.address = self.server.address
        self.errors = []
        self.allowed = []
        self.query.wait_until_ready()
        context.set_default_timeout(15_000)
        context.on("page", self._watch)
        self.page = context.new_page()

    def _watch(self, page):
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))

    def allow(self, *parts):
        """Console errors that hold one of these are no surprise."""
        self.allowed += parts

    def surprises(self):
        return [error for error in self.errors if not any(part in error for part in self.allowed)]

    def sign_in(self):
        # A browser that has just started may take long for its first page where the machine is busy.
        self.page.goto(self.sign_in_link(), timeout=60_000)
        expect(self.page.get_by_role("heading", name="Segments", exact=True)).to_be_visible()
        return self.page

    def sign_in_link(self):
        end = time.monotonic() + 10
        while time.monotonic() < end:
            for line in self.server.output:
                if found := SIGN_IN.search(line):
                    return found[1]
            time.sleep(0.02)
        raise AssertionError("no sign-in link was printed")

    def wait_until(self, condition, what, seconds=15):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"no {what} within {seconds} s"
            time.sleep(0.02)

    def open(self, path):
        self.page.goto(self.address + path)
        return self.page

    def fill(self, messages):
        """Sends them, and waits until the segments have taken them in."""
        answer = self.ingest.batch(list(messages))
        self.query.wait_for_position(int(answer.headers["Strata-Position"]))

    def count_of(self, filter, content_type="customer", **fields):
        """What the API counts."""
        body = {"contentType": content_type, "filter": filter} | fields
        return self.query("POST", "/api/v1/segments/preview", body, expect=200).json["count"]

    def segment(self, name):
        """The definition of the segment of that name."""
        return next(one for one in self.query.pages("/api/v1/segments") if one["name"] == name)


class Builder:
    """The segment builder, used by its labels alone."""

    def __init__(self, page):
        self.page = page

    def count(self, number):
        expect(self.page.get_by_role("status", name="Count", exact=True)).to_have_text(f"{number:,}")

    def conditions(self):
        return self.page.locator(".leaf-node:not(.attributes .leaf-node)")

    def choose(self, row, label, text, option=None):
        """Types into a field with suggestions and takes one of them; without `option` what was typed stands."""
        field = row.get_by_role("combobox", name=label, exact=True)
        field.fill(text)
        if option:
            row.get_by_role("option", name=option).first.click()

    def add_property(self, title, operator=None, value=None, within=None):
        (within or self.page).get_by_role("button", name="Add properties").last.click()
        row = self.conditions().last
        self.choose(row, "Property", title, re.compile(f"^{re.escape(title)}"))
        if operator:
            row.get_by_role("combobox", name="Operator").select_option(label=operator)
        if value is not None:
            self.value(row, value)
        return row

    def value(self, row, value):
        field = row.get_by_label(re.compile("^(Value|Date|N)$"))
        field.fill(str(value))
        field.press("Escape")

    def add_event(self, name):
        self.page.get_by_role("button", name="Add events").last.click()
        row = self.conditions().last
        self.choose(row, "Event", name)
        row.get_by_role("combobox", name="Event", exact=True).press("Escape")
        return row

    def add_attribute(self, row, name, operator, value):
        button = row.get_by_role("button", name="Add attribute")
        button.last.click()
        part = row.locator(".attributes .leaf-node").last
        self.choose(part, "Attribute", name)
        part.get_by_role("combobox", name="Attribute", exact=True).press("Escape")
        part.get_by_role("combobox", name="Operator").select_option(label=operator)
        self.value(part, value)

    def save(self):
        self.page.get_by_role("button", name="Save", exact=True).click()
        expect(self.page.get_by_role("tab", name="History")).to_be_visible()
