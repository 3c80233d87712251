"""The page that asks for a PIN in Debian's Chromium: by keyboard alone, without a script, in light and dark."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looks import looks
from tests.browser.test_access import SIZES, inspect
from tests.web.archive import Bench
from tests.web.test_pin import BAD, PIN, guard

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)


@pytest.mark.parametrize(("size", "scheme"), looks(*SIZES))
def test_a_pin_is_entered_without_a_mouse_and_without_a_script(
    stage: Bench, browser: Browser, site: str, size: tuple[int, int], scheme: Any
) -> None:
    """The field has the focus, Enter sends it, what was wrong is told where it is, and the end leads to the chat."""
    sight: Any = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    context = browser.new_context(**sight, java_script_enabled=False)
    page: Page = context.new_page()
    page.goto(site + guard(stage))
    expect(page.get_by_label("PIN of your wallet")).to_be_focused()
    page.keyboard.type(BAD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("You may try 4 more times")
    expect(page.get_by_label("PIN of your wallet")).to_be_focused()
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your PIN was right")).to_be_visible()
    expect(page.get_by_role("link", name="Back to the chat")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_of_the_page_bars_anybody(stage: Bench, browser: Browser, site: str, scheme: Any) -> None:
    """The form, what was wrong with it, and the pages that follow pass the automatic rules of WCAG 2.2 AA."""
    path = guard(stage)
    for width, height in SIZES:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page = context.new_page()
        for url in (path, f"{path}?said=shape", "/pin/unknown"):
            page.goto(site + url)
            inspect(page)
        context.close()
