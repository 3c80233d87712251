"""Payment history as a table for spreadsheets: RFC 4180, UTF-8 with its mark, amounts in minor units, times in UTC.

A cell that a spreadsheet would take for a formula begins with an apostrophe, whoever wrote what stands in it.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO

from bot.domain.money import exponent
from bot.domain.payment.history import Line

NAME = "payments.csv"
"""The file's name tells nothing of whose payments they are."""
COLUMNS = (
    "receipt", "kind", "at_utc", "status", "booking", "from", "to", "departs", "travellers", "method",
    "currency", "minor_digits", "asked_minor", "moved_minor",
)  # fmt: skip
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def csv_of(lines: Iterable[Line]) -> bytes:
    """The table: a row for each payment, below it one for each of its refunds, which move money the other way.

    `asked_minor` is what was to be moved, `moved_minor` what was; the moved ones of payments less those of refunds
    are what the airline has.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerows([defused(cell) for cell in row] for row in _rows(line))
    return text.getvalue().encode("utf-8-sig")


def _rows(line: Line) -> Iterator[tuple[str | int, ...]]:
    trip = line.trip
    bought = (
        trip.locator,
        trip.origin,
        trip.destination,
        trip.departs.isoformat() if trip.departs else "",
        "; ".join(trip.people),
        line.method,
        line.amount.currency,
        exponent(line.amount.currency),
    )
    yield (line.number, "payment", _iso(line.at), line.status, *bought, line.amount.minor, line.taken.minor)
    for refund in line.refunds:
        moved = refund.amount.minor if refund.state == "done" else 0
        yield (line.number, "refund", _iso(refund.at), refund.state, *bought, refund.amount.minor, moved)


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def defused(cell: str | int) -> str | int:
    """Text that no spreadsheet calculates with; numbers are ours and stay numbers."""
    if isinstance(cell, int):
        return cell
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULAS) else cell
