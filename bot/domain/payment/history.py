"""Payment history: from payments and what the books say of them to the lines that a traveller reads.

Theory. A line is a payment at which money was asked for; when it was taken and when each refund went back is what the
ledger says, never what an attempt hoped, so that the sum of the lines is the sum of the books. Nothing is shown of a
method but brand and last four digits. A line has a receipt number that is made out of the payment's id: the same
whenever it is asked for, of no use to anybody else, and free of what it stands for.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from hashlib import blake2b
from typing import Literal, get_args

import msgspec

from bot.domain.ids import LOCATOR_ALPHABET, digest
from bot.domain.money import Money
from bot.domain.payment.payment import Payment
from bot.domain.understanding.dates.tokens import fold

Status = Literal[
    "paid", "authorized", "checking", "review", "declined", "failed", "releasing", "released",
    "refunding", "part_refunded", "refunded", "disputed", "charged_back",
]  # fmt: skip
"""Where a payment stands, as its traveller understands it; `released` was approved and let go without being taken."""
STATUSES: tuple[Status, ...] = get_args(Status)
RefundState = Literal["done", "on_its_way", "failed", "taken_back"]

PAGE = 20
"""Lines of a page: what a telephone scrolls through in a moment."""
_SIGNS = bytes(ord(LOCATOR_ALPHABET[byte % len(LOCATOR_ALPHABET)]) for byte in range(256))
_SIDES = {"capture": "taken", "stray": "taken", "refund": "returned", "returned": "returned", "opened": "returned"}
"""What the books call it when money comes, once more than a sale, and when it goes back: by us, or by a bank."""
_TAKEN_BACK = frozenset({"returned", "opened"})
"""A debit that its bank took back, and a dispute that its bank has opened."""
_REVERSED = "_reversed"
_ASKING = frozenset({"authorize", "charge"})
_NUMBER_SIGNS = 10
"""50 bits: two receipts of a million share a number once in two thousand airlines."""


class Trip(msgspec.Struct, frozen=True, gc=False):
    """What was bought: booking reference ("" while there is none), airports, the local day of departure, names."""

    locator: str = ""
    origin: str = ""
    destination: str = ""
    departs: date | None = None
    people: tuple[str, ...] = ()


class Posted(msgspec.Struct, frozen=True, gc=False):
    """One transaction of the books about a payment, one of its attempts or disputes, or a charge beside it (`source`).

    `kind` is one of `_SIDES`, or one of them reversed, as `bot.domain.payment.posting` names it; `at` is UTC.
    """

    source: str
    kind: str
    amount: Money
    at: datetime


class Record(msgspec.Struct, frozen=True, gc=False):
    """One payment with all that its line is made of; `began_at` (UTC) is when its checkout began."""

    payment: Payment
    checkout: str
    began_at: datetime
    trip: Trip = Trip()
    posted: tuple[Posted, ...] = ()


class RefundLine(msgspec.Struct, frozen=True, gc=False):
    """Money on its way back, back, come to us again, or taken back by a bank; `at` (UTC) is when that happened."""

    at: datetime
    amount: Money
    state: RefundState


class Line(msgspec.Struct, frozen=True, gc=False):
    """One payment as its traveller reads it.

    Attributes:
        number: the receipt number.
        at: UTC; when money was taken, else when it was asked for last.
        amount: what was to be paid; `taken` is what was taken of it, and `returned` of that what went back.
        method: such as "Visa •4242", "" when none was given yet.
        declines: how often a bank said no.
    """

    number: str
    at: datetime
    trip: Trip
    method: str
    amount: Money
    taken: Money
    returned: Money
    status: Status
    refunds: tuple[RefundLine, ...] = ()
    declines: int = 0


class Filter(msgspec.Struct, frozen=True):
    """Which lines are wanted; what is None or "" does not matter.

    `since` and `until` are days (UTC), both included; `method` is a `method_key`; `text` is looked for in booking
    references, receipt numbers, places and names.
    """

    since: date | None = None
    until: date | None = None
    status: str = ""
    method: str = ""
    text: str = ""


class Page(msgspec.Struct, frozen=True):
    """Some lines of many: the `number`-th page of `pages`, both from 1; `count` is of all pages."""

    lines: tuple[Line, ...]
    number: int
    pages: int
    count: int


PlaceName = Callable[[str], str]
"""How a traveller calls an airport: "Paris (CDG)"."""


def receipt_number(payment: str) -> str:
    """The receipt number of a payment: "R-" and ten letters and digits that nobody mixes up on the telephone."""
    drawn = blake2b(payment.encode(), digest_size=_NUMBER_SIGNS, person=b"receipt").digest()
    return f"R-{drawn.translate(_SIGNS).decode()}"


def method_key(method: str) -> str:
    """What stands for a method in an address: nobody reads a card out of it."""
    return digest(method)[:6]


def sources_of(payment: Payment, disputes: Iterable[str] = ()) -> tuple[str, ...]:
    """Names under which the books know what moved for a payment: its own, its attempts, charges beside it, disputes."""
    refunds = (one.reference for one in payment.attempts if one.operation == "refund")
    beside = (reference for reference in refunds if reference not in {"", payment.reference})
    return tuple(dict.fromkeys((payment.id, *(one.key for one in payment.attempts), *beside, *disputes)))


def lines_of(records: Iterable[Record]) -> tuple[Line, ...]:
    """The lines of payments, the newest first; a payment for which nobody was asked has none."""
    lines = [line for line in map(line_of, records) if line is not None]
    return tuple(sorted(lines, key=lambda line: (line.at, line.number), reverse=True))


def line_of(record: Record) -> Line | None:
    """The line of one payment, None when no bank was ever asked for its money."""
    payment = record.payment
    status = status_of(payment)
    if status is None:
        return None
    currency = payment.amount.currency
    sums, taken_at = dict.fromkeys(_SIDES.values(), 0), None
    for one in record.posted:
        side, sign = _SIDES.get(one.kind.removesuffix(_REVERSED)), -1 if one.kind.endswith(_REVERSED) else 1
        if side is not None:
            sums[side] += sign * one.amount.minor
        if one.kind == "capture":
            taken_at = taken_at or one.at
    return Line(
        number=receipt_number(payment.id),
        at=taken_at or max((attempt.opened_at for attempt in payment.attempts), default=record.began_at),
        trip=record.trip,
        method=payment.method,
        amount=payment.amount,
        taken=Money(sums["taken"], currency),
        returned=Money(sums["returned"], currency),
        status=status,
        refunds=_refunds(record) if len(record.posted) > 1 or payment.open_attempt is not None else (),
        declines=sum(one.result == "declined" and one.operation in _ASKING for one in payment.attempts),
    )


def status_of(payment: Payment) -> Status | None:
    """Where a payment stands, None when no bank was ever asked."""
    asked = [attempt for attempt in payment.attempts if attempt.sends > 0 or attempt.state == "closed"]
    if payment.state == "captured":
        return _of_captured(payment)
    if payment.state in _BY_STATE:
        return _BY_STATE[payment.state]
    if not asked:
        return None
    if payment.open_attempt is not None:
        return "checking"
    return "declined" if asked[-1].result == "declined" else "failed"


_BY_STATE: Mapping[str, Status] = {
    "in_review": "review",
    "requires_action": "checking",
    "authorizing": "checking",
    "charging": "checking",
    "authorized": "authorized",
    "capturing": "authorized",
    "voiding": "releasing",
    "voided": "released",
    "refunding": "refunding",
    "refunded": "refunded",
    "disputed": "disputed",
    "charged_back": "charged_back",
}
"""States that say it all; created, declined and expired depend on what the last bank said."""


def _of_captured(payment: Payment) -> Status:
    attempt = payment.open_attempt
    if attempt is not None and attempt.operation == "refund":
        return "refunding"
    return "part_refunded" if payment.refunded else "paid"


def _refunds(record: Record) -> tuple[RefundLine, ...]:
    """Every refund, in order: those of the books, the one that is on its way, and what a bank took back and keeps."""
    reversed_at = {one.source: one.at for one in record.posted if one.kind.endswith(_REVERSED)}
    done = [
        RefundLine(reversed_at.get(one.source, one.at), one.amount, "failed" if one.source in reversed_at else "done")
        for one in record.posted
        if one.kind == "refund"
    ]
    done += [
        RefundLine(one.at, one.amount, "taken_back")
        for one in record.posted
        if one.kind in _TAKEN_BACK and one.source not in reversed_at
    ]
    attempt = record.payment.open_attempt
    if attempt is not None and attempt.operation == "refund":
        done.append(RefundLine(attempt.opened_at, _asked_back(record.payment), "on_its_way"))
    return tuple(sorted(done, key=lambda one: one.at))


def _asked_back(payment: Payment) -> Money:
    """What the refund that is on its way asks for: a part that was agreed on, else all that is left."""
    attempt = payment.open_attempt
    part = attempt.amount if attempt is not None else 0
    return Money(part or payment.captured - payment.refunded, payment.amount.currency)


def filtered(lines: Iterable[Line], wanted: Filter, place: PlaceName) -> tuple[Line, ...]:
    """The lines that are wanted, in their order; every word of the text must be found."""
    words = fold(wanted.text).split()
    return tuple(line for line in lines if _fits(line, wanted) and _says(line, words, place))


def _fits(line: Line, wanted: Filter) -> bool:
    day = line.at.date()
    within = (wanted.since is None or wanted.since <= day) and (wanted.until is None or day <= wanted.until)
    of_method = wanted.method in {"", method_key(line.method)}
    return within and of_method and wanted.status in {"", line.status}


def _says(line: Line, words: list[str], place: PlaceName) -> bool:
    if not words:
        return True
    trip = line.trip
    names = (place(code) for code in (trip.origin, trip.destination) if code)
    said = fold(" ".join((trip.locator, line.number, trip.origin, trip.destination, *trip.people, *names)))
    return all(word in said for word in words)


def page_of(lines: tuple[Line, ...], number: int, *, size: int = PAGE) -> Page:
    """A page of the lines; a number that is too high or too low gives the last page or the first."""
    pages = max(1, -(-len(lines) // size))
    number = min(max(1, number), pages)
    return Page(lines[(number - 1) * size : number * size], number, pages, len(lines))


def methods_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Every method of the lines once, the one that paid last first."""
    return tuple(dict.fromkeys(line.method for line in lines if line.method))


def sums_of(lines: Iterable[Line]) -> tuple[tuple[Money, Money], ...]:
    """What was taken and what went back, a pair a currency, by its code."""
    sums: dict[str, tuple[Money, Money]] = {}
    for line in lines:
        nothing = Money(0, line.amount.currency)
        taken, returned = sums.get(line.amount.currency, (nothing, nothing))
        sums[line.amount.currency] = (taken + line.taken, returned + line.returned)
    return tuple(sums[currency] for currency in sorted(sums))
