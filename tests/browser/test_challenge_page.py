"""The bank's page by itself: whoever looks at it, on whatever screen, in which language and colours."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from bot.domain.money import Money
from bot.ports.gateway import CardSecret, Charge
from tests.browser.test_access import SIZES, inspect
from tests.fakes.sandbox_server import RunningSandbox, sandbox_server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    """A bank, with a very long name of a shop to show."""
    with sandbox_server(merchant="Threadfare Air and its many subsidiaries of all continents") as running:
        yield running


def challenge(sandbox: RunningSandbox, payment: str) -> str:
    """The address of a fresh challenge for a great amount."""
    gateway = sandbox.gateway()
    token = gateway.tokenize(CardSecret("4000002760003184", 12, 2090, "123"), key=f"{payment}:token")
    assert token.instrument is not None
    asked = gateway.authorize(
        Charge(token.instrument.token),
        Money(1_234_567_00, "EUR"),
        key=payment,
        payment=payment,
        metadata={},
        return_url="http://127.0.0.1:9/",
    )
    return asked.action_url


@pytest.mark.parametrize(
    ("size", "scheme", "locale"),
    [
        (SIZES[0], "light", "en-GB"),
        (SIZES[0], "dark", "fr-FR"),
        (SIZES[1], "light", "fr-FR"),
        (SIZES[1], "dark", "en-GB"),
        ((320, 640), "light", "fr-FR"),
    ],
)
def test_nobody_is_kept_from_confirming(
    sandbox: RunningSandbox, browser: Browser, size: tuple[int, int], scheme: Any, locale: str
) -> None:
    """The question, the answer that comes too late and the list of cards pass WCAG 2.2 AA at each size."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale=locale, reduced_motion="reduce"
    )
    page = context.new_page()
    address = challenge(sandbox, f"pay-{size[0]}-{scheme}-{locale}")
    page.goto(address)
    expect(page.get_by_role("button")).to_have_count(2)
    inspect(page)
    sandbox.answer(address, "fail")
    page.reload()
    expect(page.get_by_role("button")).to_have_count(0)
    inspect(page)
    page.goto(sandbox.url)
    inspect(page)
    context.close()


@pytest.mark.parametrize(("tabs", "name"), [(1, "Approve"), (2, "Refuse"), (3, "Leave without deciding")])
def test_each_way_is_reached_by_keyboard_and_shows_it(
    sandbox: RunningSandbox, browser: Browser, tabs: int, name: str
) -> None:
    """Without a mouse a traveller sees where she is, and nothing is chosen for her."""
    page = browser.new_context().new_page()
    page.goto(challenge(sandbox, f"keys-{tabs}"))
    for _ in range(tabs):
        page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text(name)
    assert focused.evaluate("one => parseFloat(getComputedStyle(one).outlineWidth)") >= 2
    page.context.close()


def test_no_page_shows_the_question_inside_itself(sandbox: RunningSandbox, browser: Browser) -> None:
    """A page that frames the bank's gets nothing to lay its own buttons over."""
    page = browser.new_context().new_page()
    page.goto(sandbox.url)
    page.set_content(f'<iframe src="{challenge(sandbox, "framed")}"></iframe>', wait_until="load")
    assert page.frames[-1].url.startswith("chrome-error:")
    page.context.close()
