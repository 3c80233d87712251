"""The chat on somebody's page, in Chromium: another site, which allows scripts and frames of ours and nothing else."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import Serve
from tests.browser.host import Host, begin, launcher, panel, say, until
from tests.web.archive import greeting

pytestmark = pytest.mark.browser


def test_a_traveller_talks_on_the_airlines_own_page(host: Host, context: BrowserContext) -> None:
    """Open, write, be answered: under a policy that names the chat's origin twice and nothing else."""
    page = context.new_page()
    page.goto(host.url)
    assert page.locator("iframe").count() == 0
    launcher(page).click()
    expect(panel(page).get_by_label("Message", exact=True)).to_be_focused()
    say(page, "Paris to New York next Friday, one way")
    expect(panel(page).locator(".line.me[data-row] .bubble")).to_have_text("Paris to New York next Friday, one way")
    expect(panel(page).locator(".line.bot").first).to_be_visible()


def test_the_talk_is_there_after_a_reload(host: Host, context: BrowserContext) -> None:
    """The host page keeps the token; its frame comes back to the same talk."""
    page = context.new_page()
    page.goto(host.url)
    launcher(page).click()
    say(page, "Help")
    expect(panel(page).locator(".line.bot").first).to_be_visible()
    page.reload()
    launcher(page).click()
    expect(panel(page).locator(".line.me .bubble")).to_have_text("Help")
    assert len(host.stage.archive.visits.known) == 1
    assert urlsplit(page.frames[1].url).query == "locale=en"


def test_what_is_said_while_the_panel_is_closed_is_counted_and_announced(host: Host, context: BrowserContext) -> None:
    """The badge, the button's name and one polite sentence tell; opening shows where the new lines begin."""
    page = context.new_page()
    begin(host, page)
    until(page, "told.length")
    page.keyboard.press("Escape")
    expect(launcher(page)).to_be_focused()
    expect(page.locator("iframe")).to_be_hidden()
    for text in ("Your gate is open", "Gate 12"):
        host.stage.archive.say(host.thread(), greeting(text))
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("button", name="Chat, 2 new messages")).to_be_visible()
    expect(page.locator("output")).to_have_text("Chat, 2 new messages")
    page.reload()
    expect(page.get_by_role("button", name="Chat, 2 new messages")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("button span")).to_have_text("2")
    launcher(page).click()
    expect(panel(page).get_by_text("New", exact=True)).to_be_visible()
    expect(panel(page).locator(".unread-mark + .line")).to_contain_text("Your gate is open")
    expect(page.get_by_role("button", name="Chat", exact=True)).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("told") == [["unread", 2], ["open", None], ["unread", 0]]
    page.reload()
    expect(launcher(page)).to_be_visible()
    page.wait_for_timeout(700)
    expect(page.get_by_role("button", name="Chat", exact=True)).to_be_visible()


def test_an_answer_that_comes_late_does_not_hide_what_was_said_since(host: Host, context: BrowserContext) -> None:
    """Two questions for the number of new messages overtake each other: the button shows what the newer one told."""
    page = context.new_page()
    begin(host, page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/v1/unread", hold)
    page.keyboard.press("Escape")
    until_held(page, held, 1)
    page.evaluate("dispatchEvent(new Event('focus'))")
    until_held(page, held, 2)
    held[1].fulfill(json={"unread": 1})
    expect(page.get_by_role("button", name="Chat, 1 new message")).to_be_visible()
    held[0].fulfill(json={"unread": 0})
    page.wait_for_timeout(200)
    expect(page.get_by_role("button", name="Chat, 1 new message")).to_be_visible()


def until_held(page: Page, held: list[Route], count: int) -> None:
    """Wait until so many questions are on their way."""
    for _ in range(200):
        if len(held) >= count:
            return
        page.wait_for_timeout(20)
    raise AssertionError(held)


def test_a_closed_panel_holds_no_connection_open(host: Host, context: BrowserContext) -> None:
    """Shoppers with many tabs keep their six connections."""
    page = context.new_page()
    begin(host, page)
    hub: Any = host.chat_app.extensions["threadfare live hub"]
    assert len(hub._pages) == 1
    page.get_by_role("button", name="Chat", exact=True).click()
    host.stage.archive.say(host.thread(), greeting("Said behind a closed door"))
    page.wait_for_timeout(500)
    expect(panel(page).locator(".line", has_text="Said behind")).to_have_count(0)
    launcher(page).click()
    expect(panel(page).locator(".line", has_text="Said behind")).to_be_visible()
    expect(panel(page).locator(".unread-mark + .line")).to_contain_text("Said behind")


def test_a_panel_that_is_opened_while_the_talk_is_on_its_way_is_live(host: Host, context: BrowserContext) -> None:
    """However slow the connection is: what is opened before the talk is there goes on by itself."""
    page = context.new_page()
    begin(host, page)

    def dawdle(route: Route) -> None:
        page.wait_for_timeout(800)
        route.continue_()

    page.route("**/v1/sessions", dawdle)
    with page.expect_request("**/v1/sessions"):
        page.reload()
    launcher(page).click()
    expect(panel(page).get_by_label("Message", exact=True)).to_be_focused()
    host.stage.archive.say(host.thread(), greeting("Gate 12"))
    expect(panel(page).locator(".line", has_text="Gate 12")).to_be_visible()


def test_a_forgotten_chat_is_gone_from_browser_and_server(host: Host, context: BrowserContext) -> None:
    """On a shared computer, two taps leave nothing to come back to."""
    page = context.new_page()
    begin(host, page)
    kept = page.evaluate("localStorage['threadfare:main']")
    panel(page).get_by_text("Forget this chat").click()
    panel(page).get_by_role("button", name="Yes, forget it").click()
    expect(launcher(page)).to_be_focused()
    until(page, "!localStorage.length")
    expect(panel(page).locator(".line")).to_have_count(0)
    assert host.stage.archive.visits.known == {}
    page.evaluate("(old) => { localStorage['threadfare:main'] = old }", kept)
    page.reload()
    until(page, "!localStorage.length")
    launcher(page).click()
    expect(panel(page).get_by_role("heading", name="Where would you like to fly?")).to_be_visible()
    expect(panel(page).locator(".line")).to_have_count(0)


def test_the_host_resets_opens_and_closes_by_its_own_buttons(host: Host, context: BrowserContext) -> None:
    """`tf` does what the launcher does, and takes calls before the loader is there."""
    page = context.new_page()
    page.add_init_script("addEventListener('DOMContentLoaded', () => globalThis.tf?.('open'))")
    page.goto(host.url)
    expect(panel(page).get_by_label("Message", exact=True)).to_be_focused()
    say(page, "Help")
    expect(panel(page).locator(".line.bot").last).to_be_visible()
    page.evaluate("tf('toggle')")
    expect(page.locator("iframe")).to_be_hidden()
    kept = page.evaluate("localStorage['threadfare:main']")
    page.evaluate("tf('reset'); tf('open')")
    expect(panel(page).get_by_label("Message", exact=True)).to_be_focused()
    expect(panel(page).locator(".line")).to_have_count(0)
    until(page, "(old) => ![undefined, old].includes(localStorage['threadfare:main'])", kept)


def test_two_tabs_show_one_talk_and_forget_it_together(host: Host, context: BrowserContext) -> None:
    """Tabs opened one after the other keep the same talk, although the token turned between them."""
    first = context.new_page()
    begin(host, first)
    host.stage.clock.pass_time(minutes=2)
    second = context.new_page()
    second.goto(host.url)
    launcher(second).click()
    expect(panel(second).locator(".line.me .bubble")).to_have_text("Help")
    host.stage.clock.pass_time(minutes=30)
    first.bring_to_front()
    say(first, "And from here, after the frame's own token is over")
    expect(panel(second).locator(".line.me .bubble").last).to_contain_text("And from here")
    second.evaluate("tf('reset')")
    expect(first.locator("iframe")).to_be_hidden()


def test_too_many_new_chats_are_told_and_tried_again(host: Host, context: BrowserContext) -> None:
    """The panel says why it is empty, and the talk begins by itself when it may."""
    page = context.new_page()
    full = {"status": 429, "json": {"problem": "Many new chats were begun from your network."}}
    page.route("**/v1/sessions", lambda route: route.fulfill(**full))
    page.goto(host.url)
    launcher(page).click()
    expect(panel(page).get_by_text("Many new chats were begun from your network.")).to_be_visible()
    page.unroute("**/v1/sessions")
    say(page, "Help")
    expect(panel(page).locator(".line.me .bubble")).to_have_text("Help")
    expect(panel(page).get_by_text("Many new chats")).to_have_count(0)


def test_a_loader_loaded_twice_makes_one_button(host: Host, context: BrowserContext) -> None:
    """A tag manager that repeats itself does no harm."""
    page = context.new_page()
    page.goto(f"{host.url}/twice")
    expect(launcher(page)).to_have_count(1)


def test_a_site_that_is_not_registered_gets_a_sentence_and_no_button(host: Host, context: BrowserContext) -> None:
    """Whoever embeds it wrongly reads in the console what to mend; visitors see nothing."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{host.url}/other")
    page.wait_for_timeout(500)
    assert any(f'no "other" for {host.url} in WEBCHAT_SITES' in text for text in said)
    expect(page.get_by_role("button")).to_have_count(0)


def test_a_page_of_another_origin_cannot_frame_the_chat(host: Host, browser: Browser, serve: Serve) -> None:
    """Only registered pages may stand around the talk."""
    thief = Flask("thief")
    thief.add_url_rule("/", view_func=lambda: f'<iframe src="{host.chat}/v1/frame/main"></iframe>')
    page = browser.new_page()
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(serve(thief))
    assert not any(frame.url.startswith(host.chat) for frame in page.frames)
    page.close()
