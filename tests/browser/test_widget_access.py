"""Everybody can use the embedded chat: automatic rules, keyboard, small phones, one's own colours, a site's look."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import PHONE, Serve
from tests.browser.host import Host, begin, launcher, panel, until
from tests.browser.looks import looks
from tests.browser.test_access import inspect
from tests.web.archive import greeting

pytestmark = pytest.mark.browser

LOUD: dict[str, Any] = {"brand": "#ffd400", "on_brand": "#000000", "radius": 0, "font": "Georgia", "position": "left"}


@pytest.mark.parametrize(("width", "scheme"), looks(390, 1440))
def test_nothing_bars_anybody_from_the_embedded_chat(serve: Serve, browser: Browser, width: int, scheme: Any) -> None:
    """Host page and frame pass the automatic rules of WCAG 2.2 AA in both schemes, in a brand as loud as yellow."""
    host = Host(serve, **LOUD)
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(host.url)
    inspect(page)
    begin(host, page)
    inspect(page)
    panel(page).get_by_text("Forget this chat").click()
    inspect(page.frames[1])
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("iframe")).to_be_hidden()
    host.stage.archive.say(host.thread(), greeting("Gate 12"))
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("button", name="Chat, 1 new message")).to_be_visible()
    inspect(page)
    context.close()


def test_the_launcher_stands_where_it_stands_and_moves_nothing(host: Host, context: BrowserContext) -> None:
    """The host page's text stays where it was; the button is 56 pixels wide and high, whatever the host's styles."""
    page = context.new_page()
    page.add_init_script(
        "new PerformanceObserver((list) => { globalThis.shifts = list.getEntries().length })"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(host.url)
    box = launcher(page).bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (56, 56)
    assert (round(box["x"]), round(box["y"])) == (1440 - 76, 900 - 76)
    assert page.evaluate("globalThis.shifts ?? 0") == 0


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_launcher_is_reached_used_and_left_by_keyboard(host: Host, context: BrowserContext, key: str) -> None:
    """Tab goes to it and on from it; Enter or Space opens the chat, with the caret in its field."""
    page = context.new_page()
    page.goto(host.url)
    expect(launcher(page)).to_be_visible()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(launcher(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name="A link")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press(key)
    expect(panel(page).get_by_label("Message", exact=True)).to_be_focused()


def test_on_a_desktop_the_panel_is_no_trap(host: Host, context: BrowserContext) -> None:
    """The host page stays usable beside the open panel: focus goes on from the panel into it."""
    page = context.new_page()
    begin(host, page)
    button = page.get_by_role("button", name="Chat", exact=True)
    expect(button).to_have_attribute("aria-haspopup", "dialog")
    expect(button).to_have_attribute("aria-controls", "chat")
    page.get_by_role("link", name="A link").click()
    expect(panel(page).locator(".line.me")).to_be_visible()
    assert page.evaluate("document.activeElement.textContent") == "A link"
    page.locator("iframe").focus()
    panel(page).get_by_role("button", name="Close the chat").click()
    expect(button).to_be_focused()


def test_on_a_phone_the_panel_is_a_sheet_that_the_back_button_closes(host: Host, browser: Browser) -> None:
    """It fills the screen, nothing behind it can be reached, and "back" leads to the page and not away from it."""
    context = browser.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]}, has_touch=True)
    page = context.new_page()
    begin(host, page)
    box = page.locator("iframe").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") != "A link"
    page.go_back()
    expect(page.locator("iframe")).to_be_hidden()
    assert page.url == f"{host.url}/"
    launcher(page).click()
    panel(page).get_by_role("button", name="Close the chat").click()
    expect(page.locator("iframe")).to_be_hidden()
    page.go_back()
    assert page.url == "about:blank"
    context.close()


def test_a_reload_with_the_sheet_open_leaves_no_needless_step_back(host: Host, browser: Browser) -> None:
    """The sheet is closed after a reload: one "back" leaves the page, as if it had never been open."""
    context = browser.new_context(viewport={"width": PHONE["width"], "height": PHONE["height"]}, has_touch=True)
    page = context.new_page()
    begin(host, page)
    assert page.evaluate("history.state.tf") == 1
    page.reload()
    expect(launcher(page)).to_be_visible()
    until(page, "!history.state?.tf")
    expect(page.locator("iframe")).to_be_hidden()
    page.go_back()
    assert page.url == "about:blank"
    context.close()


def test_a_sheet_becomes_a_panel_when_there_is_room(host: Host, browser: Browser) -> None:
    """Whoever turns a tablet keeps the talk open."""
    context = browser.new_context(viewport={"width": 400, "height": 800})
    page = context.new_page()
    begin(host, page)
    page.set_viewport_size({"width": 900, "height": 400})
    expect(panel(page).locator(".line.me")).to_be_visible()
    box = page.locator("iframe").bounding_box()
    assert box is not None
    assert box["width"] < 410
    page.get_by_role("link", name="A link").click(timeout=2000)
    context.close()


def test_the_badge_is_seen_in_ones_own_colours(host: Host, browser: Browser) -> None:
    """With forced colours the button has an edge and its sign."""
    context = browser.new_context(forced_colors="active", viewport={"width": 600, "height": 600})
    page = context.new_page()
    page.goto(host.url)
    button = launcher(page)
    colours = button.evaluate("(one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]")
    assert colours[0] != colours[1]
    assert button.evaluate("(one) => getComputedStyle(one).borderStyle") == "solid"
    context.close()
