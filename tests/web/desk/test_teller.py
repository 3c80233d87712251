"""What an open page of the desk is told of its thread: the line first, the rest once, and nothing that is as it was."""

import re
from queue import Queue

import msgspec
import pytest
from flask import Flask

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.errors import UnavailableError
from bot.ports.live import LiveNote
from bot.services import desk, turns
from bot.web.app import create_app
from bot.web.desk import parts
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
        self.teller = Teller(self.board, self.view)

    def counts(self) -> None:
        """From now on each part comes out anew, and it is noted which are drawn."""

        def counted(part: Part) -> Part:
            def draw(_: Opened) -> str:
                self.drawn.append(part.name)
                return str(len(self.drawn))

            return msgspec.structs.replace(part, draw=draw, alike=None)

        self.view._table = tuple(map(counted, self.view._table))

    def told(self) -> list[str]:
        """What the page is written of all notes since this was asked last, piece by piece."""
        for note in self.stage.archive.notes:
            self.queue.put(note)
        self.stage.archive.notes.clear()
        said = []
        while not self.queue.empty():
            said.append(self.teller.say(self.queue.get(), ""))
        while (piece := self.teller.rest()) is not None:
            said.append(piece)
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


def test_mere_words_draw_the_line_and_what_they_may_have_changed(stage: Bench, app: Flask) -> None:
    """Neither how the thread came nor through whose hands is asked for again because a traveller writes once more."""
    with app.test_request_context():
        page = Desk(stage)
        page.counts()
        page.writes("Is it late?", "m1")
        line, rest = page.told()
    assert names(line) == ["line"]
    assert names(rest) == ["head", "panel", "marks", "way", "templates"]
    assert page.drawn == ["head", "panel", "marks", "way", "templates"]


def test_the_panel_is_drawn_after_mere_words_now_and_then(
    stage: Bench, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What tells of no change by itself, a pay link that was opened, say, is seen within a quarter of a minute."""
    with app.test_request_context():
        page = Desk(stage)
        page.counts()
        for number in range(3):
            page.writes("Is it late?", f"m{number}")
            page.told()
        assert page.drawn.count("panel") == 1
        monkeypatch.setattr(parts, "SELDOM_SECONDS", 0.0)
        page.writes("Hello?", "m9")
        page.told()
    assert page.drawn.count("panel") == 2


def test_what_the_bot_does_leaves_the_marks_alone(stage: Bench, app: Flask) -> None:
    """While the bot has the thread each word may bring it to another step, and nobody's clock moves."""
    with app.test_request_context():
        page = Desk(stage)
        desk.hand_back(stage.runtime, MARIE, ANA)
        page.told()
        page.counts()
        page.writes("Paris to New York next Friday, one way", "m1")
        said = "".join(page.told())
    assert {"head", "summary", "panel"} < set(names(said))
    assert "marks" not in names(said)


def test_the_line_comes_first_and_the_rest_once_for_all_that_came(stage: Bench, app: Flask) -> None:
    """Of two notes each line is told at once; the id of the last comes after the last thing that it changed."""
    with app.test_request_context():
        page = Desk(stage)
        page.counts()
        page.writes("Is it late?", "m1")
        page.writes("Hello?", "m2")
        newest = stage.archive.notes[-1].id
        first, second, rest = page.told()
    assert names(first) == names(second) == ["line"]
    assert page.drawn.count("panel") == 1
    assert "id: " not in first + second
    assert rest.endswith(f"\n\nid: {newest}\n\n")
    assert rest.count("id: ") == 1


def test_a_line_does_not_wait_for_the_turn_to_draw_the_rest(stage: Bench, app: Flask) -> None:
    """Two hundred pages draw what is new for their agents: none of them holds up what a traveller says."""
    with app.test_request_context():
        page = Desk(stage)
        page.counts()
        taken = turns_of(page.board, "thread")
        page.queue.put(LiveNote("", "", "staff", 0))
        assert page.teller.say(page.queue.get(), "") == ""
        assert page.teller.rest() == ""
        page.writes("Is it late?", "m1")
        (said,) = [page.teller.say(note, "") for note in stage.archive.notes]
        assert names(said) == ["line"]
        assert page.teller.rest() == ""
        for _ in range(taken):
            page.board.turns["thread"].release()
        rest = [page.teller.rest() for _ in range(3)]
    assert names(rest[0] or "") == ["notifications"]
    assert "panel" in names(rest[1] or "")
    assert rest[2] is None


def test_a_turn_is_given_back_when_a_drawing_breaks_off(stage: Bench, app: Flask) -> None:
    """What one page cannot draw keeps no other page from drawing."""
    with app.test_request_context():
        page = Desk(stage)
        page.counts()
        broken = page.view._table

        def fails(_: Opened) -> str:
            raise UnavailableError("The archive is away.")

        for kind, part in (("staff", "notifications"), ("counts", "views")):
            page.view._table = tuple(
                msgspec.structs.replace(one, draw=fails) if one.name == part else one for one in broken
            )
            page.teller.say(LiveNote("", "", kind, 0), "")
            with pytest.raises(UnavailableError):
                page.teller.rest()
    assert turns_of(page.board, "thread") == turns_of(Board(stage.runtime, Hub(stage.runtime)), "thread")
    assert turns_of(page.board, "numbers") == turns_of(Board(stage.runtime, Hub(stage.runtime)), "numbers")


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
    assert "panel" in names(first)


def test_nothing_of_an_erased_thread_is_drawn_any_more(stage: Bench, app: Flask) -> None:
    """The page loads itself again, whatever it owed."""
    with app.test_request_context():
        page = Desk(stage)
        page.writes("Is it late?", "m1")
        stage.archive.publish((LiveNote("", MARIE, "erased", 0),))
        _, said = page.told()
    assert names(said) == ["resync"]


def turns_of(board: Board, name: str) -> int:
    """Take all turns that are free, and give how many they were."""
    taken = 0
    while board.turns[name].acquire(blocking=False):
        taken += 1
    return taken
