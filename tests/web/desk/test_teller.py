"""What an open page of the desk is told of its thread: the line first, the rest once, and nothing that is as it was."""

import re
from queue import Queue

import msgspec
import pytest
from flask import Flask

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.ports.live import LiveNote
from bot.services import desk, turns
from bot.web.app import create_app
from bot.web.desk import stream as streams
from bot.web.desk.board import Board
from bot.web.desk.parts import Live, Opened, Part
from bot.web.desk.stream import Teller
from bot.web.hub import Hub, News
from tests.web.archive import Bench, bench
from tests.web.staff_door import somebody

MARIE = "webchat:TF:marie"
ANA = somebody("Ana")


class Desk:
    """A page that has Marie's thread open and heard everything so far."""

    def __init__(self, stage: Bench) -> None:
        self.stage, self.queue = stage, Queue[News]()
        self.board = Board(stage.runtime, Hub(stage.runtime))
        self.view = Live(Opened(stage.runtime, ANA, MARIE))
        self.view.drawn()
        self.drawn: list[str] = []
        self.teller = Teller(self.board, self.view, self.queue)

    def counts(self) -> None:
        """From now on each part comes out anew, and it is noted which are drawn."""

        def counted(part: Part) -> Part:
            def draw(_: Opened) -> str:
                self.drawn.append(part.name)
                return str(len(self.drawn))

            return msgspec.structs.replace(part, draw=draw, alike=None)

        self.view._table = tuple(map(counted, self.view._table))

    def told(self) -> list[str]:
        """The events of all notes since this was asked last, a string for each time that the page is written to."""
        for note in self.stage.archive.notes:
            self.queue.put(note)
        self.stage.archive.notes.clear()
        said = []
        while not self.queue.empty():
            said.append(self.teller.say(self.queue.get(), ""))
        return said

    def writes(self, text: str, name: str) -> None:
        """Marie writes."""
        turns.take(self.stage.runtime, MARIE, TextReceived(name, 2, text))


@pytest.fixture
def stage() -> Bench:
    """Marie is with Ana."""
    made = bench()
    made.archive.people.keep(ANA)
    turns.take(made.runtime, MARIE, ChoiceTapped("t1", 1, "go:person", "Talk to a person"))
    desk.take(made.runtime, MARIE, ANA)
    made.archive.notes.clear()
    return made


@pytest.fixture
def app(stage: Bench) -> Flask:
    """The application, for its templates."""
    return create_app(stage.runtime)


def names(said: str) -> list[str]:
    """The parts that are told."""
    return re.findall(r"^event: ([\w-]+)", said, re.MULTILINE)


def test_mere_words_draw_the_line_and_what_time_changes(stage: Bench, app: Flask) -> None:
    """Neither the panel nor who has the thread is asked for again because a traveller has written once more."""
    with app.test_request_context():
        page = Desk(stage)
        page.counts()
        page.writes("Is it late?", "m1")
        (said,) = page.told()
    assert names(said) == ["line", "marks", "way", "templates"]
    assert page.drawn == ["marks", "way", "templates"]


def test_what_the_bot_does_draws_all_of_the_thread(stage: Bench, app: Flask) -> None:
    """While the bot has the thread each word may bring it to another step, which the panel shows."""
    with app.test_request_context():
        page = Desk(stage)
        desk.hand_back(stage.runtime, MARIE, ANA)
        page.told()
        page.writes("Paris to New York next Friday, one way", "m1")
        said = "".join(page.told())
    assert "panel" in names(said)


def test_the_line_comes_first_and_the_rest_once_for_all_that_came(stage: Bench, app: Flask) -> None:
    """Of two notes that wait each line is told at once; the id of the last is told with the last thing it changed."""
    with app.test_request_context():
        page = Desk(stage)
        page.counts()
        page.writes("Is it late?", "m1")
        page.writes("Hello?", "m2")
        newest = stage.archive.notes[-1].id
        first, second = page.told()
    assert names(first) == ["line"]
    assert names(second)[0] == "line"
    assert "marks" in names(second)
    assert "id: " not in first
    assert re.findall(r"^id: (.+)$", second, re.MULTILINE) == [newest] * (len(names(second)) - 1)


def test_a_page_that_waits_for_its_turn_goes_on_with_a_line(stage: Bench, app: Flask) -> None:
    """Two hundred pages draw what is new for their agents: none of them holds up what a traveller says meanwhile."""
    with app.test_request_context():
        page = Desk(stage)
        page.view._sent.pop("notifications")
        while page.board.turns["thread"].acquire(blocking=False):
            pass
        page.queue.put(LiveNote("", "", "staff", 0))
        page.writes("Is it late?", "m1")
        first, second = None, None
        for note in stage.archive.notes:
            page.queue.put(note)
        first = page.teller.say(page.queue.get(), "")
        page.queue.put(LiveNote("", "", "presence", 0))
        second = page.teller.say(page.queue.get(), "")
        assert (first, names(second)) == ("", ["line"])
        page.board.turns["thread"].release()
        third = page.teller.say(page.queue.get(), "")
    assert names(third)[0] == "notifications"


def test_what_is_owed_for_a_second_is_drawn_though_more_waits(
    stage: Bench, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread in which one line follows the other shows the rest, too."""
    monkeypatch.setattr(streams, "_PATIENCE_SECONDS", -1.0)
    with app.test_request_context():
        page = Desk(stage)
        page.counts()
        page.writes("Is it late?", "m1")
        page.writes("Hello?", "m2")
        first, _ = page.told()
    assert "marks" in names(first)
