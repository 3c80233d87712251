"""Waiting for a person and talking with one: the place in the line, the way back, who is typing."""

import pytest
from playwright.sync_api import Page, expect

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.person import Person
from bot.services import desk, turns
from tests.browser.test_desk import agent, open_thread  # noqa: F401  a fixture
from tests.browser.test_pages import say, thread_of
from tests.web.archive import Bench

pytestmark = pytest.mark.browser

ANA = Person("agt_1", "Ana")
FIRST = "webchat:TF:first"


@pytest.fixture
def second(stage: Bench, page: Page, site: str) -> Page:
    """A traveller who waits behind another."""
    turns.take(stage.runtime, FIRST, ChoiceTapped("t1", 1, "go:person"))
    stage.clock.pass_time(seconds=1)
    page.goto(site)
    page.get_by_role("button", name="Talk to a person").click()
    expect(page.locator("#place")).to_have_text("You are number 2.")
    return page


def test_a_place_in_the_line_is_told_when_it_changes_and_never_else(stage: Bench, second: Page) -> None:
    """One region tells the place politely; it does not repeat itself, and goes when a person comes."""
    second.evaluate(
        """() => {
          window.told = [];
          const place = document.getElementById("place");
          new MutationObserver(() => window.told.push(place.textContent)).observe(place, { childList: true });
        }"""
    )
    assert second.locator("#place").get_attribute("role") == "status"
    second.reload()
    expect(second.locator("#place")).to_have_text("You are number 2.")
    desk.take(stage.runtime, FIRST, ANA)
    expect(second.locator("#place")).to_have_text("You are next.")
    desk.take(stage.runtime, thread_of(stage, second), ANA)
    expect(second.locator("#line")).to_be_hidden()


def test_the_way_back_to_the_assistant_stays_however_much_is_written(second: Page) -> None:
    """Nobody is locked into the line."""
    for number in range(3):
        say(second, f"Is anybody there? {number}")
    second.get_by_role("button", name="Back to assistant").click()
    expect(second.locator("#line")).to_be_hidden()
    expect(second.locator(".line.bot .bubble").last).to_contain_text("assistant is back")


def test_typing_of_an_agent_is_announced_once_and_ends_by_itself(
    page: Page,
    agent: Page,  # noqa: F811  the fixture
    site: str,
) -> None:
    """Dots for the eye while Ana types, one sentence for the ear; the desk sees the traveller type, too."""
    page.goto(site)
    page.get_by_role("button", name="Talk to a person").click()
    open_thread(agent)
    agent.get_by_role("button", name="Take").click()
    expect(page.locator(".line.bot .bubble").last).to_contain_text("Ana")
    status = page.locator("#types[role=status]")
    agent.get_by_label("Reply").press_sequentially("Good evening")
    expect(status).to_have_text("Ana is typing")
    expect(page.locator("#typing")).to_be_visible()
    assert page.locator("#typing span:not([aria-hidden])").count() == 0
    agent.keyboard.press("Enter")
    expect(page.locator(".line.agent .bubble")).to_have_text("Good evening")
    expect(status).to_have_text("")
    expect(page.locator("#typing")).to_be_hidden()
    page.get_by_label("Message", exact=True).press_sequentially("Thank")
    expect(agent.locator("#types")).to_have_text("The traveller is typing…")


def test_an_agent_who_stops_typing_is_not_waited_for(page: Page, site: str) -> None:
    """A sign of typing ends after five seconds when nothing follows."""
    page.clock.install()
    page.goto(site)
    page.evaluate(
        "import('/static/chat_person.js').then((person) => { person.showAgent('Ana'); person.showAgent('Ana'); })"
    )
    expect(page.locator("#types")).to_have_text("Ana is typing")
    page.clock.run_for(5100)
    expect(page.locator("#types")).to_have_text("")
    expect(page.locator("#typing")).to_be_hidden()


def test_dots_of_the_assistant_promise_no_more_than_a_moment(page: Page, site: str) -> None:
    """They show at most 1.2 seconds, whatever becomes of the answer."""
    page.clock.install()
    page.goto(site)
    page.route("**/chat/messages", lambda route: route.fulfill(status=202, json={"problem": "", "bot": True}))
    say(page, "Paris to Rome")
    expect(page.locator("#typing")).to_be_visible()
    page.clock.run_for(1250)
    expect(page.locator("#typing")).to_be_hidden()
