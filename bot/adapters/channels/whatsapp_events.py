"""Walks what the WhatsApp Cloud API delivers: every kind becomes a typed event or is ignored by its name.

Nothing here raises, whatever the shape. Meta, WhatsApp Business Platform, "Messages webhook reference", "Status
messages webhook reference", "Business-scoped user IDs".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.adapters.channels.asides import aside, called
from bot.adapters.channels.meta import entries, items, name, part, read, words
from bot.adapters.channels.template_statuses import template_told
from bot.adapters.channels.whatsapp_identity import read_system, read_updates
from bot.adapters.channels.whatsapp_item import CHANNEL, at_of, people_of
from bot.adapters.channels.whatsapp_spoken import read_message, said
from bot.adapters.channels.whatsapp_statuses import MARK, read_status
from bot.domain.conversation.events import MessageEchoed
from bot.ports.channel import MALFORMED, Arrived, Inbound

__all__ = ["CHANNEL", "MARK", "OBJECT", "parse"]

OBJECT = "whatsapp_business_account"


def parse(body: bytes, *, account: str = "") -> tuple[Inbound, ...]:
    """Every event of a body; one that does not say whose it is belongs to the door at which it came.

    `account` is the number of that door, "" when it is not known: Meta always names the number, relays may not.
    """
    try:
        document = read(body)
    except ValueError:
        return (aside(MALFORMED, 0),)
    if not isinstance(document, dict) or document.get("object", OBJECT) != OBJECT:
        return (aside(called("object", words(document, "object")), 0),)
    return tuple(_all(document, account)) or (aside("empty", 0),)


def _all(document: dict[str, Any], door: str) -> Iterator[Inbound]:
    if "entry" not in document:
        yield from _messages(document, door)
    for entry in entries(document):
        for change in items(entry, "changes"):
            value = part(change, "value")
            field = words(change, "field") or ("messages" if value else "")
            known = _FIELDS.get(field)
            told = tuple(known(value, door)) if known else (template_told(called("changes", field), value),)
            yield from told or (aside("empty", 0),)


def _messages(value: dict[str, Any], door: str) -> Iterator[Inbound]:
    people = people_of(value, door)
    for raw in items(value, "messages"):
        said = (read_message(raw, people) if isinstance(raw, dict) else None) or aside(MALFORMED, at_of(raw))
        yield from read_system(raw, people.account) or (said,)
    for raw in items(value, "statuses"):
        told = tuple(read_status(raw, people)) if isinstance(raw, dict) else ()
        yield from told or (aside(MALFORMED, at_of(raw)),)
    yield from (aside("errors", 0) for _ in items(value, "errors"))


def _echoes(value: dict[str, Any], door: str) -> Iterator[Inbound]:
    """What somebody wrote to travellers in the WhatsApp Business app, on a number that both use."""
    people = people_of(value, door)
    for raw in items(value, "message_echoes"):
        thread, echo = people.thread_of(raw, "to_user_id", "to"), name(raw, "id")
        if thread is None or not echo:
            yield aside(MALFORMED, at_of(raw))
            continue
        yield Arrived(thread, MessageEchoed(echo, at_of(raw), said(raw), ""))


_FIELDS: Mapping[str, Callable[[dict[str, Any], str], Iterator[Inbound]]] = {
    "messages": _messages,
    "smb_message_echoes": _echoes,
    "user_id_update": read_updates,
}
"""What we act on, by the field that changed; all other fields are ignored by their names."""
