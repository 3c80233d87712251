"""A whole booking with the keyboard alone, in a real browser, against all processes as they run in production."""

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.keyboard import tab_to, type_into
from tests.journeys.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.real]

SLOW = 30_000
CARD = (("number", "4242424242424242"), ("expiry", "1231"), ("code", "123"), ("name", "Marie Durand"))


def test_a_flight_is_booked_and_paid_by_keyboard_alone(town: Town, browser: Browser) -> None:
    """From the launcher to the receipt no mouse is needed, nothing that is reached is covered, and all of it shows."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    context.set_default_timeout(SLOW)
    page = context.new_page()
    chat = open_the_panel(page, f"{town.sandbox.url}/airline")
    page.keyboard.type("Paris to New York in two weeks, one way, 1 adult")
    page.keyboard.press("Enter")
    expect(chat.locator(".offer").first).to_be_visible(timeout=SLOW)
    tab_to(page, "Choose", "Shift+Tab", inside=chat)
    page.keyboard.press("Enter")
    name_the_passenger(page, chat)
    expect(chat.get_by_role("button", name="Yes, hold them")).to_be_visible(timeout=SLOW)
    tab_to(page, "Yes, hold them", "Shift+Tab", inside=chat)
    page.keyboard.press("Enter")
    expect(chat.locator(".link")).to_be_visible(timeout=SLOW)
    tab_to(page, "Pay securely", "Shift+Tab", inside=chat)
    with context.expect_page() as opened:
        page.keyboard.press("Enter")
    pay(opened.value)
    opened.value.close()
    expect(chat.locator(".receipt")).to_be_visible(timeout=SLOW)
    tab_to(page, "Print", inside=chat)
    context.close()


def open_the_panel(page: Page, url: str) -> Frame:
    """Where a traveller begins: at the launcher on the airline's own page, which leads into the chat's field."""
    page.goto(url)
    expect(page.get_by_role("button", name="Chat")).to_be_visible(timeout=SLOW)
    while not page.evaluate("document.activeElement.shadowRoot?.activeElement?.matches('button') ?? false"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("iframe")).to_be_visible()
    chat = page.frames[1]
    expect(chat.get_by_label("Message", exact=True)).to_be_focused(timeout=SLOW)
    return chat


def name_the_passenger(page: Page, chat: Frame) -> None:
    """Fill in the form that has come into focus by itself, a slip first."""
    expect(chat.get_by_label("First names")).to_be_focused(timeout=SLOW)
    page.keyboard.type("R2D2")
    type_into(page, "Family name", "Durand", inside=chat)
    type_into(page, "Date of birth", "07241987", inside=chat)
    type_into(page, "E-mail", "marie@example.com", inside=chat)
    page.keyboard.press("Enter")
    expect(chat.locator(".slips:visible")).to_be_focused(timeout=SLOW)
    tab_to(page, "First names", inside=chat)
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Marie")
    page.keyboard.press("Enter")
    expect(chat.locator(".line.me .bubble").last).to_contain_text("Marie Durand · 24 Jul 1987", timeout=SLOW)


def pay(page: Page) -> None:
    """Give a card and wait for the tickets."""
    expect(page.get_by_role("button", name="Pay")).to_be_enabled()
    for field, text in CARD:
        tab_to(page, field)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Paid. You are booked.")).to_be_visible(timeout=SLOW)
