"""The port of templates: what platforms say about those that we asked them to approve."""

from typing import Protocol

import msgspec

APPROVED = "APPROVED"


class TemplateState(msgspec.Struct, frozen=True):
    """What a platform said of a template in one language, in its own words, such as APPROVED or PAUSED.

    `at` is when it said so, milliseconds since 1970, UTC; `reason` is why, "" when it gave none.
    """

    channel: str
    name: str
    language: str
    state: str
    reason: str = ""
    at: int = 0


class TemplateRecords(Protocol):
    """States of templates inside one transaction."""

    def note(self, state: TemplateState) -> None:
        """Keep what was said last; what is older than what is kept changes nothing."""
        ...

    def approved(self, channel: str, name: str) -> tuple[str, ...]:
        """The languages in which a template may be sent on a channel."""
        ...

    def all(self) -> tuple[TemplateState, ...]:
        """Everything that was said, by channel, name and language."""
        ...
