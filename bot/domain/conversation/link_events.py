"""What can happen to the ties between a traveller and their chats: codes, links, and identities that change."""

from bot.domain.conversation.happened import Happened


class LinkCodeMade(Happened, frozen=True, tag=True):
    """A code is ready to be typed in another chat, once, before `until` (UTC, seconds since 1970)."""

    code: str
    until: int


class ChatLinked(Happened, frozen=True, tag=True):
    """The chat belongs to the traveller of the code that was typed in it; `channel` is where that code came from.

    It is "" for a code that came by e-mail.
    """

    channel: str = ""


class LinkRefused(Happened, frozen=True, tag=True):
    """No code was made, sent or taken; `reason` is wrong (or used, or too old), locked, alone, same, pins or failed.

    Locked ends at `until` (UTC, seconds since 1970); alone is a chat that knows nobody whom a code could be for; same
    is the chat in which the code was made; pins: both accounts have a PIN, and neither may open what the other guards.
    """

    reason: str
    until: int = 0


class IdentityChanged(Happened, frozen=True, tag=True):
    """The platform tells that the number or name behind the chat is another: who writes here next may be a stranger.

    `known` says that the chat had a traveller or bookings, `revision` is that of the profile of nobody that it has now.
    """

    revision: int = 0
    known: bool = False


LinkEvent = LinkCodeMade | ChatLinked | LinkRefused | IdentityChanged
"""All of them."""
