"""The page in a browser, against a query server that runs: first load, and the count while one types.

    run.py ADDRESS TOKEN [--times N] [--loads N] [--chromium PATH]

ADDRESS is where strata-query listens, TOKEN an API token of it. Needs what the tests need (Tests/requirements.txt).
Prints a Markdown table and the build that it was measured on.

First load: an empty cache each time, from the start of the navigation until the view stands and has been painted.
Typing: from the last key to the painted count, with the page's own wait for another key ("debounce") told by itself."""
import argparse
import json
import os
import urllib.request

import playwright.sync_api

# Keys come as fast as a quick typist's, so that nothing but the last one of a value is followed by a pause.
BETWEEN_KEYS = 40  # milliseconds

# Notes when a view is painted; when the last key came, when the count was asked for, and when it was painted.
WATCH = """
(() => {
  const painted = (then) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
  const watch = window.watch = { shown: {}, key: 0, asked: 0, counted: 0 };
  for (const name of ['.segments', '.segment-row', '.edit .preview']) {
    const look = new MutationObserver(() => {
      if (!document.querySelector(`main:not([aria-busy]) ${name}`)) return;
      look.disconnect();
      painted((now) => { watch.shown[name] = now; });
    });
    look.observe(document, { childList: true, subtree: true, attributes: true });
  }
  addEventListener('input', () => { watch.key = performance.now(); watch.asked = watch.counted = 0; }, true);
  const fetch = window.fetch;
  window.fetch = (place, ...rest) => {
    // The first question after a key: the page asks again by itself as time passes.
    if (String(place).endsWith('/segments/preview') && !watch.asked) watch.asked = performance.now();
    return fetch(place, ...rest);
  };
  const told = new MutationObserver((records) => {
    const state = document.querySelector('.preview-state');
    const isTold = records.some((record) => state?.contains(record.target)) && state.textContent.startsWith('Counted');
    if (watch.asked && !watch.counted && isTold) {
      const asked = watch.asked;
      painted((now) => { if (watch.asked === asked) watch.counted = now; });
    }
  });
  told.observe(document, { childList: true, subtree: true, characterData: true });
})();
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("token")
    parser.add_argument("--times", type=int, default=100, help="values that are typed, for each filter")
    parser.add_argument("--loads", type=int, default=20)
    parser.add_argument("--chromium", default=os.environ.get("STRATA_CHROMIUM", "/usr/bin/chromium"))
    options = parser.parse_args()
    options.address = options.address.rstrip("/")
    with playwright.sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        signed_in = sign_in(browser, options)
        print("| what | p50, ms | p99, ms | worst, ms |\n|---|---|---|---|")
        for title, path, part in [
            ("first load of the segments, until the view stands", "/segments", ".segments"),
            ("first load of the segments, until the first row", "/segments", ".segment-row"),
            ("first load of the builder", "/segments/new", ".edit .preview"),
        ]:
            row(title, [load(browser, signed_in, options.address + path, part) for _ in range(options.loads)])
        type_values(browser, signed_in, options)
        print(f"\n{everyone(options)}; chromium {browser.version}.")
        browser.close()


def sign_in(browser, options):
    """The cookie, as a state that contexts begin with."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(options.address + "/segments")
    page.get_by_label("API token").fill(options.token)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Segments", exact=True).wait_for()
    state = context.storage_state()
    context.close()
    return state


def watched(browser, state):
    context = browser.new_context(storage_state=state)
    context.add_init_script(WATCH)
    return context


def load(browser, state, url, part):
    """Milliseconds from the start of the navigation; a context of its own has nothing in its cache."""
    context = watched(browser, state)
    page = context.new_page()
    page.goto(url)
    page.wait_for_function("(part) => window.watch.shown[part]", arg=part)
    took = page.evaluate("(part) => window.watch.shown[part]", part)
    context.close()
    return took


def type_values(browser, state, options):
    context = watched(browser, state)
    page = context.new_page()
    page.goto(options.address + "/segments/new")
    waits = []
    for title, field, values in conditions(page, options):
        took = []
        for n in range(options.times):
            asked, counted = type_value(page, field, values(n))
            waits.append(asked)
            took.append(counted)
        row(f"count while typing, {title}, without the debounce", took)
    row("the debounce: from the last key to the question", waits)
    context.close()


def conditions(page, options):
    """One condition after the other, each with the field that is typed into and the values that are typed."""
    condition = lambda: page.locator(".leaf-node").last  # noqa: E731
    page.get_by_role("button", name="Add properties").click()
    choose(page, condition(), "Property", "Last seen at")
    condition().get_by_role("combobox", name="Operator").select_option(label="date relative less than")
    yield "a date", condition().get_by_role("combobox", name="Date"), lambda n: f"now-{n + 1}d/d"
    page.get_by_role("button", name="Add events").click()
    choose(page, condition(), "Event", busiest_event(options))
    condition().get_by_role("combobox", name="Occurrence").select_option(label="at least … times")
    condition().get_by_role("combobox", name="Time").select_option(label="in the last")
    yield "and how often an event", condition().get_by_role("spinbutton", name="Times"), lambda n: str(n % 20 + 1)
    page.get_by_role("button", name="Add properties").click()
    choose(page, condition(), "Property", "Session count")
    condition().get_by_role("combobox", name="Operator").select_option(label="is at least")
    yield "and a number", condition().get_by_role("spinbutton", name="Value"), lambda n: str(n)


def choose(page, row, label, text):
    field = row.get_by_role("combobox", name=label, exact=True)
    field.fill(text)
    row.get_by_role("option", name=text).first.click()


def busiest_event(options):
    events = ask(options, "/api/v1/catalog/events?limit=500")["data"]
    return max(events, key=lambda event: event["count"])["name"]


def type_value(page, field, value):
    """Milliseconds from the last key to the question, and from there to the painted count."""
    field.fill("")
    field.press_sequentially(value, delay=BETWEEN_KEYS)
    page.wait_for_function("() => window.watch.counted > 0")
    watch = page.evaluate("window.watch")
    return watch["asked"] - watch["key"], watch["counted"] - watch["asked"]


def ask(options, path, body=None):
    headers = {"Authorization": f"Bearer {options.token}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(options.address + path, data, headers)) as answer:
        return json.load(answer)


def everyone(options):
    total = ask(options, "/api/v1/segments/preview", {"contentType": "contact", "filter": {"all": []}})["count"]
    return f"{total:,} contacts"


def row(title, values):
    values = sorted(values)
    at = lambda share: values[min(int(len(values) * share), len(values) - 1)]  # noqa: E731
    print(f"| {title} | {at(0.5):.0f} | {at(0.99):.0f} | {values[-1]:.0f} |", flush=True)


if __name__ == "__main__":
    main()
