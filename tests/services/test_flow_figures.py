"""Figures of steps: what staff read on the map is what travellers did, to the last one."""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.conversation.entry import TurnEntry
from bot.domain.flow.conversion import Taken
from bot.domain.flow.footfall import Passed
from bot.services import flow_figures
from bot.services.flow_figures import SILENT_MS, StepFigures
from tests.builders import entries
from tests.builders.house import House, house
from tests.builders.world import NOW_MS

STEPS = ("ask_origin", "ask_depart", "offers", "review")


@pytest.fixture(name="home", params=["memory", pytest.param("postgres", marks=pytest.mark.real)])
def _home(request: pytest.FixtureRequest) -> Iterator[House]:
    if request.param == "memory":
        yield house()
        return
    engine = make_engine(request.getfixturevalue("postgres"))
    with engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE flow_stands, flow_steps")
    yield house(records=SqlRecords(engine))
    engine.dispose()


def turn(thread: str, version: int, step: str, *, revision: int = 1, at: int = NOW_MS) -> TurnEntry:
    """A turn of a thread after which it stands at a step, or nowhere."""
    made = msgspec.structs.replace(entries.turn(), thread=thread, version=version, at=at, was="bot", step=step)
    return msgspec.structs.replace(made, flow="book" if step else "", revision=revision if step else 0)


def archive(home: House, *turns: TurnEntry) -> None:
    """Write a batch."""
    with home.runtime.records.begin() as work:
        flow_figures.keep(work, turns)


def histories(seed: int) -> list[list[TurnEntry]]:
    """What two hundred threads did: some go on, some are asked again, some end, some begin anew."""
    chance, found = Random(seed), list[list[TurnEntry]]()  # noqa: S311  the same talks at each run
    for number in range(200):
        steps = [chance.choice((*STEPS, "")) for _ in range(chance.randint(1, 8))]
        found.append([turn(f"messenger:page:t{number}", at, step) for at, step in enumerate(steps, 1)])
    return found


def by_hand(talks: list[list[TurnEntry]]) -> dict[str, Passed]:
    """The same, counted one by one."""
    came, on, left = Counter[str](), Counter[str](), Counter[str]()
    for talk in talks:
        before = ""
        for one in talk:
            if one.step != before:
                came[one.step] += 1
                (on if one.step else left)[before] += 1
            before = one.step
    return {step: Passed(came[step], on[step], left[step]) for step in STEPS if came[step]}


@pytest.mark.parametrize("size", [1, 7, 200])
def test_the_figures_are_those_of_a_count_by_hand(home: House, size: int) -> None:
    """However the history was cut into batches, and although each batch was written twice."""
    talks = histories(size)
    lines = [
        one for _, one in sorted(((one.version, number), one) for number, talk in enumerate(talks) for one in talk)
    ]
    for at in range(0, len(lines), size):
        archive(home, *lines[at : at + size])
        archive(home, *lines[at : at + size])
    found = flow_figures.figures(home.runtime, "book", 1)
    assert {step: one.passed for step, one in found.items()} == by_hand(talks)
    standing = Counter(talk[-1].step for talk in talks if talk[-1].step)
    assert {step: one.passed.now for step, one in found.items() if one.passed.now} == dict(standing)
    assert flow_figures.threads(home.runtime, "book") == {("book", 1): standing.total()}


def test_an_empty_batch_changes_nothing(home: House) -> None:
    """A flow that nobody entered has no figures."""
    archive(home)
    assert flow_figures.figures(home.runtime, "book", 1) == {}
    assert flow_figures.threads(home.runtime) == {}


def test_threads_are_counted_on_the_revision_on_which_they_talk(home: House) -> None:
    """Those on the old one, those on the new one, and those who try a draft, each by itself."""
    archive(
        home,
        turn("messenger:page:a", 1, "offers"),
        turn("messenger:page:b", 1, "offers", revision=2),
        turn("messenger:page:c", 1, "offers", revision=2),
        turn("messenger:page:d", 1, "offers", revision=-3),
    )
    assert flow_figures.threads(home.runtime) == {("book", 1): 1, ("book", 2): 2, ("book", -3): 1}


def test_who_has_been_silent_for_a_day_has_dropped_off(home: House) -> None:
    """Travellers seldom say goodbye: of four who came one went on, one ended, one fell silent, and one may answer."""
    old = NOW_MS - SILENT_MS - 1
    archive(
        home,
        turn("messenger:page:a", 1, "offers", at=old),
        turn("messenger:page:b", 1, "offers", at=old),
        turn("messenger:page:c", 1, "offers", at=old),
        turn("messenger:page:d", 1, "offers"),
        turn("messenger:page:a", 2, "review"),
        turn("messenger:page:b", 2, ""),
    )
    found = flow_figures.figures(home.runtime, "book", 1)
    assert found["offers"] == StepFigures(Passed(came=4, on=1, left=1), silent=1)
    assert (found["offers"].lost, found["offers"].drop_off, found["review"].lost) == (2, 0.5, 0)
    assert StepFigures().drop_off == 0.0


@pytest.mark.real
def test_the_archive_keeps_the_figures(postgres: str) -> None:
    """They are part of the transaction that archives a turn, and so is who takes part in a trial."""
    from workers.archivist import _write_all  # noqa: PLC0415  its one step, without a journal

    engine = make_engine(postgres)
    records: Any = SqlRecords(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE flow_stands, flow_steps, flow_takers")
    talk = msgspec.structs.replace(entries.talk(thread="messenger:page:z"), slots={"split.greeting": "short"})
    with records.begin() as work:
        _write_all(work, (("1-1", turn("messenger:page:z", 1, "offers")),), (), ((talk, "1-1"),))
    with records.begin() as work:
        assert work.flow_figures.taken(["greeting"]) == {("greeting", "short"): Taken(1)}
        assert work.flow_figures.steps("book", 1) == {"offers": Passed(came=1)}
    engine.dispose()
