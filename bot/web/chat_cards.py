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
_DOT = " · "


class Leg(msgspec.Struct, frozen=True):
    """One direction of a trip; times are local to their airports, `later` is "+1" on a later day."""

    day: str
    departs: str
    origin: str
    arrives: str
    destination: str
    later: str = ""


class Layout(msgspec.Struct, frozen=True):
    """A card in order of what matters: `rest` follows the price in small, `foot` stands below everything.

    `rows` are legs and plain lines; `taps` the options as they stand in the talk once tapped.
    """

    price: str
    rest: str
    rows: tuple[Leg | str, ...]
    foot: str
    taps: tuple[Option, ...]


def layout(card: Card) -> Layout:
    """A card of whatever kind, laid out; what is no flight stays as it was written."""
    price, rest = _price(card.title)
    rows, foot = _once(tuple(_row(line) for line in card.lines))
    leg = next((row for row in rows if isinstance(row, Leg)), None)
    about = [price, f"{leg.day} {leg.departs}"] if leg else [card.title]
    taps = tuple(Option(_DOT.join([option.title, *about]), option.payload) for option in card.options)
    return Layout(price, rest, rows, foot, taps)


def bought(line: ReceiptLine) -> tuple[Leg | str, ...]:
    """What a line of a receipt was paid for, a row each direction."""
    return tuple(_row(part) for part in line.title.split(" / "))


def moment(at: int) -> str:
    """Seconds since 1970 as a `datetime` attribute, in UTC; the browser tells it in its own time."""
    return datetime.fromtimestamp(at, tz=UTC).isoformat()


def _price(title: str) -> tuple[str, str]:
    """The amount apart from its words; amounts hold no plain space (Unicode CLDR joins their parts by others)."""
    first, _, rest = title.partition(" ")
    return (first, rest) if any(sign.isdigit() for sign in first) else (title, "")


def _row(line: str) -> Leg | str:
    found = _LEG.fullmatch(line)
    return Leg(**{name: text or "" for name, text in found.groupdict().items()}) if found else line


def _once(rows: tuple[Leg | str, ...]) -> tuple[tuple[Leg | str, ...], str]:
    """Rows and foot: what the lines below all legs end with alike is told once, in the foot."""
    below = {at + 1 for at, row in enumerate(rows[:-1]) if isinstance(row, Leg)}
    facts = [str(rows[at]).rpartition(_DOT) for at in sorted(below) if isinstance(rows[at], str)]
    same = {last for _, _, last in facts}
    if not facts or len(same) > 1 or not all(first for first, _, _ in facts):
        return rows, ""
    kept = [str(row).rpartition(_DOT)[0] if at in below else row for at, row in enumerate(rows)]
    feet = [str(kept.pop())] if len(rows) - 1 not in below else []
    return tuple(kept), _DOT.join([*feet, *same])
