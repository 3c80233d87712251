"""What platforms tell beside events: what became of messages of ours, and what we do not act on."""

from bot.domain.conversation.happened import Happened


class MessageAccepted(Happened, frozen=True, tag=True):
    """The platform took a message of ours, as its echo or status tells.

    `message` is our id of it, "" when the platform does not repeat it; `target` is the platform's.
    """

    message: str
    target: str


class MessageDelivered(Happened, frozen=True, tag=True):
    """The platform delivered messages of ours: the named ones, and all up to `until` (milliseconds, UTC)."""

    targets: tuple[str, ...] = ()
    until: int = 0


class MessageRead(Happened, frozen=True, tag=True):
    """The traveller saw messages of ours: the named ones, and all up to `until` (milliseconds, UTC)."""

    targets: tuple[str, ...] = ()
    until: int = 0


class MessageFailed(Happened, frozen=True, tag=True):
    """The platform could not deliver a message that it had taken.

    `message` and `target` name it as in `MessageAccepted`; `reason` is that of a `SendFailedError`.
    """

    message: str
    target: str
    reason: str


Status = MessageAccepted | MessageDelivered | MessageRead | MessageFailed
"""Statuses are kept apart from turns: they are monotone and change nothing in a conversation."""


class Ignored(Happened, frozen=True, tag=True):
    """Something that a platform told and that we do not act on, by its own name for it."""

    kind: str
