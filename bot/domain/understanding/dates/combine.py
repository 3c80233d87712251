"""Readings joined: ranges from one day to another, stays of some nights, days counted from another day."""

import re
from datetime import date

from bot.domain.understanding.dates import calendar, weeks
from bot.domain.understanding.dates.lexicon import Sign
from bot.domain.understanding.dates.partial import Context, Found, Partial, Reading
from bot.domain.understanding.understood import Span

_AMOUNT = "[nNqo1p]"
_LENGTH = rf"{_AMOUNT}[dwmag](?:[&,]?{_AMOUNT}[dwma])*"
_RANGE = re.compile(
    r"(?P<open>[Ffv])?t?(?:W[,.]?t?)?(?P<start>@|[noq](?=\.?(?:T|-|/|,?T|&)))\.?,?(?P<joint>T|-|/|&|i?T)[tfi]*(?P<end>@)"
)
_STAY = re.compile(rf"(?P<start>@),?[uI]?t?(?P<length>{_LENGTH})")
_STAY_AHEAD = re.compile(rf"u(?P<length>{_LENGTH})[FfiA]t?(?P<start>@)")
_FROM_DAY = re.compile(rf"I?t?(?P<length>{_LENGTH}|d|1d)(?P<joint>[AFfBP]|z[fA]?)t?(?P<start>@)")
_WEEK_OF = re.compile(r"t?wfi?t?(?P<start>@)")
_CLOSEST = re.compile(r"t?(?P<nth>o)?C(?P<weekday>@)[TfiA]t?(?P<start>@)")
_RANGE_TO_DAY = re.compile(r"(?P<start>@)(?:T|-)t?(?P<day>[no])\.?(?:,?(?P<year>y))?(?![-/.wdmag@q])")
_JOINTS_NEEDING_OPEN = "&"


class Stretch:
    """The signs of a text with what was read among them standing as one sign "@"."""

    def __init__(self, signs: list[Sign], readings: dict[int, tuple[int, Reading]]) -> None:
        self.items: list[tuple[Sign, Reading | None]] = []
        at = 0
        while at < len(signs):
            if at in readings:
                end, reading = readings[at]
                self.items.append((Sign("@", 0, signs[at].start, signs[end - 1].end), reading))
                at = end
            else:
                self.items.append((signs[at], None))
                at += 1

    @property
    def code(self) -> str:
        """One character an item."""
        return "".join(sign.symbol for sign, _ in self.items)

    def signs(self, start: int, end: int) -> list[Sign]:
        """The signs at [start, end)."""
        return [sign for sign, _ in self.items[start:end]]

    def reading(self, at: int) -> Reading:
        """The reading that stands at an item "@"."""
        reading = self.items[at][1]
        assert reading is not None  # noqa: S101 only asked for an "@"
        return reading

    def replace(self, start: int, end: int, reading: Reading) -> None:
        """Put one reading in the place of the items at [start, end)."""
        first, last = self.items[start][0], self.items[end - 1][0]
        self.items[start:end] = [(Sign("@", 0, first.start, last.end), reading)]

    def found(self, ctx: Context) -> list[Found]:
        """All readings in order of the text, days placed."""
        result: list[Found] = []
        for sign, reading in self.items:
            placed = place(reading, ctx.today) if reading is not None else None
            if placed is not None and not (result and result[-1].reading == placed):
                result.append(Found(placed, sign.start, sign.end))
        return result


def place(reading: Reading, floor: date) -> Span | None:
    """The days of a reading, none before `floor` unless the year was said."""
    return reading.span(floor) if isinstance(reading, Partial) else reading


def combine(stretch: Stretch, ctx: Context) -> None:
    """Join what belongs together, from the tightest bond to the loosest."""
    for pattern, join in (
        (_CLOSEST, _closest),
        (_STAY_AHEAD, _stay),
        (_FROM_DAY, _from_day),
        (_WEEK_OF, _week_of),
        (_RANGE, _range),
        (_RANGE_TO_DAY, _range_to_day),
        (_STAY, _stay),
    ):
        at = 0
        while found := pattern.search(stretch.code, at):
            joined = join(stretch, found, ctx)
            if joined is not None:
                stretch.replace(found.start(), found.end(), joined)
            at = found.start() + 1


def _closest(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    anchor = place(stretch.reading(found.start("start")), ctx.today)
    if anchor is None:
        return None
    named = place(stretch.reading(found.start("weekday")), ctx.today)
    if named is None:
        return None
    wanted = named.start.weekday()
    nth = int(stretch.items[found.start("nth")][0].value) if found["nth"] else 1
    later = calendar.on_or_after(anchor.start, wanted)
    near = sorted((later + n * calendar.WEEK for n in range(-nth, nth + 1)), key=lambda day: abs(day - anchor.start))
    day = near[nth - 1]
    return Span(day, day)


def _from_day(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    anchor = place(stretch.reading(found.start("start")), ctx.today)
    if anchor is None or anchor.kind == "period":
        return None
    direction = -1 if found["joint"] in "BP" else 1
    day = weeks.moved(anchor.end, stretch.signs(found.start("length"), found.end("length")), direction)
    return Span(day, day)


def _week_of(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    anchor = place(stretch.reading(found.start("start")), ctx.today)
    return None if anchor is None or anchor.kind == "period" else Span(*calendar.bounds(anchor.start, "w"), "period")


def _stay(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    start = place(stretch.reading(found.start("start")), ctx.today)
    if start is None or start.start != start.end:
        return None
    end = weeks.moved(start.start, stretch.signs(found.start("length"), found.end("length")))
    return Span(start.start, end, "range")


def _range(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    if found["joint"] in _JOINTS_NEEDING_OPEN and not found["open"]:
        return None
    second = stretch.reading(found.start("end"))
    if found["start"] == "@":
        first = stretch.reading(found.start("start"))
    else:
        number = int(stretch.items[found.start("start")][0].value)
        first = Partial(number, second.month, second.year) if isinstance(second, Partial) else Partial(number)
    return _between(first, second, ctx)


def _range_to_day(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """Read "5/1 to 7, 2020": the second day is of the first one's month."""
    first = stretch.reading(found.start("start"))
    if not isinstance(first, Partial) or first.month is None:
        return None
    year = int(stretch.items[found.start("year")][0].value) if found["year"] else first.year
    return _between(first, Partial(int(stretch.items[found.start("day")][0].value), first.month, year), ctx)


def _between(first: Reading, second: Reading, ctx: Context) -> Reading | None:
    if isinstance(first, Partial) and isinstance(second, Partial):
        first = _borrow(first, second)
    start = place(first, ctx.today)
    if start is None:
        return None
    end = place(second, start.start)
    if end is None or end.end < start.start:
        return None
    kind = "period" if "period" in (start.kind, end.kind) else "range"
    return Span(start.start, end.end, kind)


def _borrow(first: Partial, second: Partial) -> Partial:
    """Let the second day say what the first leaves out: "26 June to 28 June 2020", "Monday 1st to 10 July"."""
    month = first.month or second.month
    year = first.year
    if year is None and second.year is not None and second.month is not None and month is not None:
        year = second.year - ((month, first.day) > (second.month, second.day))
    return Partial(first.day, month, year, first.weekday)
