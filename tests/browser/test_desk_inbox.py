"""The inbox in a browser: nothing jumps under the pointer, nothing is missed, and the page says whether it is live."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.services import turns
from tests.browser.axe import barriers
from tests.browser.conftest import PHONE
from tests.browser.test_desk import at_the_desk
from tests.web.archive import Bench

pytestmark = pytest.mark.browser


def waits(stage: Bench, *names: str) -> None:
    """Travellers ask for a person, one after the other."""
    for name in names:
        stage.clock.pass_time(seconds=1)
        turns.take(stage.runtime, f"webchat:TF:{name}", ChoiceTapped(f"{name}1", 1, "go:person", "Person"))


@pytest.fixture
def agent(stage: Bench, browser: Browser, site: str) -> Iterator[Page]:
    """An agent before a list with one traveller."""
    waits(stage, "marie")
    with at_the_desk(stage, browser, site, "Ana") as found:
        expect(found.locator("#connection")).to_have_text("Live")
        yield found


def test_the_list_waits_while_the_pointer_is_in_it(stage: Bench, agent: Page) -> None:
    """Nobody opens the wrong thread because a row came in between; what is new is told, and comes when wanted."""
    agent.locator(".row").hover()
    waits(stage, "luc", "eva")
    expect(agent.locator("#list-news")).to_have_text("2 new – update")
    assert agent.locator(".row").count() == 1
    agent.locator("#list-news").click()
    expect(agent.locator(".row")).to_have_count(3)
    expect(agent.locator("#list-news")).to_be_hidden()
    agent.mouse.move(900, 500)
    agent.locator(".row").first.focus()
    waits(stage, "max")
    expect(agent.locator("#list-news")).to_have_text("1 new – update")
    agent.locator("#find").focus()
    expect(agent.locator(".row")).to_have_count(4)


def test_words_are_fresh_under_the_pointer_too(stage: Bench, agent: Page) -> None:
    """What does not move anything is not held back."""
    agent.locator(".row").hover()
    turns.take(stage.runtime, "webchat:TF:marie", TextReceived("m9", 9, "Are you there?"))
    expect(agent.locator(".row .last")).to_contain_text("Are you there?")


def test_numbers_move_by_themselves_and_match_their_lists(stage: Bench, agent: Page) -> None:
    """The number beside a view is told live, and the title counts who waits."""
    unassigned = agent.locator(".views a", has_text="Unassigned").locator(".number")
    expect(unassigned).to_have_text("1")
    waits(stage, "luc", "eva")
    expect(unassigned).to_have_text("3")
    expect(agent).to_have_title("(3) Inbox · Threadfare Air")
    unassigned.click()
    expect(agent.locator(".row")).to_have_count(3)


def test_the_page_says_when_it_is_not_live_and_misses_nothing_meanwhile(stage: Bench, agent: Page) -> None:
    """After a sleep in a tunnel everything that was said is there, once, in order."""
    agent.locator(".row").click()
    expect(agent.locator("#connection")).to_have_text("Live")
    agent.context.set_offline(True)
    expect(agent.locator("#connection")).to_contain_text("Offline as of")
    for number in range(5):
        turns.take(stage.runtime, "webchat:TF:marie", TextReceived(f"w{number}", 10 + number, f"word {number}"))
    agent.route("**/desk/live**", lambda route: route.abort())
    agent.context.set_offline(False)
    expect(agent.locator("#connection")).to_contain_text("Reconnecting… as of")
    agent.unroute("**/desk/live**")
    expect(agent.locator("#connection")).to_have_text("Live", timeout=20_000)
    expect(agent.locator(".line.me .bubble")).to_have_text(["Person", *(f"word {number}" for number in range(5))])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_inbox_can_be_used_by_everybody(stage: Bench, browser: Browser, site: str, scheme: str) -> None:
    """No barrier that a program can find, on a screen and on a phone: lists, choices, filters, search, connection."""
    waits(stage, "marie")
    with at_the_desk(stage, browser, site, "Ana") as page:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the literals
        for path in ("/desk?label=none", "/desk", "/desk/search?q=person", "/desk/filters", "/desk/connection"):
            page.goto(site + path)
            for size in ({"width": 1440, "height": 900}, PHONE):
                page.set_viewport_size(size)  # type: ignore[arg-type]  # two numbers
                assert barriers(page) == ""
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_connection_page_tells_a_good_stream_from_one_that_is_held_back(agent: Page, site: str) -> None:
    """Staff see without a specialist whether a proxy is to blame."""
    agent.goto(f"{site}/desk/connection")
    expect(agent.locator("#verdict")).to_have_text("Live news reach this browser at once.")
    pieces = "".join(f"event: tick\ndata: {number}\n\n" for number in range(5))
    agent.route("**/connection/stream", lambda route: route.fulfill(body=pieces, content_type="text/event-stream"))
    agent.get_by_role("button", name="Test again").click()
    expect(agent.locator("#verdict")).to_contain_text("hands them on together")
    expect(agent.get_by_text("proxy_buffering off")).to_be_visible()
    agent.unroute("**/connection/stream")
    busy = "event: busy\ndata: now\n\n"
    agent.route("**/connection/stream", lambda route: route.fulfill(body=busy, content_type="text/event-stream"))
    agent.get_by_role("button", name="Test again").click()
    expect(agent.locator("#verdict")).to_contain_text("As many streams are open as there may be")
    expect(agent.get_by_text("proxy_buffering off")).to_be_hidden()
