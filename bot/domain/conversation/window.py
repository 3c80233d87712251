"""The window in which a platform lets us speak freely: 24 hours after the traveller's last sign of life."""

from bot.domain.conversation.state import Conversation

WINDOW_MS = 24 * 3600 * 1000
"""Meta, Messenger Platform, "Send a message": standard messaging window of 24 hours."""
SLACK_MS = 60 * 1000
"""Kept free at the end, so that a message that waits in a queue does not arrive too late."""

UNLIMITED = frozenset({"webchat", "terminal"})
"""Channels of our own: no window."""


def may_speak(conversation: Conversation, *, channel: str, now_ms: int) -> bool:
    """Whether a free-form message may be sent now."""
    return channel in UNLIMITED or now_ms < conversation.last_heard + WINDOW_MS - SLACK_MS
