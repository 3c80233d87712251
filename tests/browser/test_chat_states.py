"""Every state of the chat, for everybody: axe, one way of scrolling, wide spacing, targets, one announcement each."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.conversation.messages import Text
from tests.browser.axe import barriers
from tests.browser.looks import looks
from tests.browser.test_chat_forms import ask_for_name
from tests.browser.test_pages import FLIGHTS, RECEIPT, thread_of
from tests.builders.talk import Talk
from tests.web.archive import Bench, greeting

pytestmark = pytest.mark.browser

SIZES = ((320, 640), (390, 844), (1440, 900))
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; }"
    + "* { word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }");
  document.adoptedStyleSheets = [sheet];
}"""
CUT_OFF = """() => [...document.querySelectorAll("button, a, label, h1, h2, h3, p, td, th")].filter((one) =>
  one.checkVisibility() && !one.closest(".unseen, .who, .cards ul") && (one.scrollWidth > one.clientWidth + 1
  || one.getBoundingClientRect().right > innerWidth + 1) && getComputedStyle(one).display !== "inline")
  .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize(("size", "scheme"), looks(*SIZES))
def test_no_state_of_the_chat_bars_anybody(
    stage: Bench, browser: Browser, site: str, size: tuple[int, int], scheme: Any
) -> None:
    """Empty, offers, a form with slips, in the line, offline, receipt: each passes axe and scrolls one way only."""
    sight: Any = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    context = browser.new_context(**sight, reduced_motion="reduce")
    page = context.new_page()
    page.goto(site)
    inspect(page, "empty")
    thread = thread_of(stage, page)
    stage.archive.say(thread, FLIGHTS)
    expect(page.locator(".offer")).to_have_count(3)
    inspect(page, "offers")
    ask_for_name(stage, page, slips=True)
    inspect(page, "form with slips")
    stage.archive.say(thread, RECEIPT)
    expect(page.locator(".receipt")).to_be_visible()
    inspect(page, "receipt")
    page.get_by_role("button", name="Talk to a person").click()
    expect(page.locator("#place")).to_have_text("You are next.")
    inspect(page, "in the line")
    context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    inspect(page, "offline")
    context.close()


def inspect(page: Page, state: str) -> None:
    """What axe finds, and what is too wide or too small."""
    assert barriers(page) == "", state
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{state} scrolls sideways"
    small = page.locator("button:visible, .fields a:visible, input:visible, select:visible").evaluate_all(
        """all => all.filter((one) => one.getBoundingClientRect().width < 24 || one.getBoundingClientRect().height < 24)
        .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == [], state


@pytest.mark.parametrize("language", ["en-GB", "fr-FR"])
def test_wider_spacing_of_text_cuts_nothing_off(stage: Bench, browser: Browser, site: str, language: str) -> None:
    """Readers who space out letters, words, lines and paragraphs lose nothing (WCAG 1.4.12)."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale=language)
    page = context.new_page()
    page.goto(site)
    thread = thread_of(stage, page)
    stage.archive.say(thread, FLIGHTS)
    ask_for_name(stage, page, slips=True)
    stage.archive.say(thread, RECEIPT)
    expect(page.locator(".receipt")).to_be_visible()
    page.evaluate(SPACED)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CUT_OFF) == []
    context.close()


def test_forms_are_announced_once_with_their_fields_and_never_as_history(stage: Bench, page: Page, site: str) -> None:
    """A screen reader hears the question and its labels one time; slips are heard by the focus and at their field."""
    page.goto(site)
    [question] = [one for one in Talk().say("Paris to Rome").messages if isinstance(one, Text) and one.form]
    line = stage.archive.say(thread_of(stage, page), question)
    news = page.locator("#news[role=log] p")
    expect(news).to_have_count(1)
    expect(news).to_contain_text("Fields to fill in: Departure.")
    stage.archive.move(line.row, "read")
    stage.archive.say(thread_of(stage, page), greeting("Take your time."))
    expect(news).to_have_count(2)
    page.reload()
    expect(page.locator(".fields")).to_be_visible()
    expect(news).to_have_count(0)


def test_each_kind_of_status_has_one_polite_region(page: Page, site: str) -> None:
    """Connection, typing and place are status regions; only a mistake interrupts (WCAG 4.1.3)."""
    page.goto(site)
    regions = page.evaluate(
        "[...document.querySelectorAll('[role=status], [role=alert], [role=log]')].map((one) => one.id)"
    )
    assert sorted(regions) == ["connection", "log", "news", "offline", "place", "trouble", "types"]
    assert page.locator("#log").get_attribute("aria-live") == "off"


def test_each_bubble_tells_its_language_and_direction(stage: Bench, page: Page, site: str) -> None:
    """Words of another language are read and set as such, whatever the page's own is."""
    page.goto(site)
    for text in ("Bonjour", "שלום"):
        stage.archive.say(thread_of(stage, page), greeting(text), author="Ana")
    expect(page.locator(".line.agent")).to_have_count(2)
    assert page.locator(".line").evaluate_all("all => all.every((one) => one.lang)")
    directions = page.locator(".bubble").evaluate_all("all => all.map((one) => getComputedStyle(one).direction)")
    assert directions == ["ltr", "rtl"]
