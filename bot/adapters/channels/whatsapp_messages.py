"""Renders messages for WhatsApp, within its limits and in as few bubbles as they allow: each is billed and rationed.

Meta, WhatsApp Business Platform: "Interactive reply buttons messages", "Interactive list messages", "Interactive
call-to-action URL button messages", "Text messages", "Image messages", "Document messages", "Typing indicators".
Lengths count UTF-16 units. Its carousel wants a picture on each card, which flights have not: they are a list.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain.conversation import rendering
from bot.domain.conversation.fitting import clip, units
from bot.domain.conversation.limits import LIMITS
from bot.domain.conversation.messages import Link, Media, Message, Option, Receipt
from bot.domain.conversation.offering import BUTTONS, Row
from bot.domain.conversation.rendering import Dialect, Request

THEIRS = "wamid."
"""Begins the ids that WhatsApp gives to messages."""
_LIMITS = LIMITS["whatsapp"]
_MARKS = re.compile(r"https?://\S+|[\w.+-]{1,64}@[\w.-]{1,255}|(?<![^\W_])([*_~`])(?=\S)(?=.*\1)", re.DOTALL)
"""Addresses, which stay as they are, and signs that would begin bold, italic, struck or monospaced words."""
_BREAK = "\u200b"
"""Behind such a sign it is nothing but the sign."""


def render(message: Message) -> tuple[Request, ...]:
    """The messages to send, in order, without recipient."""
    return rendering.render(message, DIALECT)


def literal(text: str) -> str:
    """The text as WhatsApp shows it sign by sign: no name of a person and no fare becomes bold by accident."""
    return _MARKS.sub(lambda found: found[0] + _BREAK if found[1] else found[0], text)


def _text(words: str) -> Request:
    return {"type": "text", "text": {"body": words}}


def _interactive(kind: str, words: str, action: dict[str, Any]) -> Request:
    return {"type": "interactive", "interactive": {"type": kind, "action": action, "body": {"text": words}}}


def _buttons(words: str, options: Sequence[Option]) -> Request:
    return _interactive("button", words, {"buttons": [_button(option) for option in options]})


def _button(option: Option) -> dict[str, Any]:
    return {"type": "reply", "reply": {"id": option.payload, "title": clip(option.title, _LIMITS.title)}}


def _list(words: str, rows: Sequence[Row], label: str) -> Request:
    return _interactive(
        "list", words, {"button": clip(label, _LIMITS.title), "sections": [{"rows": [_row(row) for row in rows]}]}
    )


def _row(row: Row) -> dict[str, str]:
    """A title that has to be shortened is told in full below it."""
    title = clip(row.title, _LIMITS.row_title)
    line = row.line or (row.title if title != row.title else "")
    told = {"id": row.payload, "title": title, "description": clip(line, _LIMITS.row_line)}
    return {key: value for key, value in told.items() if value}


def _linked(words: str, link: Link) -> Request:
    """The button that opens a page stands alone: WhatsApp has no room for others beside it."""
    parameters = {"display_text": clip(link.title, _LIMITS.title), "url": link.url}
    return _interactive("cta_url", words, {"name": "cta_url", "parameters": parameters})


def _file(media: Media) -> Iterator[Request]:
    """A picture or document that WhatsApp fetches itself, with its words below it where they have room."""
    told = {"link": media.url}
    words = literal(media.text).strip()
    if units(words) > _LIMITS.caption:
        yield from rendering.say(media.text, (), DIALECT)
    elif words:
        told["caption"] = words
    if media.kind == "document" and media.filename:
        told["filename"] = media.filename
    yield {"type": media.kind, media.kind: told}


def _receipt(receipt: Receipt) -> Iterator[Request]:
    yield from rendering.say(rendering.receipt_in_words(receipt), (), DIALECT)


def _pointing(message: str) -> Request:
    """What points at a message (Meta, WhatsApp Business Platform, "Contextual replies")."""
    return {"context": {"message_id": message}} if message.startswith(THEIRS) else {}


DIALECT = Dialect(
    limits=_LIMITS,
    typing=({"status": "read", "typing_indicator": {"type": "text"}},),
    text=_text,
    offers={BUTTONS: _buttons},
    rows=_list,
    linked=_linked,
    file=_file,
    receipt=_receipt,
    literal=literal,
    answering=_pointing,
)
