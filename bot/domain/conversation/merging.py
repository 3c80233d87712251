"""Says in few messages what a turn says in many, where each message is billed and rationed.

WhatsApp takes one message in six seconds to the same person and bills each. So sentences are joined, and go in front of
the next flights, link, receipt or question. What is joined keeps the id of its last part. Nothing is lost: where the
limits do not allow it, and around the words of an agent, messages stay apart.
"""

from collections.abc import Iterable

import msgspec

from bot.domain.conversation.entry import Said
from bot.domain.conversation.fitting import units
from bot.domain.conversation.limits import Limits
from bot.domain.conversation.messages import Carousel, Link, Media, Message, Receipt, Text, Typing
from bot.domain.conversation.offering import BUTTONS, cards_in_words, way_of

Worded = Text | Carousel | Link | Media | Receipt
"""What has room for words of its own."""

_BY_BOT = "bot"
_BETWEEN = "\n\n"
_MARKS = "*_~`"
"""Signs that a platform may show as something else: one more sign keeps each of them as it is."""
_LINE_WORDS, _RECEIPT_WORDS = 40, 300
"""What a receipt tells of each line, and besides, at most, in units beyond the titles."""


def merged(said: Iterable[Said], limits: Limits) -> tuple[Said, ...]:
    """What goes out of a turn, in order."""
    kept: list[Said] = []
    for one in said:
        before = _last(kept)
        together = _together(before, one, limits) if before is not None else None
        if before is not None and together is not None:
            kept.remove(before)
        kept.append(one if together is None else together)
    return tuple(kept)


def _last(kept: list[Said]) -> Said | None:
    """The last that was said; dots say nothing."""
    return next((said for said in reversed(kept) if not isinstance(said.say.message, Typing)), None)


def _together(before: Said, after: Said, limits: Limits) -> Said | None:
    if before.say.author != _BY_BOT or after.say.author != _BY_BOT:
        return None
    message = _joined(before.say.message, after.say.message)
    if message is None or not _fits(message, limits):
        return None
    return Said(after.id, msgspec.structs.replace(after.say, message=message))


def _joined(before: Message, after: Message) -> Worded | None:
    """Both as one message: words before anything that has room for words, and words after a question."""
    if not isinstance(before, Text) or not isinstance(after, Worded):
        return None
    text = _BETWEEN.join(part for part in (before.text, after.text) if part.strip())
    if not before.options:
        return msgspec.structs.replace(after, text=text)
    if isinstance(after, Text) and not after.options:
        return msgspec.structs.replace(before, text=text, form=after.form or before.form)
    return None


def _fits(message: Worded, limits: Limits) -> bool:
    match message:
        case Text(text=text, options=options):
            return _length(text) <= _most(way_of(options, limits), limits)
        case Carousel(text=text, cards=cards):
            options = tuple(option for card in cards for option in card.options) + message.options
            told = _BETWEEN.join([text, *cards_in_words(cards)])
            return _length(told) <= _most(way_of(options, limits), limits)
        case Link(text=text):
            return _length(text) <= limits.body
        case Media(text=text):
            return _length(text) <= limits.caption
        case Receipt(text=text):
            return _length(text) + _receipt_words(message) <= limits.text


def _receipt_words(receipt: Receipt) -> int:
    lines = sum(units(line.title) + units(line.subtitle) + _LINE_WORDS for line in receipt.lines)
    return lines + units(receipt.url) + _RECEIPT_WORDS


def _most(way: str, limits: Limits) -> int:
    return limits.body if way == BUTTONS else limits.text


def _length(text: str) -> int:
    return units(text) + sum(text.count(mark) for mark in _MARKS)
