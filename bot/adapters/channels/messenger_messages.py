"""Renders messages for Messenger, within its limits; it alone has receipts of its own and pages at full height.

Meta, Messenger Platform: "Receipt template", "URL button", and what `page_messages` names.
"""

from collections.abc import Iterator
from typing import Any

from bot.adapters.channels import page_messages
from bot.domain.conversation import rendering
from bot.domain.conversation.fitting import clip
from bot.domain.conversation.limits import LIMITS
from bot.domain.conversation.messages import Media, Message, Receipt, ReceiptLine
from bot.domain.conversation.offering import CHIPS
from bot.domain.conversation.rendering import SPEECHLESS, Dialect, Request
from bot.domain.money import Money, decimal_string

RECEIPT_LINES = 100
_LIMITS = LIMITS["messenger"]


def render(message: Message) -> tuple[Request, ...]:
    """The messages to send, in order, without recipient."""
    return rendering.render(message, DIALECT)


def _file(media: Media) -> Iterator[Request]:
    yield from _before(media.text)
    yield from page_messages.file(media)


def _before(text: str) -> Iterator[Request]:
    if text.strip():
        yield from rendering.say(text, (), DIALECT)


def _receipt(receipt: Receipt) -> Iterator[Request]:
    """A receipt that was sent before has a number of its own: Meta refuses the same one twice."""
    yield from _before(receipt.text)
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
    yield page_messages.template({key: value for key, value in told.items() if value})


def _line(line: ReceiptLine) -> dict[str, Any]:
    told = {
        "title": clip(line.title, _LIMITS.card_text),
        "subtitle": clip(line.subtitle, _LIMITS.card_text),
        "quantity": line.quantity,
        "price": _number(line.price),
        "currency": line.price.currency,
    }
    return {key: value for key, value in told.items() if value != ""}


def _number(money: Money) -> float:
    """A JSON number, as the template wants it; exact to the cent up to 90 million millions."""
    return float(decimal_string(money))


_CARDS = page_messages.Cards(_LIMITS, {"webview_height_ratio": "full", "webview_share_button": "hide"})
DIALECT = Dialect(
    limits=_LIMITS,
    typing=page_messages.TYPING,
    text=page_messages.text,
    offers={CHIPS: page_messages.text},
    cards=_CARDS.carousel,
    linked=_CARDS.linked,
    file=_file,
    receipt=_receipt,
    answering=page_messages.pointing,
)
