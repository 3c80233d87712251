"""Papers of payment history: a receipt of one payment, and a statement of many."""

from datetime import date, datetime

import msgspec

from bot.domain.money import Money, format_money
from bot.domain.papers import Block, Facts, Grid, Heading, Paper, Words
from bot.domain.payment.history import Filter, Line, PlaceName, RefundLine, sums_of
from bot.domain.payment.history_words import words_of
from bot.domain.shopping.display import date_text

MOST_PRINTED = 500
"""Lines of a statement: who needs more takes a shorter period, or the table."""
_WIDTHS = (18, 30, 20, 32, 22)


class Reader(msgspec.Struct, frozen=True):
    """For whom papers are made: language, how places are called, the airline's name, and when (UTC)."""

    language: str
    place: PlaceName
    brand: str
    now: datetime

    def word(self, key: str, **said: str) -> str:
        """A sentence of payment history, filled in."""
        return words_of(self.language)[key].format(**said)

    def day(self, day: date) -> str:
        """A day with its year."""
        return date_text(day, self.language)

    def money(self, amount: Money) -> str:
        """An amount."""
        return format_money(amount, self.language)

    def route(self, line: Line) -> str:
        """Where the trip goes, "" when nobody said."""
        trip = line.trip
        names = {"origin": self.place(trip.origin), "destination": self.place(trip.destination)}
        return self.word("route", **names) if trip.origin else ""

    def refund(self, refund: RefundLine) -> str:
        """What became of a refund."""
        return self.word(f"refund_{refund.state}", amount=self.money(refund.amount), day=self.day(refund.at.date()))


def receipt(line: Line, reader: Reader) -> Paper:
    """The receipt of one payment: what it was for, how it was paid, and everything that went back."""
    trip, word = line.trip, reader.word
    facts = (
        (word("number"), line.number),
        (word("date"), reader.day(line.at.date())),
        (word("status"), word(line.status)),
        (word("booking"), trip.locator),
        (word("trip"), reader.route(line)),
        (word("flight_day"), reader.day(trip.departs) if trip.departs else ""),
        (word("travellers"), ", ".join(trip.people)),
        (word("method"), line.method),
    )
    sums = (
        (word("amount"), reader.money(line.amount)),
        (word("taken"), reader.money(line.taken)),
        (word("returned"), reader.money(line.returned)),
        (word("kept"), reader.money(line.taken - line.returned)),
    )
    refunds: tuple[Block, ...] = (
        (Heading(word("refunds")), *(Words(reader.refund(one)) for one in line.refunds)) if line.refunds else ()
    )
    title = f"{word('receipt')} {line.number}"
    blocks = (
        Heading(title, 1),
        Words(reader.brand),
        Facts(tuple((label, value) for label, value in facts if value)),
        Facts(sums, sum_last=True),
        *refunds,
        Words(word("utc"), small=True),
    )
    return _paper(title, blocks, reader)


def statement(lines: tuple[Line, ...], wanted: Filter, reader: Reader) -> Paper:
    """The payments of a period as a table, with a sum for each currency."""
    title = _title(wanted, reader)
    head = tuple(reader.word(key) for key in ("date", "trip", "method", "status", "amount"))
    table: Block = Grid(head, tuple(_row(line, reader) for line in lines[:MOST_PRINTED]), _WIDTHS, right=(4,))
    cut = reader.word("cut", shown=str(MOST_PRINTED), count=str(len(lines)))
    blocks = (
        Heading(title, 1),
        Words(reader.brand),
        *((Words(cut),) if len(lines) > MOST_PRINTED else ()),
        table if lines else Words(reader.word("none")),
        *(Facts(_sum_rows(pair, reader), sum_last=True) for pair in sums_of(lines)),
        Words(reader.word("utc"), small=True),
    )
    return _paper(title, blocks, reader)


def _title(wanted: Filter, reader: Reader) -> str:
    until = reader.day(wanted.until or reader.now.date())
    if wanted.since is not None:
        return reader.word("statement_of", since=reader.day(wanted.since), until=until)
    return reader.word("until_now", until=until)


def _row(line: Line, reader: Reader) -> tuple[str, ...]:
    trip = ", ".join(filter(None, (line.trip.locator, reader.route(line))))
    status = ". ".join((reader.word(line.status), *map(reader.refund, line.refunds)))
    return reader.day(line.at.date()), f"{trip} ({line.number})", line.method, status, reader.money(line.amount)


def _sum_rows(pair: tuple[Money, Money], reader: Reader) -> tuple[tuple[str, str], ...]:
    taken, returned = pair
    return (
        (reader.word("taken"), reader.money(taken)),
        (reader.word("returned"), reader.money(returned)),
        (reader.word("kept"), reader.money(taken - returned)),
    )


def _paper(title: str, blocks: tuple[Block, ...], reader: Reader) -> Paper:
    words = words_of(reader.language)
    made = reader.day(reader.now.date())
    foot = words["foot"].format(brand=reader.brand, day=made, page="{page}", pages="{pages}")
    return Paper(title, reader.language, reader.brand, reader.now, blocks, foot, words["unprintable"])
