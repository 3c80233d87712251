"""Server-sent events: the same HTML as the first page, in order, resumable."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.person import Person
from bot.ports.live import Hint, LiveNote
from bot.services import desk, turns
from bot.web import auth, live
from bot.web.places import Places
from tests.web.archive import Bench, greeting


@pytest.fixture
def thread(stage: Bench, browser: FlaskClient) -> str:
    """The thread of a browser that has opened the chat."""
    browser.get("/chat")
    cookie = browser.get_cookie("tf_chat")
    assert cookie is not None
    visitor = auth.unsign(stage.runtime, "tf_chat", cookie.value) or ""
    return f"webchat:TF:{visitor.partition(' ')[0]}"


def _events(browser: FlaskClient, path: str, **headers: str) -> Iterator[str]:
    """The events of a stream, one after the other; comments and settings left out."""
    response = browser.get(path, headers=headers)
    assert response.mimetype == "text/event-stream"
    text = ""
    for chunk in response.iter_encoded():
        text += chunk.decode()
        while "\n\n" in text:
            event, _, text = text.partition("\n\n")
            if event.startswith("event:"):
                yield event


def test_what_is_said_comes_with_its_id(stage: Bench, browser: FlaskClient, thread: str) -> None:
    """A page shows an answer as it comes and knows from where to go on."""
    stage.archive.say(thread, greeting("Two flights found"))
    event = next(_events(browser, "/live/thread?since=0-0"))
    assert event.splitlines()[:2] == ["event: line", f"id: {stage.archive.newest()}"]
    assert "Two flights found" in event
    assert all(line.startswith(("event: ", "id: ", "data: ")) for line in event.splitlines())


def test_a_reconnecting_browser_goes_on_where_it_was(stage: Bench, browser: FlaskClient, thread: str) -> None:
    """The browser's own Last-Event-ID counts more than the address that it connected to first."""
    for number in range(3):
        stage.archive.say(thread, greeting(f"Line {number}"))
    event = next(_events(browser, "/live/thread?since=0-0", **{"Last-Event-ID": "1-2"}))
    assert "Line 2" in event


def test_live_and_first_page_show_the_same_html(
    stage: Bench, browser: FlaskClient, thread: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line looks the same whether it was there or came in; what came in brings along how it is announced."""
    monkeypatch.setattr("bot.web.chat_view.fresh_id", lambda: "fresh")
    stage.archive.say(thread, greeting("The very same"))
    event = next(_events(browser, "/live/thread?since=0-0"))
    html = "\n".join(line.removeprefix("data: ") for line in event.splitlines() if line.startswith("data:"))
    announced = ' data-said="The very same"'
    assert announced in html
    assert html.replace(announced, "").strip() in browser.get("/chat").text


def test_a_message_appears_when_it_is_sent(stage: Bench, browser: FlaskClient, thread: str) -> None:
    """What a takeover may still hold back is not shown before it went out."""
    row = stage.archive.say(thread, greeting("Held for a moment"), fate="said").row
    events = _events(browser, "/live/thread?since=0-0")
    assert "Held for a moment" not in next(events)
    stage.archive.move(row, "sent")
    assert "Held for a moment" in next(events)


def test_a_strangers_stream_is_closed(app: Flask) -> None:
    """Without the cookie of a talk there is nothing to listen to."""
    assert app.test_client().get("/live/thread?since=0-0").status_code == 403


def test_a_silent_stream_shows_that_it_lives(
    browser: FlaskClient, thread: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No proxy takes a quiet talk for a dead one."""
    assert thread
    monkeypatch.setattr(live, "KEEP_ALIVE_SECONDS", 0.01)
    chunks = browser.get("/live/thread?since=0-0").iter_encoded()
    assert [next(chunks) for _ in range(2)] == [b"retry: 2000\n\n", b": still here\n\n"]


def test_the_keep_alive_comes_within_fifteen_seconds() -> None:
    """Proxies that give up after fifteen seconds keep the stream."""
    assert live.KEEP_ALIVE_SECONDS <= 15


def test_a_page_that_left_is_forgotten(app: Flask, browser: FlaskClient, thread: str) -> None:
    """Closed pages hold nothing in the process."""
    assert thread
    response = browser.get("/live/thread?since=0-0")
    chunks = response.iter_encoded()
    next(chunks)
    hub: Any = app.extensions["threadfare live hub"]
    assert len(hub._pages) == 1
    response.close()
    assert not hub._pages


def test_too_old_an_id_makes_the_page_load_again(app: Flask, browser: FlaskClient, thread: str) -> None:
    """A page from yesterday shows the whole talk instead of one with a hole."""
    assert thread
    hub = _hub(app, browser)
    hub._complete = False
    hub.take(LiveNote("9-0", thread, "entry", 1))
    assert next(_events(browser, "/live/thread?since=1-0")).startswith("event: resync")
    assert browser.get("/live/thread?since=1-0&once").json["resync"] is True


def test_when_the_archive_breaks_the_stream_ends_at_the_last_line(
    stage: Bench, browser: FlaskClient, thread: str
) -> None:
    """The page connects again from the last line that it saw: nothing is skipped."""
    stage.archive.say(thread, greeting())
    stage.archive.away = True
    assert list(_events(browser, "/live/thread?since=0-0")) == []


def test_a_crowded_process_asks_pages_to_call_instead(app: Flask, browser: FlaskClient, thread: str) -> None:
    """Beyond its measure a process still serves everybody, a little slower."""
    assert thread
    app.extensions["threadfare places"] = Places(0)
    assert next(_events(browser, "/live/thread?since=0-0")).startswith("event: busy")


def test_asking_now_and_then_gives_the_same_lines(stage: Bench, app: Flask, browser: FlaskClient, thread: str) -> None:
    """Behind a proxy that allows no stream the chat works too."""
    hub = _hub(app, browser)
    stage.archive.say(thread, greeting("Asked for"))
    for note in stage.archive.notes:
        hub.take(note)
    told = browser.get("/live/thread?since=0-0&once").json
    assert told["since"] == stage.archive.newest()
    assert "Asked for" in told["parts"][0][1]
    assert browser.get(f"/live/thread?since={told['since']}&once").json["parts"] == []


def _hub(app: Flask, browser: FlaskClient) -> Any:
    """The application's hub, without its reader, so that a test alone tells it things."""
    browser.get("/live/thread?since=0-0&once")
    hub: Any = app.extensions["threadfare live hub"]
    hub._start = lambda: None
    return hub


def test_a_traveller_who_waits_is_told_their_place_when_it_changes(
    stage: Bench, browser: FlaskClient, thread: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody before them is taken: the place moves up, once; they are taken: it goes."""
    monkeypatch.setattr(live, "WAITING_SECONDS", 0.05)
    first, ana = "webchat:TF:first", Person("agt_1", "Ana")
    for name in (first, thread):
        turns.take(stage.runtime, name, ChoiceTapped(f"t-{name}", 1, "go:person"))
        stage.clock.pass_time(seconds=1)
    places = (told for told in _events(browser, f"/live/thread?since={stage.archive.newest()}") if "place" in told)
    assert next(places) == "event: place\ndata: You are number 2."
    desk.take(stage.runtime, first, ana)
    assert next(places) == "event: place\ndata: You are next."
    desk.take(stage.runtime, thread, ana)
    assert next(places) == "event: place\ndata: "


def test_a_page_that_asks_now_and_then_is_told_its_place_too(stage: Bench, browser: FlaskClient, thread: str) -> None:
    """Without a stream the place comes with the lines."""
    since = stage.archive.newest()
    turns.take(stage.runtime, thread, ChoiceTapped("t1", 1, "go:person"))
    assert ["place", "You are next."] in browser.get(f"/live/thread?once&since={since}").json["parts"]


def test_a_traveller_learns_that_their_agent_types_and_nothing_else(
    stage: Bench, browser: FlaskClient, thread: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their own typing does not come back to them."""
    monkeypatch.setattr(live, "KEEP_ALIVE_SECONDS", 0.05)
    events = _events(browser, "/live/thread?since=0-0")
    stage.archive.say(thread, greeting())
    assert next(events).startswith("event: line")
    for hint in (Hint("webchat:TF:other", "Bo"), Hint(thread), Hint(thread, "Ana")):
        stage.archive.hint(hint)
    assert next(events) == "event: typing\ndata: Ana"
