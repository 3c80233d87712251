"""Reads the messages of Messenger and Instagram: words, taps of chips, attachments, and echoes of what was sent.

Meta, Messenger Platform, "messages" and "message_echoes"; Instagram Platform, "Webhooks for Instagram Messaging".
"""

from typing import Any

import msgspec

from bot.adapters.channels.asides import aside, called
from bot.adapters.channels.meta import items, name, part, words
from bot.adapters.channels.page_item import MARK, Item, way_in
from bot.domain.conversation.context import Context, context_or_none
from bot.domain.conversation.events import (
    AttachmentReceived,
    ChoiceTapped,
    Event,
    MessageEchoed,
    MessageUnsent,
    TextReceived,
    ThreadOpened,
)
from bot.domain.conversation.files import MOST_FILES, FileRef
from bot.domain.conversation.statuses import MessageAccepted
from bot.domain.ids import digest
from bot.ports.channel import Arrived, Inbound, Told

_THUMBS_UP = frozenset({"369239263222822", "369239343222814", "369239383222810"})
_FILES = frozenset({"image", "file"})
_BESIDE_WORDS = "fallback"
"""The attachment that a typed address brings along: the words say it all."""


def read_message(item: Item) -> Inbound | None:
    """What a message or an echo says; None when it cannot be used."""
    message = part(item.raw, "message")
    mid = name(message, "mid") if "mid" in message else _nameless(message, item)
    if message.get("is_self") is True:
        return aside("message_to_oneself", item.at)
    if message.get("is_echo") is True or item.is_ours:
        return _echo(item, message, mid)
    if not mid:
        return None
    if message.get("is_deleted") is True:
        return item.arrived(MessageUnsent(f"{mid}:unsent", item.at, mid))
    event = _spoken(message, mid, item)
    return item.arrived(event) if event else aside("message_without_content", item.at)


def _nameless(message: dict[str, Any], item: Item) -> str:
    """What names words that came without an id, as in bodies written by hand: who wrote them when."""
    text = words(message, "text")
    return f"{item.sender}:message:{item.at}:{digest(text)}" if text.strip() and item.at else ""


def _spoken(message: dict[str, Any], mid: str, item: Item) -> Event | None:
    text = words(message, "text")
    attachments = [found for found in items(message, "attachments") if isinstance(found, dict)]
    context = _context(message, attachments, item)
    payload = words(part(message, "quick_reply"), "payload")
    if payload and not _is_contact(payload, text):
        return ChoiceTapped(mid, item.at, payload, text, context=context_or_none(context))
    if not text.strip():
        text = _command(message)
    if text.strip():
        beside = _kind(attachments[0]) if attachments else ""
        context = msgspec.structs.replace(context, media="" if beside == _BESIDE_WORDS else beside)
        return TextReceived(mid, item.at, text, context=context_or_none(context))
    return _attached(message, attachments, Arrival(mid, item.at, context))


class Arrival(msgspec.Struct, frozen=True):
    """A message without words: its id, its time, and what came along."""

    mid: str
    at: int
    context: Context


def _attached(message: dict[str, Any], attachments: list[dict[str, Any]], come: Arrival) -> Event | None:
    context = context_or_none(come.context)
    stickers = {name(message, "sticker_id"), *(name(part(found, "payload"), "sticker_id") for found in attachments)}
    if stickers & _THUMBS_UP:
        return TextReceived(come.mid, come.at, "👍", context=context)
    if attachments:
        kind = "sticker" if any(stickers) else _kind(attachments[0]) or "unknown"
        return AttachmentReceived(come.mid, come.at, kind, context)
    if message.get("is_unsupported") is True or "sticker_id" in message:
        kind = "sticker" if "sticker_id" in message else "unsupported"
        return AttachmentReceived(come.mid, come.at, kind, context)
    if come.context.ref or come.context.ad:
        return ThreadOpened(come.mid, come.at, come.context.ref, context=context)
    return None


def _context(message: dict[str, Any], attachments: list[dict[str, Any]], item: Item) -> Context:
    answered = part(message, "reply_to")
    mentions = (part(found, "payload") for found in attachments if _kind(found) == "story_mention")
    story = name(part(answered, "story"), "id") or next((name(payload, "id") for payload in mentions), "")
    context = way_in(message, standby=item.standby)
    return msgspec.structs.replace(context, reply_to=name(answered, "mid"), story=story, files=_files(attachments))


def _files(attachments: list[dict[str, Any]]) -> tuple[FileRef, ...]:
    """Pictures and documents that came along, each by its address; no sticker is one."""
    payloads = ((_kind(found), part(found, "payload")) for found in attachments)
    return tuple(
        FileRef(kind, words(payload, "url"))
        for kind, payload in payloads
        if kind in _FILES and words(payload, "url") and not name(payload, "sticker_id")
    )[:MOST_FILES]


def _kind(attachment: dict[str, Any]) -> str:
    return called("", words(attachment, "type"))


def _command(message: dict[str, Any]) -> str:
    """The name of a command that was picked from the composer's list, as good as typed."""
    return next((words(command, "name") for command in items(message, "commands")), "")


def _is_contact(payload: str, text: str) -> bool:
    """Whether a chip gave the traveller's own address or number, which is as good as typed."""
    return payload == text and ("@" in payload or payload.startswith("+"))


def _echo(item: Item, message: dict[str, Any], mid: str) -> Inbound | None:
    thread = item.outbound()
    if thread is None or not mid:
        return None
    if message.get("is_deleted") is True:
        return aside("echo_unsent", item.at)
    metadata, sender = words(message, "metadata"), name(message, "app_id")
    if metadata.startswith(MARK):
        return Told(thread, MessageAccepted(mid, item.at, metadata.removeprefix(MARK), mid))
    if sender and sender == item.inbox.app:
        return aside("echo_of_our_own", item.at)
    return Arrived(thread, MessageEchoed(mid, item.at, words(message, "text") or _shown(message), sender))


def _shown(message: dict[str, Any]) -> str:
    """The words of a template that somebody sent: of its text, or of its first card."""
    payload = next((part(found, "payload") for found in items(message, "attachments")), {})
    card: object = next(iter(items(payload, "elements")), None)
    return words(payload, "text") or words(card, "title")
