"""Renders messages for Instagram, within its limits: a text counts bytes of UTF-8, and there is no receipt.

On a desktop Instagram shows neither quick replies nor templates, so everything that can be tapped is told in words,
too, with a number. Instagram Platform: "Send a message", "Generic template", "Button template".
"""

from collections.abc import Iterator

from bot.adapters.channels import page_messages
from bot.domain.conversation import rendering
from bot.domain.conversation.limits import LIMITS
from bot.domain.conversation.messages import Media, Message, Receipt
from bot.domain.conversation.offering import CHIPS
from bot.domain.conversation.rendering import Dialect, Request


def render(message: Message) -> tuple[Request, ...]:
    """The messages to send, in order, without recipient."""
    return rendering.render(message, DIALECT)


def _receipt(receipt: Receipt) -> Iterator[Request]:
    yield from rendering.say(rendering.receipt_in_words(receipt), (), DIALECT)


def _file(media: Media) -> Iterator[Request]:
    if media.text.strip():
        yield from rendering.say(media.text, (), DIALECT)
    yield from page_messages.file(media)


_CARDS = page_messages.Cards(LIMITS["instagram"], {})
DIALECT = Dialect(
    limits=LIMITS["instagram"],
    typing=page_messages.TYPING,
    text=page_messages.text,
    offers={CHIPS: page_messages.text},
    cards=_CARDS.carousel,
    linked=_CARDS.linked,
    file=_file,
    receipt=_receipt,
    answering=page_messages.pointing,
)
