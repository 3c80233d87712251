"""A whole day of who edits flows, by keyboard alone: from a text in two languages to a revision that is rolled back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.web.app import create_app
from tests.browser.conftest import Serve
from tests.browser.keyboard import tab_to, write_in
from tests.builders.flow_town import FlowTown
from tests.builders.sign_in import cookie_in, session_in
from tests.builders.staff import EDI

pytestmark = pytest.mark.browser

WISH = "Paris to New York in ten days, back on the 12th, {} adults"
PEOPLE = ("Marie Durand", "24 July 1987", "Jean Durand", "3 March 1985", "marie@example.com")
OLD, NEW = "Have a good trip!", "Fly well! Write to me any time."
FRENCH = "Bon vol ! Écrivez-moi quand vous voulez."
BY_PERSON = "I'm calling a colleague"


@pytest.fixture(name="town")
def _town() -> FlowTown:
    return FlowTown()


@pytest.fixture(name="edi")
def _edi(browser: Browser, town: FlowTown, serve: Serve) -> Iterator[Page]:
    """Edi's browser, in which nothing is ever clicked."""
    place = serve(create_app(town.web))
    name, value = cookie_in(town.web, session_in(town.web, EDI))
    context = browser.new_context(
        base_url=place, viewport={"width": 1440, "height": 900}, reduced_motion="reduce", locale="en-GB"
    )
    context.add_cookies([{"name": name, "value": value, "url": place}])
    context.set_default_timeout(15_000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert faults == []


def test_an_editors_day_by_keyboard_alone(town: FlowTown, edi: Page) -> None:
    """Words and a step change, are checked, mended, tried, kept as a test, published, met by travellers, taken back."""
    _buys(town, "ada", pays=False)
    edi.goto("/staff/flows")
    _press(edi, "j", "Enter")
    expect(edi.get_by_role("heading", name="book", exact=True)).to_be_visible()
    _words(edi)
    _decides(edi)
    _tries(edi)
    _publishes(edi)
    _travels(town, edi)
    _rolls_back(edi)
    town.another("dan")
    town.say(WISH.format(7))
    assert BY_PERSON not in town.last()


def _words(page: Page) -> None:
    """The last words of the flow are changed in English and in French, and saved at once."""
    _go(page, "done", "done")
    _press(page, "s")
    tab_to(page, "English")
    _retype(page, "done", NEW)
    tab_to(page, "French", "Shift+Tab")
    _press(page, "Enter")
    expect(page.get_by_role("button", name="French")).to_have_attribute("aria-pressed", "true")
    _retype(page, "done", FRENCH)
    _press(page, "Control+Enter")
    expect(page.get_by_role("status").filter(has_text="Saved to the draft")).to_be_visible()


def _decides(page: Page) -> None:
    """A step that decides is added; what the check says of it is mended, until nothing is left to say."""
    _go(page, "hello", "hello")
    _press(page, "o")
    page.keyboard.type("crowd")
    write_in(page, "It", "decides")
    tab_to(page, "Add")
    _press(page, "Enter")
    expect(page.get_by_role("status").filter(has_text="The step is added")).to_be_visible()
    expect(page.get_by_text("before it can be published")).to_be_visible()
    _press(page, "f")
    expect(page.locator(".issues :focus")).to_have_text("crowd")
    _press(page, "s")
    write_in(page, "Field, condition 1, row 1", "Number of trav")
    write_in(page, "Comparison, condition 1, row 1", "")
    expect(page.locator("#step-form :focus")).to_contain_text("is at least")
    page.keyboard.type("is at least")
    _press(page, "Tab")
    expect(page.get_by_label("Value, condition 1, row 1")).to_be_focused()
    page.keyboard.type("6")
    write_in(page, "Then go to", "person")
    write_in(page, "Otherwise go to", "missing")
    _press(page, "Control+Enter")
    expect(page.get_by_role("status").filter(has_text="Saved to the draft")).to_be_visible()
    _go(page, "hello", "hello")
    _press(page, "s")
    write_in(page, "Then go to", "crowd")
    _press(page, "Control+Enter")
    expect(page.get_by_text("Nothing found")).to_be_visible()


def _tries(page: Page) -> None:
    """The draft is talked to, and the talk is kept as a golden conversation."""
    _go(page, "try it", "Try it")
    tab_to(page, "Begin")
    _press(page, "Enter")
    expect(page.get_by_label("Write as the traveller")).to_be_focused()
    page.keyboard.type(WISH.format(7))
    _press(page, "Enter")
    talk = page.get_by_role("log")
    expect(talk).to_contain_text(BY_PERSON)
    expect(talk.get_by_role("link", name="Edit the step welcome.short")).to_be_visible()
    expect(talk.get_by_role("link", name="Edit the step person")).to_be_visible()
    tab_to(page, "Keep this talk")
    _press(page, "Enter")
    write_in(page, "Name", "A crowd is given to a person")
    _press(page, "Enter")
    expect(page.get_by_role("status").filter(has_text="kept as a golden conversation")).to_be_visible()


def _publishes(page: Page) -> None:
    """Nothing stands in the way, and the golden conversation passes."""
    _go(page, "publish", "Publish")
    expect(page.get_by_text("Nothing in the way")).to_be_visible()
    expect(page.get_by_text("A crowd is given to a person")).to_be_visible()
    write_in(page, "What changes, and why", "Crowds are served by people")
    _press(page, "Control+Enter")
    expect(page.get_by_role("status").filter(has_text="Published.")).to_be_visible()


def _travels(town: FlowTown, page: Page) -> None:
    """Who comes now is on the new revision, in both languages; who had begun before finishes on the old one."""
    town.pass_time(2)
    assert town.web.world().flow("book", 2).texts["fr"]["done"].parts == (FRENCH,)
    _buys(town, "bob", pays=True)
    assert town.last() == NEW
    town.another("cy")
    town.say(WISH.format(7))
    assert BY_PERSON in town.last()
    _go(page, "revisions", "Revisions")
    expect(page.get_by_role("row").filter(has_text="Revision 2").locator(".number")).to_have_text("1")
    expect(page.get_by_role("row").filter(has_text="Revision 1").locator(".number")).to_have_text("1")
    town.another("ada")
    town.pay("4242424242424242")
    assert town.last().startswith(OLD)


def _rolls_back(page: Page) -> None:
    """The old revision is live again, with a reason."""
    tab_to(page, "Revision 1")
    _press(page, "Enter")
    page.wait_for_url("**/revisions/1")
    write_in(page, "Why", "People are not there at night")
    _press(page, "Enter")
    expect(page.get_by_role("status").filter(has_text="Rolled back.")).to_be_visible()


def _buys(town: FlowTown, user: str, *, pays: bool) -> None:
    town.another(user)
    town.say(WISH.format(2))
    town.tap("Choose")
    for words in PEOPLE:
        town.say(words)
    town.tap("Yes, hold them")
    if pays:
        town.pay("4242424242424242")


def _press(page: Page, *keys: str) -> None:
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def _go(page: Page, words: str, called: str) -> None:
    """Through the command bar, to what it finds first."""
    before = page.url
    _press(page, "Control+k")
    page.keyboard.type(words)
    expect(page.locator("#command-list [aria-selected=true] .label")).to_have_text(called)
    _press(page, "Enter")
    page.wait_for_url(lambda url: url != before)


def _retype(page: Page, label: str, text: str) -> None:
    write_in(page, label, "")
    _press(page, "Control+a")
    page.keyboard.type(text)
