"""Cards and receipts as pages lay them out: the price first, times large, all else small."""

import re
from datetime import UTC, datetime

import msgspec

from bot.domain.conversation.messages import Card, Option, ReceiptLine

_LEG = re.compile(
    r"(?P<day>.+?)(?: ·)? (?P<departs>\d\d:\d\d) (?P<origin>[A-Z]{3})"
    r" → (?P<arrives>\d\d:\d\d) (?P<destination>[A-Z]{3})(?: \((?P<later>[+-]\d)\))?"
)
"""One direction as `bot.domain.shopping.display` writes it."""
_DURATION = re.compile(r"\d+ h \d\d\b")
_DOT = " · "


class Leg(msgspec.Struct, frozen=True):
    """One direction of a trip; times are local to their airports, `later` is "+1" on a later day, `facts` the rest."""

    day: str
    departs: str
    origin: str
    arrives: str
    destination: str
    later: str = ""
    facts: str = ""


Row = Leg | str


class Layout(msgspec.Struct, frozen=True):
    """A card in order of what matters: `rest` follows the price in small.

    `rows` are legs and plain lines; `taps` the options as they stand in the talk once tapped.
    """

    price: str
    rest: str
    rows: tuple[Row, ...]
    taps: tuple[Option, ...]


def layout(card: Card) -> Layout:
    """A card of whatever kind, laid out; what is no flight stays as it was written."""
    price, rest = _price(card.title)
    rows = _once(_rows(card.lines))
    leg = next((row for row in rows if isinstance(row, Leg)), None)
    about = [price, f"{leg.day} {leg.departs}"] if leg else [card.title]
    taps = tuple(Option(_DOT.join([option.title, *about]), option.payload) for option in card.options)
    return Layout(price, rest, rows, taps)


def bought(line: ReceiptLine) -> tuple[Row, ...]:
    """What a line of a receipt was paid for, a row each direction."""
    return _rows(tuple(line.title.split(" / ")))


def trip(text: str) -> tuple[Row, ...]:
    """The rows of a text that tells flights line by line; () for any other, which is set as it is written."""
    rows = _rows(tuple(text.split("\n")))
    return rows if any(isinstance(row, Leg) for row in rows) else ()


def moment(at: int) -> str:
    """Seconds since 1970 as a `datetime` attribute, in UTC; the browser tells it in its own time."""
    return datetime.fromtimestamp(at, tz=UTC).isoformat()


def _price(title: str) -> tuple[str, str]:
    """The amount apart from its words; amounts hold no plain space (Unicode CLDR joins their parts by others)."""
    first, _, rest = title.partition(" ")
    return (first.rstrip(","), rest) if any(sign.isdigit() for sign in first) else (title, "")


def _rows(lines: tuple[str, ...]) -> tuple[Row, ...]:
    """Lines as rows; the line below a leg that begins with its duration belongs to it."""
    rows: list[Row] = []
    for line in lines:
        before = rows[-1] if rows else ""
        if isinstance(before, Leg) and not before.facts and _DURATION.match(line):
            rows[-1] = msgspec.structs.replace(before, facts=line)
        else:
            rows.append(_row(line))
    return tuple(rows)


def _row(line: str) -> Row:
    found = _LEG.fullmatch(line)
    return Leg(**{name: text or "" for name, text in found.groupdict().items()}) if found else line


def _once(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows in which what all legs end with alike, as who flies them, is told once: with the last line."""
    ends = {row.facts.rpartition(_DOT)[2] for row in rows if isinstance(row, Leg)}
    last = rows[-1] if rows else ""
    if len(ends) != 1 or not isinstance(last, str):
        return rows
    shorter = [
        msgspec.structs.replace(row, facts=row.facts.rpartition(_DOT)[0]) if isinstance(row, Leg) else row
        for row in rows[:-1]
    ]
    return (*shorter, _DOT.join(part for part in (last, *ends) if part))
