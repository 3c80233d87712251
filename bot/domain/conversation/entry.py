"""One entry of the journal: a turn as it was committed, or what became of a message that was said."""

import msgspec

from bot.domain.conversation.effects import Say
from bot.domain.conversation.events import Event


class Said(msgspec.Struct, frozen=True):
    """One message of a turn, with the id under which its delivery is told."""

    id: str
    say: Say


class TurnEntry(msgspec.Struct, frozen=True, tag="turn"):
    """A committed turn: what happened, what was said, and where the talk stood after it.

    `flow`, `revision`, `step` and `language` let a funnel be counted from the first talk; `version`, `owner` and
    `epoch` are those after the turn, and `was` is who had the thread before it, "" in what an older program wrote;
    `reason` is why it is with the desk. `link` is the one by which the traveller came last. `event` is None when it
    must not be kept (nothing does so today).
    """

    thread: str
    version: int
    epoch: int
    owner: str
    event: Event
    said: tuple[Said, ...] = ()
    flow: str = ""
    revision: int = 0
    step: str = ""
    language: str = ""
    link: str = ""
    at: int = 0
    """When the turn was committed, milliseconds since 1970, UTC."""
    was: str = ""
    reason: str = ""
    misses: int = 0


class FateEntry(msgspec.Struct, frozen=True, tag="fate"):
    """What became of something said: sending, sent, delivered, read, failed, dropped or undelivered.

    It only ever moves forward; undelivered is what a platform took and then could not deliver.

    `message` is the id of the `Said`; `platform_id` the channel's own id of it; `reason` says why it failed or was
    dropped. For delivered and read told by watermark, `message` is "" and `until` is milliseconds UTC.
    """

    thread: str
    fate: str
    message: str = ""
    platform_id: str = ""
    reason: str = ""
    at: int = 0
    until: int = 0


Entry = TurnEntry | FateEntry
