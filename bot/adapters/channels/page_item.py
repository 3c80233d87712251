"""One item of an inbox of Messenger or Instagram: whose it is, and how what it says becomes something inbound."""

from typing import Any

import msgspec

from bot.adapters.channels.meta import moment, name, part, words
from bot.domain.conversation.context import LONGEST_REF, Context
from bot.domain.conversation.events import Event
from bot.domain.conversation.statuses import Status
from bot.domain.ids import ThreadKey
from bot.ports.channel import Arrived, Inbound, Told

MARK = "tf:"
"""Begins the metadata of what we send; what follows is our own id of the message."""
_LONGEST_SOURCE = 40


class Inbox(msgspec.Struct, frozen=True):
    """Whose inbox it is: the channel, the envelope's object, and the id of our own app, "" when it is not known.

    `account` is the one account whose threads are ours, "" for every account that the platform delivers for.
    """

    channel: str
    object: str
    app: str = ""
    account: str = ""


class Entry(msgspec.Struct, frozen=True):
    """What an entry says of all its items: the account, the time, and whether another app has the thread (standby)."""

    account: str
    at: int
    standby: bool = False


class Item(msgspec.Struct, frozen=True):
    """One item of an entry: who wrote to which account when, and the item as it came."""

    inbox: Inbox
    sender: str
    recipient: str
    at: int
    raw: dict[str, Any]
    standby: bool = False
    entry: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether the account of the entry wrote it: whatever it is, a traveller did not do it."""
        return self.entry == self.sender != self.recipient

    def inbound(self) -> ThreadKey | None:
        """The thread when the traveller is the sender, unless the entry says that its account is."""
        return self._thread(self.sender, self.recipient) if self.is_ours else self._thread(self.recipient, self.sender)

    def outbound(self) -> ThreadKey | None:
        """The thread when our account is the sender, unless the entry says that it is the recipient."""
        turned = self.entry == self.recipient != self.sender
        return self._thread(self.recipient, self.sender) if turned else self._thread(self.sender, self.recipient)

    def arrived(self, event: Event) -> Inbound | None:
        """An event of the traveller's, None when nothing tells whose."""
        thread = self.inbound()
        return Arrived(thread, event) if thread else None

    def told(self, status: Status) -> Inbound | None:
        """A status of messages of ours, None when nothing tells whose."""
        thread = self.inbound()
        return Told(thread, status) if thread else None

    def _thread(self, account: str, user: str) -> ThreadKey | None:
        good = account and user and ":" not in account
        return ThreadKey(self.inbox.channel, account, user) if good else None


def item_of(raw: dict[str, Any], entry: Entry, inbox: Inbox) -> Item:
    """The item; what it does not say of itself, its entry says."""
    sender, recipient = name(part(raw, "sender"), "id"), name(part(raw, "recipient"), "id")
    if not recipient and "recipient" not in raw:
        recipient = entry.account
    return Item(inbox, sender, recipient, moment(raw, "timestamp") or entry.at, raw, entry.standby, entry.account)


def way_in(holder: dict[str, Any], *, standby: bool = False) -> Context:
    """What the referral in a message, a postback or an item tells: the link, the advertisement, where it stood."""
    referral = part(holder, "referral")
    if not referral:
        return Context(standby=standby)
    return Context(
        ref=words(referral, "ref")[:LONGEST_REF],
        source=words(referral, "source")[:_LONGEST_SOURCE],
        ad=name(referral, "ad_id"),
        standby=standby,
    )
