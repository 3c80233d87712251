"""Handing out on a real PostgreSQL: whatever happens at once, a thread has one agent and nobody has too many."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import msgspec
import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.staff.person import Person
from bot.domain.staff.team import Team
from bot.services import assigning, presence, silence, teams, thread_marks
from tests.web.archive import Bench, bench

pytestmark = pytest.mark.real

EVA = Person("per_pg_eva", "Eva", "eva@assign.example", ("supervisor",))
AGENTS = tuple(Person(f"per_pg_{name}", name, f"{name}@assign.example", ("agent",)) for name in ("ana", "bo", "cat"))
CAPACITY = 3
THREADS = tuple(f"webchat:TF:pg-{number:02d}" for number in range(14))


class Live:
    """Nobody is known to the live state; nobody listens."""

    def load(self, thread: str) -> None:
        """Nothing."""

    def publish(self, notes: object) -> None:
        """Nobody hears it."""


@pytest.fixture(name="stage")
def _stage(postgres: str) -> Iterator[Bench]:
    """Three agents with three points each, and fourteen travellers who wait."""
    engine = make_engine(postgres)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "TRUNCATE desk_threads, thread_handings, desk_agents, team_members, teams, staff_notifications CASCADE"
        )
    stage = bench(records=SqlRecords(engine), conversations=Live(), live=Live())
    with stage.runtime.records.begin() as work:
        for person in (EVA, *AGENTS):
            work.people.keep(person)
        for number, thread in enumerate(THREADS):
            work.desk.change(thread, owner="queue", waiting_since=1000 + number, opened_at=1000 + number)
    for person in AGENTS:
        presence.choose(stage.runtime, person, "available")
        teams.set_capacity(stage.runtime, EVA, person.id, CAPACITY)
    members = tuple(person.id for person in AGENTS)
    teams.keep(stage.runtime, EVA, Team(id="tea_pg", name="All", automatic=True, members=members))
    yield stage
    engine.dispose()


def holders(stage: Bench) -> list[str]:
    """To whom each thread was assigned, the oldest first."""
    with stage.runtime.records.begin() as work:
        return [work.desk.thread(thread).offered_to for thread in THREADS]


def at_once(*acts: object) -> None:
    """Do all of it in the same moment."""
    gate = Barrier(len(acts))

    def do(act: object) -> None:
        gate.wait()
        act()  # type: ignore[operator]  # it is called for what it does

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(do, acts))


def test_eight_who_plan_at_once_assign_each_thread_once(stage: Bench) -> None:
    """The oldest nine have an agent, three each; each assignment stands once in history and audit."""
    at_once(*[lambda: assigning.drain(stage.runtime)] * 8)
    found = holders(stage)
    assert all(found[:9])
    assert not any(found[9:])
    assert set(Counter(found[:9]).values()) == {CAPACITY}
    with stage.runtime.records.begin() as work:
        lines = work.assignments.lines(THREADS)
    assert Counter(line.thread for line in lines if line.kind == "assigned") == dict.fromkeys(THREADS[:9], 1)


def test_nobody_is_over_their_capacity_whatever_happens_beside(stage: Bench) -> None:
    """While threads are closed, given back and archived by others, in many orders."""
    assigning.drain(stage.runtime)
    first = holders(stage)

    def close(number: int) -> None:
        with stage.runtime.records.begin() as work:
            work.inbox.locked((THREADS[number],))
            work.desk.change(THREADS[number], owner="bot", offered_to="", offered_at=0)

    stage.clock.pass_time(seconds=30)
    for person in AGENTS:
        presence.seen(stage.runtime, person)
    at_once(
        *[lambda: assigning.drain(stage.runtime)] * 3,
        lambda: close(0),
        lambda: close(4),
        lambda: silence.watch(stage.runtime),
        lambda: thread_marks.snooze(stage.runtime, EVA, THREADS[8], 60),
    )
    assigning.drain(stage.runtime)
    found = holders(stage)
    held = [one for number, one in enumerate(found) if one and number != 8]
    assert max(Counter(held).values()) <= CAPACITY
    assert len(held) == 9
    assert found[1] == first[1]
    assert all(found[9:12])
    assert not any(found[12:])


def test_a_person_who_assigns_by_hand_in_the_same_moment_wins_or_loses_whole(stage: Bench) -> None:
    """A thread has one assignee in the end, and both acts stand in the audit in one order."""
    for thread in THREADS[1:]:
        with stage.runtime.records.begin() as work:
            work.desk.change(thread, owner="bot")
    at_once(
        lambda: assigning.drain(stage.runtime),
        lambda: thread_marks.offer(stage.runtime, EVA, THREADS[0], AGENTS[2].id),
    )
    with stage.runtime.records.begin() as work:
        lines = [line.person for line in work.assignments.lines((THREADS[0],)) if line.kind == "assigned"]
        state = work.desk.thread(THREADS[0])
    assert state.offered_to == lines[-1]
    assert msgspec.structs.replace(state, offered_to="").owner == "queue"
