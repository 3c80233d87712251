"""The port of pushes: browsers' own notifications."""

from typing import Literal, Protocol

from bot.domain.staff.notification import Pushed
from bot.domain.staff.subscription import Subscription

Fate = Literal["sent", "gone", "later", "refused"]
"""Taken by the push service; its browser takes none any more; try again; never taken as it is."""


class Pusher(Protocol):
    """Sends pushes to browsers, encrypted for each."""

    def push(self, to: Subscription, what: Pushed, *, seconds: int) -> Fate:
        """Send, to be kept by the push service for so many seconds.

        Raises `UnavailableError`, `OutcomeUnknownError`.
        """
        ...
