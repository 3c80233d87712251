"""A whole booking with the keyboard alone, in a real browser, against all processes as they run in production."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.keyboard import tab_to, type_into
from tests.journeys.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.real]

SLOW = 30_000
CARD = (("number", "4242424242424242"), ("expiry", "1231"), ("code", "123"), ("name", "Marie Durand"))


def test_a_flight_is_booked_and_paid_by_keyboard_alone(town: Town, browser: Browser) -> None:
    """From the first key to the receipt no mouse is needed, nothing that is reached is covered, and all of it shows."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    context.set_default_timeout(SLOW)
    page = context.new_page()
    reach_the_field(page, town.url)
    page.keyboard.type("Paris to New York in two weeks, one way, 1 adult")
    page.keyboard.press("Enter")
    expect(page.locator(".offer").first).to_be_visible(timeout=SLOW)
    tab_to(page, "Choose", "Shift+Tab")
    page.keyboard.press("Enter")
    name_the_passenger(page)
    expect(page.get_by_role("button", name="Yes, hold them")).to_be_visible(timeout=SLOW)
    tab_to(page, "Yes, hold them", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".link")).to_be_visible(timeout=SLOW)
    tab_to(page, "Pay securely", "Shift+Tab")
    with context.expect_page() as opened:
        page.keyboard.press("Enter")
    pay(opened.value)
    opened.value.close()
    expect(page.locator(".receipt")).to_be_visible(timeout=SLOW)
    tab_to(page, "Print")
    context.close()


def reach_the_field(page: Page, url: str) -> None:
    """Where a traveller begins: on the page itself; a site's launcher leads to the same field."""
    page.goto(f"{url}/chat")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Message", exact=True)).to_be_focused()


def name_the_passenger(page: Page) -> None:
    """Fill in the form that has come into focus by itself, a slip first."""
    expect(page.get_by_label("First names")).to_be_focused(timeout=SLOW)
    page.keyboard.type("R2D2")
    type_into(page, "Family name", "Durand")
    type_into(page, "Date of birth", "07241987")
    type_into(page, "E-mail", "marie@example.com")
    page.keyboard.press("Enter")
    expect(page.locator(".slips:visible")).to_be_focused(timeout=SLOW)
    tab_to(page, "First names")
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Marie")
    page.keyboard.press("Enter")
    expect(page.locator(".line.me .bubble").last).to_contain_text("Marie Durand · 24 Jul 1987", timeout=SLOW)


def pay(page: Page) -> None:
    """Give a card and wait for the tickets."""
    expect(page.get_by_role("button", name="Pay")).to_be_enabled()
    for field, text in CARD:
        tab_to(page, field)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Paid. You are booked.")).to_be_visible(timeout=SLOW)
