"""Days counted from another day: "2 days after June 5", "the Monday before Christmas", "the week of June 15"."""

import re

from bot.domain.understanding.dates import calendar, periods, ranges, weeks
from bot.domain.understanding.dates.days import NOWHERE
from bot.domain.understanding.dates.partial import Context, Partial, Reading
from bot.domain.understanding.dates.stretch import Stretch
from bot.domain.understanding.understood import Span


def closest(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the closest Monday to October 5", "the second closest": on either side."""
    anchor = stretch.placed(found.start("start"), ctx)
    if anchor is None:
        return None
    named = stretch.placed(found.start("weekday"), ctx)
    if named is None:
        return None
    wanted = named.start.weekday()
    nth = stretch.number(found.start("nth")) if found["nth"] else 1
    later = calendar.on_or_after(anchor.start, wanted)
    near = sorted((later + n * calendar.WEEK for n in range(-nth, nth + 1)), key=lambda day: abs(day - anchor.start))
    day = near[nth - 1]
    return Span(day, day)


def from_day(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """Read "2 days after June 5", "the day before Christmas", "le lendemain de Noël"; nights from a day are a stay."""
    anchor = stretch.placed(found.start("start"), ctx)
    if anchor is None or anchor.kind == "period":
        return None
    if found["next"]:
        day = anchor.end + stretch.number(found.start("next")) * calendar.DAY
        return Span(day, day)
    if (found["length"][-1] == "g" and found["joint"] in "Ff") or stretch.items[found.start("joint")][0].value == 1:
        return ranges.stay(stretch, found, ctx)
    direction = -1 if found["joint"] in "BS" else 1
    day = weeks.moved(anchor.end, stretch.signs(found.start("length"), found.end("length")), direction)
    return Span(day, day)


def week_of(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the week of June 15": from its Monday to its Sunday."""
    anchor = stretch.placed(found.start("start"), ctx)
    return None if anchor is None or anchor.kind == "period" else Span(*calendar.bounds(anchor.start, "w"), "period")


def weekend_of(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading:
    """Read "the weekend of June 4"; nothing when that day is far from any weekend."""
    anchor = stretch.placed(found.start("start"), ctx)
    return (anchor and anchor.kind == "day" and periods.weekend_around(anchor.start)) or NOWHERE


def beside(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """Read "the Monday before June 5", "le vendredi suivant le 5 juin": the nearest such weekday on that side."""
    named, anchor = stretch.reading(found.start("weekday")), stretch.placed(found.start("start"), ctx)
    if not isinstance(named, Partial) or named.day or named.weekday is None or anchor is None:
        return None
    day = calendar.after(anchor.end, named.weekday)
    if not found["later"]:
        day = calendar.on_or_after(anchor.start - calendar.WEEK, named.weekday)
    more = stretch.number(found.start("count")) - 1 if found["count"] else 0
    day += (more if found["later"] else -more) * calendar.WEEK
    return Span(day, day)


def unclear(_stretch: Stretch, _found: re.Match[str], _ctx: Context) -> Reading:
    """Read "the weekend before Christmas" as nothing: how far before was not said."""
    return NOWHERE
