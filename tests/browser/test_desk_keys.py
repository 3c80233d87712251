"""The whole day by keyboard: every key of the table does something where it works, and a shift needs no mouse."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.staff.roles import Role
from bot.services import assigning, desk, transfers, turns
from bot.services.thread_refs import ref_of
from bot.services.transfers import To
from bot.web.desk import keys
from tests.browser.test_desk import at_the_desk
from tests.web.archive import Bench
from tests.web.staff_door import somebody

pytestmark = pytest.mark.browser

THREADS = tuple(f"webchat:TF:guest{number:05}" for number in (1, 2, 3))
FIRST = THREADS[0]
ROLES: tuple[Role, ...] = ("agent",)
BO = somebody("Bo", roles=ROLES)
MOST_LOOKS = 80
OF_THE_DESK = tuple(key for key in keys.KEYS if key.scope != "flow")
"""Keys of flows are pressed in `test_flow_editor`."""
ACTIVE = "document.activeElement"
STANDING = "document.querySelector('[data-standing]')?.dataset.standing"


class Effect(NamedTuple):
    """Where a key is pressed (the list, a thread that waits or one's own), after which others, and what is so then."""

    place: str
    then: str
    before: tuple[str, ...] = ()


EFFECTS = {
    "next": Effect("list", f"{ACTIVE} === document.querySelectorAll('.row')[0]"),
    "previous": Effect("list", f"{ACTIVE} === [...document.querySelectorAll('.row')].at(-1)"),
    "open": Effect("list", "location.pathname.startsWith('/desk/t/')", ("j",)),
    "claim": Effect("queue", f"{STANDING} === 'mine' && {ACTIVE}.id === 'reply-text'"),
    "reply": Effect("queue", f"{ACTIVE}.id === 'reply-text'"),
    "quote": Effect("queue", "!document.getElementById('about').hidden"),
    "note": Effect("queue", f"{ACTIVE}.id === 'note-text'"),
    "assign": Effect("queue", f"{ACTIVE}.form?.action.endsWith('/assign')"),
    "transfer": Effect("mine", f"{ACTIVE}.form?.action.endsWith('/transfer')"),
    "give-back": Effect("mine", f"{STANDING} === 'bot'"),
    "done": Effect("mine", f"{STANDING} === 'bot'"),
    "snooze": Effect("mine", f"{ACTIVE}.closest('[data-mark=snooze]')"),
    "label": Effect("mine", f"{ACTIVE}.id === 'mark-label'"),
    "details": Effect("queue", f"{ACTIVE}.closest('#side')"),
    "send": Effect("mine", "document.querySelector('.line.agent')?.textContent.includes('xyz')", ("r", "x", "y", "z")),
    "send-next": Effect("mine", "!location.pathname.endsWith(window.began)", ("r", "x", "y", "z")),
    "search": Effect("queue", f"{ACTIVE}.id === 'find'"),
    "commands": Effect("queue", f"{ACTIVE}.id === 'command-field'"),
    "help": Effect("list", "document.getElementById('key-sheet').open"),
    "leave": Effect("queue", f"{ACTIVE} === document.body", ("r",)),
}


@pytest.fixture(name="ana")
def _ana(stage: Bench, browser: Browser, site: str) -> Iterator[Page]:
    """An agent at a desk at which three travellers wait, who has the keyboard alone."""
    for number, thread in enumerate(THREADS, 1):
        turns.take(stage.runtime, thread, ChoiceTapped(f"t{number}", number, "go:person", "Talk to a person"))
        turns.take(stage.runtime, thread, TextReceived(f"m{number}", number, "My name is spelled wrong"))
        stage.clock.pass_time(seconds=40)
    stage.archive.people.keep(BO)
    with at_the_desk(stage, browser, site, "Ana", roles=ROLES) as found:
        yield found


def live(page: Page) -> None:
    """Wait until the page is live."""
    expect(page.locator("#connection")).to_have_text("Live")


def standing(page: Page, word: str) -> None:
    """Wait until the thread stands so."""
    expect(page.locator("[data-standing]")).to_have_attribute("data-standing", word)


def press(page: Page, *names: str) -> None:
    """Press keys, one after the other."""
    for name in names:
        page.keyboard.press(name)


def test_no_key_is_without_its_test() -> None:
    """Whatever joins the table joins here."""
    assert set(EFFECTS) == {key.action for key in OF_THE_DESK}


@pytest.mark.parametrize("key", OF_THE_DESK, ids=lambda key: key.action)
def test_every_key_does_what_the_sheet_says(stage: Bench, ana: Page, site: str, key: keys.Key) -> None:
    """No key of the sheet is dead where it is said to work."""
    effect = EFFECTS[key.action]
    if effect.place == "mine":
        desk.take(stage.runtime, FIRST, somebody("Ana", roles=ROLES))
    path = "" if effect.place == "list" else f"/t/{ref_of(stage.runtime, FIRST)}"
    ana.goto(f"{site}/desk{path}")
    live(ana)
    press(ana, *effect.before)
    press(ana, key.keys.replace("Mod", "Control").replace("+K", "+k"))
    becomes(ana, effect.then.replace("window.began", repr(path)))


def becomes(page: Page, then: str) -> None:
    """Wait until something is so, asking again and again: the policy of the page lets no waiting script in."""
    for _ in range(MOST_LOOKS):
        try:
            if page.evaluate(f"() => Boolean({then})"):
                return
        except PlaywrightError:  # the page is just being left
            pass
        page.wait_for_timeout(100)
    pytest.fail(f"It never became so: {then}")


def test_a_whole_shift_by_keyboard(stage: Bench, ana: Page) -> None:
    """Take, answer, note, label, close and go on, assign, put off, accept a transfer, search, go: no mouse."""
    live(ana)
    press(ana, "j", "Enter")
    ana.wait_for_url("**/desk/t/**")
    first = opened(stage, ana)
    live(ana)
    press(ana, "c")
    standing(ana, "mine")
    expect(ana.get_by_label("Reply")).to_be_focused()
    ana.keyboard.type("Good evening, this is Ana.")
    press(ana, "Control+Enter")
    expect(ana.locator(".line.agent .bubble")).to_have_text("Good evening, this is Ana.")
    press(ana, "Escape", "n")
    ana.keyboard.type("She was right about the name")
    press(ana, "Tab", "Enter")
    expect(ana.locator("#log")).to_contain_text("She was right about the name")
    at_button(ana, "note")
    press(ana, "l")
    ana.keyboard.type("names")
    press(ana, "Enter")
    expect(ana.locator("#marks")).to_contain_text("names")
    at_button(ana, "label")
    press(ana, "r")
    ana.keyboard.type("It is done.")
    press(ana, "Control+Shift+Enter")
    expect(ana.locator("[data-standing]")).to_have_attribute("data-standing", "queue")
    second = opened(stage, ana)
    assert "It is done." in stage.archive.texts(first)
    assert stage.archive.desk.thread(first).done_at
    live(ana)
    press(ana, "a", "B", "Tab", "Tab", "Enter")
    expect(ana.locator("#assign")).to_contain_text("Assigned to Bo")
    assert stage.archive.desk.thread(second).offered_to == BO.id
    expect(ana.get_by_label("Reply")).to_be_focused()
    press(ana, "Escape", "z", "Enter")
    expect(ana.locator("#marks")).to_contain_text("Snoozed")
    at_button(ana, "snooze")
    third = next(thread for thread in THREADS if thread not in (first, second))
    handed_over(stage, ana, third)
    press(ana, "Escape", "/")
    ana.keyboard.type("spelled")
    press(ana, "Enter")
    ana.wait_for_url("**/desk/search?q=spelled")
    press(ana, "Control+k")
    expect(ana.locator("#command-field")).to_be_focused()
    ana.keyboard.type("inbox")
    expect(ana.locator("#command-list").get_by_role("option").first).to_contain_text("Inbox")
    press(ana, "Enter")
    ana.wait_for_url("**/desk")


@pytest.fixture(name="slow")
def _slow(ana: Page) -> list[Route]:
    """Ana has a thread, and her replies are on their way until a test lets them go on."""
    held: list[Route] = []
    live(ana)
    press(ana, "j", "Enter")
    ana.wait_for_url("**/desk/t/**")
    live(ana)
    press(ana, "c")
    standing(ana, "mine")
    ana.route("**/reply", lambda route: held.append(route))  # noqa: PLW0108  Playwright marks the function
    return held


def answered(page: Page, held: list[Route], number: int) -> None:
    """Let a reply go on, and wait until the page has taken its answer: its field is empty of it."""
    for _ in range(MOST_LOOKS):
        if len(held) > number:
            break
        page.wait_for_timeout(50)
    with page.expect_response("**/reply"):
        held[number].continue_()
    expect(page.locator(".line.agent .bubble")).to_have_count(number + 1)


def test_a_slow_answer_takes_nobody_out_of_what_they_write_next(stage: Bench, ana: Page, slow: list[Route]) -> None:
    """A reply is still on its way when a note is begun: the note's words never end in what the traveller reads."""
    thread = opened(stage, ana)
    ana.keyboard.type("Good evening, this is Ana.")
    press(ana, "Control+Enter", "Escape", "n")
    expect(ana.locator("#note-text")).to_be_focused()
    ana.keyboard.type("She is ")
    answered(ana, slow, 0)
    expect(ana.locator("#reply-text")).to_have_value("")
    ana.keyboard.type("angry")
    expect(ana.locator("#note-text")).to_have_value("She is angry")
    press(ana, "Control+Enter")
    expect(ana.locator("#log")).to_contain_text("She is angry")
    assert not any("angry" in text for text in stage.archive.texts(thread))


def test_nor_do_the_answers_of_several_replies(ana: Page, slow: list[Route]) -> None:
    """The second was sent before the note was begun, and goes out while it is written."""
    ana.keyboard.type("One.")
    press(ana, "Control+Enter")
    ana.keyboard.type(" Two.")
    press(ana, "Control+Enter", "Escape", "n")
    expect(ana.locator("#note-text")).to_be_focused()
    ana.keyboard.type("She is ")
    answered(ana, slow, 0)
    answered(ana, slow, 1)
    expect(ana.locator("#reply-text")).to_have_value("")
    ana.keyboard.type("angry")
    expect(ana.locator("#note-text")).to_have_value("She is angry")


def test_who_has_left_the_reply_is_not_taken_back_into_it(ana: Page, slow: list[Route]) -> None:
    """After Escape the next letter is a key, also when the answer comes in between."""
    ana.keyboard.type("One.")
    press(ana, "Control+Enter", "Escape")
    answered(ana, slow, 0)
    expect(ana.locator("#reply-text")).to_have_value("")
    press(ana, "n")
    expect(ana.locator("#note-text")).to_be_focused()
    ana.keyboard.type("She is angry")
    expect(ana.locator("#note-text")).to_have_value("She is angry")


def at_button(page: Page, action: str) -> None:
    """Wait until an act is done, which leads back to where it began: letters are keys again there."""
    expect(page.locator(f"summary[data-key={action}]")).to_be_focused()


def opened(stage: Bench, page: Page) -> str:
    """The thread that is open."""
    return next(thread for thread in THREADS if ref_of(stage.runtime, thread) in page.url)


def handed_over(stage: Bench, ana: Page, thread: str) -> None:
    """Bo transfers a thread of his to Ana, who opens it, accepts, and closes it."""
    desk.take(stage.runtime, thread, BO)
    transfers.begin(stage.runtime, BO, thread, To(person=somebody("Ana").id), note="She asks for you")
    assigning.drain(stage.runtime)
    press(ana, "Control+k")
    ana.keyboard.type(thread[-5:])
    expect(ana.locator("#command-list").get_by_role("option")).to_have_count(1)
    press(ana, "Enter")
    expect(ana.locator("#assign")).to_contain_text("She asks for you")
    live(ana)
    press(ana, "c")
    standing(ana, "mine")
    expect(ana.get_by_label("Reply")).to_be_focused()
    press(ana, "Escape", "e")
    standing(ana, "bot")
    expect(ana.locator("button[data-key=done]")).to_be_enabled()
