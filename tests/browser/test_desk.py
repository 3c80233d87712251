"""The desk in a browser: one agent a thread, live on both sides, by keyboard."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.person import Person
from bot.domain.staff.roles import Role
from bot.services import turns
from tests.browser.conftest import PHONE
from tests.browser.test_pages import say
from tests.web.archive import Bench
from tests.web.staff_door import USUAL, cookie_of, session_of, somebody

pytestmark = pytest.mark.browser


@contextmanager
def at_the_desk(
    stage: Bench, browser: Browser, site: str, name: str, *, roles: tuple[Role, ...] = USUAL
) -> Iterator[Page]:
    """A page of an agent who is signed in."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    sign_in(stage, context, site, somebody(name, roles=roles))
    found = context.new_page()
    found.goto(f"{site}/desk")
    expect(found.get_by_role("heading", name="Desk")).to_be_attached()
    yield found
    context.close()


def sign_in(stage: Bench, context: BrowserContext, site: str, person: Person) -> None:
    """Give a browser a whole session of somebody."""
    name, value = cookie_of(stage, session_of(stage, person))
    context.add_cookies([{"name": name, "value": value, "url": site, "httpOnly": True, "sameSite": "Lax"}])


def open_thread(agent: Page) -> None:
    """Open the only thread of the list and wait until its page is live: before that a click reloads it."""
    agent.locator(".row").click()
    agent.wait_for_url("**/desk/t/**")
    expect(agent.locator("#connection")).to_have_text("Live")


@pytest.fixture
def agent(stage: Bench, browser: Browser, site: str) -> Iterator[Page]:
    """An agent at the desk."""
    with at_the_desk(stage, browser, site, "Ana") as found:
        yield found


def test_a_traveller_and_an_agent_talk_live(page: Page, agent: Page, site: str) -> None:
    """A traveller asks for a person; an agent sees it, takes over, answers, and gives back, all without a reload."""
    page.goto(site)
    page.get_by_role("button", name="Talk to a person").click()
    open_thread(agent)
    agent.get_by_role("button", name="Take").click()
    agent.get_by_label("Reply").fill("Good evening, this is Ana.")
    agent.keyboard.press("Enter")
    expect(page.locator(".line.agent .bubble")).to_have_text("Good evening, this is Ana.")
    expect(page.locator(".line.agent .who")).to_contain_text("live agent")
    say(page, "Thank you, Ana")
    expect(agent.locator(".line.me .bubble").last).to_have_text("Thank you, Ana")
    agent.get_by_role("button", name="Back to the bot").click()
    expect(agent.locator("#head")).to_contain_text("The bot has this thread.")


def test_of_two_agents_one_has_the_thread_and_the_other_is_told(
    stage: Bench, page: Page, agent: Page, browser: Browser, site: str
) -> None:
    """Two agents who look at the same thread never both believe that it is theirs."""
    page.goto(site)
    page.get_by_role("button", name="Talk to a person").click()
    with ExitStack() as stack:
        other = stack.enter_context(at_the_desk(stage, browser, site, "Bo"))
        for one in (agent, other):
            open_thread(one)
            expect(one.get_by_role("button", name="Take")).to_be_visible()
        other.route("**/desk/live**", lambda route: route.abort())
        other.reload()
        agent.get_by_role("button", name="Take").click()
        expect(agent.get_by_label("Reply")).to_be_focused()
        other.get_by_role("button", name="Take").click()
        expect(other.get_by_role("alert")).to_contain_text("Ana took it")
        expect(other.get_by_label("Reply")).to_be_hidden()


def test_a_thread_that_leaves_the_queue_says_so_at_once(page: Page, agent: Page, site: str) -> None:
    """An agent sees that the traveller went back to the assistant, and who goes on writing keeps that way."""
    page.goto(site)
    page.get_by_role("button", name="Talk to a person").click()
    open_thread(agent)
    say(page, "Hello? Is anybody there?")
    expect(page.locator(".line.me[data-row]").last).to_contain_text("Is anybody there?")
    expect(page.locator("#typing")).to_be_hidden()
    page.get_by_role("button", name="Back to assistant").click()
    expect(agent.locator("#head")).to_contain_text("The bot has this thread.")
    expect(agent.locator("#queue")).to_contain_text("Nobody is waiting")


def test_a_reply_that_cannot_go_out_stays_in_its_field(page: Page, agent: Page, site: str) -> None:
    """What an agent has written is not lost when the line breaks."""
    page.goto(site)
    page.get_by_role("button", name="Talk to a person").click()
    open_thread(agent)
    agent.get_by_role("button", name="Take").click()
    expect(agent.get_by_label("Reply")).to_be_focused()
    agent.get_by_label("Reply").fill("One moment, please.")
    agent.context.set_offline(True)
    agent.keyboard.press("Enter")
    expect(agent.get_by_role("alert")).to_contain_text("did not get through")
    expect(agent.get_by_label("Reply")).to_have_value("One moment, please.")
    agent.context.set_offline(False)
    agent.get_by_role("button", name="Send").click()
    expect(page.locator(".line.agent .bubble")).to_have_text("One moment, please.")
    expect(agent.get_by_label("Reply")).to_have_value("")


def test_on_a_phone_the_desk_shows_one_pane_at_a_time(page: Page, agent: Page, site: str) -> None:
    """An agent on the move reads and answers, too."""
    page.goto(site)
    page.get_by_role("button", name="Talk to a person").click()
    agent.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    open_thread(agent)
    expect(agent.locator(".list")).to_be_hidden()
    agent.get_by_role("button", name="Take").click()
    expect(agent.get_by_label("Reply")).to_be_in_viewport()
    agent.get_by_role("link", name="All threads").click()
    expect(agent.locator(".row")).to_contain_text("Yours")


def test_a_list_that_comes_anew_marks_the_open_thread_and_what_is_ones_own(
    stage: Bench, page: Page, agent: Page, site: str
) -> None:
    """The list is the same for everybody on its way, and the reader's own on their page."""
    page.goto(site)
    page.get_by_role("button", name="Talk to a person").click()
    open_thread(agent)
    agent.get_by_role("button", name="Take").click()
    expect(agent.locator(".row")).to_contain_text("Yours")
    turns.take(stage.runtime, "webchat:TF:luc", ChoiceTapped("luc1", 1, "go:person", "Person"))
    expect(agent.locator(".row")).to_have_count(2)
    mine = agent.locator(".row[aria-current=page]")
    expect(mine).to_have_count(1)
    expect(mine.locator("[data-mine]")).to_have_text("Yours")
    expect(agent.locator("[data-mine]")).to_have_count(1)
