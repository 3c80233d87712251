"""The search in all talk in PostgreSQL's own full text, without any extension.

Theory. Words come folded and are kept as they are (`array_to_tsvector`), so no configuration of the server matters.
What is found by the index has to be put in order, which is cheap for a few lines and not for half a million; so first
it is asked whether there are more than a few thousand. Of so many, the newest lie near the end of the transcript and
are found by reading it backwards.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, text, true

from bot.adapters.sql.repositories.talk_lines import LINE, storable
from bot.adapters.sql.tables.desk import desk_threads
from bot.adapters.sql.tables.inbox import search_lines
from bot.adapters.sql.tables.money import checkouts, orders
from bot.adapters.sql.tables.talk import transcript
from bot.adapters.sql.tables.wallet import traveller_threads, travellers
from bot.domain.booking.references import LOCATOR_LENGTHS, fold_locator
from bot.ports.search_records import Match, Spoken
from bot.ports.talk_records import Line

FEW = 2000
"""Lines that are put in order by themselves."""
SHOWN_END, SHORTEST_NUMBER = 4, 7
"""Digits of a phone number's end: those that everybody is shown, or so many that one must have been told the number.

What lies between would let somebody guess a number digit by digit.
"""
_PHONE_SIGNS = frozenset("+ ()-./0123456789")

_INDEX = """
INSERT INTO search_lines (row, thread, words)
SELECT line.row, new.thread, array_to_tsvector(string_to_array(new.words, ' '))
FROM unnest(%s::text[], %s::text[], %s::text[]) AS new (thread, item, words)
JOIN transcript line ON line.thread = new.thread AND line.item = new.item AND line.author <> ''
ON CONFLICT (row) DO NOTHING
"""

_FORGET = """
DELETE FROM search_lines USING transcript line
WHERE search_lines.row = line.row AND line.thread = %s
  AND (line.item = %s OR (line.kind = 'MessageEdited' AND line.body <> '' AND line.body::jsonb ->> 'target' = %s))
"""

_found = text("words @@ CAST(:terms AS tsquery)")
_SOME = select(search_lines.c.row).where(_found, search_lines.c.row < bindparam("before")).limit(FEW + 1)
_NEWEST = (
    select(search_lines.c.row)
    .where(_found, search_lines.c.row < bindparam("before"))
    .order_by(search_lines.c.row.desc())
    .limit(bindparam("most"))
)
_END_OF_TIME = 2**63 - 1


class SqlSearchRecords:
    """The port `SearchRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def index(self, lines: tuple[Spoken, ...]) -> None:
        """Let lines of the transcript be found by their words; those that are there already stay."""
        rows = [(line.thread, storable(line.item), " ".join(line.words)) for line in lines if line.words]
        if rows:
            self._connection.exec_driver_sql(_INDEX, tuple(list(column) for column in zip(*rows, strict=True)))

    def forget(self, thread: str, item: str) -> None:
        """Let a line, and what was changed of it, be found no more."""
        name = storable(item)
        self._connection.exec_driver_sql(_FORGET, (thread, name, name))

    def lines(self, terms: tuple[str, ...], *, before: int = 0, most: int = 20) -> tuple[Line, ...]:
        """Lines in which every term begins a word, the newest first."""
        if not terms:
            return ()
        asked = {"terms": " & ".join(f"'{term}':*" for term in terms), "before": before or _END_OF_TIME}
        rows = list(self._connection.scalars(_SOME, asked))
        if len(rows) > FEW:
            rows = list(self._connection.scalars(_NEWEST, {**asked, "most": most}))
        newest = sorted(rows, reverse=True)[:most]
        shown = select(*LINE).where(transcript.c.row.in_(newest), transcript.c.author != "")
        return tuple(_line(row) for row in self._connection.execute(shown.order_by(transcript.c.row.desc())))

    def exact(self, question: str, *, most: int = 20) -> tuple[Match, ...]:
        """Threads by a booking reference, an id of an order or checkout, an e-mail address, or a phone number's end."""
        asked = storable(question.strip())
        found = [*self._booked(asked, most), *self._written(asked, most), *self._called(asked, most)]
        return tuple(dict.fromkeys(found))[:most]

    def _booked(self, asked: str, most: int) -> list[Match]:
        folded = fold_locator(asked)
        same = func.translate(func.upper(orders.c.locator), "OI", "01") == folded
        locator = same & (orders.c.locator != "") if len(folded) in LOCATOR_LENGTHS else ~true()
        joined = select(checkouts.c.thread, orders.c.state).join(orders, orders.c.checkout == checkouts.c.id)
        ways = {"booking": locator, "order": orders.c.id == asked, "checkout": checkouts.c.id == asked}
        newest = (joined.where(way).order_by(checkouts.c.began_at.desc()).limit(most) for way in ways.values())
        return [
            Match(by, row.thread, row.state)
            for by, query in zip(ways, newest, strict=True)
            for row in self._connection.execute(query)
        ]

    def _written(self, asked: str, most: int) -> list[Match]:
        if "@" not in asked:
            return []
        mine = select(traveller_threads.c.thread).join(travellers, travellers.c.id == traveller_threads.c.traveller)
        rows = self._connection.scalars(mine.where(travellers.c.email == asked.lower()).limit(most))
        return [Match("email", thread) for thread in rows]

    def _called(self, asked: str, most: int) -> list[Match]:
        """By the end of a WhatsApp number; of whom nothing is to be found any more, this is not to be found either."""
        digits = "".join(sign for sign in asked if sign.isdigit())
        if not (len(digits) == SHOWN_END or len(digits) >= SHORTEST_NUMBER) or not set(asked) <= _PHONE_SIGNS:
            return []
        ends = func.reverse(desk_threads.c.thread).like(f"{digits[::-1]}%")
        talks = select(search_lines.c.row).where(search_lines.c.thread == desk_threads.c.thread).exists()
        query: Select[tuple[str]] = select(desk_threads.c.thread).where(
            ends, desk_threads.c.thread.startswith("whatsapp:"), talks
        )
        rows = self._connection.execute(query.order_by(desk_threads.c.last_at.desc()).limit(most))
        return [Match("phone", row.thread) for row in rows]


def _line(row: Sequence[Any]) -> Line:
    return Line(*row)
