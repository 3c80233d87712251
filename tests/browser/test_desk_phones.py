"""Two agents at the desk and a traveller on a phone of a platform: every word goes over webhooks and its own API."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bot.services.thread_refs import ref_of
from tests.browser.phones_town import Town
from tests.browser.test_phones import open_phone, write
from tests.builders.sign_in import cookie_in, session_in
from tests.web.staff_door import somebody

pytestmark = pytest.mark.browser


@pytest.fixture
def town() -> Iterator[tuple[Town, str]]:
    """An airline behind the phones, and the address of their page."""
    town = Town()
    with town.running() as url:
        yield town, url


@contextmanager
def agent(browser: Browser, town: Town, name: str, thread: str) -> Iterator[Page]:
    """Somebody at the desk with a thread open."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    cookie, value = cookie_in(town.web, session_in(town.web, somebody(name)))
    context.add_cookies([{"name": cookie, "value": value, "url": town.site, "httpOnly": True, "sameSite": "Lax"}])
    page = context.new_page()
    page.goto(f"{town.site}/desk/t/{ref_of(town.web, thread)}")
    expect(page.locator("#connection")).to_have_text("Live")
    yield page
    context.close()


def answer(page: Page, words: str) -> int:
    """Send a reply; its status."""
    page.get_by_label("Reply", exact=True).fill(words)
    with page.expect_response("**/reply") as sent:
        page.get_by_role("button", name="Send", exact=True).click()
    return int(sent.value.status)


def last(phone: Locator) -> Locator:
    """What the phone shows last of the airline's."""
    return phone.locator(".line.them").last


@pytest.mark.parametrize("channel", ["messenger", "whatsapp"])
def test_of_two_agents_one_answers_a_traveller_on_a_phone(
    town: tuple[Town, str], browser: Browser, context: BrowserContext, channel: str
) -> None:
    """The bot is silent from the first word of an agent on, and the other is told who was faster."""
    airline, url = town
    phone = open_phone(context.new_page(), url, channel)
    write(phone, "hello")
    expect(last(phone)).to_contain_text("Where are you flying from?")
    [thread] = airline.memory.talks
    with agent(browser, airline, "Ana", thread) as ana, agent(browser, airline, "Bo", thread) as bo:
        assert answer(ana, "Good evening, this is Ana.") == 200
        expect(last(phone)).to_contain_text("Good evening, this is Ana.")
        expect(bo.locator("#head")).to_contain_text("Ana took this thread")
        expect(bo.get_by_label("Reply", exact=True)).to_be_hidden()
        bo.locator("[data-standing]").evaluate("one => one.toggleAttribute('data-writes', true)")
        assert answer(bo, "Bo here.") == 409
        write(phone, "From Paris, please")
        expect(ana.locator(".line.me .bubble").last).to_have_text("From Paris, please")
        expect(last(phone)).to_contain_text("Good evening, this is Ana.")
        ana.get_by_role("button", name="Back to the bot").click()
        expect(last(phone)).to_contain_text("Where are you flying from?")
        expect(phone.locator(".log")).not_to_contain_text("Bo here.")
