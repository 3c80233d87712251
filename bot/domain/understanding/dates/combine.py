"""Joins readings that belong together: shapes of readings and signs, each with the function that joins them."""

import re

from bot.domain.understanding.dates import agree, anchored, ranges
from bot.domain.understanding.dates.partial import Context
from bot.domain.understanding.dates.stretch import Stretch

_AMOUNT = "[nNqo1p]"
_LENGTH = rf"{_AMOUNT}[dwmag](?:[&,]?{_AMOUNT}[dwma])*"
_RANGE = re.compile(
    r"(?P<open>[Ffv])?t?(?:W[,.]?t?)?(?P<start>@|[noq](?=\.?(?:T|-|/|,?T|&)))"
    r"\.?,?i?[Hg]?(?P<joint>T|-|/|&|i?T)[tfi]*(?P<end>@)"
)
_STAY = re.compile(rf"(?P<start>@),?[uI]?t?(?P<length>{_LENGTH})")
_STAY_AHEAD = re.compile(rf"u(?P<length>{_LENGTH})[FfiA]t?(?P<start>@)")
_FROM_DAY = re.compile(
    rf"I?i?t?(?:(?P<length>{_LENGTH}|d|1d|(?<!t)w(?=F))(?P<joint>[AFfBSX]|z[fA]?)|(?P<next>D)f?)t?(?P<start>@)"
)
_WEEK_OF = re.compile(r"(?:t?wf|twF)i?t?(?P<start>@)")
_BESIDE = re.compile(r"(?P<count>[1nqpo])?(?:L(?=@B))?(?P<weekday>@),?(?:(?P<later>[AX])|[BS])[ft]{0,2}(?P<start>@)")
_UNCLEAR = re.compile(r"(?:@,?P|(?:@,?)?[ABSD])f?t?(?P<start>@)")
_WEEKEND_OF = re.compile(r"t?kfi?t?(?P<start>@)")
_AGREE = re.compile(r"(?P<start>@)(?:[,ItifFv]{0,3}|,1)(?P<end>@)")
_EITHER = re.compile(r"(?P<start>@|[noq](?=\.?,?O)),?\.?,?O[it]{0,2}(?P<end>@|(?<=@O)[no](?!\w)|(?<=@O[it])[no](?!\w))")
_CLOSEST = re.compile(r"t?(?P<nth>o)?C(?P<weekday>@)[TfiA]t?(?P<start>@)")
_CLOSEST_BEHIND = re.compile(r"(?P<weekday>@),?t?(?P<nth>o)?C[TfiA]?t?(?P<start>@)")
_RANGE_TO_DAY = re.compile(
    r"(?P<start>@),?(?:i?T|-)[tif]{0,2}(?:(?P<day>o)|(?P<number>n))\.?(?:,?(?P<year>y))?(?![-/.wdmag@q]|(?(number)~|(?!)))"
)


def combine(stretch: Stretch, ctx: Context) -> None:
    """Join what belongs together, from the tightest bond to the loosest."""
    for pattern, join in (
        (_CLOSEST, anchored.closest),
        (_CLOSEST_BEHIND, anchored.closest),
        (_STAY_AHEAD, ranges.stay),
        (_FROM_DAY, anchored.from_day),
        (_WEEK_OF, anchored.week_of),
        (_WEEKEND_OF, anchored.weekend_of),
        (_BESIDE, anchored.beside),
        (_UNCLEAR, anchored.unclear),
        (_AGREE, agree.agreed),
        (_RANGE, ranges.from_to),
        (_RANGE_TO_DAY, ranges.range_to_day),
        (_STAY, ranges.stay),
        (_EITHER, agree.either),
    ):
        at = 0
        while found := pattern.search(stretch.code, at):
            joined = join(stretch, found, ctx)
            if joined is not None:
                stretch.replace(found.start(), found.end(), joined)
            at = found.start() + 1
