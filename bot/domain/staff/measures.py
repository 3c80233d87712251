"""What cases at the desk measure: first and next response, resolution, ratings, one line of the events at a time.

A case begins when a thread comes to the desk and ends when it is closed or back with the bot. The first response is the
time from its beginning (or from the traveller's first word, when an agent took it unasked) to a person's first answer;
a next response is the time from the traveller's first unanswered word to an answer. Lengths are milliseconds of the
clock, and each is counted when it ended. Percentiles are by the nearest rank.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from bot.domain.staff.happenings import DeskEvent


class Measure(msgspec.Struct, frozen=True):
    """One thing that was measured: first, next, resolution or left (all in milliseconds), or rated (1 to 5)."""

    kind: str
    at: int
    value: int
    team: str
    agent: str
    name: str
    channel: str


class Spread(msgspec.Struct, frozen=True):
    """How many there were, their median and their 90th percentile; None of nothing."""

    count: int = 0
    median: int | None = None
    p90: int | None = None


def measured(events: Iterable[DeskEvent]) -> Iterator[Measure]:
    """Everything that lines in the order in which they happened measure."""
    cases: dict[str, _Case] = {}
    for event in events:
        step = _STEPS.get(event.kind)
        if step is None:
            continue
        case, found = step(cases.get(event.thread), event)
        if case is None:
            cases.pop(event.thread, None)
        else:
            cases[event.thread] = case
        if found is not None:
            yield found


def spread(values: Iterable[int]) -> Spread:
    """How values are spread, by the nearest rank."""
    ordered = sorted(values)
    if not ordered:
        return Spread()
    return Spread(len(ordered), _rank(ordered, 50), _rank(ordered, 90))


class _Case(msgspec.Struct, frozen=True):
    """A thread at the desk: since when, since when the traveller waits (0: does not), and who answered last."""

    opened: int
    waits: int = 0
    answered: bool = False
    agent: str = ""
    name: str = ""


_Step = tuple[_Case | None, Measure | None]


def _queued(case: _Case | None, event: DeskEvent) -> _Step:
    if case is None:
        return _Case(event.at, event.at), None
    return (case if case.waits else msgspec.structs.replace(case, waits=event.at)), None


def _taken(case: _Case | None, event: DeskEvent) -> _Step:
    return case or _Case(event.at), None


def _heard(case: _Case | None, event: DeskEvent) -> _Step:
    if case is None or case.waits:
        return case, None
    return msgspec.structs.replace(case, waits=event.at), None


def _answered(case: _Case | None, event: DeskEvent) -> _Step:
    case = case or _Case(event.at)
    kind = "next" if case.answered else "first"
    found = _measure(kind, event, event.at - case.waits) if case.waits else None
    return msgspec.structs.replace(case, waits=0, answered=True, agent=event.agent, name=event.name), found


def _ended(case: _Case | None, event: DeskEvent) -> _Step:
    if case is None:
        return None, None
    left = not case.answered and event.kind == "returned" and event.about == "traveller"
    who = event if event.agent else msgspec.structs.replace(event, agent=case.agent, name=case.name)
    if not who.name and who.agent == case.agent:
        who = msgspec.structs.replace(who, name=case.name)
    return None, _measure("left" if left else "resolution", who, event.at - case.opened)


def _rated(case: _Case | None, event: DeskEvent) -> _Step:
    return case, _measure("rated", event, event.value)


_STEPS: dict[str, Callable[[_Case | None, DeskEvent], _Step]] = {
    "queued": _queued,
    "taken": _taken,
    "heard": _heard,
    "answered": _answered,
    "returned": _ended,
    "closed": _ended,
    "rated": _rated,
}


def _measure(kind: str, event: DeskEvent, value: int) -> Measure:
    return Measure(kind, event.at, value, event.team, event.agent, event.name, event.channel)


def _rank(ordered: Sequence[int], percent: int) -> int:
    """The value at the nearest rank, in whole numbers: the first with so many per cent at or below it."""
    return ordered[-(-percent * len(ordered) // 100) - 1]
