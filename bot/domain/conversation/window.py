"""The window in which a platform lets us speak freely, and what is left when it has closed.

Meta, Messenger Platform, "Send a message" and "Message tags"; Instagram Platform, "Human Agent"; WhatsApp Business
Platform, "Conversations". A person's words may go to Messenger and Instagram for a week, never the bot's; news
that must be known goes as a template that the platform has approved, else by e-mail; all else is the desk's to see.
"""

from typing import Literal

import msgspec

from bot.domain.conversation.state import Conversation

WINDOW_MS = 24 * 3600 * 1000
"""Meta, Messenger Platform, "Send a message": standard messaging window of 24 hours."""
PERSON_MS = 7 * WINDOW_MS
"""Meta, Messenger Platform, "Message tags": what a person typed may go out for seven days."""
SLACK_MS = 60 * 1000
"""Kept free at the end, so that a message that waits in a queue does not arrive too late."""

UNLIMITED = frozenset({"webchat", "terminal"})
"""Channels of our own: no window."""
FOR_PEOPLE = frozenset({"messenger", "instagram"})
"""Channels that take what a person typed for a week."""
WITH_TEMPLATES = frozenset({"messenger", "whatsapp"})
"""Channels that take approved templates."""

How = Literal["free", "human_agent", "template", "email", "none"]
"""How a message goes: as it is, under the tag of a person, as a template, by e-mail, or not at all."""


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is due: where, when (milliseconds UTC), when the traveller was last heard, and what it is.

    `by_person` says that an agent typed it; `approved` that it is news for which the channel has an approved template;
    `address` that it may be told by e-mail and an address is known. `refused` are the ways that were tried in vain.
    """

    channel: str
    now_ms: int
    last_heard: int
    by_person: bool = False
    approved: bool = False
    address: bool = False
    refused: frozenset[str] = frozenset()


def may_speak(conversation: Conversation, *, channel: str, now_ms: int) -> bool:
    """Whether a free-form message may be sent now."""
    return channel in UNLIMITED or now_ms < conversation.last_heard + WINDOW_MS - SLACK_MS


def way(occasion: Occasion) -> How:
    """How the message goes: the best way that the platform's rules and what was refused leave."""
    ways: tuple[tuple[How, bool], ...] = (
        ("free", occasion.channel in UNLIMITED or _within(occasion, WINDOW_MS)),
        ("human_agent", occasion.by_person and occasion.channel in FOR_PEOPLE and _within(occasion, PERSON_MS)),
        ("template", occasion.approved and not occasion.by_person and occasion.channel in WITH_TEMPLATES),
        ("email", occasion.address),
    )
    return next((how for how, open_ in ways if open_ and how not in occasion.refused), "none")


def ends(how: How, *, channel: str, last_heard: int) -> int:
    """When a way closes, milliseconds UTC; 0 for one that stays open."""
    if channel in UNLIMITED or how not in _LENGTHS:
        return 0
    return last_heard + _LENGTHS[how] - SLACK_MS


_LENGTHS: dict[How, int] = {"free": WINDOW_MS, "human_agent": PERSON_MS}


def _within(occasion: Occasion, length: int) -> bool:
    return occasion.last_heard > 0 and occasion.now_ms < occasion.last_heard + length - SLACK_MS
