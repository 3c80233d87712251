"""Holds and tickets of the timetable: each reference does its work once, whoever asks how often."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_not

from bot.adapters.sql.tables.timetable import hold_segments, holds, ticket_serial, tickets
from bot.adapters.suppliers.timetable_seats import (
    Place,
    first_departure,
    give_back_held,
    give_back_sold,
    places_of,
    sell_seats,
    take_seats,
)
from bot.domain.booking.passengers import Passenger
from bot.domain.errors import IllegalError, InvalidError, SupplierError
from bot.domain.ids import ticket_number
from bot.domain.money import Money
from bot.domain.shopping.departures import parse_key
from bot.domain.shopping.long_holds import latest_end
from bot.domain.shopping.offers import Offer, fingerprint
from bot.ports.supplier import Held, HoldRefused, Ticketed, TicketRefused

HOLD_LASTS = timedelta(minutes=30)
EXTENDED_BY = timedelta(minutes=15)
"""A hold may be made to end a quarter of an hour later, once."""

_LOCATOR_TRIES = 5


class Request(msgspec.Struct, frozen=True):
    """What a hold is asked for, and under which reference of ours."""

    offer: Offer
    passengers: tuple[Passenger, ...]
    reference: str

    @property
    def fingerprint(self) -> str:
        """Tells a repeated request from another one under the same reference."""
        asked = fingerprint(self.offer).encode() + msgspec.json.encode(self.passengers)
        return blake2b(asked, digest_size=16).hexdigest()


def known_hold(connection: Connection, request: Request, now: datetime) -> Held | HoldRefused | None:
    """What a hold under this reference was answered before; raises `IllegalError` when it asked for something else."""
    row = connection.execute(select(holds).where(holds.c.reference == request.reference)).one_or_none()
    if row is None:
        return None
    if row.request != request.fingerprint:
        raise IllegalError("A hold's reference was used again for another request.")
    return _held(row) if row.state == "ticketed" or _lives(row, now) else HoldRefused("offer_gone")


def keep(
    connection: Connection, request: Request, *, now: datetime, new_locator: Callable[[], str]
) -> Held | HoldRefused:
    """Hold the seats of an offer whose price was agreed, or roll back and refuse."""
    offer = request.offer
    for _ in range(_LOCATOR_TRIES):
        locator = new_locator()
        row = connection.execute(_new_hold(request, locator, now)).one_or_none()
        if row is not None:
            break
        connection.rollback()
        if known := known_hold(connection, request, now):
            return known
    else:
        raise SupplierError("No free record locator was found.", retryable=True)
    places = [Place(*parse_key(segment.key), segment.cabin) for segment in offer.segments]
    if not take_seats(connection, places, offer.party.seats):
        connection.rollback()
        return HoldRefused("sold_out")
    connection.execute(
        insert(hold_segments),
        [
            {"locator": locator, "position": position, **msgspec.structs.asdict(place)}
            for position, place in enumerate(places)
        ],
    )
    return _held(row)


def extend(connection: Connection, locator: str, *, until: datetime, now: datetime) -> datetime:
    """Move the end of a living hold: a quarter of an hour at most, or days where the fare has long holds.

    Returns its end; raises `InvalidError`.
    """
    row = _locked(connection, locator)
    if row is None:
        raise InvalidError("No hold has this record locator.")
    end: datetime = min(until, _longest(connection, row))
    if not _lives(row, now) or end <= row.until:
        return row.until  # type: ignore[no-any-return]  # a row's columns have no types
    connection.execute(update(holds).where(holds.c.locator == locator).values(until=end))
    return end


def issue(
    connection: Connection, locator: str, *, reference: str, now: datetime, accounting_code: str
) -> Ticketed | TicketRefused:
    """Sell the seats of a living hold and number one ticket for each passenger."""
    row = _locked(connection, locator)
    if row is None or row.ticket_reference not in {None, reference}:
        return TicketRefused("refused")
    if row.state == "ticketed":
        return _ticketed(connection, locator)
    if not _lives(row, now):
        return TicketRefused(_end_of(row))
    sell_seats(connection, places_of(connection, locator), row.seats)
    serials = connection.scalars(
        select(ticket_serial.next_value()).select_from(func.generate_series(1, len(row.passengers)))
    )
    numbers = [ticket_number(accounting_code, serial) for serial in serials]
    connection.execute(
        insert(tickets),
        [
            {"number": number, "locator": locator, "position": position, "issued_at": now}
            for position, number in enumerate(numbers)
        ],
    )
    sold = {"state": "ticketed", "ticket_reference": reference}
    connection.execute(update(holds).where(holds.c.locator == locator).values(sold))
    return Ticketed(locator, tuple(numbers))


def find(connection: Connection, reference: str, now: datetime) -> Held | Ticketed | TicketRefused | None:
    """What became of the reference of a hold or of tickets."""
    named = or_(holds.c.reference == reference, holds.c.ticket_reference == reference)
    row = connection.execute(select(holds).where(named)).one_or_none()
    if row is None:
        return None
    if row.state == "ticketed":
        return _ticketed(connection, row.locator)
    return _held(row) if _lives(row, now) else TicketRefused(_end_of(row))


def cancel(connection: Connection, locator: str, now: datetime) -> bool:
    """Give everything back; False when a flight of a ticket has left, so that something is kept."""
    row = _locked(connection, locator)
    if row is None or row.state in {"cancelled", "lapsed"}:
        return True
    places = places_of(connection, locator)
    if row.state == "held":
        give_back_held(connection, places, row.seats)
    else:
        leaves = first_departure(connection, places)
        if leaves is None or leaves <= now:
            return False
        give_back_sold(connection, places, row.seats)
        connection.execute(update(tickets).where(tickets.c.locator == locator).values(voided_at=now))
    connection.execute(update(holds).where(holds.c.locator == locator).values(state="cancelled"))
    return True


def _new_hold(request: Request, locator: str, now: datetime) -> Any:
    offer = request.offer
    values = {
        "locator": locator,
        "reference": request.reference,
        "request": request.fingerprint,
        "state": "held",
        "held_at": now,
        "first_until": now + HOLD_LASTS,
        "until": now + HOLD_LASTS,
        "seats": offer.party.seats,
        "total_minor": offer.total.minor,
        "currency": offer.total.currency,
        "brand": offer.brand,
        "passengers": msgspec.to_builtins(request.passengers),
    }
    return insert_or_not(holds).values(values).on_conflict_do_nothing().returning(holds)


def _locked(connection: Connection, locator: str) -> Row[Any] | None:
    return connection.execute(select(holds).where(holds.c.locator == locator).with_for_update()).one_or_none()


def _longest(connection: Connection, row: Row[Any]) -> datetime:
    """The latest end that a hold may have."""
    leaves = first_departure(connection, places_of(connection, row.locator))
    least: datetime = row.first_until + EXTENDED_BY
    if leaves is None:
        return least
    return latest_end(leaves, row.brand, held_at=row.held_at, first_until=row.first_until) or least


def _lives(row: Row[Any], now: datetime) -> bool:
    return row.state == "held" and row.until > now  # type: ignore[no-any-return]  # a row's columns have no types


def _end_of(row: Row[Any]) -> str:
    return "cancelled" if row.state == "cancelled" else "hold_expired"


def _held(row: Row[Any]) -> Held:
    return Held(row.locator, row.until, Money(row.total_minor, row.currency))


def _ticketed(connection: Connection, locator: str) -> Ticketed:
    numbers = select(tickets.c.number).where(tickets.c.locator == locator).order_by(tickets.c.position)
    return Ticketed(locator, tuple(connection.scalars(numbers)))
