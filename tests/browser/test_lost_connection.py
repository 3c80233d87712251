"""Connections that come and go in the middle of a burst: the page ends with what the archive holds, in its order."""

import time
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import text as sql

from tests.browser.host import Host, begin, panel, say
from tests.browser.test_pages import say as say_on_page
from tests.browser.test_pages import thread_of
from tests.web.archive import Bench, greeting

pytestmark = pytest.mark.browser

SEE_OTHER = 303
ROWS = "lines => lines.map((line) => Number(line.dataset.row))"


def burst(stage: Bench, thread: str, first: int, last: int) -> None:
    """Say so many things at once."""
    for number in range(first, last):
        stage.archive.say(thread, greeting(f"Message {number}"))


def held(stage: Bench, thread: str) -> list[int]:
    """The rows that the archive holds."""
    return [line.row for line in stage.archive.lines(thread, most=1000)]


def test_two_hundred_messages_and_a_lost_connection_in_the_middle(stage: Bench, page: Page, site: str) -> None:
    """A traveller in a train's tunnel misses nothing, and nothing stands there twice."""
    page.goto(site)
    thread = thread_of(stage, page)
    burst(stage, thread, 0, 70)
    expect(page.locator(".line")).to_have_count(70)
    page.context.set_offline(True)
    burst(stage, thread, 70, 140)
    page.wait_for_timeout(300)
    page.context.set_offline(False)
    burst(stage, thread, 140, 200)
    expect(page.locator(".line")).to_have_count(200, timeout=45_000)
    assert page.locator(".line").evaluate_all(ROWS) == held(stage, thread)


def test_a_server_that_breaks_in_the_middle(host: Host, context: BrowserContext) -> None:
    """Each stream that ends is taken up where it ended, in a frame, too."""
    page = context.new_page()
    begin(host, page)
    thread = host.thread()
    burst(host.stage, thread, 0, 80)
    host.stage.archive.away = True
    burst(host.stage, thread, 80, 150)
    page.wait_for_timeout(700)
    host.stage.archive.away = False
    burst(host.stage, thread, 150, 200)
    lines = panel(page).locator(".line")
    expect(lines.last).to_contain_text("Message 199", timeout=45_000)
    assert lines.evaluate_all(ROWS) == held(host.stage, thread)


def test_more_was_missed_than_is_remembered(
    stage: Bench, page: Page, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that slept for hours fetches what it lacks, and keeps what it shows."""
    monkeypatch.setattr("bot.web.hub.REMEMBERED", 20)
    page.goto(site)
    thread = thread_of(stage, page)
    burst(stage, thread, 0, 10)
    expect(page.locator(".line")).to_have_count(10)
    page.evaluate("document.body.dataset.same = 'page'")
    page.context.set_offline(True)
    burst(stage, thread, 10, 200)
    page.context.set_offline(False)
    expect(page.locator(".line")).to_have_count(200, timeout=45_000)
    assert page.locator(".line").evaluate_all(ROWS) == held(stage, thread)
    assert page.evaluate("document.body.dataset.same") == "page"


def test_where_no_stream_gets_through_the_page_asks(stage: Bench, page: Page, site: str) -> None:
    """A proxy that holds streams back costs seconds and no message."""
    page.clock.install()

    def hold(route: Route) -> None:
        if "once" in route.request.url:
            route.continue_()

    page.route("**/live/thread*", hold)
    page.goto(site)
    thread = thread_of(stage, page)
    burst(stage, thread, 0, 5)
    page.clock.run_for(11_000)
    page.wait_for_timeout(300)
    page.clock.run_for(4_000)
    expect(page.locator(".line")).to_have_count(5)
    burst(stage, thread, 5, 8)
    page.clock.run_for(4_000)
    expect(page.locator(".line")).to_have_count(8)


def test_messages_go_out_in_order_and_once_however_often_they_are_sent(host: Host, context: BrowserContext) -> None:
    """The answers to every second post are lost; the thread has each message once, in the order written."""
    page = context.new_page()
    begin(host, page)
    posts = 0

    def lose(route: Route) -> None:
        nonlocal posts
        posts += 1
        if posts % 2:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/chat/messages", lose)
    for number in range(5):
        say(page, f"Note {number}")
    expect(panel(page).locator(".pending")).to_have_count(0, timeout=45_000)
    lines = host.stage.archive.lines(host.thread(), most=1000)
    mine = [line.body for line in lines if line.author == "traveller"]
    assert ["Note" in body for body in mine].count(True) == 5
    assert [body[body.index("Note") :][:6] for body in mine if "Note" in body] == [f"Note {n}" for n in range(5)]


def test_after_half_a_minute_the_traveller_may_try_again(page: Page, site: str) -> None:
    """What cannot be sent says so, keeps its place, and goes out when asked to."""
    page.clock.install()
    page.goto(site)
    page.route("**/chat/messages", lambda route: route.abort())
    say_on_page(page, "Paris to Rome")
    for _ in range(12):
        page.clock.run_for(4_000)
        page.wait_for_timeout(50)
    expect(page.locator(".pending .fate")).to_contain_text("Not sent")
    page.unroute("**/chat/messages")
    page.reload()
    expect(page.locator(".line.me[data-row] .bubble")).to_have_text("Paris to Rome")
    expect(page.locator(".line.me .bubble")).to_have_count(1)


def test_a_flood_is_slowed_down_and_nothing_of_it_is_lost(stage: Bench, page: Page, site: str) -> None:
    """Whoever is told to wait waits by itself, and the rest goes out in order."""
    page.goto(site)
    answers: list[int] = []
    page.on("response", lambda got: answers.append(got.status) if "/chat/messages" in got.url else None)
    for number in range(32):
        say_on_page(page, f"Word {number}")
    expect(page.locator(".line.me[data-row]")).to_have_count(30, timeout=45_000)
    stage.clock.pass_time(seconds=5)
    expect(page.locator(".line.me[data-row]")).to_have_count(32, timeout=45_000)
    assert 429 in answers
    said = page.locator(".line.me .bubble").all_inner_texts()
    assert said == [f"Word {number}" for number in range(32)]


@pytest.mark.real
def test_a_web_process_that_is_killed_in_the_middle_of_two_hundred(town: Any, browser: Browser) -> None:
    """On real processes and stores: the page's ids are those of PostgreSQL, in its order."""
    page = browser.new_page()
    page.set_default_timeout(20_000)
    page.goto(town.url)
    say_on_page(page, "I want to talk to a person")
    expect(page.locator(".line.bot").first).to_be_visible(timeout=45_000)
    with town.engine.connect() as connection:
        query = sql("SELECT thread FROM transcript WHERE body LIKE '%talk to a person%' ORDER BY row DESC LIMIT 1")
        thread = str(connection.execute(query).scalar_one())
    desk = f"{town.url}/desk/t/{thread}"
    session = town.agent()
    session.post(f"{desk}/take", data={"client_id": "t" * 20}, timeout=10)
    for number in range(200):
        if number == 90:
            town.kill("web")
        _reply(session, f"{desk}/reply", number)
    rows = page.locator(".line.agent")
    expect(rows).to_have_count(200, timeout=45_000)
    query = sql(
        "SELECT row FROM transcript WHERE thread = :thread AND author NOT IN ('', 'bot', 'traveller') ORDER BY row"
    )
    with town.engine.connect() as connection:
        kept = list(connection.execute(query, {"thread": thread}).scalars())
    assert rows.evaluate_all(ROWS) == kept
    page.close()


def _reply(session: requests.Session, url: str, number: int) -> None:
    """An agent's line, sent again under its own id until the web process is back."""
    name = "".join(chr(97 + int(digit)) for digit in f"{number:06d}")
    until = time.monotonic() + 30
    while True:
        try:
            form = {"text": f"Line {number}", "client_id": name}
            if session.post(url, data=form, timeout=10, allow_redirects=False).status_code == SEE_OTHER:
                return
        except OSError:
            pass
        assert time.monotonic() < until, "the desk does not come back"
        time.sleep(0.1)
