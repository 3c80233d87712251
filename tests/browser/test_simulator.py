"""The simulator in a browser: a draft is talked to by keyboard, without reloads and without a script, and kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, Response, make_response, render_template_string
from playwright.sync_api import Browser, Page, expect

from bot.web.staff import guard
from bot.web.staff.simulator import FLOWS_HERE
from tests.browser.conftest import Serve
from tests.browser.keyboard import tab_to
from tests.browser.test_access import inspect
from tests.builders.flow_room import worded
from tests.builders.sign_in import cookie_in, session_in
from tests.builders.staff import EDI
from tests.builders.try_room import TALKS, TRY, WISH, TryRoom, try_room

pytestmark = pytest.mark.browser


@pytest.fixture(name="room")
def _room() -> TryRoom:
    """A house in which flows are edited, and Edi's browser."""
    return try_room()


@contextmanager
def sitting(browser: Browser, room: TryRoom, site: str, **more: Any) -> Iterator[Page]:
    """A page of Edi's."""
    name, value = cookie_in(room.home.runtime, session_in(room.home.runtime, EDI))
    sight: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", **more}
    context = browser.new_context(base_url=site, **sight)
    context.add_cookies([{"name": name, "value": value, "url": site}])
    context.set_default_timeout(15_000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert faults == []


def test_a_draft_is_talked_to_and_kept_by_keyboard_alone(room: TryRoom, browser: Browser, serve: Serve) -> None:
    """Nothing reloads: what joins the talk is told by its live region, and the cursor stays in the field."""
    with sitting(browser, room, serve(room.app)) as page:
        page.goto(TRY)
        tab_to(page, "Begin")
        page.keyboard.press("Enter")
        expect(page.get_by_role("log")).to_be_attached()
        page.evaluate("window.same = true")
        expect(page.get_by_label("Write as the traveller")).to_be_focused()
        page.keyboard.type(WISH)
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Choose").first).to_be_visible()
        expect(page.get_by_label("Write as the traveller")).to_be_focused()
        first = page.locator(".try-line").first.element_handle()
        page.get_by_role("button", name="Choose").first.press("Enter")
        expect(page.get_by_text("basket.offer", exact=True)).to_be_visible()
        assert first is not None
        assert first.evaluate("one => one.isConnected"), "lines that stood already are not told again"
        assert page.evaluate("window.same")
        page.get_by_text("Keep this talk").press("Enter")
        page.get_by_label("Name", exact=True).press_sequentially("Chooses the first")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="kept as a golden conversation")).to_be_visible()
        page.get_by_role("button", name="Back one turn").press("Enter")
        expect(page.get_by_text("basket.offer", exact=True)).to_have_count(0)
        assert page.evaluate("window.same")
    with room.home.runtime.records.begin() as work:
        assert [talk.golden.name for talk in work.rehearsals.golden_talks("book")] == ["Chooses the first"]


def test_what_does_not_get_through_stays_in_the_field(room: TryRoom, browser: Browser, serve: Serve) -> None:
    """Nobody writes it twice."""
    path = room.begin()
    with sitting(browser, room, serve(room.app)) as page:
        page.goto(path)
        page.route("**/act", lambda route: route.abort())
        page.get_by_label("Write as the traveller").fill("hello")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Try again")
        expect(page.get_by_label("Write as the traveller")).to_have_value("hello")
        page.unroute("**/act")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_count(0)
        expect(page.locator(".try-line.traveller")).to_have_count(1)
        page.get_by_label("Write as the traveller").fill("4242 4242 4242 4242")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("card number")


def test_it_works_without_a_script(room: TryRoom, browser: Browser, serve: Serve) -> None:
    """Each act is a post, after which the newest line is in sight."""
    path = room.to_offers()
    with sitting(browser, room, serve(room.app), java_script_enabled=False) as page:
        page.goto(path)
        page.get_by_role("button", name="Choose").first.click()
        expect(page.locator("#newest")).to_be_in_viewport()
        page.get_by_role("button", name="Back one turn").click()
        expect(page.get_by_role("button", name="Choose").first).to_be_visible()


@pytest.mark.parametrize(("scheme", "size"), [("light", (390, 844)), ("dark", (1440, 900))])
def test_nothing_bars_anybody(
    room: TryRoom, browser: Browser, serve: Serve, size: tuple[int, int], scheme: Any
) -> None:
    """Every page passes the automatic rules of WCAG 2.2 AA and scrolls one way only, in any channel."""
    path, listed = room.to_offers(), room.to_offers(channel="whatsapp")
    room.browser.post(f"{path}/keep", data={"name": "Shows offers"})
    asks = room.begin(step="ask_origin")
    room.browser.post(f"{asks}/keep", data={"name": "Asks"})
    worded(room.home, "Start where?")
    seen = {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}
    with sitting(browser, room, serve(room.app), **seen) as page:
        for where in (TRY, path, listed, f"{TALKS}?run=all"):
            page.goto(where)
            inspect(page)
        page.goto(path)
        page.get_by_role("button", name="Choose").first.click()
        expect(page.locator(".try-fields")).to_be_visible()
        page.get_by_text("What the outside does").click()
        inspect(page)


def test_it_stands_beside_the_editor(room: TryRoom, browser: Browser, serve: Serve) -> None:
    """At 1440 pixels the talk goes on there over every change of the draft; a narrower window has a link."""
    _beside(room.app)
    site = serve(room.app)
    with sitting(browser, room, site) as page:
        page.goto("/beside")
        page.get_by_role("link", name="Try the draft").click()
        page.get_by_role("button", name="Begin").click()
        page.get_by_label("Write as the traveller").fill("hello")
        page.keyboard.press("Enter")
        expect(page.locator(".try-line.traveller")).to_have_text("Traveller: hello")
        page.goto("/beside")
        expect(page.locator(".try-line.traveller")).to_have_text("Traveller: hello")
        page.get_by_role("link", name="New talk").click()
        expect(page.get_by_role("button", name="Begin")).to_be_visible()
        assert page.url.endswith("/beside")
        page.get_by_role("button", name="Close the simulator").click()
        expect(page.get_by_role("link", name="Try the draft")).to_be_focused()
    with sitting(browser, room, site, viewport={"width": 800, "height": 900}) as page:
        page.goto("/beside")
        expect(page.get_by_role("link", name="Try the draft")).to_be_visible()


def _beside(app: Flask) -> None:
    """A page that includes the simulator, as the editor does."""

    @app.get("/beside")
    def beside() -> Response:
        page = render_template_string(
            '<!doctype html><html lang="en"><head><title>Editor</title>'
            '<link rel="stylesheet" href="/static/base.css"><link rel="stylesheet" href="/static/staff.css">'
            '<link rel="stylesheet" href="/static/simulator.css">'
            '<script type="module" src="/static/simulator.js"></script></head><body class="staff"><main><h1>Editor</h1>'
            '{% include "staff/flows/try_beside.html" %}</main></body></html>',
            flow_path=f"{FLOWS_HERE}/book",
        )
        return guard.with_headers(make_response(page))
