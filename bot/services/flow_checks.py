"""What a flow has to pass beside its faults before travellers talk on it: the golden conversations of staff."""

from typing import Protocol

from bot.domain.errors import InvalidError
from bot.domain.flow.issues import Issue
from bot.domain.world import World
from bot.ports.live import LiveNote
from bot.ports.records import Records
from bot.services import goldens

FLOWS = LiveNote("", "", "flows", 0)
"""Tells open pages that something about flows has changed."""


class PublishCheck(Protocol):
    """Tries a document that is about to go live, outside any transaction; `world` is that of now."""

    def __call__(self, records: Records, world: World, document: bytes, /) -> tuple[Issue, ...]:
        """What fails, each with the step to go to; nothing when it may go live."""
        ...


CHECKS: tuple[PublishCheck, ...] = (goldens.blocking,)
"""Every check, in the order in which its failures are told."""


def failures(records: Records, world: World, document: bytes) -> tuple[Issue, ...]:
    """What of all checks fails; raises `InvalidError` for a document that cannot be read."""
    return tuple(issue for check in CHECKS for issue in check(records, world, document))


def passed(records: Records, world: World, document: bytes) -> None:
    """Raise `InvalidError` that lists what fails, if anything does."""
    if failed := failures(records, world, document):
        raise InvalidError("\n".join(f"{issue.where}: {issue.sentence}" for issue in failed))
