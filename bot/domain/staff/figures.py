"""The figures of the desk's reports over a range of days, counted from the lines of one table."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.staff.happenings import DeskEvent
from bot.domain.staff.measures import Measure, Spread, measured, spread

LOOK_BACK_MS = 31 * 24 * 3_600_000
"""How long before the range a case may have begun that ends in it."""
MOST_DAYS = 400
HAPPY = 4
"""From here on a rating is a good one."""


class Range(msgspec.Struct, frozen=True):
    """Days of a zone, both ends included."""

    first: date
    last: date
    zone: str = "UTC"

    @property
    def since(self) -> int:
        """The first moment, milliseconds UTC."""
        return _midnight(self.first, self.zone)

    @property
    def until(self) -> int:
        """The first moment after it, milliseconds UTC."""
        return _midnight(self.last + timedelta(days=1), self.zone)

    @property
    def days(self) -> tuple[date, ...]:
        """Each day."""
        return tuple(self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))


class Wanted(msgspec.Struct, frozen=True):
    """Of whom the figures shall be: a team, an agent, a channel, "" for all."""

    team: str = ""
    agent: str = ""
    channel: str = ""


class Ratings(msgspec.Struct, frozen=True):
    """How many rated, the sum of what they gave, and how many gave 4 or 5."""

    count: int = 0
    total: int = 0
    happy: int = 0


class Line(msgspec.Struct, frozen=True):
    """The figures of a team, an agent, a channel or all; `left` gave up waiting before a person answered."""

    key: str
    name: str
    first: Spread = Spread()
    next: Spread = Spread()
    resolution: Spread = Spread()
    left: int = 0
    ratings: Ratings = Ratings()


class Funnel(msgspec.Struct, frozen=True):
    """Threads of a channel: that talked, that no person was needed for, that searched, saw offers, and paid."""

    key: str
    talked: int = 0
    contained: int = 0
    searched: int = 0
    offered: int = 0
    paid: int = 0


class Day(msgspec.Struct, frozen=True):
    """How many hand-overs a day had."""

    day: date
    handed_over: int


class Report(msgspec.Struct, frozen=True):
    """Everything that the page shows and the file has."""

    total: Line
    teams: tuple[Line, ...]
    agents: tuple[Line, ...]
    channels: tuple[Line, ...]
    reasons: tuple[tuple[str, int], ...]
    funnel: Funnel
    funnels: tuple[Funnel, ...]
    days: tuple[Day, ...]


def checked_range(first: date, last: date, zone: str) -> Range:
    """The range; raises `InvalidError` when it ends before it begins, or is too long."""
    if not 0 <= (last - first).days < MOST_DAYS:
        raise InvalidError(f"Choose a first day that is not after the last one, and at most {MOST_DAYS} days.")
    return Range(first, last, zone)


def day_of(at: int, zone: str) -> date:
    """The day of a zone in which a moment (milliseconds UTC) lies."""
    return datetime.fromtimestamp(at / 1000, ZoneInfo(zone)).date()


def report(events: Iterable[DeskEvent], asked: Range, wanted: Wanted = Wanted()) -> Report:  # noqa: B008  frozen
    """The figures of a range from lines in the order in which they happened, those of a month before among them."""
    lines = tuple(events)
    found = [one for one in measured(lines) if asked.since <= one.at < asked.until and _is_wanted(one, wanted)]
    inside = [line for line in lines if asked.since <= line.at < asked.until]
    handed = [line for line in inside if line.kind == "queued" and _is_about(line, wanted)]
    shown = [line for line in inside if wanted.channel in ("", line.channel)]
    return Report(
        total=_line("", "All", found),
        teams=_grouped(found, lambda one: one.team, lambda one: one.team),
        agents=_grouped((one for one in found if one.agent), lambda one: one.agent, lambda one: one.name),
        channels=_grouped(found, lambda one: one.channel, lambda one: one.channel),
        reasons=_counted(line.about for line in handed),
        funnel=_funnel("", shown),
        funnels=tuple(
            _funnel(channel, [line for line in shown if line.channel == channel])
            for channel in sorted({line.channel for line in shown})
        ),
        days=_days(handed, asked),
    )


def _is_wanted(one: Measure, wanted: Wanted) -> bool:
    return wanted.team in ("", one.team) and wanted.agent in ("", one.agent) and wanted.channel in ("", one.channel)


def _is_about(line: DeskEvent, wanted: Wanted) -> bool:
    """A hand-over is nobody's: who asks for one agent is told those of all."""
    return wanted.team in ("", line.team) and wanted.channel in ("", line.channel)


def _grouped(
    found: Iterable[Measure], key: Callable[[Measure], str], name: Callable[[Measure], str]
) -> tuple[Line, ...]:
    groups: dict[str, list[Measure]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    lines = [
        _line(each, next((called for one in of if (called := name(one))), each), of) for each, of in groups.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.name, line.key)))


def _line(key: str, name: str, found: Sequence[Measure]) -> Line:
    def values(kind: str) -> list[int]:
        return [one.value for one in found if one.kind == kind]

    rated = values("rated")
    ratings = Ratings(len(rated), sum(rated), sum(value >= HAPPY for value in rated))
    spreads = (spread(values("first")), spread(values("next")), spread(values("resolution")))
    return Line(key, name, *spreads, left=len(values("left")), ratings=ratings)


def _funnel(key: str, lines: Sequence[DeskEvent]) -> Funnel:
    def threads(*kinds: str) -> set[str]:
        return {line.thread for line in lines if line.kind in kinds}

    talked, searched = threads("talked"), threads("searched")
    offered = searched & threads("offered")
    helped = threads("queued", "taken", "answered")
    return Funnel(key, len(talked), len(talked - helped), len(searched), len(offered), len(offered & threads("paid")))


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = defaultdict(int)
    for name in names:
        counts[name] += 1
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _days(handed: Sequence[DeskEvent], asked: Range) -> tuple[Day, ...]:
    counts = dict(_counted(day_of(line.at, asked.zone).isoformat() for line in handed))
    return tuple(Day(day, counts.get(day.isoformat(), 0)) for day in asked.days)


def _midnight(day: date, zone: str) -> int:
    moment = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return int(moment.timestamp() * 1000)
