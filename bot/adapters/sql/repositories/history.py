"""Payment history in PostgreSQL: three statements, however many payments there are."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import ARRAY, Connection, Row, Text, any_, bindparam, select

from bot.adapters.sql.repositories.money import payment_of
from bot.adapters.sql.repositories.trips import within
from bot.adapters.sql.tables.money import (
    attempts,
    checkouts,
    ledger_entries,
    ledger_transactions,
    orders,
    payments,
)
from bot.domain.money import Money
from bot.domain.payment.history import Posted, Record, Trip, sources_of
from bot.domain.payment.payment import Attempt, Payment
from bot.domain.payment.posting import PSP_RECEIVABLE
from bot.ports.trip_records import Span


class _Segment(msgspec.Struct, gc=False):
    origin: str
    destination: str
    departs: datetime


class _Slice(msgspec.Struct, gc=False):
    segments: tuple[_Segment, ...]


class _Offer(msgspec.Struct, gc=False):
    slices: tuple[_Slice, ...]


class _Passenger(msgspec.Struct, gc=False):
    given: str
    family: str


class _Order(msgspec.Struct, gc=False):
    """The parts of an order that history shows; what else it holds is not read."""

    offer: _Offer
    passengers: tuple[_Passenger, ...]


class _Dispute(msgspec.Struct, gc=False):
    id: str
    payment: str


class _Case(msgspec.Struct, gc=False):
    """The part of a checkout that history asks for."""

    disputes: tuple[_Dispute, ...] = ()


_decode = msgspec.json.Decoder(_Order).decode
_decode_case = msgspec.json.Decoder(_Case).decode


class SqlHistoryRecords:
    """The port `HistoryRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def payments(self, spans: tuple[Span, ...]) -> tuple[Record, ...]:
        """The payments of what was begun in those parts of threads' histories, the newest first."""
        if not spans:
            return ()
        rows = self._connection.execute(_paid(spans)).all()
        names = [row.payment_id for row in rows]
        tried = self._attempts(names)
        found = [_payment(row, tried) for row in rows]
        posted = self._posted(list(dict.fromkeys(source for _, sources in found for source in sources)))
        return tuple(_record(row, *each, posted=posted) for row, each in zip(rows, found, strict=True))

    def _attempts(self, names: list[str]) -> dict[str, list[Attempt]]:
        found: defaultdict[str, list[Attempt]] = defaultdict(list)
        for payment, *fields in self._connection.execute(_ATTEMPTS, {"names": names}):
            found[payment].append(Attempt(*fields))
        return found

    def _posted(self, sources: list[str]) -> dict[str, list[Posted]]:
        """What the books say that the gateway took or gave back, by source."""
        found: defaultdict[str, list[Posted]] = defaultdict(list)
        for source, kind, minor, currency, at in self._connection.execute(_POSTED, {"sources": sources}):
            found[source].append(Posted(source, kind, Money(abs(minor), currency), at))
        return found


_ATTEMPTS = (
    select(attempts.c.payment, *(attempts.c[name] for name in Attempt.__struct_fields__))
    .where(attempts.c.payment == any_(bindparam("names", type_=ARRAY(Text))))
    .order_by(attempts.c.payment, attempts.c.position)
)
_POSTED = (
    select(
        ledger_transactions.c.source_id,
        ledger_transactions.c.posting_kind,
        ledger_entries.c.amount_minor,
        ledger_entries.c.currency,
        ledger_transactions.c.posted_at,
    )
    .join(ledger_entries, ledger_entries.c.transaction == ledger_transactions.c.id)
    .where(
        ledger_transactions.c.source_kind.in_(("payment", "attempt", "charge", "dispute")),
        ledger_transactions.c.source_id == any_(bindparam("sources", type_=ARRAY(Text))),
        ledger_entries.c.account == PSP_RECEIVABLE,
    )
    .order_by(ledger_transactions.c.id)
)
"""Lists go as one parameter each: two thousand of them would take longer to write down than to look up."""


def _paid(spans: tuple[Span, ...]) -> Any:
    columns = (column.label(f"payment_{column.name}") for column in payments.c)
    checkout = (checkouts.c.began_at, checkouts.c.id, checkouts.c.body.label("case"))
    bought = select(*checkout, orders.c.locator, orders.c.body.label("order"), *columns)
    joined = bought.join(orders, orders.c.checkout == checkouts.c.id).join(
        payments, payments.c.checkout == checkouts.c.id
    )
    newest = (checkouts.c.began_at.desc(), checkouts.c.id.desc(), payments.c.position)
    return joined.where(within(spans)).order_by(*newest)


def _payment(row: Row[Any], tried: dict[str, list[Attempt]]) -> tuple[Payment, tuple[str, ...]]:
    """A payment with its attempts, and under which names the books know of it."""
    payment = msgspec.structs.replace(payment_of(row), attempts=tuple(tried.get(row.payment_id, ())))
    disputes = _decode_case(row.case).disputes
    return payment, sources_of(payment, (one.id for one in disputes if one.payment == payment.id))


def _record(row: Row[Any], payment: Payment, sources: tuple[str, ...], *, posted: dict[str, list[Posted]]) -> Record:
    said = tuple(one for source in sources for one in posted.get(source, ()))
    return Record(payment, row.id, row.began_at, _trip(row), said)


def _trip(row: Row[Any]) -> Trip:
    order = _decode(row.order)
    first = order.offer.slices[0].segments
    names = tuple(f"{one.given} {one.family}" for one in order.passengers)
    departs: date = first[0].departs.date()
    return Trip(row.locator, first[0].origin, first[-1].destination, departs, names)
