"""Desk and console in a browser: dense and calm, by keyboard alone, in any colours, and one call for one event."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template_string, request
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.staff.person import Person
from bot.services import desk, staff_news, turns
from bot.web.app import create_app
from tests.browser.conftest import PHONE, Serve
from tests.browser.keyboard import tab_to
from tests.browser.looks import looks
from tests.browser.staff_pages import THREAD, all_paths, enter, fill, open_browser
from tests.browser.test_access import inspect
from tests.web.archive import Bench

pytestmark = pytest.mark.browser

OVERFLOW = """() => [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility()
  && !one.closest(".unseen, .row, .menu ul, svg, dialog, .table-scroll *")
  && getComputedStyle(one).position !== "absolute"
  && (one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1))
  .map((one) => one.outerHTML.slice(0, 80))"""
PSEUDO = """() => {
  document.documentElement.dir = "rtl";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const text = node.textContent.trim();
    const more = "ש".repeat(Math.ceil(text.length * 0.4));
    if (text && !node.parentElement.closest("script")) node.textContent += ` ${more}`;
  }
}"""


WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && (one.getBoundingClientRect().right > innerWidth + 1
    || one.getBoundingClientRect().left < -1)).map((one) => one.outerHTML.slice(0, 90))"""
"""What runs out of a page that scrolls sideways."""
PUSHED = """async ([script, data]) => {
  const told = [], heard = {};
  const self = {
    addEventListener: (name, hear) => { heard[name] = hear; },
    registration: { showNotification: async (title, more) => { told.push([title, more.body, more.tag]); } },
    skipWaiting: () => {}, location, clients: { claim: async () => {}, matchAll: async () => [] },
  };
  new Function("self", "addEventListener", "registration", "clients", script)(
    self, self.addEventListener, self.registration, self.clients);
  let done;
  heard.push({ data: { json: () => data, text: () => JSON.stringify(data) }, waitUntil: (one) => { done = one; } });
  await done;
  return told;
}"""
"""The worker's own script over what a browser gives it: a browser without windows shows no notifications."""


@pytest.fixture
def full(stage: Bench) -> Bench:
    """Eighteen travellers wait."""
    fill(stage)
    return stage


@pytest.fixture
def ana(full: Bench, context: BrowserContext, site: str) -> Iterator[Page]:
    """Ana at the desk, on a desktop."""
    return enter(full, context, site)


def person_of(full: Bench) -> str:
    """The only person who has settings or a thread."""
    state = desk.thread_state(full.runtime, THREAD)
    assert state is not None
    return state.agent


def live(page: Page) -> None:
    """Wait until a page of the desk is connected."""
    expect(page.locator("#connection")).to_have_text("Live")


@pytest.mark.parametrize(("width", "scheme"), looks(1440, 390))
def test_no_page_of_staff_bars_anybody(full: Bench, browser: Browser, site: str, width: int, scheme: Any) -> None:
    """Each page of the menu, and an open thread, passes WCAG 2.2 AA by the automatic rules, large and small."""
    context = open_browser(browser, width, 900, color_scheme=scheme)
    page = enter(full, context, site)
    for path in all_paths().values():
        page.goto(site + path)
        inspect(page)
    context.close()


def test_the_list_is_dense_and_the_panes_scroll_alone(full: Bench, browser: Browser, site: str) -> None:
    """Fourteen threads or more in sight, the reader's own scheme above the computer's, and one's place is kept."""
    context = open_browser(browser, 1440, 900, color_scheme="light")
    page = enter(full, context, site)
    page.goto(f"{site}/desk/t/{THREAD}")
    live(page)
    boxes = page.locator(".row").evaluate_all("all => all.map((one) => one.getBoundingClientRect().toJSON())")
    assert sum(box["bottom"] <= 900 for box in boxes) >= 14
    assert all(36 <= box["height"] <= 44 for box in boxes)
    assert page.locator(".list").bounding_box()["width"] == 340  # type: ignore[index]  # it is there
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(f"{site}/staff/me/appearance")
    page.get_by_label("Dark").check()
    page.get_by_label("Comfortable").check()
    page.get_by_role("button", name="Save settings").click()
    page.goto(f"{site}/desk")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.wait_for_function("document.querySelector('.row')?.getBoundingClientRect().height > 44")
    context.close()


def test_a_shift_by_keyboard(full: Bench, ana: Page) -> None:
    """Claim, answer, go on to the next, find a thread again, give it back, and read the keys: no mouse."""
    live(ana)
    for key in ("j", "j", "k"):
        ana.keyboard.press(key)
    expect(ana.locator(".row").first).to_be_focused()
    ana.keyboard.press("Enter")
    ana.wait_for_url("**/desk/t/**")
    live(ana)
    ana.keyboard.press("c")
    expect(ana.get_by_label("Reply")).to_be_focused()
    ana.keyboard.type("jokes aside, I change the name now")
    ana.keyboard.press("Control+Enter")
    expect(ana.locator(".line.agent .bubble")).to_have_text("jokes aside, I change the name now")
    ana.keyboard.type("It is done")
    ana.keyboard.press("Control+Shift+Enter")
    expect(ana.locator("#head h2")).not_to_contain_text("00001")
    assert "It is done" in full.archive.texts(THREAD)
    live(ana)
    ana.keyboard.press("/")
    expect(ana.get_by_label("Search all threads")).to_be_focused()
    ana.keyboard.press("Control+k")
    field = ana.get_by_role("combobox", name="Go to a page, a thread or a booking")
    expect(field).to_be_focused()
    ana.keyboard.type("00007")
    expect(ana.locator("#command-list").get_by_role("option")).to_have_count(1)
    ana.keyboard.press("Enter")
    expect(ana.locator("#head h2")).to_contain_text("00007")
    live(ana)
    ana.keyboard.press("?")
    expect(ana.get_by_role("dialog", name="Keys")).to_be_visible()
    ana.keyboard.press("Escape")
    ana.keyboard.press("g")
    ana.keyboard.press("i")
    ana.wait_for_url("**/desk")


def test_letters_can_be_switched_off(full: Bench, ana: Page, site: str) -> None:
    """Who dictates presses nothing by chance; keys with Control go on working, and Tab reaches the rest."""
    ana.goto(f"{site}/staff/me/appearance")
    ana.get_by_label("Letters alone do something").uncheck()
    ana.get_by_role("button", name="Save settings").click()
    ana.goto(f"{site}/desk/t/{THREAD}")
    live(ana)
    for key in ("c", "?", "g", "i"):
        ana.keyboard.press(key)
    expect(ana.locator("dialog[open]")).to_have_count(0)
    assert desk.thread_state(full.runtime, THREAD).owner == "queue"  # type: ignore[union-attr]  # it is there
    ana.keyboard.press("Control+k")
    expect(ana.locator("#command-field")).to_be_focused()
    ana.keyboard.type("take the")
    expect(ana.locator("#command-list").get_by_role("option")).to_have_count(1)
    expect(ana.locator("#command-list").get_by_role("option")).to_have_text("ActionTake the threadc")
    ana.keyboard.press("Enter")
    expect(ana.get_by_label("Reply")).to_be_focused()
    tab_to(ana, "Back to the bot", "Shift+Tab")


def test_of_several_tabs_one_tells_and_none_for_what_one_looks_at(full: Bench, ana: Page, site: str) -> None:
    """One note and one sound for one event; the thread before one's eyes calls nobody; the tab bears the number."""
    staff_news.find(full.runtime)
    ana.goto(f"{site}/desk/t/{THREAD}")
    live(ana)
    ana.keyboard.press("c")
    expect(ana.get_by_label("Reply")).to_be_focused()
    other = ana.context.new_page()
    other.goto(f"{site}/desk")
    live(other)
    other.mouse.click(700, 700)
    ana.bring_to_front()
    ana.get_by_label("Reply").click()
    turns.take(full.runtime, THREAD, TextReceived("m-9", 9, "Are you there?"))
    staff_news.find(full.runtime)
    expect(ana.locator(".line.me .bubble").last).to_have_text("Are you there?")
    turns.take(full.runtime, "webchat:TF:late77777", ChoiceTapped("t-9", 9, "go:person"))
    staff_news.find(full.runtime)
    told = "Web chat · 77777 waits for a person"
    for page in (ana, other):
        expect(page).to_have_title("(18) " + ("Thread" if page is ana else "Inbox") + " · Threadfare Air")
        expect(page.locator("#icon")).to_have_attribute("href", "/desk/icon/18.svg")
        expect(page.locator("#notifications")).to_contain_text(told)
    ana.wait_for_timeout(800)
    notes = [page.locator(".toast a").all_text_contents() for page in (ana, other)]
    sounds = [page.evaluate("document.documentElement.dataset.sounds ?? '0'") for page in (ana, other)]
    assert sorted(notes) == [[], [told]]
    assert sorted(sounds) == ["0", "1"]


def test_details_are_a_drawer_and_a_phone_shows_one_pane(full: Bench, ana: Page, site: str) -> None:
    """Each pane has an address: back goes back, Escape closes, and on a wide screen all three stand side by side."""
    ana.goto(f"{site}/desk/t/{THREAD}")
    expect(ana.get_by_role("heading", name="Who")).to_be_in_viewport()
    assert ana.locator("#side").bounding_box()["width"] == 340  # type: ignore[index]  # it is there
    for width in (1000, PHONE["width"]):
        ana.set_viewport_size({"width": width, "height": 844})
        expect(ana.get_by_role("heading", name="Who")).to_be_hidden()
        ana.get_by_role("link", name="Details", exact=True).click()
        expect(ana.get_by_role("heading", name="Who")).to_be_in_viewport()
        assert ana.url.endswith("#side")
        inspect(ana)
        ana.keyboard.press("Escape")
        expect(ana.get_by_role("heading", name="Who")).to_be_hidden()
    expect(ana.locator(".list")).to_be_hidden()
    ana.get_by_role("link", name="All threads").click()
    expect(ana.locator(".row").first).to_be_visible()
    ana.go_back()
    expect(ana.locator("#log")).to_be_visible()
    assert full.archive.notes


def test_longer_words_and_another_direction_fit(full: Bench, browser: Browser, site: str) -> None:
    """Forty per cent more text, from right to left, in forced colours: nothing runs out of any page at any width."""
    context = open_browser(browser, 390, 844, forced_colors="active")
    page = enter(full, context, site)
    for path in all_paths().values():
        page.goto(site + path)
        page.evaluate(PSEUDO)
        for width in (320, 390, 768, 1440):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate(WIDE) == [], f"{path} at {width}"
            assert page.evaluate(OVERFLOW) == [], f"{path} at {width}"
    context.close()


def test_what_can_be_undone_is_for_six_seconds_and_what_cannot_is_asked_first(
    full: Bench, context: BrowserContext, serve: Serve
) -> None:
    """A toast takes back with one press; a dialog wants the word typed, and Escape leads back to its link."""
    app = create_app(full.runtime)
    posted = _add_pieces(app)
    site = serve(app)
    page = enter(full, context, site)
    page.goto(f"{site}/staff/pieces")
    page.evaluate(
        """() => dispatchEvent(new CustomEvent("desk:done", { detail: {
        form: document.getElementById("label"), fields: new URLSearchParams("label=vip") } }))"""
    )
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Undone.")
    assert posted == [("undo", {"label": "vip"})]
    opener = page.get_by_role("link", name="Cancel the booking…")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Cancel K7QM2X?")
    inspect(page)
    dialog.get_by_label("Type K7QM2X to go on").fill("K7")
    dialog.get_by_role("button", name="Cancel the booking").click()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    assert len(posted) == 1
    page.keyboard.press("Enter")
    dialog.get_by_label("Type K7QM2X to go on").fill("K7QM2X")
    dialog.get_by_role("button", name="Cancel the booking").click()
    page.wait_for_url("**/cancel")
    assert posted[1] == ("cancel", {"typed": "K7QM2X"})


def _add_pieces(app: Flask) -> list[tuple[str, dict[str, str]]]:
    """A page of the pieces that pages are made of, and what its forms post."""
    posted: list[tuple[str, dict[str, str]]] = []

    def page() -> str:
        return render_template_string(_PIECES, person=Person("p", "Ana"), here="/staff/pieces", brand="Air")

    def take(name: str) -> dict[str, str]:
        posted.append((name, request.form.to_dict()))
        return {"problem": ""}

    app.add_url_rule("/staff/pieces", view_func=page)
    app.add_url_rule("/staff/pieces/<name>", view_func=take, methods=["POST"])

    @app.after_request
    def allow(response: Any) -> Any:
        if request.path.startswith("/staff/pieces"):
            response.headers["Content-Security-Policy"] = (
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                "form-action 'self'"
            )
        return response

    return posted


_PIECES = """{% extends "staff/layout.html" %}
{% from "staff/macros.html" import confirm, undo with context %}
{% block title %}Pieces{% endblock %}
{% block content %}<h1>Pieces</h1>
<form id="label" {{ undo("Label added", "/staff/pieces/undo") }}></form>
<p><a class="button" href="/staff/pieces/ask" data-dialog="ask">Cancel the booking…</a></p>
{{ confirm("ask", "Cancel K7QM2X?", "/staff/pieces/cancel", "The seats go back.", "Cancel the booking", "K7QM2X") }}
{% endblock %}"""


def test_a_push_shows_what_kind_of_thing_happened(page: Page, ana: Page, site: str) -> None:
    """While nobody looks at the desk the browser says that somebody waits, and names nobody."""
    script = ana.context.request.get(f"{site}/desk/worker.js").text()
    shown = page.evaluate(
        PUSHED, [script, {"title": "New in queue", "body": "3 waiting", "path": "/x", "tag": "queue"}]
    )
    assert shown == [["New in queue", "3 waiting", "queue"]]
