"""One message or status of WhatsApp: whose thread it is in, when it was, and what came along with it."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from bot.adapters.channels.meta import items, moment, name, part, words
from bot.domain.conversation.context import LONGEST_REF, Context, context_or_none
from bot.domain.conversation.events import Event
from bot.domain.conversation.files import FileRef
from bot.domain.ids import ThreadKey
from bot.ports.channel import Arrived

CHANNEL = "whatsapp"
SCOPED = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]+")
"""A business-scoped id, of a portfolio or of its parent."""
_LONGEST_SOURCE = 40
_LONGEST_NAME = 200
FILES = ("image", "document")
"""Kinds of which some are taken (bot/domain/conversation/files.py)."""


class People(msgspec.Struct, frozen=True):
    """Our number, and who a value says is in it: scoped ids by telephone, and the only one when there is one."""

    account: str
    scoped: Mapping[str, str]
    only: str = ""

    def thread_of(self, raw: Any, scoped_key: str, phone_key: str) -> ThreadKey | None:
        """The thread of a message's or a status's traveller, None when nothing tells whose it is.

        The business-scoped id where there is one, which nobody inherits, else the digits of the telephone.
        """
        phone = name(raw, phone_key)
        found = name(raw, scoped_key) or self.scoped.get(phone, "")
        user = found if SCOPED.fullmatch(found) or not phone else phone.removeprefix("+")
        user = user or self.only
        good = self.account and user and ":" not in self.account
        return ThreadKey(CHANNEL, self.account, user) if good else None


def account_of(value: dict[str, Any], door: str) -> str:
    """The number that a value names; one that names none came for the number of the door at which it came."""
    metadata = part(value, "metadata")
    return name(metadata, "phone_number_id") if "phone_number_id" in metadata else door


def people_of(value: dict[str, Any], door: str = "") -> People:
    """Who a value is about."""
    contacts = [(name(person, "wa_id"), name(person, "user_id")) for person in items(value, "contacts")]
    scoped = {phone: user for phone, user in contacts if phone and user}
    only = next((user or phone for phone, user in contacts), "") if len(contacts) == 1 else ""
    return People(account_of(value, door), scoped, only)


class Item(msgspec.Struct, frozen=True):
    """One message of a traveller: where and when it came in, and the message as it came."""

    thread: ThreadKey
    id: str
    at: int
    raw: dict[str, Any]

    def arrived(self, event: Event) -> Arrived:
        """The event in its thread."""
        return Arrived(self.thread, event)

    def context(self, *, media: str = "") -> Context | None:
        """What the message answers, and the advertisement or post that led here."""
        return context_or_none(self.way_in(media=media))

    def _files(self) -> tuple[FileRef, ...]:
        """The picture or document that came along, by the id under which it is kept for a week."""
        kind = next((kind for kind in FILES if part(self.raw, kind)), "")
        found = part(self.raw, kind)
        source = name(found, "id")
        return (FileRef(kind, source, words(found, "filename")[:_LONGEST_NAME]),) if source else ()

    def way_in(self, *, media: str = "") -> Context:
        """The same, also when it tells nothing."""
        referral = part(self.raw, "referral")
        return Context(
            reply_to=name(part(self.raw, "context"), "id"),
            ref=words(referral, "ref")[:LONGEST_REF],
            source=words(referral, "source_type")[:_LONGEST_SOURCE],
            ad=name(referral, "source_id"),
            media=media,
            files=self._files(),
        )


def at_of(raw: Any) -> int:
    """When something was, in milliseconds UTC."""
    return moment(raw, "timestamp")
