"""Whatever answers with a stream of events, on any route of the application, ends with the right to it."""

import contextlib
from collections.abc import Iterator
from queue import Queue

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.staff.roles import ROLES
from bot.ports.live import LiveNote
from bot.services import people
from bot.services.people import Wanted
from bot.web import streaming
from bot.web.app import create_app
from bot.web.hub import News
from bot.web.streaming import Watch
from tests.web.archive import Bench, bench
from tests.web.open_streams import Stream, served
from tests.web.staff_door import signed_in, somebody

KNOWN = frozenset({"/desk/connection/stream", "/desk/live", "/live/thread", "/staff/approvals/live"})
VARIANTS = ("/desk/live?page=overview",)
ADA = somebody("Ada", roles=("admin",))
EVE = somebody("Eve", roles=ROLES)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Streams look often whether they may go on."""
    monkeypatch.setattr(streaming, "LOOK_AGAIN_SECONDS", 0.1)
    stage = bench()
    with stage.runtime.records.begin() as work:
        work.people.keep(ADA)
    return stage


@pytest.fixture
def app(stage: Bench) -> Flask:
    """The whole application."""
    return create_app(stage.runtime)


@pytest.fixture
def client(stage: Bench, app: Flask) -> FlaskClient:
    """A browser of somebody who may do everything, and who has opened the chat, too."""
    found = signed_in(app, stage, EVE)
    found.get("/chat")
    return found


@pytest.fixture
def streams(app: Flask, client: FlaskClient) -> Iterator[dict[str, Stream]]:
    """Every address that answers a plain GET with a stream, held open."""
    cookies = {cookie.key: cookie.value for cookie in (client._cookies or {}).values()}
    with served(app) as address:
        yield {path: Stream(address, path, cookies) for path in (*_addresses(app, client), *VARIANTS)}


def _addresses(app: Flask, client: FlaskClient) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            with contextlib.closing(client.get(rule.rule, buffered=False)) as answer:
                if answer.mimetype == "text/event-stream":
                    yield rule.rule


def test_every_stream_of_the_application_ends_when_whoever_reads_it_is_nobody_any_more(
    stage: Bench, streams: dict[str, Stream]
) -> None:
    """Sessions of staff last twelve hours and a visitor's cookie a month: no page that was left open outlives them."""
    assert streams.keys() >= KNOWN
    stage.clock.pass_time(days=31)
    for path, stream in streams.items():
        assert stream.kind == "text/event-stream"
        assert stream.rest()[0].endswith("event: over\ndata: now\n\n"), path


def test_every_stream_of_staff_ends_when_its_person_is_shut_out(stage: Bench, streams: dict[str, Stream]) -> None:
    """Desk, overview and approvals alike: the page learns that it is over, and nothing that happens afterwards."""
    people.set_active(stage.runtime, ADA.id, EVE.id, active=False)
    for path, stream in streams.items():
        if path.startswith(("/desk", "/staff")):
            assert stream.rest()[0].endswith("event: over\ndata: now\n\n"), path
        else:
            stream.leave()


@pytest.mark.parametrize("path", ["/desk/live", "/staff/approvals/live"])
def test_a_stream_of_staff_begins_anew_with_other_rights(stage: Bench, streams: dict[str, Stream], path: str) -> None:
    """What a page shows and offers is never that of yesterday's roles."""
    people.change(stage.runtime, ADA.id, EVE.id, Wanted(("agent",)))
    assert "event: resync" in streams[path].rest()[0]


def test_a_page_that_asks_by_itself_keeps_no_session_alive(stage: Bench, client: FlaskClient) -> None:
    """A desk or a list of approvals that nobody sits at is signed out, with a stream or without, icon and all."""
    paths = (
        "/desk/live?once&since=0-0",
        "/staff/approvals/live?once&since=0-0",
        "/desk/icon/3.svg",
        "/desk/worker.js",
    )
    for _ in range(4):
        stage.clock.pass_time(minutes=9)
        for path in paths:
            client.get(path)
    assert client.get("/desk").status_code == 303


def test_nobody_waits_for_news_longer_than_until_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that comes just before does not put the look off."""
    now = 100.0
    monkeypatch.setattr(streaming, "monotonic", lambda: now)
    monkeypatch.setattr(streaming, "LOOK_AGAIN_SECONDS", 3.0)
    watch = Watch(lambda: "over")
    assert (watch.left(), watch.verdict()) == (3.0, "")
    now += 2.75
    assert (watch.left(), watch.verdict()) == (0.25, "")
    now += 0.25
    assert (watch.left(), watch.verdict()) == (0.0, "over")
    assert watch.left() == 3.0


def test_a_word_just_before_a_look_does_not_put_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A right that is taken at once after a look is seen at the next, whatever is said in between."""
    now, queue = 100.0, Queue[News]()

    def waits(_: object, *, seconds: float) -> News | None:
        nonlocal now
        says = now == 100.0
        now += min(seconds, 2.9) if says else seconds
        return LiveNote("1-1", "webchat:TF:marie", "desk", 0) if says else None

    monkeypatch.setattr(streaming, "monotonic", lambda: now)
    monkeypatch.setattr(streaming, "next_note", waits)
    events = list(streaming.told(queue, Watch(lambda: "over"), lambda *_: "said", newest=lambda: ""))
    assert events == ["retry: 2000\n\n", "said", "event: over\ndata: now\n\n"]
    assert now == pytest.approx(103.0)
