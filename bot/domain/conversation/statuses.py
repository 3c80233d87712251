"""What platforms tell beside events: what became of messages of ours, and what we do not act on."""

from bot.domain.conversation.happened import Happened


class MessageAccepted(Happened, frozen=True, tag=True):
    """The platform took a message of ours, as its echo or status tells.

    `message` is our id of it, "" when the platform does not repeat it; `target` is the platform's.
    """

    message: str
    target: str


class MessageDelivered(Happened, frozen=True, tag=True):
    """The platform delivered messages of ours: the named ones, and all up to `until` (milliseconds, UTC).

    `pricing` is the category and the kind under which it is billed, as "utility:regular", "" where nothing is told.
    """

    targets: tuple[str, ...] = ()
    until: int = 0
    pricing: str = ""


class MessageRead(Happened, frozen=True, tag=True):
    """The traveller saw messages of ours: the named ones, and all up to `until`; the fields of `MessageDelivered`."""

    targets: tuple[str, ...] = ()
    until: int = 0
    pricing: str = ""


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


class TemplateChanged(Ignored, frozen=True, tag=True):
    """The platform approved, refused or paused a template of ours; no thread is touched by it, `state` is its word."""

    name: str
    language: str
    state: str
    reason: str = ""
