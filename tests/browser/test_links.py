"""A link to the chat's page in a real browser: its trip is taken up once."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_pages import thread_of
from tests.web.archive import Bench

pytestmark = pytest.mark.browser


def test_a_link_to_the_page_takes_its_trip_up_once(stage: Bench, browser: Browser, site: str) -> None:
    """Whoever taps "Paris to New York" is asked for the day; a reload asks nothing again, the address is plain."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/chat?ref=from-PAR_to-NYC")
    expect(page.locator("#log .line.bot").last).to_contain_text("When")
    assert page.url == f"{site}/chat"
    page.reload()
    count = page.locator("#log .line").count()
    page.wait_for_function("document.body.dataset.ref === undefined")
    assert page.locator("#log .line").count() == count
    talk = stage.runtime.conversations.load(thread_of(stage, page))
    assert talk is not None
    assert (talk.trip.origin, talk.trip.destination) == ("PAR", "NYC")
    context.close()
