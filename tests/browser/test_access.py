"""Everybody can use the pages: by keyboard, with a screen reader, enlarged, on a small phone, in any colours."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.conversation.messages import Link, Option
from tests.browser.axe import barriers
from tests.browser.keyboard import tab_to
from tests.browser.looks import looks
from tests.browser.test_desk import open_thread, sign_in
from tests.browser.test_pages import CARD, FLIGHTS, RECEIPT, say, thread_of
from tests.web.archive import Bench, greeting
from tests.web.held import hold
from tests.web.staff_door import somebody

pytestmark = pytest.mark.browser

SIZES = ((390, 844), (1440, 900))
STAFF = re.compile(r"^\w+://[^/]+/(desk|staff)")


@pytest.mark.parametrize(("size", "scheme"), looks(*SIZES))
def test_nothing_bars_anybody(stage: Bench, browser: Browser, site: str, size: tuple[int, int], scheme: Any) -> None:
    """Every page passes the automatic rules of WCAG 2.2 AA, scrolls one way only, and has no text that is too small."""
    sight: Any = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    context = browser.new_context(**sight, reduced_motion="reduce")
    page = context.new_page()
    page.goto(site)
    inspect(page)
    thread = thread_of(stage, page)
    stage.archive.say(thread, FLIGHTS)
    stage.archive.say(thread, Link("Please pay.", "Pay €612.40", "/pay/x", (Option("Cancel", "c"),)))
    stage.archive.say(thread, RECEIPT)
    stage.archive.say(thread, greeting("Good evening"), author="Ana")
    say(page, "Talk to a person")
    expect(page.locator(".line.bot")).to_have_count(4)
    path = hold(stage)
    for url in ("/chat", path, "/pay/unknown", "/desk"):
        page.goto(site + url)
        inspect(page)
    sign_in(stage, context, site, somebody("Ana"))
    page.goto(f"{site}/desk")
    open_thread(page)
    page.get_by_role("button", name="Take").click()
    expect(page.get_by_label("Reply")).to_be_visible()
    inspect(page)
    context.close()


def inspect(page: Any) -> None:
    """Fail where a page breaks an automatic rule of WCAG 2.2 AA, scrolls sideways, or has text that is too small.

    Travellers read nothing under 14 pixels; staff, whose pages are dense, nothing under 12.
    """
    least = 12 if STAFF.search(page.url) else 14
    assert barriers(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"
    small = page.evaluate(
        """(least) => [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility()
        && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
        && parseFloat(getComputedStyle(one).fontSize) < least).map((one) => one.outerHTML.slice(0, 80))""",
        least,
    )
    assert small == []


def test_a_flight_is_chosen_and_paid_without_a_mouse(stage: Bench, page: Page, site: str) -> None:
    """From the first word to the bank, a traveller needs the keyboard alone."""
    page.goto(site)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("Paris to New York")
    page.keyboard.press("Enter")
    expect(page.locator(".line.bot").first).to_be_visible()
    stage.archive.say(thread_of(stage, page), FLIGHTS)
    expect(page.locator(".offer")).to_have_count(3)
    tab_to(page, "Choose · €812.40", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".line.me .bubble").last).to_contain_text("Choose · €812.40")
    expect(page.locator(".fields:visible").get_by_label("Departure")).to_be_focused()
    stage.archive.say(thread_of(stage, page), Link("Please pay.", "Pay securely", hold(stage)))
    expect(page.locator(".link")).to_be_visible()
    tab_to(page, "Pay securely")
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    pay = opened.value
    expect(pay.get_by_role("button", name="Pay")).to_be_enabled()
    tab_to(pay, "number")
    for text in CARD.values():
        pay.keyboard.type(text)
        pay.keyboard.press("Tab")
    expect(pay.get_by_role("checkbox", name="Save this card")).to_be_focused()
    pay.keyboard.press("Tab")
    pay.keyboard.press("Space")
    expect(pay.get_by_role("heading", name="Asking your bank")).to_be_visible()


@pytest.mark.parametrize("colours", ["none", "active"])
def test_on_the_smallest_phone_or_enlarged_four_times_nothing_is_cut_off(
    stage: Bench, browser: Browser, site: str, colours: Any
) -> None:
    """At 320 pixels, which is 1280 at 400 per cent, every page scrolls one way only, in one's own colours, too."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, forced_colors=colours, locale="fr-FR")
    page = context.new_page()
    page.goto(site)
    thread = thread_of(stage, page)
    for message in (FLIGHTS, Link("Merci de payer.", "Payer en sécurité", "/pay/x"), RECEIPT, greeting("x" * 300)):
        stage.archive.say(thread, message)
    expect(page.locator(".line")).to_have_count(4)
    for path in ("/chat", hold(stage, language="fr"), "/pay/unknown", "/nowhere", "/desk"):
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        outside = page.evaluate(
            """[...document.querySelectorAll("button, a, input, textarea, h1")].filter((one) => one.checkVisibility()
            && !one.closest(".cards ul, .unseen") && one.getBoundingClientRect().right > innerWidth + 1)
            .map((one) => one.outerHTML.slice(0, 80))"""
        )
        assert outside == []
    context.close()


def test_nothing_sticky_covers_what_the_keyboard_reaches(stage: Bench, page: Page, site: str) -> None:
    """Up through a long talk and down again, the header, the field and "Latest message" lie on nothing in focus."""
    page.goto(site)
    thread = thread_of(stage, page)
    for message in (FLIGHTS, greeting("x" * 900), FLIGHTS, greeting("x" * 900), RECEIPT):
        stage.archive.say(thread, message)
    expect(page.locator(".line")).to_have_count(5)
    page.get_by_label("Message", exact=True).focus()
    tab_to(page, "Skip to the message field", "Shift+Tab")
    tab_to(page, "Send")


def test_who_wants_no_motion_sees_none(stage: Bench, browser: Browser, site: str) -> None:
    """Dots and spinners stand still for those whom motion makes ill."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(site)
    stage.archive.say(thread_of(stage, page), greeting("Hello"))
    expect(page.locator(".line.fresh")).to_be_visible()
    moving = page.evaluate("document.getAnimations().length")
    assert moving == 0
    assert page.locator(".line.fresh").evaluate("one => getComputedStyle(one).animationName") == "none"
    context.close()


def test_every_control_is_large_enough_for_a_thumb(stage: Bench, page: Page, site: str) -> None:
    """Nothing that is tapped is smaller than 24 by 24 pixels (WCAG 2.2, 2.5.8)."""
    page.goto(site)
    thread = thread_of(stage, page)
    for message in (FLIGHTS, RECEIPT):
        stage.archive.say(thread, message)
    expect(page.locator(".line")).to_have_count(2)
    small = page.locator("button:visible").evaluate_all(
        """all => all.map((one) => [one.textContent, one.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
    )
    assert small == []
