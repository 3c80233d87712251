"""Ready replies in a browser: a slash, a few letters, Enter, the gaps, and no reply with one of them left."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.canned import Canned
from bot.services import canned, turns
from tests.browser.test_access import inspect
from tests.browser.test_desk import at_the_desk, open_thread
from tests.web.archive import Bench
from tests.web.staff_door import somebody

pytestmark = pytest.mark.browser
THREAD = "webchat:TF:marie"
REPLIES = (
    Canned(id="can_1", shortcut="bag", title="Late bag", texts={"en": "Your bag comes on [[day]] at [[hour]]."}),
    Canned(id="can_2", shortcut="hello", title="Hello", texts={"en": "Good day, {{ agent.name }} here."}),
)


@pytest.fixture
def agent(stage: Bench, browser: Browser, site: str) -> Iterator[Page]:
    """Ana, who has the thread."""
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", 1, "go:person", "Talk to a person"))
    for one in REPLIES:
        canned.keep(stage.runtime, somebody("Eva"), one)
    with at_the_desk(stage, browser, site, "Ana") as found:
        open_thread(found)
        found.get_by_role("button", name="Take").click()
        expect(found.get_by_label("Reply", exact=True)).to_be_focused()
        yield found


def test_a_reply_is_picked_by_keyboard_and_its_gaps_are_filled(stage: Bench, agent: Page) -> None:
    """Two in one message; Enter picks while the list is open and sends when it is not."""
    field = agent.get_by_label("Reply", exact=True)
    agent.keyboard.type("/hel")
    expect(agent.locator("#canned-list [role=option]:not([hidden])")).to_have_count(1)
    inspect(agent)
    agent.keyboard.press("Enter")
    expect(field).to_have_value("Good day, Ana here.")
    agent.keyboard.type(" /")
    expect(agent.locator("#canned-list [role=option]:not([hidden])")).to_have_count(2)
    agent.keyboard.press("ArrowDown")
    agent.keyboard.press("ArrowUp")
    agent.keyboard.press("Enter")
    expect(field).to_have_value("Good day, Ana here. Your bag comes on [[day]] at [[hour]].")
    agent.keyboard.type("Friday")
    agent.keyboard.press("Enter")
    expect(agent.locator("#problem")).to_have_text("Fill in [[hour]] before you send this.")
    agent.keyboard.type("noon")
    agent.keyboard.press("Enter")
    expect(agent.locator(".line.agent .bubble").last).to_have_text(
        "Good day, Ana here. Your bag comes on Friday at noon."
    )
    assert stage.archive.texts(THREAD)[-1].endswith("on Friday at noon.")


def test_tab_goes_from_gap_to_gap_and_then_on(agent: Page) -> None:
    """Nobody is held in the field."""
    field = agent.get_by_label("Reply", exact=True)
    agent.keyboard.type("/late")
    expect(agent.locator("#canned-list [role=option]:not([hidden])")).to_have_count(1)
    agent.keyboard.press("Enter")
    agent.keyboard.press("Tab")
    agent.keyboard.type("noon")
    expect(field).to_have_value("Your bag comes on [[day]] at noon.")
    agent.keyboard.press("Tab")
    expect(field).not_to_be_focused()


def test_a_choice_of_the_form_goes_in_at_the_caret(agent: Page) -> None:
    """What was written before it stays."""
    field = agent.get_by_label("Reply", exact=True)
    agent.keyboard.type("Hello. ")
    agent.get_by_text("Ready text", exact=True).first.click()
    agent.get_by_label("Ready text").select_option("can_2")
    agent.get_by_role("button", name="Insert").click()
    expect(field).to_have_value("Hello. Good day, Ana here.")


def test_a_slash_among_words_opens_nothing_and_escape_closes_the_list(agent: Page) -> None:
    """Whoever writes "and/or" or "9 / 10" goes on writing."""
    agent.keyboard.type("and/or 9 / 10")
    expect(agent.get_by_role("listbox", name="Ready replies")).to_be_hidden()
    agent.keyboard.type(" /")
    expect(agent.get_by_role("listbox", name="Ready replies")).to_be_visible()
    agent.keyboard.press("Escape")
    expect(agent.get_by_role("listbox", name="Ready replies")).to_be_hidden()
    expect(agent.get_by_label("Reply", exact=True)).to_be_focused()
