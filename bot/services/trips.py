"""Finding what is booked: for its thread, by reference and surname with lockout, and for the page of a link.

Theory. A reference of six signs beside a surname is all that guards a booking, so wrong tries are counted: for the
thread that makes them, for the reference that is guessed (from however many threads), and for the whole account, so
that a crowd of fresh threads gains nothing. What must stay true: a wrong reference and a wrong surname take the same
way through the same statements and are answered alike; while a door is locked nobody looks behind it, not even with
the right pair; a look-up that is performed twice counts once.
"""

from datetime import date, datetime, timedelta

import msgspec

from bot.domain.booking.order import Order
from bot.domain.booking.passengers import Party, Passenger
from bot.domain.booking.references import fold_locator, is_name_of
from bot.domain.booking.trip_of import trip_of
from bot.domain.booking.trips import VISIBLE, BookedTrip, in_order
from bot.domain.checkout_case import Checkout
from bot.domain.conversation.effects import FindTrips, LookUpTrip
from bot.domain.conversation.events import TripLocked, TripNotFound, TripsFound
from bot.domain.ids import effect_name
from bot.domain.moments import milliseconds
from bot.domain.money import Money
from bot.domain.shopping.offers import Offer
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.trip_records import Candidate, Span
from bot.services import tries
from bot.services.tries import Door, Limit
from bot.services.trip_links import TripLink, read_link, trip_url

MOST_READ = 30
"""Bookings of a thread that are read: more than are shown, because those ahead come first whenever they were made."""
_PAID = frozenset({"paid", "returning", "returned"})
_CANDIDATES = 5
"""Orders that may share a reference over the years."""


THREAD_LIMIT = Limit(5, timedelta(minutes=15))
"""Five tries in 15 minutes a thread."""
LOCATOR_LIMIT = Limit(10, timedelta(hours=1))
"""A reference that is guessed from many threads is closed to all of them; its own thread shows it without one."""
ACCOUNT_LIMIT = Limit(200, timedelta(minutes=15))
"""A whole channel account: what no crowd of honest travellers mistypes, and no crowd of robots gets far with."""


class TripSeen(msgspec.Struct, frozen=True):
    """What a link shows: the trip, in which language."""

    trip: BookedTrip
    language: str


def find(runtime: Runtime, effect_id: str, thread: str, wanted: FindTrips) -> TripsFound:
    """What was booked in a thread or in those that are linked with it, trips ahead first; raises `UnavailableError`."""
    now = runtime.clock.now()
    zone_of = runtime.world().places.zone
    with runtime.records.begin() as work:
        ids = work.trips.of_spans(spans(work, thread), most=MOST_READ)
        found = [_read(runtime, work, each, now) for each in ids]
    trips = tuple(trip for trip in found if trip is not None and trip.state in VISIBLE)
    linked = tuple(_linked(runtime, trip, wanted.language, now) for trip in in_order(trips, zone_of))
    return TripsFound(effect_id, milliseconds(now), linked)


def look_up(
    runtime: Runtime, effect_id: str, thread: str, wanted: LookUpTrip
) -> TripsFound | TripNotFound | TripLocked:
    """The booking of a reference and a surname, or that there is none, or that too many tries went wrong.

    Raises `UnavailableError`, and `ConflictError` when somebody tries the same at once: both are worth trying again.
    """
    now = runtime.clock.now()
    locator = fold_locator(wanted.locator)
    doors = _doors(runtime, thread, locator)
    with runtime.records.begin() as work:
        tries.hold(work, doors)
        until = tries.locked_until(work, doors, now)
        found = None if until else _named(work.trips.with_locator(locator, most=_CANDIDATES), wanted.surname)
        if until is None and found is None:
            tries.note_try(runtime, work, effect_name(thread, effect_id), doors, now=now)
            until = tries.locked_until(work, doors, now)
        trip = _read(runtime, work, found.checkout, now) if found is not None else None
    if until is not None:
        runtime.meter.count("trip_lookups", result="locked")
        return TripLocked(effect_id, milliseconds(now), int(until.timestamp()))
    if trip is None:
        runtime.meter.count("trip_lookups", result="unknown")
        return TripNotFound(effect_id, milliseconds(now), "unknown")
    runtime.meter.count("trip_lookups", result="found")
    shown = _linked(runtime, trip, wanted.language, now)
    return TripsFound(effect_id, milliseconds(now), (msgspec.structs.replace(shown, by_reference=True),))


def of_link(runtime: Runtime, token: str) -> TripSeen | None:
    """The trip behind a link's token, None when it is not good or nothing is booked; raises `UnavailableError`."""
    now = runtime.clock.now()
    link = read_link(runtime, token, now=now)
    if link is None:
        return None
    with runtime.records.begin() as work:
        trip = None if _is_forgotten(work, link) else _read(runtime, work, link.checkout, now)
    if trip is None or not trip.locator:
        return None
    return TripSeen(msgspec.structs.replace(trip, url=f"{runtime.public_url}/trip/{token}"), link.language)


def _is_forgotten(work: Work, link: TripLink) -> bool:
    """Whether the traveller of a link had everything forgotten after it was made, or on that day."""
    checkout = work.money.checkout(link.checkout)
    partings = work.links.partings(checkout.thread) if checkout is not None else ()
    return any(one.reason == "erased" and link.is_older_than(one.at) for one in partings)


def spans(work: Work, thread: str) -> tuple[Span, ...]:
    """Whose bookings and payments a thread shows: its own, those of the threads linked with it, and of those that were.

    Of a thread whose number changed, what was booked before is its former traveller's alone.
    """
    owner = work.wallet.traveller_of(thread)
    threads = work.wallet.threads_of(owner) if owner else (thread,)
    former = work.links.former(owner) if owner else ()
    present = tuple(Span(each, _cleared(work, each)) for each in threads)
    return (*present, *(Span(one.thread, _cleared(work, one.thread, before=one.at), one.at) for one in former))


def _cleared(work: Work, thread: str, *, before: datetime | None = None) -> datetime | None:
    """Since when a thread's bookings are those of who writes in it now, or wrote in it before a moment."""
    changes = (one.at for one in work.links.partings(thread) if one.is_clean_cut)
    return max((at for at in changes if before is None or at < before), default=None)


def _read(runtime: Runtime, work: Work, checkout_id: str, now: datetime) -> BookedTrip | None:
    checkout = work.money.checkout(checkout_id)
    if checkout is None:
        return None
    return trip_of(checkout, paid_at=paid_at(work, checkout), now=now, zone_of=runtime.world().places.zone)


def paid_at(work: Work, checkout: Checkout) -> datetime | None:
    """When it was paid, by the audit: the receipt of then and the one of now bear the same time."""
    if checkout.state not in _PAID:
        return None
    return next((line.at for line in work.money.audited(checkout.id) if line.after == "paid"), checkout.began_at)


def _linked(runtime: Runtime, trip: BookedTrip, language: str, now: datetime) -> BookedTrip:
    return msgspec.structs.replace(trip, url=trip_url(runtime, trip.id, language, now=now))


def _named(candidates: tuple[Candidate, ...], surname: str) -> Candidate | None:
    """The candidate on which somebody of that surname travels.

    Without a candidate the name is compared with one that is nobody's, so that both ways of being wrong are one way.
    """
    fitting = [one for one in candidates or (_NOBODY,) if _travels(one.order, surname)]
    return next((one for one in fitting if one.checkout), None)


def _travels(order: Order, surname: str) -> bool:
    return sum(is_name_of(surname, one.given, one.family) for one in order.passengers) > 0


_NOBODY = Candidate(
    "",
    Order(
        "",
        Offer("", (), "", "", Party(), Money(0, "EUR"), Money(0, "EUR"), datetime.min),  # noqa: DTZ901  nobody looks at it
        (Passenger("adult", "", "-", date.min),),
        "",
    ),
)


def _doors(runtime: Runtime, thread: str, locator: str) -> tuple[Door, ...]:
    return (
        tries.door(runtime, f"thread:{thread}", THREAD_LIMIT),
        tries.door(runtime, f"locator:{locator}", LOCATOR_LIMIT),
        tries.account_door(runtime, "account", thread, ACCOUNT_LIMIT),
    )
