"""What the outside answers to a checkout in a rehearsal: seats, banks and tickets that are made up.

No supplier and no gateway is ever asked, whatever a flow wants.
"""

from datetime import timedelta

import msgspec

from bot.domain.booking.order import Booked
from bot.domain.booking.trips import BookedTrip, Traveller
from bot.domain.conversation.effects import BeginCheckout
from bot.domain.conversation.events import (
    CheckoutEnded,
    Event,
    PaymentChallenged,
    PaymentChecking,
    PaymentDeclined,
    PriceChanged,
    SeatsHeld,
    SoldOut,
    TicketIssued,
)
from bot.domain.conversation.review_events import PaymentHeld
from bot.domain.errors import InvalidError
from bot.domain.ids import record_locator, ticket_number
from bot.domain.moments import moment
from bot.domain.money import Money
from bot.domain.rehearsal.bookings import PAGE
from bot.domain.rehearsal.stage import Sale, Stage
from bot.domain.shopping.offers import Offer

LINK_MS = 15 * 60_000
"""How long a link to pay is good."""
METHOD = "Visa •4242"
_DEARER = 110
"""Percent of the old price that a price that changed is."""
_STOCK = "999"
_ENDS = frozenset({"paid", "declined finally", "expired", "unticketed"})
"""What ends a checkout."""


def held(stage: Stage, effect_id: str, wish: BeginCheckout) -> tuple[Stage, Event]:
    """The supplier's answer to a checkout, as it is planned."""
    plan, now = stage.plan("hold"), stage.now
    if plan == "sold out":
        return stage, SoldOut(f"{effect_id}!", now, effect_id)
    if plan == "supplier down":
        return stage, CheckoutEnded(f"{effect_id}!", now, effect_id, "failed")
    if plan == "price changed":
        stage = msgspec.structs.replace(stage, plans={**stage.plans, "hold": "held"})
        return stage, PriceChanged(f"{effect_id}!", now, effect_id, _dearer(wish.offer), wish.offer.total)
    until = now + LINK_MS
    sale = Sale(effect_id, wish.offer, wish.passengers, wish.email, until)
    told = SeatsHeld(f"{effect_id}!", now, effect_id, f"{PAGE}pay", wish.offer.total, until // 1000)
    return msgspec.structs.replace(stage, sale=sale), told


def _dearer(offer: Offer) -> Offer:
    total = offer.total.minor * _DEARER // 100
    return msgspec.structs.replace(offer, total=Money(total, offer.total.currency))


def happened(stage: Stage, event_id: str, what: str) -> tuple[Stage, tuple[Event, ...]]:
    """What becomes of the checkout that is open; raises `InvalidError` when none is."""
    sale = stage.sale
    if sale is None:
        raise InvalidError("No checkout is open: there is nothing to pay.")
    told: tuple[Event, ...] = (_news(stage, sale, event_id, what),)
    if what == "declined finally":
        told = (*told, CheckoutEnded(f"{event_id}!", stage.now, sale.checkout, "failed"))
    if what == "paid":
        stage = msgspec.structs.replace(stage, trips=(*stage.trips, _trip(stage, sale)))
    return (msgspec.structs.replace(stage, sale=None) if what in _ENDS else stage), told


def _news(stage: Stage, sale: Sale, event_id: str, what: str) -> Event:
    now, checkout = stage.now, sale.checkout
    match what:
        case "paid":
            return TicketIssued(event_id, now, checkout, _booked(stage, sale))
        case "declined":
            return PaymentDeclined(event_id, now, checkout, "declined_funds", f"{PAGE}pay")
        case "declined finally":
            return PaymentDeclined(event_id, now, checkout, "declined_funds")
        case "challenge":
            return PaymentChallenged(event_id, now, checkout, f"{PAGE}bank", (now + LINK_MS) // 1000)
        case "checking":
            return PaymentChecking(event_id, now, checkout)
        case "under review":
            return PaymentHeld(event_id, now, checkout)
        case _:
            return CheckoutEnded(event_id, now, checkout, "unticketed" if what == "unticketed" else "expired")


def cancelled(stage: Stage, event_id: str, checkout: str) -> tuple[Stage, Event]:
    """The end of a checkout that the traveller gave up."""
    return msgspec.structs.replace(stage, sale=None), CheckoutEnded(event_id, stage.now, checkout, "cancelled")


def locator(stage: Stage) -> str:
    """The record locator of the next booking: each has another."""
    return record_locator(bytes([1, 2, 3, 4, 5, len(stage.trips)]))


def _tickets(stage: Stage, sale: Sale) -> tuple[str, ...]:
    first = 100 * len(stage.trips)
    return tuple(ticket_number(_STOCK, first + number) for number, _ in enumerate(sale.passengers, 1))


def _booked(stage: Stage, sale: Sale) -> Booked:
    offer = sale.offer
    return Booked(
        locator=locator(stage),
        slices=offer.slices,
        brand=offer.brand,
        passengers=sale.passengers,
        tickets=_tickets(stage, sale),
        total=offer.total,
        taxes=offer.taxes,
        method=METHOD,
        email=sale.email,
        paid_at=moment(stage.now),
    )


def _trip(stage: Stage, sale: Sale) -> BookedTrip:
    offer = sale.offer
    return BookedTrip(
        id=f"trip{len(stage.trips)}",
        locator=locator(stage),
        state="ticketed",
        slices=offer.slices,
        brand=offer.brand,
        cabin=offer.cabin,
        travellers=tuple(Traveller(one.kind, one.given, one.family) for one in sale.passengers),
        tickets=_tickets(stage, sale),
        total=offer.total,
        taxes=offer.taxes,
        method=METHOD,
        paid_at=moment(stage.now),
        held_until=moment(stage.now) + timedelta(milliseconds=LINK_MS),
        url=f"{PAGE}trip",
    )
