"""The box that saves a card, as a traveller meets it in a browser."""

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.payment.consent import consent_words
from tests.browser.looks import looks
from tests.browser.test_pages import fill
from tests.builders.world import BRAND
from tests.web.archive import Bench
from tests.web.held import hold

pytestmark = pytest.mark.browser
LABEL = "Save this card for my next bookings in this chat"
WORDS = consent_words("en", BRAND.name)


def _paid(page: Page) -> None:
    page.get_by_role("button", name="Pay €612.40 now").click()
    page.wait_for_url("**/state")


def _agreed(stage: Bench) -> str:
    [checkout] = stage.archive.money.checkouts.values()
    return checkout.saving.words if checkout.saving else ""


def test_a_card_is_saved_by_who_ticks_the_box_with_the_keyboard(stage: Bench, page: Page, site: str) -> None:
    """The box comes after the card and before the button; space ticks it, and its words are read with it."""
    page.goto(site + hold(stage))
    fill(page)
    page.get_by_label("Name on card").focus()
    page.keyboard.press("Tab")
    box = page.get_by_role("checkbox", name=LABEL)
    expect(box).to_be_focused()
    expect(box).not_to_be_checked()
    expect(box).to_have_accessible_description(WORDS)
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    _paid(page)
    assert _agreed(stage) == WORDS


@pytest.mark.parametrize("ticks", [0, 2])
def test_a_box_that_is_not_ticked_in_the_end_saves_nothing(stage: Bench, page: Page, site: str, ticks: int) -> None:
    """Who leaves the box alone, or thinks better of it, is not remembered; a tap on the words beside it counts too."""
    page.goto(site + hold(stage))
    fill(page)
    for _ in range(ticks):
        page.get_by_text(LABEL).click()
    _paid(page)
    assert _agreed(stage) == ""


@pytest.mark.parametrize(("width", "scheme"), looks(320, 390, 1440))
def test_the_box_has_room_on_every_screen(stage: Bench, browser: Browser, site: str, width: int, scheme: str) -> None:
    """Label and words stand beside a box that a finger hits, at no smaller size than all other text."""
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.goto(site + hold(stage))
    box = page.get_by_role("checkbox").bounding_box()
    words = page.locator("#save-words").bounding_box()
    assert box is not None
    assert words is not None
    assert min(box["width"], box["height"]) >= 24
    assert words["x"] >= box["x"] + box["width"]
    assert words["x"] + words["width"] <= width
    size = page.locator("#save-words").evaluate("it => parseFloat(getComputedStyle(it).fontSize)")
    assert size >= 14
    context.close()
