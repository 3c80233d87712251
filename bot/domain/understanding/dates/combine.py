"""Readings joined: ranges from one day to another, stays of some nights, days counted from another day."""

import re
from datetime import date

from bot.domain.understanding.dates import calendar, periods, weeks
from bot.domain.understanding.dates.days import NOWHERE
from bot.domain.understanding.dates.partial import Context, Found, Partial, Reading
from bot.domain.understanding.dates.signs import Sign
from bot.domain.understanding.understood import Span

_AMOUNT = "[nNqo1p]"
_LENGTH = rf"{_AMOUNT}[dwmag](?:[&,]?{_AMOUNT}[dwma])*"
_RANGE = re.compile(
    r"(?P<open>[Ffv])?t?(?:W[,.]?t?)?(?P<start>@|[noq](?=\.?(?:T|-|/|,?T|&)))\.?,?(?P<joint>T|-|/|&|i?T)[tfi]*(?P<end>@)"
)
_STAY = re.compile(rf"(?P<start>@),?[uI]?t?(?P<length>{_LENGTH})")
_STAY_AHEAD = re.compile(rf"u(?P<length>{_LENGTH})[FfiA]t?(?P<start>@)")
_FROM_DAY = re.compile(rf"I?i?t?(?:(?P<length>{_LENGTH}|d|1d|(?<!t)w(?=F))(?P<joint>[AFfBS]|z[fA]?)|(?P<next>D)f?)t?(?P<start>@)")
_WEEK_OF = re.compile(r"(?:t?wf|twF)i?t?(?P<start>@)")
_BESIDE = re.compile(r"(?P<weekday>@),?(?:(?P<later>[AX])|[BS])[ft]{0,2}(?P<start>@)")
_OR_MORE = re.compile(r"O[1noqp]")
_UNCLEAR = re.compile(r"(?:@,?P|(?:@,?)?[ABSD])f?t?(?P<start>@)")
_WEEKEND_OF = re.compile(r"t?kfi?t?(?P<start>@)")
_AGREE = re.compile(r"(?P<start>@)[,Itif]{0,3}(?P<end>@)")
_EITHER = re.compile(r"(?P<start>@|[noq](?=\.?,?O)),?\.?,?O[it]{0,2}(?P<end>@)")
_CLOSEST = re.compile(r"t?(?P<nth>o)?C(?P<weekday>@)[TfiA]t?(?P<start>@)")
_RANGE_TO_DAY = re.compile(
    r"(?P<start>@),?(?:i?T|-)[tif]{0,2}(?:(?P<day>o)|(?P<number>n))\.?(?:,?(?P<year>y))?(?![-/.wdmag@q]|(?(number)~|(?!)))"
)
_JOINTS_NEEDING_OPEN = "&"
_LEFT_BEFORE, _LEFT_AFTER = "oxXUJLbceDCwzVYk", "wmahMKJzDl"


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
        for at, (sign, reading) in enumerate(self.items):
            placed = place(reading, ctx.today) if reading is not None and not self._doubtful(at) else None
            if placed is not None and not (result and result[-1].reading == placed):
                result.append(Found(placed, sign.start, sign.end))
        return result


    def _doubtful(self, at: int) -> bool:
        """Whether a word of dates beside a reading was left over: then the days were told in a way not known here."""
        before, after = self.code[max(0, at - 3) : at].rstrip("ft")[-1:], self.code[at + 1 : at + 3].lstrip("f")[:1]
        more = _OR_MORE.match(self.code, at + 1)
        return bool(before and before in _LEFT_BEFORE) or bool(after and after in _LEFT_AFTER) or bool(more)


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
        (_WEEKEND_OF, _weekend_of),
        (_BESIDE, _beside),
        (_UNCLEAR, _unclear),
        (_AGREE, _agreed),
        (_RANGE, _range),
        (_RANGE_TO_DAY, _range_to_day),
        (_STAY, _stay),
        (_EITHER, _either),
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
    if found["next"]:
        day = anchor.end + int(stretch.items[found.start("next")][0].value) * calendar.DAY
        return Span(day, day)
    if found["length"][-1] == "g" and found["joint"] in "Ff" or stretch.items[found.start("joint")][0].value == 1:
        return _stay(stretch, found, ctx)
    direction = -1 if found["joint"] in "BS" else 1
    day = weeks.moved(anchor.end, stretch.signs(found.start("length"), found.end("length")), direction)
    return Span(day, day)


def _week_of(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    anchor = place(stretch.reading(found.start("start")), ctx.today)
    return None if anchor is None or anchor.kind == "period" else Span(*calendar.bounds(anchor.start, "w"), "period")


def _weekend_of(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading:
    anchor = place(stretch.reading(found.start("start")), ctx.today)
    return (anchor and anchor.kind == "day" and periods.weekend_around(anchor.start)) or NOWHERE


def _beside(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the Monday before June 5", "le vendredi suivant le 5 juin": the nearest such weekday on that side."""
    named, anchor = stretch.reading(found.start("weekday")), place(stretch.reading(found.start("start")), ctx.today)
    if not isinstance(named, Partial) or named.day or named.weekday is None or anchor is None:
        return None
    day = calendar.after(anchor.end, named.weekday)
    if not found["later"]:
        day = calendar.on_or_after(anchor.start - calendar.WEEK, named.weekday)
    return Span(day, day)


def _unclear(_stretch: Stretch, _found: re.Match[str], _ctx: Context) -> Reading:
    """Read "the weekend before Christmas" as nothing: how far before was not said."""
    return NOWHERE


def _number_or_reading(stretch: Stretch, at: int) -> Reading:
    """What stands at an item: a reading, or the day of a month that a bare number is."""
    sign, reading = stretch.items[at]
    return reading if reading is not None else Partial(int(sign.value))


def _agreed(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """Two readings side by side: a day inside a period, or one day said twice; days that disagree are asked."""
    first, second = (stretch.reading(found.start(side)) for side in ("start", "end"))
    placed = place(first, ctx.today), place(second, ctx.today)
    if None in placed:
        return NOWHERE
    for part, whole in ((first, placed[1]), (second, placed[0])):
        if isinstance(part, Partial) and whole is not None and whole.kind == "period":
            day = part.within(whole.start, whole.end)
            return Span(day, day) if day else NOWHERE
    return _same_day(first, second, ctx)


def _same_day(first: Reading, second: Reading, ctx: Context) -> Reading | None:
    loose = [r for r in (first, second) if isinstance(r, Span) or not r.day]
    if not loose or any(isinstance(r, Span) and r.kind != "day" for r in (first, second)):
        return None
    if isinstance(first, Partial) and isinstance(second, Partial):
        bare, full = (first, second) if not first.day else (second, first)
        if not full.day:  # two weekdays in a row
            return None
        return Partial(full.day, full.month, full.year, bare.weekday)
    one, other = place(first, ctx.today), place(second, ctx.today)
    if one is None or other is None or one.start == other.start:
        return one
    weekday = second.weekday if isinstance(second, Partial) and not second.day else None
    if weekday is not None and one.start.weekday() == weekday:
        return one
    return Span(one.start, one.end, "day", (one.start, other.start))


def _either(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """One day or another: both are choices."""
    second = stretch.reading(found.start("end"))
    first = _number_or_reading(stretch, found.start("start"))
    if isinstance(first, Partial) and isinstance(second, Partial):
        first = _borrow(first, second)
    placed = [place(reading, ctx.today) for reading in (first, second)]
    if all(span is not None and span.kind == "period" for span in placed):
        return Span(min(s.start for s in placed if s), max(s.end for s in placed if s), "period")
    days = [span.start for span in placed if span is not None and span.kind == "day"]
    return Span(days[0], days[0], "day", tuple(days)) if len(days) == len(placed) else None


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
    """Read "5/1 to 7, 2020", "tomorrow to the 15th": the second day is of the first one's month, or the next such day."""
    first = stretch.reading(found.start("start"))
    at = found.start("day") if found["day"] else found.start("number")
    day = int(stretch.items[at][0].value)
    month, year = (first.month, first.year) if isinstance(first, Partial) else (None, None)
    year = int(stretch.items[found.start("year")][0].value) if found["year"] else year
    return _between(first, Partial(day, month, year), ctx)


def _between(first: Reading, second: Reading, ctx: Context) -> Reading | None:
    if isinstance(first, Partial) and isinstance(second, Partial):
        if first.turned or second.turned:  # both are told in the same order
            first, second = first.other or first, second.other or second
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
