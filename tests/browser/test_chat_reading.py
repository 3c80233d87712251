"""Reading the talk: flights at a glance, as a list or side by side, earlier messages, and a receipt on paper."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.conversation.messages import Text
from tests.browser.test_pages import FLIGHTS, RECEIPT, thread_of
from tests.builders.talk import Talk
from tests.web.archive import Bench, greeting

pytestmark = pytest.mark.browser

WISHES = {
    "en-GB": "Paris to New York on 4 December, back on the 12th, 2 adults",
    "fr-FR": "Paris New York le 4 décembre, retour le 12, 2 adultes",
}
LOOKS = [
    (size, scheme, locale) for size in ((390, 844), (1440, 900)) for scheme in ("light", "dark") for locale in WISHES
]


def show_offers(stage: Bench, page: Page, wish: str) -> None:
    """Say all that the assistant says to a wish, as fast as it can."""
    talk = Talk(thread=thread_of(stage, page)).say(wish)
    for message in talk.messages:
        stage.archive.say(thread_of(stage, page), message)
    expect(page.locator(".offer")).to_have_count(3)


@pytest.mark.parametrize(("size", "scheme", "locale"), LOOKS)
def test_the_first_flight_is_seen_whole_with_price_and_times_on_top(
    stage: Bench, browser: Browser, site: str, size: tuple[int, int], scheme: Any, locale: str
) -> None:
    """When flights arrive the first card is in sight, from its price to its button; price and times are its head."""
    sight: Any = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=sight, color_scheme=scheme, locale=locale, reduced_motion="reduce")
    page = context.new_page()
    page.goto(site)
    show_offers(stage, page, WISHES[locale])
    card = page.locator(".offer").first
    expect(card).to_be_in_viewport(ratio=1)
    assert card.evaluate(_COVERED) == []
    depths = card.evaluate(
        """one => [...one.querySelectorAll(".price, .leg:first-of-type .way b")]
        .map((part) => part.getBoundingClientRect().bottom - one.getBoundingClientRect().top)"""
    )
    assert len(depths) == 3
    assert max(depths) <= 140
    assert (
        page.locator(".offer").evaluate_all("all => all.map((one) => one.querySelectorAll('h3, button').length)")
        == [2] * 3
    )
    small = page.evaluate(
        """() => {
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const found = [];
          while (walk.nextNode()) {
            const { data, parentElement: one } = walk.currentNode;
            const small = parseFloat(getComputedStyle(one).fontSize) < 14;
            if (data.trim() && one.checkVisibility() && small) found.push(data);
          }
          return found;
        }"""
    )
    assert small == []
    context.close()


_COVERED = """one => [0.02, 0.5, 0.98].map((part) => {
  const box = one.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height * part);
}).filter((found) => !one.contains(found)).map((found) => found?.outerHTML.slice(0, 80) ?? "outside")"""


def test_flights_are_shown_as_a_list_when_somebody_likes_that(stage: Bench, page: Page, site: str) -> None:
    """All flights below each other, for small screens and screen readers; the page remembers it."""
    page.goto(site)
    stage.archive.say(thread_of(stage, page), FLIGHTS)
    page.get_by_role("button", name="Show as list").press("Enter")
    tops = page.locator(".offer").evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")
    assert tops == sorted(set(tops))
    expect(page.get_by_role("button", name="Next")).to_be_hidden()
    page.reload()
    page.get_by_role("button", name="Show side by side").click()
    expect(page.get_by_role("button", name="Next")).to_be_visible()


def test_flights_stand_still_until_somebody_moves_them(stage: Bench, page: Page, site: str) -> None:
    """Nothing advances by itself."""
    page.clock.install()
    page.goto(site)
    stage.archive.say(thread_of(stage, page), FLIGHTS)
    expect(page.locator(".offer")).to_have_count(3)
    at = page.locator(".cards ul").evaluate("one => one.scrollLeft")
    page.clock.run_for(60_000)
    assert page.locator(".cards ul").evaluate("one => one.scrollLeft") == at


def test_earlier_messages_come_on_top_without_a_word(stage: Bench, page: Page, site: str) -> None:
    """Who reads back stays where they were; history is not announced, and comes whole and in order."""
    page.goto(site)
    thread = thread_of(stage, page)
    for number in range(1, 66):
        stage.archive.say(thread, greeting(f"Line {number}."))
    page.reload()
    expect(page.locator(".line")).to_have_count(30)
    page.evaluate("scrollTo(0, 0)")
    before = page.locator(".bubble", has_text="Line 36.").bounding_box()
    page.get_by_role("link", name="Earlier messages").press("Enter")
    expect(page.locator(".line")).to_have_count(60)
    after = page.locator(".bubble", has_text="Line 36.").bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 60
    page.get_by_role("link", name="Earlier messages").press("Enter")
    expect(page.locator(".line")).to_have_count(65)
    assert page.locator(".bubble").all_inner_texts() == [f"Line {number}." for number in range(1, 66)]
    expect(page.get_by_role("link", name="Earlier messages")).to_have_count(0)
    expect(page.locator("#news p")).to_have_count(0)


def test_a_line_that_is_higher_than_the_window_is_shown_from_its_beginning(stage: Bench, page: Page, site: str) -> None:
    """Nobody has to scroll up to begin reading."""
    page.goto(site)
    stage.archive.say(thread_of(stage, page), Text("A long answer.\n" * 60))
    expect(page.locator(".line.bot")).to_be_visible()
    top = page.locator(".bubble").evaluate("one => one.getBoundingClientRect().top")
    assert 0 < top < 200


def test_who_writes_at_length_is_still_followed_to_the_answer(page: Page, site: str) -> None:
    """Whoever has sent more than a window holds sees the answer all the same."""
    page.goto(site)
    page.set_viewport_size({"width": 320, "height": 640})
    page.get_by_label("Message", exact=True).fill("A" * 300 + " " + "B" * 300)
    page.keyboard.press("Enter")
    expect(page.locator(".line.bot")).to_have_count(2)
    expect(page.locator("#jump")).to_be_hidden()
    expect(page.locator(".line.bot").last).to_be_in_viewport()


def test_a_receipt_is_printed_on_one_page(stage: Bench, page: Page, site: str) -> None:
    """On paper stand the airline and the receipt, dark on white, and nothing to tap."""
    page.emulate_media(color_scheme="dark")
    page.goto(site)
    thread = thread_of(stage, page)
    for message in (FLIGHTS, greeting("x" * 300), RECEIPT):
        stage.archive.say(thread, message)
    expect(page.locator(".receipt")).to_be_visible()
    assert _pages(page.pdf(format="A4")) == 1
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".receipt")).to_contain_text("ABC234")
    for hidden in (".bubble", ".cards", ".dock", "button"):
        assert page.locator(f"{hidden}:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_of_two_receipts_the_one_is_printed_whose_button_was_pressed(stage: Bench, page: Page, site: str) -> None:
    """Each booking has a sheet of its own; a talk without a receipt prints as a talk."""
    page.add_init_script("window.print = () => { window.asked = true; }")
    page.goto(site)
    stage.archive.say(thread_of(stage, page), greeting("Good evening"))
    expect(page.locator(".line")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator(".bubble")).to_be_visible()
    page.emulate_media(media="screen")
    for _ in range(2):
        stage.archive.say(thread_of(stage, page), RECEIPT)
    expect(page.locator(".receipt")).to_have_count(2)
    page.get_by_role("button", name="Print").last.click()
    assert page.evaluate("window.asked")
    page.emulate_media(media="print")
    expect(page.locator(".receipt").first).to_be_hidden()
    expect(page.locator(".receipt").last).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".receipt").first).to_be_visible()


def _pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))
