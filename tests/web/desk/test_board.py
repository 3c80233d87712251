"""Which pages a piece of news concerns: what changes no list costs nothing, what many show is drawn once."""

from contextlib import ExitStack
from queue import Queue
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from bot.domain.conversation.events import ChoiceTapped, TextReceived
from bot.domain.staff.person import Person
from bot.ports.live import LiveNote
from bot.services import desk_lists, turns
from bot.web.app import create_app
from bot.web.desk import board as boards
from bot.web.desk import listing
from bot.web.desk.board import COUNTS, LISTS, Board, list_key
from bot.web.desk.parts import Opened
from bot.web.desk.shared import Shared
from bot.web.hub import Hub, News
from tests.web.archive import Bench, bench

ANA = Person("agt_ana", "Ana")


class StillHub(Hub):
    """A hub whose readers a test starts by hand, so that nothing comes by itself."""

    def _start(self) -> None:
        """Nobody reads."""


class StillBoard(Board):
    """A board that looks when a test says so."""

    def _start(self) -> None:
        """Nobody reads."""

    def news(self, *threads: str) -> None:
        """Judge news of threads as if a quarter of a second had passed since the last."""
        self.judge([LiveNote("1-1", thread, "entry", 1) for thread in threads])
        self._told.clear()
        self._looked = self._counted = boards.monotonic()
        self.look()


@pytest.fixture
def stage() -> Bench:
    """Two travellers who wait and one with the bot."""
    made = bench()
    for name in ("marie", "luc"):
        turns.take(made.runtime, f"webchat:TF:{name}", ChoiceTapped(f"{name}1", 1, "go:person", "Person"))
    turns.take(made.runtime, "webchat:TF:bo", TextReceived("bo1", 1, "hello"))
    return made


@pytest.fixture
def app(stage: Bench) -> Flask:
    """The application, for its templates."""
    return create_app(stage.runtime)


@pytest.fixture
def board(stage: Bench) -> StillBoard:
    """A board on which nothing moves by itself."""
    return StillBoard(stage.runtime, StillHub(stage.runtime))


def drain(queue: "Queue[News]") -> list[News]:
    """What a page was handed since it was last asked."""
    found = []
    while not queue.empty():
        found.append(queue.get_nowait())
    return found


def draw(board: Board, stage: Bench, app: Flask, address: dict[str, str], thread: str = "") -> str:
    """The list as a page draws it."""
    with app.test_request_context():
        return listing.draw(Opened(stage.runtime, ANA, thread, address, board.shared))


def test_news_of_the_bots_threads_reaches_no_list_that_does_not_show_them(
    board: StillBoard, stage: Bench, app: Flask
) -> None:
    """A thousand travellers who talk with the bot wake no page of who waits; the list of the bot's threads they do."""
    waiting, bots = {"view": "unassigned"}, {"view": "bot"}
    with board.open(list_key(waiting, ""), "", "") as first, board.open(list_key(bots, ""), "", "") as second:
        for address in (waiting, bots):
            draw(board, stage, app, address)
        drain(first), drain(second)
        board.news("webchat:TF:bo")
        assert drain(first) == []
        assert drain(second) == [LISTS]


def test_a_thread_that_belongs_into_a_list_now_reaches_it_and_one_that_left_it_too(
    board: StillBoard, stage: Bench, app: Flask
) -> None:
    """Who comes to wait appears, and who was taken disappears, on every page that shows such a list."""
    mine = {"view": "mine"}
    with board.open(list_key(mine, ANA.id), "", "") as queue:
        draw(board, stage, app, mine)
        drain(queue)
        board.news("webchat:TF:luc")
        assert drain(queue) == []
        stage.archive.desk.change("webchat:TF:luc", owner="human", agent=ANA.id)
        board.news("webchat:TF:luc")
        assert drain(queue) == [LISTS]
        assert "luc" in draw(board, stage, app, mine)
        stage.archive.desk.change("webchat:TF:luc", owner="bot", agent="")
        board.news("webchat:TF:luc")
        assert drain(queue) == [LISTS]
        assert "luc" not in draw(board, stage, app, mine)


def test_what_happens_beyond_the_page_does_not_reach_it(
    board: StillBoard, stage: Bench, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a long list a page shows the beginning: who comes in further down changes nothing there."""
    monkeypatch.setattr(desk_lists, "PAGE", 1)
    everybody: dict[str, str] = {}
    stage.archive.desk.change("webchat:TF:marie", unanswered_since=5)
    stage.archive.desk.change("webchat:TF:luc", unanswered_since=9)
    with board.open(list_key(everybody, ""), "", "") as queue:
        assert "marie" in draw(board, stage, app, everybody)
        drain(queue)
        board.news("webchat:TF:luc")
        assert drain(queue) == []
        stage.archive.desk.change("webchat:TF:luc", unanswered_since=4)
        board.news("webchat:TF:luc")
        assert drain(queue) == [LISTS]


def test_a_list_is_told_of_four_times_a_second_at_most(board: StillBoard, stage: Bench, app: Flask) -> None:
    """In a rush the page is told again a moment later, and nothing is forgotten."""
    with board.open(list_key({}, ""), "", "") as queue:
        draw(board, stage, app, {})
        drain(queue)
        board._looked = board._counted = boards.monotonic()
        for _ in range(5):
            board.judge([LiveNote("1-1", "webchat:TF:luc", "entry", 1)])
            board.look()
        assert drain(queue) == [LISTS]
        board._told.clear()
        board.look()
        assert drain(queue) == [LISTS]


def test_pages_that_show_the_same_list_share_one_drawing(
    board: StillBoard, stage: Bench, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two hundred open desks ask the database once; each still sees its own thread marked and what is its own."""
    asked = []
    real = desk_lists.read
    monkeypatch.setattr(desk_lists, "read", lambda *args, **more: (asked.append(1), real(*args, **more))[1])
    stage.archive.desk.change("webchat:TF:luc", owner="human", agent=ANA.id, agent_name="Ana")
    with board.open(list_key({}, ANA.id), "", "") as queue:
        plain = draw(board, stage, app, {})
        marked = draw(board, stage, app, {}, "webchat:TF:marie")
        with app.test_request_context():
            others = listing.draw(Opened(stage.runtime, Person("agt_bo", "Bo"), "", {}, board.shared))
        assert len(asked) == 1
        board.news("webchat:TF:luc")
        assert drain(queue)[-1] == LISTS
        draw(board, stage, app, {})
        assert len(asked) == 2
    assert "aria-current" not in plain
    assert marked.count('aria-current="page"') == 1
    assert ">Yours<" in plain
    assert ">Ana<" in others


def test_numbers_that_were_drawn_between_two_counts_do_not_stay(board: StillBoard, stage: Bench, app: Flask) -> None:
    """Somebody waits for a moment while a page opens: when they are gone the page says so."""
    thread = "webchat:TF:luc"
    with board.open(list_key({}, ""), "", "") as queue:
        board._news = True
        board.look()
        stage.archive.desk.change(thread, owner="bot")
        with app.test_request_context():
            drawn = listing.draw_views(Opened(stage.runtime, ANA, "", {}, board.shared))
        assert '<span>Unassigned</span> <span class="number">1</span>' in drawn
        stage.archive.desk.change(thread, owner="queue")
        drain(queue)
        board.news(thread)
        board._news, board._counted = True, 0.0
        board.look()
        assert COUNTS in drain(queue)
        with app.test_request_context():
            drawn = listing.draw_views(Opened(stage.runtime, ANA, "", {}, board.shared))
        assert '<span>Unassigned</span> <span class="number">2</span>' in drawn


def test_numbers_are_told_when_they_have_changed(board: StillBoard, stage: Bench) -> None:
    """Each second at most they are counted once for everybody, and pages are woken by a difference alone."""
    with board.open(list_key({}, ""), "", "") as queue:
        board._news = True
        board.look()
        assert COUNTS in drain(queue)
        board._news, board._counted = True, 0.0
        board.look()
        assert drain(queue) == []
        turns.take(stage.runtime, "webchat:TF:new", ChoiceTapped("n1", 1, "go:person", "Person"))
        board._news, board._counted = True, 0.0
        board.look()
        assert drain(queue) == [COUNTS]


def test_time_alone_brings_a_list_up_to_date(board: StillBoard, stage: Bench, app: Flask) -> None:
    """Whoever was put off comes back without anybody's doing."""
    with board.open(list_key({}, ""), "", "") as queue:
        draw(board, stage, app, {})
        drain(queue)
        board._looked = boards.monotonic() - boards.LOOK_SECONDS
        board.look()
        assert LISTS in drain(queue)


def test_nothing_is_kept_of_a_list_that_nobody_shows(board: StillBoard, stage: Bench, app: Flask) -> None:
    """A list that was closed is drawn anew when it is opened again: nobody sees yesterday's."""
    key = list_key({}, "")
    with board.open(key, "", ""):
        draw(board, stage, app, {})
        assert board.shared.known(key) is not None
    assert board.shared.known(key) is None


def test_what_is_soiled_while_it_is_drawn_is_drawn_again() -> None:
    """No change is lost between a query and its drawing."""
    shared, drawn = Shared(), []

    def slow() -> int:
        drawn.append(1)
        if len(drawn) == 1:
            shared.soil("list")
        return len(drawn)

    assert [shared.get("list", slow) for _ in range(3)] == [1, 2, 2]


def test_many_threads_wait_for_one_drawing() -> None:
    """Whoever comes while it is drawn does not draw it a second time."""
    shared, drawn = Shared(), []
    found: list[Any] = []
    pages = [
        Thread(target=lambda: found.append(shared.get("list", lambda: drawn.append(1) or "html"))) for _ in range(20)
    ]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    assert found == ["html"] * 20
    assert len(drawn) == 1


def test_what_concerns_one_person_reaches_their_pages_and_those_that_show_everybody(board: StillBoard) -> None:
    """Two hundred agents who come draw their own bars and the overview, once a second, and not each other's."""
    key, came = list_key({}, ""), [LiveNote(f"1-{one}", "", "presence", 0, one) for one in ("per_bo", "per_cy")]
    with (
        board.open(key, "", "", "per_ana") as ana,
        board.open(key, "", "", "per_bo") as bo,
        board.open(key, "", "") as overview,
    ):
        pages = (ana, bo, overview)
        for queue in pages:
            drain(queue)
        board.judge(came)
        board.look()
        assert [[note.kind for note in drain(queue) if note not in (LISTS, COUNTS)] for queue in pages] == [
            [],
            ["presence"],
            ["presence"],
        ]
        board.judge(came)
        board.look()
        assert drain(bo) == []
        board._spread.clear()
        board.look()
        assert [note.kind for note in drain(bo)] == ["presence"]


def test_a_list_that_hundreds_of_pages_show_is_told_less_often(board: StillBoard) -> None:
    """Each telling costs as much as there are pages; a few pages are told four times a second."""
    key = list_key({}, "")
    with ExitStack() as stack:
        stack.enter_context(board.open(key, "", ""))
        assert board._pause(key) == boards.LIST_SECONDS
        for _ in range(199):
            stack.enter_context(board.open(key, "", ""))
        assert board._pause(key) == pytest.approx(0.5)
