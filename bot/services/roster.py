"""Who is at the desk now: everybody who may answer, how they stand, and how much of their capacity is in use."""

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from bot.domain.ids import channel_of
from bot.domain.moments import milliseconds
from bot.domain.staff.person import Person
from bot.domain.staff.presence import Desk, Standing
from bot.ports.desk_records import DeskThread
from bot.ports.records import Work
from bot.ports.runtime import Runtime


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may answer: how they stand now, and `load` of `capacity` in points over so many `threads`.

    `assigned_at` is when the desk handed them a thread last (milliseconds UTC, 0 for never).
    """

    person: Person
    standing: Standing
    capacity: int
    load: int
    threads: int
    assigned_at: int = 0


def seats(runtime: Runtime) -> tuple[Seat, ...]:
    """Everybody who may answer travellers, by name; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return seats_in(work, milliseconds(runtime.clock.now()))


def seats_in(work: Work, now: int) -> tuple[Seat, ...]:
    """The same inside a transaction, as of a moment (milliseconds UTC).

    What somebody was assigned or is wanted to take over counts as theirs already.
    """
    desks, weights = work.agents.agents(), work.agents.weights()
    load, threads = defaultdict[str, int](int), defaultdict[str, int](int)
    wanted = [(one.person, one.thread) for one in work.assignments.transfers() if one.person]
    for holder, thread in (*((holder_of(row), row.thread) for row in work.assignments.held(now=now)), *wanted):
        load[holder] += weight_of(weights, thread)
        threads[holder] += 1
    people = [person for person in work.people.people() if person.may("threads.talk")]
    return tuple(
        Seat(
            person=person,
            standing=desk.now(now),
            capacity=desk.capacity,
            load=load[person.id],
            threads=threads[person.id],
            assigned_at=desk.assigned_at,
        )
        for person, desk in ((one, desks.get(one.id) or Desk(person=one.id)) for one in people)
    )


def holder_of(row: DeskThread) -> str:
    """Who has a thread with the desk, or was assigned it; "" for nobody."""
    return row.agent if row.owner == "human" else row.offered_to


def weight_of(weights: Mapping[str, int], thread: str) -> int:
    """What a thread takes of somebody's capacity, in points."""
    return weights.get(channel_of(thread), 1)
