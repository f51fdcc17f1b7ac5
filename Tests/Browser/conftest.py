import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "EndToEnd"))

from chromium import chromium, context, launch, playwright_driver  # noqa: E402, F401
from mock_ingest import MockIngest  # noqa: E402
from programs import strata  # noqa: E402, F401
from web_site import WebSite  # noqa: E402


@pytest.fixture
def ingest():
    with MockIngest() as server:
        yield server


@pytest.fixture
def site():
    with WebSite() as server:
        yield server


@pytest.fixture
def shop(context, ingest, site):
    """Opens a page that holds the widget, in a new tab, and waits until its page view has been taken.

    The arguments are those of `WebSite.page`; the page has `errors` and `warnings`, what reached it of the widget's
    mistakes, which is never an error."""

    def open_page(wait=True, **options):
        address = site.page(ingest, **options)
        return visit(context, ingest, address, wait)

    return open_page


def leave(page):
    """Closes a tab as a visitor does, the page's last words included, and waits until it is gone."""
    with page.expect_event("close"):
        page.close(run_before_unload=True)


def left_behind(page, ingest, count):
    """Puts into storage what a page leaves that was killed a while ago: events `left 0`, `left 1` and so on."""
    page.evaluate(
        """([prefix, count]) => {
          for (let i = 0; i < count; i += 1) {
            const left = {type: 'track', event: 'left ' + i, messageId: 'left ' + i, context: {}};
            localStorage[`${prefix}message ${Date.now() - 90000} ${1e6 + i}`] = JSON.stringify(left);
          }
        }""",
        [f"strata {ingest.address}  ", count],
    )


def open_together(page, address, count):
    """Opens the page at `address` in so many tabs at once."""
    page.evaluate(
        "([address, count]) => { while (count--) window.open(address, '_blank', 'noopener'); }", [address, count]
    )


@pytest.fixture
def later(context, shop):
    """Opens a page of the same site and lets a minute go by: time enough to send what others left."""
    context.clock.install()

    def open_page():
        page = shop(path="/later")
        context.clock.run_for(61_000)
        return page

    return open_page


def visit(context, ingest, address, wait=True):
    page = context.new_page()
    page.errors, page.warnings = [], []
    page.on("pageerror", lambda error: page.errors.append(error))
    page.on("console", lambda message: message.type == "warning" and page.warnings.append(message.text))
    seen = len(ingest.of_type("page"))
    page.goto(address)
    if wait:
        ingest.wait(lambda: len(ingest.of_type("page")) > seen, "the page view")
    return page
