"""A takeover at every step of the booking, in two browsers: not one word of the bot too many."""

from collections.abc import Callable

import msgspec
import pytest
from playwright.sync_api import Page, expect

from bot.domain.conversation.events import OffersFound, SeatsHeld
from bot.domain.conversation.state import Conversation
from bot.domain.money import Money
from bot.services import turns
from tests.browser.test_desk import agent, open_thread
from tests.browser.test_pages import say
from tests.builders.world import offers
from tests.web.archive import Bench

__all__ = ["agent"]
pytestmark = pytest.mark.browser

HERE = "You're now talking with Ana."
BACK = "The assistant is back with you."
LOOKS = 400
WAY: tuple[tuple[str, str], ...] = (
    ("ask_origin", "Paris"),
    ("ask_destination", "New York"),
    ("ask_depart", "4 December"),
    ("ask_back", "one way"),
    ("ask_party", "1 adult and 1 child"),
    ("ask_ages", "9"),
    ("search", "flights come"),
    ("offers", "1"),
    ("ask_name", "Marie Durand"),
    ("ask_born", "24 July 1987"),
    ("ask_name", "Lea Durand"),
    ("ask_born", "3 May 2017"),
    ("ask_email", "marie@example.com"),
    ("review", "yes"),
    ("check_out", "seats are held"),
)
"""Each step, and what leads on from it: the traveller's words, or what the outside answers."""


def talk_of(stage: Bench) -> Conversation:
    """The only talk."""
    [talk] = stage.archive._talks.values()
    return talk


def flights_come(stage: Bench) -> None:
    """The supplier answers."""
    talk = talk_of(stage)
    assert talk.position is not None
    assert talk.trip.party is not None
    found = tuple(msgspec.structs.replace(offer, party=talk.trip.party) for offer in offers(3))
    turns.take(stage.runtime, talk.thread, OffersFound(talk.position.awaited, 1, found))


def seats_are_held(stage: Bench) -> None:
    """The airline keeps the seats, and there is a page to pay on."""
    talk = talk_of(stage)
    until = int(stage.clock.now().timestamp()) + 900
    held = SeatsHeld("held", 1, talk.basket.checkout, "http://localhost/pay/x", Money(122480, "EUR"), until)
    turns.take(stage.runtime, talk.thread, held)


OUTSIDE: dict[str, Callable[[Bench], None]] = {"flights come": flights_come, "seats are held": seats_are_held}


def test_an_agent_steps_in_at_every_step_of_a_booking(stage: Bench, page: Page, agent: Page, site: str) -> None:
    """Whenever an agent takes over the bot falls silent at once, and given back it says so and asks the same again."""
    page.goto(site)
    say(page, "hello")
    expect(page.locator(".line.bot").last).to_contain_text("Where are you flying from?")
    agent.goto(f"{site}/desk?view=bot")
    open_thread(agent)
    for number, (step, answer) in enumerate(WAY):
        arrive(stage, page, step)
        step_in(stage, page, agent, number)
        if answer in OUTSIDE:
            OUTSIDE[answer](stage)
        else:
            say(page, answer)
            expect(page.locator(".line.me .bubble").last).to_have_text(answer)
        expect(page.locator("#typing")).to_be_hidden()
    expect(page.get_by_role("link", name="Pay securely")).to_be_visible()


def arrive(stage: Bench, page: Page, step: str) -> None:
    """Wait until the talk stands at a step: the page shows what was written before the turn is taken."""
    for _ in range(LOOKS):
        position = talk_of(stage).position
        if position is not None and position.node == step:
            return
        page.wait_for_timeout(20)
    raise AssertionError(step)


def step_in(stage: Bench, page: Page, agent: Page, number: int) -> None:
    """The agent takes the thread, by a claim or a first word, the traveller asks the agent, and the bot is silent."""
    thread = talk_of(stage).thread
    while stage.archive.conversation(thread) is not talk_of(stage):
        page.wait_for_timeout(10)
    before = stage.archive.texts(thread)
    expected = [*before, HERE]
    if number % 2:
        agent.get_by_label("Reply").fill(f"May I help? {number}")
        agent.keyboard.press("Enter")
        expected.append(f"May I help? {number}")
    else:
        agent.get_by_role("button", name="Take").click()
    expect(agent.locator("#head")).to_contain_text("You have this thread")
    say(page, f"One question, {number}")
    expect(agent.locator(".line.me .bubble").last).to_have_text(f"One question, {number}")
    assert stage.archive.texts(thread) == expected
    expect(page.locator(".line.bot").last).to_contain_text(HERE)
    agent.get_by_role("button", name="Back to the bot").click()
    expect(agent.locator("#head")).to_contain_text("The bot has this thread.")
    said = stage.archive.texts(thread)
    assert said[: len(expected)] == expected
    assert said[len(expected)].startswith(BACK)
