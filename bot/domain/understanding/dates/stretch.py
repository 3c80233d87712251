"""The signs of a text with what was read among them, and which of the readings can be trusted."""

import re
from datetime import date

from bot.domain.understanding.dates.partial import Context, Found, Partial, Reading
from bot.domain.understanding.dates.signs import Sign
from bot.domain.understanding.understood import Span

_LEFT_BEFORE, _LEFT_AFTER = "oxXUJLbceDCwzVYk", "wmahMKJzDl"
_OR_MORE = re.compile(r"O[1noqp]")


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

    def number(self, at: int) -> int:
        """The number that the sign at an item carries."""
        return int(self.items[at][0].value)

    def day(self, at: int) -> Reading:
        """What stands at an item: a reading, or the day of a month that a bare number is."""
        reading = self.items[at][1]
        return Partial(self.number(at)) if reading is None else reading

    def placed(self, at: int, ctx: Context) -> Span | None:
        """The days of the reading at an item."""
        return place(self.reading(at), ctx.today)

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
        reading = self.items[at][1]
        if isinstance(reading, Span) and reading.kind == "period" and self._unread(at):
            return True
        before, after = self.code[max(0, at - 3) : at].rstrip("ft")[-1:], self.code[at + 1 : at + 3].lstrip("f")[:1]
        more = _OR_MORE.match(self.code, at + 1)
        return bool(before and before in _LEFT_BEFORE) or bool(after and after in _LEFT_AFTER) or bool(more)

    def _unread(self, at: int) -> bool:
        """Whether a month stands alone because its day was not read: "the ides of March", "1ième mars"."""
        start = len(self.code[:at].rstrip("ft"))
        nearest = self.signs(max(0, start - 2), start)
        glued = len(nearest) > 1 and nearest[0].symbol in "nN" and nearest[0].end == nearest[1].start
        return (start < at and self.code[start - 1 : start] == "d") or (glued and nearest[1].symbol == "~")


def place(reading: Reading, floor: date) -> Span | None:
    """The days of a reading, none before `floor` unless the year was said."""
    return reading.span(floor) if isinstance(reading, Partial) else reading
