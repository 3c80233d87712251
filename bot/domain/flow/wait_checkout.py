"""Waiting for a checkout, and telling what becomes of it wherever the talk stands: money news is never kept back.

Texts come from the flow or the catalogue by key; staff word them, the order of money stays code. A traveller who
wants another trip while seats are held is asked once whether to give the seats up; then the checkout is cancelled,
the chosen offer is forgotten, and whatever the checkout still tells leads to the new search.
"""

from bot.domain.booking.receipts import receipt_of
from bot.domain.conversation.debit_events import DebitAsked, DebitUndone
from bot.domain.conversation.effects import CancelCheckout
from bot.domain.conversation.events import (
    CheckoutEnded,
    PaymentChallenged,
    PaymentChecking,
    PaymentDeclined,
    PriceChanged,
    SeatsHeld,
    SoldOut,
    TicketIssued,
)
from bot.domain.conversation.messages import Link, Option
from bot.domain.conversation.pin_events import PinAsked, PinConfirmed
from bot.domain.conversation.review_events import PaymentHeld
from bot.domain.conversation.state import Trip
from bot.domain.flow import debits, paying, pin_talk
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import again, changed, filled_trip
from bot.domain.shopping.trip import Filled
from bot.domain.understanding.identity import parse_email

_CardNews = (
    SeatsHeld
    | PriceChanged
    | SoldOut
    | PaymentDeclined
    | PaymentChallenged
    | PaymentChecking
    | PinAsked
    | PinConfirmed
    | PaymentHeld
    | TicketIssued
    | CheckoutEnded
)
News = _CardNews | DebitAsked | DebitUndone

STAY, CHANGED, CHANGE = "stay", "changed", "change"
WISHED = "wish_asked"
"""The slot that tells that giving the seats back was asked last: news that is told empties it."""
ENDINGS = {"expired": "expired", "cancelled": "cancelled", "failed": "failed", "unticketed": "failed"}
"""How a checkout ends -> the exit; each ending has a text of its own."""
_CHECKING = {False: "checking_payment", True: "other_card_asked"}
"""Whether another card is asked than the one that was tapped -> the key of what is said."""
_PAYING = ("pay_url", "pay_until", "paying", "challenge", "bank_until", "gave_up", *pin_talk.SLOTS)
"""Slots that tell how far paying is."""


def answer(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit for words of the traveller: "stay"; "cancel" asks the checkout to end, a wish is confirmed first."""
    basket = scene.conversation.basket
    if heard.value == "cancel" or heard.understood.intent == "cancel":
        return STAY, _cancel(scene)
    if basket.offer is None:
        return STAY, scene.say_text("cancelling")
    if heard.value.startswith(paying.PAY):
        return STAY, _pay(heard.value, scene)
    if heard.value == pin_talk.OTHERWISE:
        return STAY, _where(pin_talk.otherwise(scene))
    filled = filled_trip(again(heard, scene), scene)
    if filled.changed:
        return STAY, _ask_to_change(filled.trip, scene)
    meant = heard.value or _answered(heard, scene)
    if basket.wish is not None and meant:
        return STAY, _agreed(basket.wish, scene) if meant in {CHANGE, "yes"} else _kept(scene)
    scene = paying.explained(heard.text, scene)
    scene = scene.note("email_kept") if "@" in heard.text and parse_email(heard.text) else scene
    return STAY, _where(scene) if basket.wish is None else _ask_to_change(basket.wish, scene)


def _pay(value: str, scene: Scene) -> Scene:
    """While the bank wants to see the traveller no other card is asked, and none is said to be."""
    return _where(scene) if scene.conversation.slots.get("challenge") else paying.pay(value, scene)


def _answered(heard: Heard, scene: Scene) -> str:
    """The typed yes or no to giving the seats back; "" when something else was said since it was asked."""
    return heard.understood.answer or "" if scene.conversation.slots.get(WISHED) else ""


def _kept(scene: Scene) -> Scene:
    return _where(scene.change_basket(wish=None).change_position(options=options("", scene)))


def options(_: str, scene: Scene) -> tuple[Option, ...]:
    """Paying with a saved card, and giving up, beside the link to pay."""
    return (*paying.options(scene), pick(scene, "cancel", scene.words("cancel_button")))


def _where(scene: Scene) -> Scene:
    slots = scene.conversation.slots
    if slots.get("challenge"):
        return _challenge("where_challenge", scene)
    if slots.get("paying"):
        return scene.say_text("where_paying", _giving_up(scene))
    asks = pin_talk.where(scene)
    if asks is not None:
        return asks
    url = slots.get("pay_url", "")
    if not url:
        return scene.say_text("where_holding", scene.position.options)
    return _link(scene.with_said(minutes=_minutes(int(slots.get("pay_until", "0")), scene)), "where_checkout", url)


def _minutes(until: int, scene: Scene) -> int:
    return max(1, round((until - scene.now / 1000) / 60))


def _ask_to_change(wish: Trip, scene: Scene) -> Scene:
    """The scene that asks whether the seats are given back for another trip; a yes is one to that."""
    ways = (
        pick(scene, CHANGE, scene.words("change_anyway_button")),
        pick(scene, "keep", scene.words("keep_seats_button")),
    )
    scene = scene.change_basket(wish=wish).change_position(options=(*ways, *options("", scene)))
    return scene.change_slots(**{WISHED: "1"}).say_text("change_in_checkout", ways)


def _agreed(trip: Trip, scene: Scene) -> Scene:
    return _cancel(changed(Filled(trip), scene).change_basket(wish=None).change_position(options=()))


def _cancel(scene: Scene) -> Scene:
    return give_up(scene.say_text("cancelling"))


def give_up(scene: Scene) -> Scene:
    """The scene in which the checkout is asked to end: no link to pay for it is told any more."""
    checkout = scene.conversation.basket.checkout
    return scene.change_slots(gave_up=checkout).want(CancelCheckout(checkout))


def news(scene: Scene) -> tuple[str, Scene]:
    """The exit for what the checkout tells: it is told in any case, and leads on only where it is awaited."""
    event = scene.event
    if not isinstance(event, News):
        return STAY, scene
    awaited = scene.position.awaited == event.checkout
    if isinstance(event, SeatsHeld) and scene.conversation.slots.get("gave_up") == event.checkout:
        return STAY, scene
    given_up = awaited and scene.conversation.basket.offer is None
    if given_up and isinstance(event, PriceChanged | SoldOut):
        return CHANGED, scene
    exit_name, told = (
        debits.news(event, _forget(scene)) if isinstance(event, DebitAsked | DebitUndone) else _tell(event, scene)
    )
    if given_up and isinstance(event, CheckoutEnded):
        return CHANGED, told
    return (exit_name, told) if awaited else (STAY, _with_present(scene, told))


def _with_present(scene: Scene, told: Scene) -> Scene:
    """News of an earlier checkout takes neither the link nor the card from the one that is awaited now."""
    present = scene.conversation
    if not present.basket.checkout or scene.position.awaited != present.basket.checkout:
        return told
    kept = {name: present.slots.get(name, "") for name in _PAYING}
    return told.change(basket=present.basket).change_slots(**kept)


def _tell(event: _CardNews, scene: Scene) -> tuple[str, Scene]:
    match event:
        case SeatsHeld():
            return STAY, _held(event, scene)
        case PriceChanged(offer=offer, before=before):
            return "price_changed", scene.change_basket(offer=offer, before=before)
        case SoldOut():
            return "sold_out", scene
        case PaymentDeclined(reason=reason, url=url):
            said = debits.forget(event.checkout, scene).change_slots(paying="", challenge="", bank_until="")
            said = said.with_said(reason=scene.words(reason, otherwise="declined_other"))
            return STAY, _link(said, "declined", url) if url else _forget(said).say_text("declined_finally")
        case PaymentChallenged(url=url, until=until):
            return STAY, _challenge("challenge", scene.change_slots(challenge=url, bank_until=str(until)))
        case PaymentChecking() | PinAsked() | PinConfirmed():
            return STAY, _under_way(event, scene)
        case PaymentHeld():
            return STAY, scene.change_slots(paying="").say_text("payment_held")
        case TicketIssued():
            return "paid", _booked(event, scene)
        case CheckoutEnded():
            return _ended(event, scene)


def _ended(event: CheckoutEnded, scene: Scene) -> tuple[str, Scene]:
    ending = event.reason if event.reason in ENDINGS else "failed"
    told = debits.forget(event.checkout, _forget(scene)).change_basket(wish=None).with_said(total=event.refunded)
    return ENDINGS[ending], told.say_text("ended_refunded" if event.refunded else f"ended_{ending}")


def _under_way(event: PaymentChecking | PinAsked | PinConfirmed, scene: Scene) -> Scene:
    if isinstance(event, PaymentChecking):
        return scene.say_text(_CHECKING[event.other])
    return pin_talk.told(event, scene)


def _held(event: SeatsHeld, scene: Scene) -> Scene:
    scene = _forget(scene).change_slots(pay_url=event.url, pay_until=str(event.until))
    return _link(scene.with_said(total=event.total, minutes=_minutes(event.until, scene)), "pay_link", event.url)


def _link(scene: Scene, key: str, url: str) -> Scene:
    saved, ways = paying.options(scene), options("", scene)
    text = scene.noted_words(key) + paying.sentence(scene)
    link = Link(text, scene.words("other_card_button" if saved else "pay_button"), url, scene.with_also(ways))
    if saved:
        older = tuple(option for option in scene.position.options if option not in ways)
        scene = scene.change_position(options=(*older, *ways))
    return scene.without_notes().say(link)


def _challenge(key: str, scene: Scene) -> Scene:
    slots = scene.conversation.slots
    scene = scene.with_said(minutes=_minutes(int(slots.get("bank_until", "0")), scene))
    link = Link(scene.noted_words(key), scene.words("challenge_button"), slots["challenge"], _giving_up(scene))
    return scene.without_notes().say(link)


def _giving_up(scene: Scene) -> tuple[Option, ...]:
    return scene.with_also(options("", scene)[-1:])


def _forget(scene: Scene) -> Scene:
    return scene.change_slots(**dict.fromkeys(_PAYING, ""))


def _booked(event: TicketIssued, scene: Scene) -> Scene:
    booked = event.booked
    if scene.conversation.slots.get("gave_up") == event.checkout:
        scene = scene.note("too_late_to_cancel")
    scene = debits.forget(event.checkout, _forget(scene)).change(link="")
    scene = scene.change_basket(locator=booked.locator, wish=None)
    tickets = ", ".join(booked.tickets)
    scene = scene.with_said(locator=booked.locator, email=booked.email, tickets=tickets, method=booked.method)
    receipt = receipt_of(booked, booked.passengers, paid_at=booked.paid_at, language=scene.language)
    return scene.say_text("booked").say(receipt)
