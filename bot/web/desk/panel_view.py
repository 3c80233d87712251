"""What stands in the panel, ready to be drawn: the card of a thread in words, amounts and moments."""

from datetime import datetime

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.flow.progress import Place
from bot.domain.money import format_money
from bot.domain.payment.payment import Payment
from bot.domain.shopping import display
from bot.domain.shopping.offers import Offer
from bot.domain.staff.masking import mask_email, mask_phone, mask_user, phone_of
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services.thread_card import Card, Purchase
from bot.services.thread_refs import ref_of
from bot.web.desk.panel_table import ActView, acts_of
from bot.web.desk.panel_words import ATTEMPTS, DISPUTE, OPERATIONS, ORDER, PAYMENT, REFUND, STEPS
from bot.web.staff.names import namer

_LANGUAGE = "en"


class Who(msgspec.Struct, frozen=True):
    """The traveller, with contacts masked; `hidden` says that there is something to reveal."""

    name: str
    channel: str
    user: str
    language: str
    phone: str
    email: str
    hidden: bool


class TripView(msgspec.Struct, frozen=True):
    """A trip: route, days, who travels, fare and price."""

    route: str
    days: tuple[str, ...]
    people: tuple[str, ...]
    fare: str
    price: str


class PaymentView(msgspec.Struct, frozen=True):
    """A payment: what paid, how much, how it stands, and each request to the bank in one line."""

    method: str
    amount: str
    state: str
    attempts: tuple[str, ...]


class RefundView(msgspec.Struct, frozen=True):
    """A refund in one line, and how to try it again if that is possible."""

    line: str
    retry: ActView | None


class PurchaseView(msgspec.Struct, frozen=True, kw_only=True):
    """One purchase: the trip, the order, its money, and what can be done with it or why not.

    `elsewhere` is the linked chat in which it was made, and in which its traveller is told; "" for the open thread.
    """

    locator: str
    state: str
    trip: TripView
    tickets: tuple[str, ...]
    held_until: datetime | None
    link: str
    link_until: datetime | None
    payments: tuple[PaymentView, ...]
    refunds: tuple[RefundView, ...]
    disputes: tuple[str, ...]
    staff: tuple[str, ...]
    elsewhere: str
    acts: tuple[ActView, ...]


class ChatView(msgspec.Struct, frozen=True):
    """Another thread of the same traveller: where, by what, since when (UTC)."""

    ref: str
    title: str
    since: datetime


def who_of(card: Card) -> Who:
    """The traveller as anybody of the desk may see them."""
    talk, channel = card.talk, card.thread.partition(":")[0]
    return Who(
        name=card.name,
        channel=called(channel),
        user="" if phone_of(card.thread) else mask_user(card.thread),
        language=talk.language if talk else "",
        phone=mask_phone(card.contact.phone),
        email=mask_email(card.contact.email),
        hidden=bool(card.contact.phone or card.contact.email),
    )


def wanted_trip(runtime: Runtime, card: Card) -> TripView | None:
    """The trip that is being looked for or chosen while nothing is bought, None when nothing is known of it."""
    talk = card.talk
    if talk is None or card.purchases:
        return None
    if talk.basket.offer is not None:
        people = tuple(f"{one.given} {one.family}" for one in talk.basket.passengers)
        return _trip(runtime, talk.basket.offer, people)
    trip, places = talk.trip, runtime.world().places
    ends = [places.label(code, _LANGUAGE) for code in (trip.origin, trip.destination) if code]
    days = tuple(display.day_text(day, _LANGUAGE) for day in (trip.depart, trip.back) if day)
    party = f"{trip.party.travellers} travelling" if trip.party else ""
    found = TripView(" → ".join(ends), days, (party,) if party else (), "", "")
    return found if ends or days else None


def purchase_of(runtime: Runtime, person: Person, thread: str, bought: Purchase) -> PurchaseView:
    """One purchase for a person of the desk."""
    checkout = bought.checkout
    order = checkout.order
    is_open = order.state == "held" and checkout.state not in {"unwinding", "ended"}
    return PurchaseView(
        locator=order.locator,
        state=ORDER.get(order.state, order.state),
        trip=_trip(runtime, order.offer, tuple(f"{one.given} {one.family}" for one in order.passengers)),
        tickets=order.tickets,
        held_until=order.held_until if is_open else None,
        link=_link(bought, runtime.clock.now()),
        link_until=checkout.link_until if checkout.state in {"collecting", "visiting"} else None,
        payments=tuple(_payment(one) for one in checkout.payments),
        refunds=_refunds(runtime, person, thread, checkout),
        disputes=tuple(
            f"Dispute of {format_money(one.amount, _LANGUAGE)}: {DISPUTE[one.state]}" for one in checkout.disputes
        ),
        staff=checkout.staff,
        elsewhere=_titled(checkout.thread) if checkout.thread != thread else "",
        acts=acts_of(runtime, person, thread, checkout),
    )


def chats_of(runtime: Runtime, card: Card) -> tuple[ChatView, ...]:
    """The other threads of the traveller."""
    return tuple(ChatView(ref_of(runtime, thread), _titled(thread), since) for thread, since in card.chats)


def step_of(place: Place | None) -> str:
    """Where the talk stands in its flow: "Choosing a flight, step 8 of 13, revision 4"."""
    if place is None:
        return ""
    name = STEPS.get(place.subject, place.node.replace("_", " "))
    step = f", step {place.step} of {place.steps}" if place.step else ""
    return f"{name}{step}, {f'revision {place.revision}' if place.revision > 0 else 'a draft that it tries'}"


def called(channel: str) -> str:
    """A channel's name as people write it."""
    return {"whatsapp": "WhatsApp", "webchat": "Web chat"}.get(channel, channel.capitalize())


def _titled(thread: str) -> str:
    return f"{called(thread.partition(':')[0])} · {mask_user(thread)}"


def _trip(runtime: Runtime, offer: Offer, people: tuple[str, ...]) -> TripView:
    places = runtime.world().places
    first = offer.slices[0]
    ends = (places.label(places.city(code), _LANGUAGE) for code in (first.origin, first.destination))
    days = tuple(
        f"{display.day_text(piece.departs.date(), _LANGUAGE)}, {display.times_text(piece)}, "
        f"{'/'.join(one.flight for one in piece.segments)}"
        for piece in offer.slices
    )
    price = f"{format_money(offer.total, _LANGUAGE)} {offer.total.currency}"
    return TripView(
        " → ".join(ends), days, people, f"{offer.brand.capitalize()}, {offer.cabin.replace('_', ' ')}", price
    )


def _link(bought: Purchase, now: datetime) -> str:
    checkout = bought.checkout
    if checkout.state not in {"collecting", "visiting"} or checkout.link_until is None:
        return ""
    number = f"{checkout.links + 1} links were made; the last is" if checkout.links else "Link"
    if now >= checkout.link_until:
        return f"{number} over"
    return f"{number} open, {'a card was sent by it' if bought.link_used else 'not used yet'}"


def _payment(payment: Payment) -> PaymentView:
    state = PAYMENT.get(payment.state, payment.state)
    amount = format_money(payment.amount, _LANGUAGE)
    attempts = tuple(
        f"{OPERATIONS.get(one.operation, one.operation)} {one.number}: {ATTEMPTS.get(one.result, one.result)}"
        f"{f' ({one.code})' if one.code else ''}"
        for one in payment.attempts
    )
    return PaymentView(payment.method, amount, state, attempts)


def _refunds(runtime: Runtime, person: Person, thread: str, checkout: Checkout) -> tuple[RefundView, ...]:
    views, called = [], namer(runtime.records, person)
    for one in checkout.refunds:
        payment = checkout.payment(one.payment)
        to = f" to {payment.method}" if payment is not None and payment.method else ""
        line = f"{format_money(one.amount, _LANGUAGE)}{to}: {REFUND[one.state]} ({one.reason}, by {called(one.by)})"
        retry = next(iter(acts_of(runtime, person, thread, checkout, refund=one)), None)
        views.append(RefundView(line, retry))
    return tuple(views)
