"""What goes wrong while somebody talks: reloads, long texts, refused messages, old links, clocks."""

import pytest
from playwright.sync_api import Page, Route, expect

from bot.domain.conversation.messages import Link, Text
from tests.browser.test_pages import FLIGHTS, RECEIPT, say, thread_of
from tests.web.archive import Bench, greeting

pytestmark = pytest.mark.browser


def test_a_reload_in_the_middle_of_sending_shows_the_message_once(page: Page, site: str) -> None:
    """A message that arrived although its answer was lost stands there once, and is said once."""
    page.goto(site)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/chat/messages", lose_the_answer)
    say(page, "Paris to Rome")
    expect(page.locator(".line.me[data-row] .bubble")).to_have_text("Paris to Rome")
    page.unroute("**/chat/messages")
    page.reload()
    expect(page.locator(".line.bot").first).to_be_visible()
    page.wait_for_timeout(700)
    expect(page.locator(".line.me .bubble")).to_have_text(["Paris to Rome"])


def test_a_part_of_the_page_that_is_held_up_comes_later(stage: Bench, page: Page, site: str) -> None:
    """Whoever is in a tunnel while flights arrive gets their buttons after it."""
    page.goto(site)
    page.route("**/chat_reading.js", lambda route: route.abort())
    stage.archive.say(thread_of(stage, page), FLIGHTS)
    expect(page.locator(".offer")).to_have_count(3)
    expect(page.locator(".steps")).to_be_hidden()
    page.unroute("**/chat_reading.js")
    expect(page.get_by_role("button", name="Show as list")).to_be_visible()


def test_what_was_refused_stays_where_it_was_written(page: Page, site: str) -> None:
    """After a refusal the talk goes on below it, not above."""
    page.goto(site)
    say(page, "My card: 4242/4242/4242/4242")
    expect(page.locator(".refused .fate")).to_contain_text("card numbers never go into the chat")
    assert "4242/4242" not in page.locator("body").inner_text()
    say(page, "Paris to Rome")
    expect(page.locator(".line.bot").last).to_be_visible()
    sides = page.locator(".line").evaluate_all("lines => lines.map((line) => line.className.split(' ')[1])")
    assert sides[0] == "me"
    assert "refused" in (page.locator(".line").first.get_attribute("class") or "")


def test_a_text_that_is_too_long_is_kept_to_be_shortened(page: Page, site: str) -> None:
    """Nothing that somebody wrote is cut off silently."""
    page.goto(site)
    field = page.get_by_label("Message", exact=True)
    field.fill("x" * 5000)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("at most 2,000 characters")
    assert len(field.input_value()) == 5000
    expect(page.locator(".line")).to_have_count(0)


def test_a_number_that_is_no_card_is_sent(page: Page, site: str) -> None:
    """A ticket, a telephone and dates are said without ado."""
    page.goto(site)
    for text in ("9992400000017", "+33 6 12 34 56 78", "from 2026-12-04 to 2026-12-12"):
        say(page, text)
        expect(page.locator(".line.me[data-row] .bubble").last).to_have_text(text)


def test_a_draft_outlives_a_reload(page: Page, site: str) -> None:
    """Half a sentence is not lost."""
    page.goto(site)
    page.get_by_label("Message", exact=True).fill("Paris to")
    page.reload()
    expect(page.get_by_label("Message", exact=True)).to_have_value("Paris to")


def test_what_was_chosen_stands_in_the_talk(stage: Bench, page: Page, site: str) -> None:
    """Reading back, a traveller sees which flight it was; a screen reader tells the buttons apart."""
    page.goto(site)
    stage.archive.say(thread_of(stage, page), FLIGHTS)
    page.get_by_role("button", name="Choose · €712.40 · Fri 4 Dec 09:10").click()
    expect(page.locator(".line.me .bubble").last).to_have_text("Choose · €712.40 · Fri 4 Dec 09:10")


def test_only_the_newest_pay_link_calls_for_attention(stage: Bench, page: Page, site: str) -> None:
    """After a new link the old one steps back."""
    page.goto(site)
    thread = thread_of(stage, page)
    for number in (1, 2):
        stage.archive.say(thread, Link("Please pay.", "Pay", f"/pay/{number}"))
    expect(page.locator(".link .main").last).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(page.locator(".link .main").first).to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_the_time_is_told_once_and_again_after_a_pause(stage: Bench, page: Page, site: str) -> None:
    """A talk is read without a clock in each line."""
    page.goto(site)
    thread = thread_of(stage, page)
    for _ in range(2):
        stage.archive.say(thread, greeting("Quickly"))
    stage.clock.pass_time(minutes=30)
    stage.archive.say(thread, greeting("Later"))
    expect(page.locator(".line")).to_have_count(3)
    times = page.locator(".line time").all_inner_texts()
    assert [bool(time) for time in times] == [True, False, True]


def test_no_dots_promise_an_answer_that_is_there_already(page: Page, site: str) -> None:
    """When the answer is quicker than the receipt of the message, nothing goes on blinking."""
    page.goto(site)

    def answer_late(route: Route) -> None:
        response = route.fetch()
        page.wait_for_timeout(600)
        route.fulfill(response=response)

    page.route("**/chat/messages", answer_late)
    say(page, "Help")
    expect(page.locator(".line.bot").first).to_be_visible()
    page.wait_for_timeout(900)
    expect(page.locator("#typing")).to_be_hidden()


def test_words_of_right_to_left_scripts_run_their_way(stage: Bench, page: Page, site: str) -> None:
    """Hebrew and Arabic are set from the right, whoever's name stands above."""
    page.goto(site)
    stage.archive.say(thread_of(stage, page), Text("שלום וברכה"))
    bubble = page.locator(".line.bot .bubble")
    expect(bubble).to_be_visible()
    assert bubble.evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_nothing_that_is_written_becomes_markup(stage: Bench, page: Page, site: str) -> None:
    """Neither a traveller nor an agent's name puts anything into another's page."""
    page.goto(site)
    thread = thread_of(stage, page)
    evil = "<img src=x onerror=document.title='owned'>"
    say(page, evil)
    stage.archive.say(thread, greeting(evil), author=evil)
    expect(page.locator(".line.agent")).to_be_visible()
    assert page.locator("#log img, #news img").count() == 0
    assert "owned" not in page.title()


def test_a_receipt_is_seen_at_a_glance(stage: Bench, page: Page, site: str) -> None:
    """Reference, flights, who, total and card stand in less than half a phone's screen."""
    page.goto(site)
    stage.archive.say(thread_of(stage, page), RECEIPT)
    receipt = page.locator(".receipt")
    expect(receipt).to_contain_text("ABC234")
    for text in ("09:10", "CDG", "12:05", "JFK", "Marie Durand", "€612.40", "€90.00", "Visa •4242", "1970"):
        expect(receipt).to_contain_text(text)
    box = receipt.bounding_box()
    assert box is not None
    assert box["height"] < 300
