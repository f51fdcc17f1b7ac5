"""Servers and pages for tests of the widget; the browser is in the conftest above."""
import pytest

from desk import Desk
from mock_ingest import MockIngest
from visits import visit
from web_site import WebSite


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
    """Visits a page that holds the widget; the arguments are those of `WebSite.page`."""

    def open_page(wait=True, **options):
        address = site.page(ingest, **options)
        return visit(context, ingest, address, wait)

    return open_page


@pytest.fixture
def later(context, shop):
    """Opens a page of the same site and lets a minute go by: time enough to send what others left."""
    context.clock.install()

    def open_page():
        page = shop(path="/later")
        context.clock.run_for(61_000)
        return page

    return open_page


@pytest.fixture
def desk(strata, context):
    """The page of a fresh start; whatever its console says went wrong fails the test."""
    desk = Desk(strata, context)
    yield desk
    assert desk.surprises() == []


@pytest.fixture
def signed_in(desk):
    desk.sign_in()
    return desk
