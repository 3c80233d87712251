"""Drafts on a real PostgreSQL: whoever saves in the same moment, nothing is lost and nothing is overwritten."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.errors import ConflictError, ThreadfareError
from bot.domain.flow.operations import RenameStep, SetText
from bot.services import flow_drafts, flow_revisions, flow_schedules
from tests.builders.flow_room import BEA, SOON, by, do, flow_room, live, publish, wish, worded
from tests.builders.house import House
from tests.builders.staff import EDI

pytestmark = pytest.mark.real

EDITORS = 6


@pytest.fixture(name="home")
def _home(postgres: str) -> Iterator[House]:
    """A house whose records are in an own PostgreSQL, without drafts."""
    engine = make_engine(postgres)
    with engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE flow_edits, flow_drafts, flow_schedules, flow_pointers, flow_revisions")
    yield flow_room(records=SqlRecords(engine))
    engine.dispose()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each is told when all act in the same moment: "" for done."""
    gate = Barrier(len(acts))

    def act(one: Callable[[], object]) -> str:
        gate.wait()
        try:
            one()
        except ThreadfareError as error:
            return type(error).__name__
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(act, acts))


def test_of_those_who_change_one_text_at_once_one_is_first(home: House) -> None:
    """All others read both versions; the first change to a flow makes no two drafts."""
    told = at_once(*(partial(do, home, SetText("en", "hello", f"Hello {number}")) for number in range(EDITORS)))
    assert told == ["", *["EditConflictError"] * (EDITORS - 1)]
    draft = flow_drafts.shown(home.runtime, "book")
    assert (draft.version, draft.stamp("text:en:hello").version) == (1, 1)


def test_those_who_change_different_steps_at_once_are_all_done(home: House) -> None:
    """Nobody waits for anybody's form, and nobody's work is lost."""
    steps = list(flow_drafts.shown(home.runtime, "book").document["nodes"])[:EDITORS]
    told = at_once(*(partial(do, home, RenameStep(step, f"Step {step}")) for step in steps))
    assert told == [""] * EDITORS
    draft = flow_drafts.shown(home.runtime, "book")
    assert {step: laid["label"] for step, laid in draft.document["layout"].items()} == {
        step: f"Step {step}" for step in steps
    }
    assert draft.version == EDITORS
    assert len(flow_drafts.history(home.runtime, "book")) == EDITORS


def test_a_draft_that_two_publish_at_once_is_one_revision(home: House) -> None:
    """Whoever comes second reads what went live."""
    worded(home, "From where?")
    seen = wish(home)
    told = at_once(*(partial(flow_revisions.publish, home.runtime, seen, by(home, who)) for who in (EDI, BEA)))
    assert told == ["", "ConflictError"]
    assert live(home) == 2


def test_two_clocks_carry_a_publication_out_once(home: House) -> None:
    """One row is held by one of them."""
    worded(home, "From where?")
    publish(home, due=SOON)
    worded(home, "Whence?")
    with pytest.raises(ConflictError, match="waits already"):
        publish(home, due=SOON)
    home.clock.move(seconds=3600)
    told = at_once(*(lambda: flow_schedules.carry_out(home.runtime) for _ in range(3)))
    assert told == ["", "", ""]
    assert live(home) == 2
    with home.runtime.records.begin() as work:
        assert [head.revision for head in work.flows.heads("book")] == [1, 2]
    assert flow_schedules.unseen(home.runtime, EDI.id) == ()


def test_an_undo_waits_for_a_colleague_who_saves(home: House) -> None:
    """It is refused or it is first; never is the colleague's word lost."""
    worded(home, "From where?")
    told = at_once(
        lambda: flow_drafts.undo(home.runtime, "book", by(home)),
        lambda: do(home, SetText("en", "ask_origin", "Whence?", seen=1), BEA),
    )
    assert told == ["", "EditConflictError"]
    text = flow_drafts.shown(home.runtime, "book").document["texts"]["en"]["ask_origin"]
    assert text != "From where?"
