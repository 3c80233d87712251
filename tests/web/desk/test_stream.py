"""A desk page that cannot hold a stream open is told the same: what is new, in time, and what is gone."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.events import ChoiceTapped
from bot.ports.live import LiveNote
from bot.services import turns
from bot.services.thread_refs import ref_of
from bot.web.app import create_app
from bot.web.desk import shared
from bot.web.desk.shared import Brief
from bot.web.hub import hub_of
from tests.web.archive import Bench, bench
from tests.web.staff_door import signed_in, somebody

MARIE = "webchat:TF:marie"


@pytest.fixture
def stage() -> Bench:
    """One traveller waits."""
    made = bench()
    waits(made, "marie")
    return made


@pytest.fixture
def app(stage: Bench) -> Flask:
    """The application, whose hub hears what a test tells it."""
    made = create_app(stage.runtime)
    hub: Any = hub_of(made, stage.runtime)
    hub._start = lambda: None
    return made


@pytest.fixture
def ana(stage: Bench, app: Flask) -> FlaskClient:
    """An agent's browser behind a proxy that holds streams back."""
    return signed_in(app, stage, somebody("Ana"))


def waits(stage: Bench, name: str) -> None:
    """A traveller asks for a person."""
    turns.take(stage.runtime, f"webchat:TF:{name}", ChoiceTapped(f"{name}1", 1, "go:person", "Person"))


class Polling:
    """A page that asks every few seconds, as the script does."""

    def __init__(self, stage: Bench, app: Flask, client: FlaskClient, thread: str = "") -> None:
        self._stage, self._client = stage, client
        self._hub, self._taken = hub_of(app, stage.runtime), 0
        self._thread = ref_of(stage.runtime, thread) if thread else ""
        self._since, self._seen = stage.archive.newest(), ""
        self.resync = False

    def ask(self) -> dict[str, str]:
        """The parts that are told this time."""
        for note in self._stage.archive.notes[len(self._hub._recent) :]:
            self._hub.take(note)
        path = f"/desk/live?once&seen={self._seen}&thread={self._thread}&since={self._since}"
        told: Any = self._client.get(path).json
        self._since, self._seen, self.resync = told["since"], told.get("seen", ""), told["resync"]
        return dict(told["parts"])


def test_a_page_that_asks_is_never_shown_an_old_list(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """Each question is answered with the list as it is, however many pages ask, and nobody has a stream."""
    first, second = Polling(stage, app, ana), Polling(stage, app, ana)
    assert "marie" in first.ask()["queue"]
    for name in ("luc", "eva", "max"):
        waits(stage, name)
        for page in (first, second):
            assert name in page.ask()["queue"]
    assert '<span class="number">4</span>' in Polling(stage, app, ana).ask()["views"]


def test_what_time_alone_changes_is_told_too_and_what_did_not_change_is_not_told(
    stage: Bench, app: Flask, ana: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was put off comes back without a word from anybody; a quiet desk costs a quiet answer."""
    monkeypatch.setattr(shared, "BRIEF_SECONDS", 0.0)
    stage.archive.desk.change(MARIE, snoozed_until=int(stage.clock.now().timestamp() * 1000) + 60_000)
    page = Polling(stage, app, ana)
    assert '<span>Unassigned</span> <span class="number">0</span>' in page.ask()["views"]
    assert set(page.ask()) == {"presence"}
    assert page.ask() == {}
    stage.clock.pass_time(seconds=61)
    assert '<span>Unassigned</span> <span class="number">1</span>' in page.ask()["views"]


def test_asking_leaves_nothing_behind_in_the_process(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """Addresses are free text: a reader who makes up a thousand of them fills no memory."""
    for number in range(50):
        stage.archive.publish((LiveNote("", MARIE, "desk", 0),))
        hub_of(app, stage.runtime).take(stage.archive.notes[-1])
        ana.get(f"/desk/live?once&since=0-0&label=label{number}")
    board: Any = app.extensions["threadfare desk board"]
    assert not board.shared._slots
    assert len(board.brief._slots) <= 2


def test_pages_that_ask_at_the_same_moment_share_one_drawing() -> None:
    """Until there is news, and for a second: a value is never older than the news that its page is told of."""
    newest, now = "1-1", 10.0
    brief, drawn = Brief(lambda: newest, clock=lambda: now), []

    def draw() -> int:
        drawn.append(1)
        return len(drawn)

    assert [brief.get("list", draw) for _ in range(3)] == [1, 1, 1]
    newest = "1-2"
    assert brief.get("list", draw) == 2
    now += shared.BRIEF_SECONDS
    assert brief.get("list", draw) == 3


def test_a_page_that_asks_loads_itself_again_when_its_thread_was_erased(
    stage: Bench, app: Flask, ana: FlaskClient
) -> None:
    """Nothing of a traveller who was forgotten stays before an agent; other pages keep what they show."""
    page, other = Polling(stage, app, ana, MARIE), Polling(stage, app, ana)
    stage.archive.publish((LiveNote("", MARIE, "erased", 0),))
    assert (page.ask(), page.resync) == ({}, True)
    other.ask()
    assert not other.resync
