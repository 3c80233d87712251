"""Renders messages for Messenger, within its limits: what does not fit is shortened, split or said in words.

Meta, Messenger Platform: "Send a message", "Quick replies", "Button template", "Generic template", "Receipt
template", "URL button". Lengths count UTF-16 units.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.adapters.channels.fitting import clip, split, units
from bot.adapters.channels.page_messages import (
    BUTTON_TEXT,
    ELEMENT_TEXT,
    SPEECHLESS,
    TITLE,
    Request,
    beyond,
    can_be_chips,
    carousels,
    chips,
    in_words,
    linked,
    numbered,
    template,
)
from bot.domain.conversation.messages import Card, Carousel, Link, Message, Option, Receipt, ReceiptLine, Text, Typing
from bot.domain.money import Money, decimal_string

TEXT = 2000
RECEIPT_LINES = 100


def render(message: Message) -> tuple[Request, ...]:
    """The messages to send, in order, without recipient."""
    match message:
        case Text(text=text, options=options):
            return tuple(_texts(text, options))
        case Carousel():
            return tuple(_carousel(message))
        case Link():
            return tuple(_link(message))
        case Receipt():
            return (template(_receipt(message)),)
        case Typing():
            return ({"sender_action": "typing_on"},)


def _texts(text: str, options: Sequence[Option]) -> Iterator[Request]:
    if not can_be_chips(options):
        text, options = f"{text}\n{numbered(options)}", ()
    pieces = split(text, TEXT) or (SPEECHLESS,)
    for piece in pieces[:-1]:
        yield {"message": {"text": piece}}
    yield {"message": {"text": pieces[-1], **chips(options)}}


def _carousel(carousel: Carousel) -> Iterator[Request]:
    """A sentence, then the cards; what is too long or too much for a card is told before it or stands below."""
    below = (*carousel.options, *(option for card in carousel.cards for option in beyond(card.options)))
    tappable = below if can_be_chips(below) else ()
    told = "\n\n".join(filter(None, [carousel.text, *_too_long(carousel.cards)]))
    spoken = () if tappable and carousel.cards else below
    if told or spoken or not carousel.cards:
        yield from _texts(told, spoken)
    yield from carousels(carousel.cards, tappable)


def _too_long(cards: tuple[Card, ...]) -> tuple[str, ...]:
    """The cards in words when one of them has more to say than a card has room for."""
    if all(units(card.title) <= ELEMENT_TEXT and units("\n".join(card.lines)) <= ELEMENT_TEXT for card in cards):
        return ()
    return in_words(cards)


def _link(link: Link) -> Iterator[Request]:
    *before, last = split(link.text, BUTTON_TEXT) or (SPEECHLESS,)
    if before:
        yield from _texts("\n".join(before), ())
    button = {
        "type": "web_url",
        "title": clip(link.title, TITLE),
        "url": link.url,
        "webview_height_ratio": "full",
        "webview_share_button": "hide",
    }
    yield linked(last, button, link.options)
    if not can_be_chips(link.options):
        yield from _texts("", link.options)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    """A receipt that was sent before has a number of its own: Meta refuses the same one twice."""
    currency = receipt.total.currency
    told = {
        "template_type": "receipt",
        "recipient_name": receipt.recipient or SPEECHLESS,
        "order_number": f"{receipt.number}-r{receipt.again:x}" if receipt.again else receipt.number,
        "currency": currency,
        "payment_method": receipt.method or SPEECHLESS,
        "timestamp": str(receipt.at),
        "order_url": receipt.url,
        "elements": [_line(line) for line in receipt.lines[:RECEIPT_LINES]],
        "summary": {
            "subtotal": _number(receipt.total - receipt.taxes),
            "total_tax": _number(receipt.taxes),
            "total_cost": _number(receipt.total),
        },
    }
    return {key: value for key, value in told.items() if value}


def _line(line: ReceiptLine) -> dict[str, Any]:
    told = {
        "title": clip(line.title, ELEMENT_TEXT),
        "subtitle": clip(line.subtitle, ELEMENT_TEXT),
        "quantity": line.quantity,
        "price": _number(line.price),
        "currency": line.price.currency,
    }
    return {key: value for key, value in told.items() if value != ""}


def _number(money: Money) -> float:
    """A JSON number, as the template wants it; exact to the cent up to 90 million millions."""
    return float(decimal_string(money))
