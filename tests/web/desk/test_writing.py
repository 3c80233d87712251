"""The hints of who is there: to colleagues on the same thread, within a limit of their own, never to travellers."""

import pytest
from flask import Flask

from bot.domain.conversation.events import ChoiceTapped
from bot.ports.live import Hint
from bot.services import turns
from bot.web import live
from bot.web.app import create_app
from bot.web.desk import writing
from bot.web.desk.parts import Live, Opened
from bot.web.live import View
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench
from tests.web.conftest import Browser
from tests.web.desk.test_desk_pages import enter
from tests.web.staff_door import somebody

THREAD = "webchat:TF:marie"


@pytest.fixture
def stage() -> Bench:
    """A thread."""
    stage = bench()
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", NOW_MS, "go:person", "Talk to a person"))
    return stage


@pytest.fixture
def app(stage: Bench) -> Flask:
    """The whole application."""
    found = create_app(stage.runtime)
    found.test_client_class = Browser
    return found


def test_a_colleague_on_the_same_thread_is_shown_and_oneself_is_not(stage: Bench) -> None:
    """Names are escaped, and go to pages of this thread alone."""
    ana, bo = somebody("Ana"), somebody("Bo")
    hint = Hint(THREAD, "B<o>", "writes", bo.id)
    assert 'data-who="per_bo" data-does="writes">B&lt;o&gt;<' in Live(Opened(stage.runtime, ana, THREAD)).hint(hint)
    assert Live(Opened(stage.runtime, bo, THREAD)).hint(hint) == ""
    assert Live(Opened(stage.runtime, ana, "webchat:TF:other")).hint(hint) == ""


def test_no_traveller_learns_who_looks_at_their_thread() -> None:
    """Only that their agent types."""
    view = View(lambda _: "", lambda: "")
    assert live._told(Hint(THREAD, "Ana", "views", "per_ana"), view) == ""
    assert "Ana" in live._told(Hint(THREAD, "Ana"), view)


def test_being_there_is_told_within_a_limit(stage: Bench, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that says it too often is not listened to, and no other request pays for it."""
    monkeypatch.setattr(writing, "HINTS_A_MINUTE", 3)
    ana = enter(stage, app)
    path = f"/desk/t/{THREAD}/here"
    assert [ana.post(path, data={"does": "views"}).status_code for _ in range(4)] == [204, 204, 204, 429]
    assert stage.archive.told == [Hint(THREAD, "Ana", "views", "per_ana")] * 3
    assert ana.get(f"/desk/t/{THREAD}").status_code == 200
    stage.clock.pass_time(minutes=1)
    assert ana.post(path, data={"does": "sings"}).status_code == 400


def test_who_may_only_read_is_seen_as_well(stage: Bench, app: Flask) -> None:
    """A supervisor who looks over a shoulder stands in the thread."""
    viewer = enter(stage, app, "Vi", roles=("viewer",))
    assert viewer.post(f"/desk/t/{THREAD}/here", data={"does": "came"}).status_code == 204
    assert stage.archive.told == [Hint(THREAD, "Vi", "came", "per_vi")]
