"""What only a browser shows of maps, revisions and publishing: a map by keys, a release by keyboard, axe."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.domain.flow.footfall import Passed
from bot.domain.flow.operations import SetNext
from bot.web.app import create_app
from tests.browser.conftest import Serve
from tests.browser.keyboard import tab_to, type_into
from tests.browser.looks import looks
from tests.browser.test_access import inspect
from tests.builders.flow_room import BEA, SOON, do, flow_room, live, publish, worded
from tests.builders.house import House
from tests.builders.sign_in import cookie_in, session_in
from tests.builders.staff import EDI
from tests.web.flow_rooms import walked

pytestmark = pytest.mark.browser
BOOK = "/staff/flows/book"


@pytest.fixture(name="home")
def _home() -> House:
    """Flows are live, and one has a draft that waits for its time."""
    home = flow_room(public_url="http://localhost")
    worded(home, "Whence?")
    return home


@pytest.fixture(name="place")
def _place(home: House, serve: Serve) -> str:
    return serve(create_app(home.runtime))


def entered(browser: Browser, home: House, place: str, **sight: Any) -> BrowserContext:
    """A browser of an editor of flows, which fails the test when a page breaks its own policy."""
    context = browser.new_context(base_url=place, reduced_motion="reduce", **sight)
    context.set_default_timeout(15_000)
    name, value = cookie_in(home.runtime, session_in(home.runtime, EDI))
    context.add_cookies([{"name": name, "value": value, "url": place}])
    return context


@pytest.fixture(name="edi")
def _edi(browser: Browser, home: House, place: str) -> Iterator[Page]:
    context = entered(browser, home, place, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert not errors


def test_the_map_is_moved_and_sized_by_keys_buttons_and_wheel(home: House, edi: Page) -> None:
    """Arrow keys go from step to step, Enter opens one, and the figures are those of now."""
    edi.clock.install()
    edi.goto(f"{BOOK}/map")
    size = edi.locator("#map-size")
    expect(size).to_have_text("100 %")
    edi.get_by_role("button", name="Smaller").click()
    expect(size).to_have_text("80 %")
    frame = edi.locator("#map-window")
    frame.press("+")
    expect(size).to_have_text("100 %")
    frame.press("0")
    expect(size).not_to_have_text("100 %")
    frame.hover()
    edi.keyboard.down("Control")
    edi.mouse.wheel(0, -200)
    edi.keyboard.up("Control")
    tab_to(edi, "Begins here")
    edi.keyboard.press("ArrowDown")
    focused = edi.locator(".spot:focus")
    expect(focused).not_to_have_attribute("data-step", "hello")
    edi.keyboard.press("Home")
    expect(focused).to_have_attribute("data-step", "hello")
    walked(home, "hello", Passed(41, 40))
    edi.clock.fast_forward(16_000)
    expect(edi.locator('[data-step="hello"] .came')).to_have_text("41 came, 1 here now")
    edi.keyboard.press("Enter")
    edi.wait_for_url("**/steps/hello")


def test_a_flow_is_published_and_rolled_back_by_keyboard(home: House, edi: Page) -> None:
    """Notes, one button; then a reason, one button."""
    edi.goto(f"{BOOK}/publish")
    type_into(edi, "What changes, and why", "Older words")
    for _ in range(14):  # the field of the time has a stop for each of its parts
        edi.keyboard.press("Tab")
        if edi.evaluate("document.activeElement.matches('.publish-form button')"):
            break
    edi.keyboard.press("Enter")
    expect(edi.get_by_role("status").filter(has_text="Published.")).to_be_visible()
    assert live(home) == 2
    tab_to(edi, "← Revision 1")
    edi.keyboard.press("Enter")
    expect(edi.get_by_role("heading", name="Roll back to this revision")).to_be_visible()
    type_into(edi, "Why", "It confused people")
    edi.keyboard.press("Enter")
    expect(edi.get_by_role("status").filter(has_text="Rolled back.")).to_be_visible()
    assert live(home) == 1


@pytest.mark.parametrize("path", ["publish", "revisions", "revisions/1"])
def test_an_open_page_tells_that_a_colleague_published(home: House, edi: Page, path: str) -> None:
    """What somebody types stands; a link loads the page with what is live now."""
    edi.goto(f"{BOOK}/{path}")
    expect(edi.locator("#draft-news")).to_be_empty()
    publish(home, person=BEA)
    expect(edi.locator("#draft-news")).to_contain_text("Bea published revision 2, which is live now.")
    edi.get_by_role("link", name="Load the page again").click()
    expect(edi.locator("#draft-news")).to_be_empty()


@pytest.mark.parametrize(("width", "scheme"), looks(390, 1440))
def test_nothing_bars_anybody(browser: Browser, home: House, place: str, width: int, scheme: Any) -> None:
    """Every page passes the automatic rules in both schemes, on a phone and on a desk, with faults and all."""
    publish(home)
    worded(home, "From where?")
    publish(home, due=SOON)
    do(home, SetNext("hello_long", "nowhere"))
    walked(home, "search", Passed(100, 20, 70, 3), revision=2)
    context = entered(browser, home, place, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    for path in ("map", "publish", "revisions", "revisions/1", "difference?before=1&after=2", "testers"):
        page.goto(f"{BOOK}/{path}")
        if path == "map":
            page.get_by_text("The map in words").click()
        inspect(page)
    context.close()
