"""Notes and marks in a browser: written by keyboard, seen by others at once, undone within six seconds."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.domain.conversation.events import ChoiceTapped
from bot.services import turns
from tests.browser.looks import looks
from tests.browser.test_access import inspect
from tests.browser.test_desk import at_the_desk, open_thread, sign_in
from tests.web.archive import Bench
from tests.web.staff_door import somebody

pytestmark = pytest.mark.browser
THREAD = "webchat:TF:marie"


@pytest.fixture(autouse=True)
def _waiting(stage: Bench) -> None:
    """A traveller who waits, and a colleague who can be called."""
    stage.archive.people.keep(somebody("Eva"))
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", 1, "go:person", "Talk to a person"))


@pytest.fixture
def agent(stage: Bench, browser: Browser, site: str) -> Iterator[Page]:
    """Ana, who has the thread open."""
    with at_the_desk(stage, browser, site, "Ana") as found:
        open_thread(found)
        yield found


def test_a_note_is_written_by_keyboard_and_calls_a_colleague(
    stage: Bench, browser: Browser, site: str, agent: Page
) -> None:
    """n, words, @ and the beginning of a name, Enter to pick it, Ctrl and Enter to save; the colleague sees it live."""
    with at_the_desk(stage, browser, site, "Eva") as eva:
        open_thread(eva)
        agent.keyboard.press("n")
        expect(agent.get_by_label("Only staff read this")).to_be_focused()
        agent.keyboard.type("Please look, @ev")
        expect(agent.get_by_role("option", name="Eva", exact=True)).to_be_visible()
        agent.keyboard.press("Enter")
        expect(agent.get_by_label("Only staff read this")).to_have_value("Please look, @Eva ")
        agent.keyboard.press("Control+Enter")
        expect(agent.locator(".line.note .bubble")).to_have_text("Please look, @Eva")
        expect(agent.locator(".note-write")).not_to_have_attribute("open", "")
        expect(eva.locator(".line.note.for-me .mention")).to_have_text("@Eva")
        expect(eva.locator("#panel")).to_contain_text("Please look, @Eva")


def test_escape_closes_the_names_and_leaves_the_words(agent: Page) -> None:
    """Whoever writes an @ and means no name is not held up."""
    agent.keyboard.press("n")
    agent.keyboard.type("mail @")
    expect(agent.get_by_role("listbox", name="Colleagues")).to_be_visible()
    agent.keyboard.press("Escape")
    expect(agent.get_by_role("listbox", name="Colleagues")).to_be_hidden()
    expect(agent.get_by_label("Only staff read this")).to_have_value("mail @")


def test_own_notes_are_changed_and_deleted_in_their_place(agent: Page) -> None:
    """Without leaving the page."""
    agent.keyboard.press("n")
    agent.keyboard.type("Tpyo")
    agent.keyboard.press("Control+Enter")
    note = agent.locator(".line.note")
    note.get_by_text("Change or delete").click()
    note.get_by_label("Note").fill("Typo")
    note.get_by_role("button", name="Save note").click()
    expect(note.locator(".bubble")).to_have_text("Typo")
    note.get_by_text("Change or delete").click()
    note.get_by_role("button", name="Delete note").click()
    expect(note.locator(".bubble")).to_have_text("This note was taken away.")


def test_marks_show_at_once_and_are_undone_by_the_note(stage: Bench, agent: Page) -> None:
    """L and a word; the toast takes it back."""
    agent.keyboard.press("l")
    agent.keyboard.type("vip")
    agent.keyboard.press("Enter")
    expect(agent.locator("#marks .mark-label")).to_contain_text("vip")
    with agent.expect_response("**/undo"):
        agent.get_by_role("button", name="Undo").click()
    expect(agent.locator("#marks .mark-label")).to_have_count(0)
    assert stage.archive.desk.thread(THREAD).labels == ()


def test_a_thread_is_snoozed_and_closed_by_keyboard(stage: Bench, agent: Page) -> None:
    """Z opens the choices, e closes the thread as done."""
    agent.keyboard.press("z")
    expect(agent.get_by_role("button", name="For 1 hour")).to_be_focused()
    agent.keyboard.press("Enter")
    expect(agent.locator("#marks [data-asleep]")).to_contain_text("Snoozed until")
    agent.get_by_role("button", name="Wake").click()
    expect(agent.locator("#marks [data-asleep]")).to_have_count(0)
    agent.locator("body").click(position={"x": 700, "y": 400})
    with agent.expect_response("**/close"):
        agent.keyboard.press("e")
    expect(agent.locator("#marks")).to_contain_text("Closed")
    assert stage.archive.desk.thread(THREAD).done_at > 0


def test_what_the_server_refuses_is_taken_back_and_said(stage: Bench, agent: Page) -> None:
    """What showed at once does not stay when it did not happen."""
    stage.archive.away = True
    agent.keyboard.press("l")
    agent.keyboard.type("vip")
    agent.keyboard.press("Enter")
    expect(agent.locator("#problem")).to_be_visible()
    expect(agent.locator("#marks .pending")).to_have_count(0)
    stage.archive.away = False


@pytest.mark.parametrize(("size", "scheme"), looks((390, 844), (1440, 900)))
def test_nothing_bars_anybody_from_notes_and_marks(
    stage: Bench, browser: Browser, site: str, size: tuple[int, int], scheme: Any
) -> None:
    """The automatic rules of WCAG 2.2 AA, with everything open."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    sign_in(stage, context, site, somebody("Ana"))
    page = context.new_page()
    page.goto(f"{site}/desk")
    open_thread(page)
    page.keyboard.press("n")
    page.keyboard.type("Ask @Eva again")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".line.note")).to_be_visible()
    expect(page.locator("#note-text")).to_be_hidden()
    page.keyboard.press("l")
    page.keyboard.type("vip")
    page.keyboard.press("Enter")
    expect(page.locator("#marks .mark-form")).to_be_visible()
    inspect(page)
    page.locator(".note-write > summary").click()
    page.locator("#note-text").fill("@")
    page.locator("#note-text").press("End")
    inspect(page)
    page.keyboard.press("Escape")
    page.locator(".mark-bar summary", has_text="Snooze").click()
    inspect(page)
    context.close()
