"""The grammar of dates: shapes of signs (alphabet in lexicon.py), each with the function that reads it."""

import re
from collections.abc import Callable, Sequence

from bot.domain.understanding.dates import days, feasts, month_parts, periods, weeks
from bot.domain.understanding.dates.partial import Context, Reading
from bot.domain.understanding.dates.signs import Sign

Reader = Callable[[Sequence[Sign], Context], Reading | None]

# _WD is a weekday with what stands about it, _OF what may stand between a day and its month, _SHORT a year of two
# digits; _UNFIT after a number tells that it is no day of a month, _OVER forbids a month that is still to come.
_WD = r"i?t?(?:W[.,]{0,2}[itf]{0,2},?)?t?"
_OF = r"[fIit,]{0,3}"
_DAY = r"(?:[noq]\.?)"
_YEAR = r"(?:[,.fI-]{0,3}y|[,fiI]{0,2}t?(?:[x0U]a|a[xX0]))"
_SHORT = r"(?:[nN](?=[-T]t?[nN]M)|[nN](?!\.?[-/T&dwmagkqQnNo~M]))"
_UNFIT = r"\.?(?:[-/wdmagkqnNs~MLCWr])"
_OVER = rf"(?!\.?{_OF}M|[-/.]?[nN]|,?[T&-][tf]?n[-/.]n)"
_MORE = r"(?:&|(?<=\.),)[it]{0,2}[no]"
_SPAN = r"(?:T|-|/|\.-|\./)[tf]?"
_AND = r"(?:T|-|/|&|\.-)[tf]?"
_MODIFIED = r"(?:t?[x0XUJP]{1,2}m|t?m[xXP0J])"
_YEARS = r"(?:t?[x0XU]a|t?a[xX0]|y)"
_MONTH = r"(?:M\.?)"
_AMOUNT = r"[nNqo1py]"
_QUARTER = r"(?:t?(?:oQ|[n1]\.?Q|Qn))"
_LENGTH = rf"(?:{_AMOUNT}(?:[ma]l|[dwmagkQ])(?:[&,]?{_AMOUNT}[dwmaQ])*)"
_SET = r"(?:[x0XUJ]{1,2}w|w[xXJ0]|0?w0)"
_SEASON = rf"(?:t?0?x?s{_YEAR}?)"
_WITHIN = rf"(?:{_MONTH}{_YEAR}?|{_MODIFIED}|t?m{_OF}{_MONTH}?{_YEAR}?|{_QUARTER}{_OF}{_YEAR}?)"

_GRAMMAR: tuple[tuple[str, Reader], ...] = (
    # hours of a day, which look like days of a month
    (r"i?t?[x0U]?[Wr],?i?[Fvf]t?n[T&-][tf]?n(?![-/.nmM])", weeks.at_hours),
    (r"[Fvf]t?n[T&-][tf]?ni?t?[x0U]?[Wr](?!\.?[noM])", weeks.at_hours),
    # ranges inside one month
    (rf"{_WD}[Ffv]?t?{_DAY}{_SPAN}{_WD}t?{_DAY}{_OF}(?:{_MONTH}(?:{_YEAR}|{_SHORT})?|{_MODIFIED})", days.days_of_month),
    (rf"v[ft]?{_DAY}&t?{_DAY}{_OF}(?:{_MONTH}(?:{_YEAR}|{_SHORT})?|{_MODIFIED})", days.days_of_month),
    (rf"[it]{{0,2}}{_DAY}(?:&|(?<=\.),)[it]{{0,2}}{_DAY}{_OF}{_MONTH}{_YEAR}?", days.days_of_month),
    (rf"(?:{_MONTH}|{_MODIFIED})[,vFf]{{0,2}}t?{_DAY}{_AND}{_WD}t?{_DAY}(?:{_YEAR}|{_OVER})", days.days_of_month),
    (rf"(?:W[.,]{{0,2}})?[Ffv]t?{_DAY}(?:T|-|&)[tf]?{_DAY}{_OVER}", days.days_of_month),
    # a day with its month
    (rf"{_WD}t?[xU0]?d?{_DAY}d?(?!i)[fIit,]{{0,3}}(?<!i){_MONTH}(?:{_YEAR}|f?{_SHORT}|[xX])?", days.dated),
    (rf"{_WD}t?[xU0]?{_MONTH}[-/,]?t?{_DAY}d?(?:[,.fIt/-]{{0,3}}y|{_YEAR})?", days.dated),
    (r"M[-/]n[-/][nN]", days.dated),
    (rf"{_WD}n[-/.]M\.?(?:[-/.,]{{0,2}}(?:y|{_SHORT}))?", days.dated),
    (rf"n[-/.]M[-/.]{_SHORT}", days.dated),
    (r"y[-/]n[-/]M|y[-/]M[-/]n|n[-/]y[-/]M|M[-/]y[-/]n|yMn|ynM", days.dated),
    (rf"{_WD}t?d?{_DAY}d?{_OF}{_MODIFIED}|{_WD}t?[no]\.?[ft]{{1,2}}m(?!{_OF}M)", days.dated),
    (rf"{_MODIFIED}[fitF,]{{0,2}}[no](?!\.?[WdwmkLC])", days.dated),
    # a day alone
    (r"i?t?[x0U]{0,2}W[.,]{0,2}[itf]{0,2}(?:(?:[no]|q(?=$|!))(?!\.?[-/wdmagkn~M])|n\.(?=~))", days.dated),
    (rf"i?t(?:[no](?!{_UNFIT})|n\.(?=~))|d[noq]", days.dated),
    (rf"Hft?[no](?!{_UNFIT}|\.?{_OF}M)", days.dated),
    (rf"io(?!{_UNFIT})|in\.(?=~)|in\.?(?!{_UNFIT}|\.?[oyT]|!|{_MORE})|Fn\.(?!{_UNFIT}|[oyT])", days.dated),
    # numbers only
    (rf"{_WD}d?(?:y-n-n|y/n/n|y\.n\.n|n-n-[ynN]|n/n/[ynN]|n\.n\.[ynN]|nny)", days.numeric),
    (rf"{_WD}d?(?:[no]/n(?:,?y)?\.?|o\.?[no]\.y?|oo(?:y|{_SHORT})?|n\.n\.?(?:,?y)?|n-n(?![./]n))", days.numeric),
    (rf"{_WD}d?nfn(?:fy)?(?![dwmagkM])", days.numeric),
    (rf"t{_DAY}(?:T|-)[tf]?{_DAY}{_OVER}", days.days_of_month),  # "el 11-12" is a day, "el 28-30" are three
    (r"#(?![dwmagk])", days.compact),
    # relative to today
    (r"t?r", weeks.relative),
    (r"t?(?:[xX]d|d[xX](?!f?t?[MnoKWr]))|t?dA(?![tWMnoqryiKx0UX])|t?D(?![fBA]?i?t?[KWrnoq])", weeks.relative),
    (rf"(?:t?r,?)?I{_LENGTH}z?(?!t?[AFP])", weeks.ahead),
    (rf"{_LENGTH}(?:z|A(?![tWMnoqryiKx0UX])|i?r)|r{_LENGTH}z|I{_LENGTH}[FA]r", weeks.ahead),
    (rf"{_LENGTH}P|[PS]{_LENGTH}", weeks.ago),
    (rf"t?[xUX]{_AMOUNT}d|t?{_AMOUNT}[xU]d|t?{_AMOUNT}d[xX]", weeks.coming_days),
    (rf"t?[xU]{_AMOUNT}[wma]|t?{_AMOUNT}[xU][wma]|t?{_AMOUNT}[wma][xX]", periods.stretch_of_weeks),
    # weekdays
    (r"W\.?", weeks.weekday),
    (r"W\.?W\.?", weeks.weekday_range),
    (r"t?[0U]{1,2}W|WU", weeks.weekday),
    (r"t?0?[xX]W|W[xX](?!f?t?[noKM])", weeks.next_weekday),
    (r"t?[LP]W(?!B)|W[LP]", weeks.past_weekday),
    (rf"W[Ifit,]{{0,3}}{_SET}|WA{_SET}|t?{_SET}[Ifit,]{{0,3}}W", weeks.weekday_of_week),
    (rf"f?[Wr]I[nq](?!{_UNFIT})|[Wr]w(?![A-Za-z])|t?JW|WJ|WAt?x(?![A-Za-z])|[1qn]wiW", weeks.weekday_plus),
    (rf"{_AMOUNT}Wz|{_AMOUNT}W[Ff]r|I{_AMOUNT}W", weeks.counted_weekdays),
    (rf"W,?f?I{_LENGTH}|W,?{_LENGTH}z|I{_LENGTH}z?,?i?t?W|{_LENGTH}(?:z|Fr),?i?t?W", weeks.ahead_on_weekday),
    (rf"W,?{_LENGTH}Fr", weeks.ahead_on_weekday),
    # parts of a month
    (rf"i?t?(?:[oqL]|n\.?|oTL|oL|Lo)W{_OF}(?:{_WITHIN}|{_YEARS}|t?0?a)", month_parts.nth_of),
    (rf"(?:{_MODIFIED}|{_MONTH}{_YEAR}?)[,Iit]{{0,3}}(?:[oL]|n\.|oL)[Wd](?![fI])", month_parts.nth_after),
    (rf"i?t?(?:[oLxX]|n\.|[on]\.?L|Lo|oTL)d{_OF}(?:{_WITHIN}|t?{_SET}|{_YEARS}|t?[wma]|{_SEASON})", month_parts.nth_of),
    (rf"t?Lft?(?:{_MODIFIED}|m)", month_parts.last_of),
    (rf"t?[oL]d{_OF}(?:{_WITHIN}|{_SET}|{_YEARS}|[ma])", month_parts.first_days_of),
    (rf"t?(?:[oL]{_AMOUNT}|{_AMOUNT}[oL])d{_OF}(?:{_WITHIN}|{_SET})", month_parts.some_days_of),
    (rf"t?(?:[oL]|n\.?|oL)w{_OF}{_WITHIN}", month_parts.some_days_of),
    (rf"i?t?[bce]{_OF}(?:0?{_WITHIN}|{_SET}|w|0w|{_YEARS}|[x0]?a)(?!\.?t?[no](?![dwma]))", periods.part),
    (rf"R{_OF}0?[wma]", periods.rest),
    (r"E", periods.end_of_unit),
    (rf"t?[x0]?K(?:{_YEAR}|[xX])?", feasts.feast),
    # whole periods
    (rf"t?wfi?t?[no](?!{_UNFIT}|\.?{_OF}M)", periods.week_of),
    (r"t?[x0XULJ]{1,2}w|t?w[xX0PJ]", periods.unit),
    (rf"{_MODIFIED}|t?[x0XUP]a|t?a[xXP]|t?[x0XU]{{1,2}}Q|t?Q[xX]", periods.unit),
    (rf"{_QUARTER}(?:{_OF}{_YEARS})?|y,?{_QUARTER}", periods.quarter),
    (rf"(?<![no.])[x0]?{_MONTH}(?:{_YEAR}|x)?", periods.unit),
    (rf"i?t?(?:[oL]|n\.)k{_OF}{_WITHIN}", month_parts.weekend_in),
    (rf"t?kfi?t?[no](?!{_UNFIT}|\.?{_OF}M)", periods.weekend_of),
    (r"t?[x0XUJPL]{0,2}k[xXJPL]?(?![fI]i?t?[nodWKM])", periods.weekend),
    (rf"t?[x0XULP]{{0,2}}s[xX0LP]?{_YEAR}?", periods.season),
)  # fmt: skip

_WHOLE: tuple[tuple[str, Reader], ...] = (
    (r"[it]+[noq]\.?|[oq]\.?|n\.?", days.bare),
    (r"~{0,3}t?f[no]\.?", days.told_of),
    (r"[tf]?nn|t?nnn|t?nn[yN]", days.numeric),
    (r"n[-/.]n", days.numeric),
    (rf"{_DAY}(?:T|-)t?{_DAY}", days.days_of_month),
)

PATTERNS = tuple((re.compile(shape), reader) for shape, reader in _GRAMMAR)
"""Shapes that may stand anywhere in a text; the longest that can be read wins, of equals the first."""
WHOLE = tuple((re.compile(shape), reader) for shape, reader in _WHOLE)
"""Shapes that are dates only when the message holds nothing else and a date was asked for."""
SILENT = frozenset("~!.,-/&TzAO")
"""Signs with which no shape begins."""
