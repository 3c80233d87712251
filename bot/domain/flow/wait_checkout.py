"""Waiting for a checkout, and telling what becomes of it wherever the talk stands: money news is never kept back.

Texts come from the flow or the catalogue by key; staff word them, the order of money stays code.
"""

from bot.domain.conversation.effects import CancelCheckout
from bot.domain.conversation.events import (
    CheckoutEnded,
    PaymentChecking,
    PaymentDeclined,
    PriceChanged,
    SeatsHeld,
    SoldOut,
    TicketIssued,
)
from bot.domain.conversation.messages import Link, Option, Receipt, ReceiptLine
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.shopping import display

News = SeatsHeld | PriceChanged | SoldOut | PaymentDeclined | PaymentChecking | TicketIssued | CheckoutEnded


def answer(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit for words of the traveller: "stay"; "cancel" asks the checkout to end.

    Only a checkout that was paid while a person had the thread leads on, to "paid".
    """
    if scene.conversation.basket.locator:
        return "paid", scene
    if heard.value == "cancel" or heard.understood.intent == "cancel":
        wish = CancelCheckout(scene.conversation.basket.checkout)
        return "stay", scene.say_text("cancelling").want(wish)
    url = scene.conversation.slots.get("pay_url", "")
    if url:
        return "stay", _link(scene, "where_checkout", url)
    return "stay", scene.say_text("where_checkout")


def news(scene: Scene) -> tuple[str, Scene]:
    """The exit for what the checkout tells: it is told in any case, and leads on only where it is awaited."""
    event = scene.event
    if not isinstance(event, News):
        return "stay", scene
    awaited = scene.position.awaited == event.checkout
    exit_name, told = _tell(event, scene)
    return (exit_name if awaited else "stay"), told


def _tell(event: News, scene: Scene) -> tuple[str, Scene]:
    match event:
        case SeatsHeld(url=url, total=total, until=until):
            slots = {**scene.conversation.slots, "pay_url": url}
            minutes = max(1, round((until - scene.now / 1000) / 60))
            return "stay", _link(scene.change(slots=slots).with_said(total=total, minutes=minutes), "pay_link", url)
        case PriceChanged(offer=offer, before=before):
            return "price_changed", scene.with_said(before=before, total=offer.total).change_basket(offer=offer)
        case SoldOut():
            return "sold_out", scene
        case PaymentDeclined(reason=reason, url=url):
            said = scene.with_said(reason=scene.words(reason))
            return "stay", _link(said, "declined", url) if url else said.say_text("declined_finally")
        case PaymentChecking():
            return "stay", scene.say_text("checking_payment")
        case TicketIssued():
            return "paid", _booked(event, scene)
        case CheckoutEnded(reason=reason):
            return reason, _forget(scene).say_text(f"ended_{reason}")


def _link(scene: Scene, key: str, url: str) -> Scene:
    cancel = Option(scene.words("cancel_button"), f"pick:{scene.position.wait}:cancel")
    return scene.say(Link(scene.words(key), scene.words("pay_button"), url, (cancel,)))


def _forget(scene: Scene) -> Scene:
    slots = {key: value for key, value in scene.conversation.slots.items() if key != "pay_url"}
    return scene.change(slots=slots)


def _booked(event: TicketIssued, scene: Scene) -> Scene:
    booked = event.booked
    tickets = ", ".join(booked.tickets)
    scene = _forget(scene).change_basket(locator=booked.locator)
    scene = scene.with_said(locator=booked.locator, email=booked.email, tickets=tickets, method=booked.method)
    people = ", ".join(f"{person.given} {person.family}" for person in booked.passengers)
    times = " / ".join(
        f"{display.day_text(piece.departs.date(), scene.language)} {display.times_text(piece)}"
        for piece in booked.slices
    )
    named = zip(booked.passengers, booked.tickets, strict=False)
    ticketed = ", ".join(f"{person.given} {person.family} · {ticket}" for person, ticket in named)
    line = ReceiptLine(times, ticketed or people, len(booked.passengers), booked.total)
    receipt = Receipt(
        number=booked.locator,
        recipient=people,
        method=booked.method,
        lines=(line,),
        total=booked.total,
        taxes=booked.taxes,
        at=int(booked.paid_at.timestamp()),
    )
    return scene.say_text("booked").say(receipt)
