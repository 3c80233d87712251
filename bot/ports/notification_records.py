"""The port of notifications: what staff are told, by whom it is wanted, and which browsers take pushes."""

from typing import Protocol

import msgspec

from bot.domain.staff.notification import Notification
from bot.domain.staff.preferences import Preferences
from bot.domain.staff.subscription import Subscription


class Push(msgspec.Struct, frozen=True):
    """A push that is still to be sent: a notification to one browser."""

    notification: Notification
    subscription: Subscription


class NotificationRecords(Protocol):
    """Notifications of staff inside one transaction."""

    def preferences(self, person: str) -> Preferences:
        """What somebody chose; what holds at first for who never chose."""
        ...

    def every_preferences(self) -> dict[str, Preferences]:
        """What each of those chose who chose anything, by person."""
        ...

    def keep_preferences(self, person: str, chosen: Preferences) -> None:
        """Write what somebody chose."""
        ...

    def subscribe(self, one: Subscription) -> None:
        """Let a browser take pushes for its person; the same endpoint again changes hands and keys."""
        ...

    def subscriptions(self, person: str = "") -> tuple[Subscription, ...]:
        """Browsers of a person, or of everybody, the oldest first."""
        ...

    def unsubscribe(self, subscription: str) -> None:
        """Forget a browser and the pushes that wait for it."""
        ...

    def found(self, *, since: int, soon: int) -> tuple[Notification, ...]:
        """What the state of threads has to tell, whether or not it was noted; moments are milliseconds UTC.

        Threads in the queue, or given to an agent, since a moment; what was heard since then in a thread that an agent
        has; service levels that end from `since` to `soon`.
        """
        ...

    def known(self, keys: tuple[str, ...]) -> frozenset[str]:
        """Those of some keys that were noted before."""
        ...

    def note(self, one: Notification) -> int:
        """Note something; gives its number, 0 when it was noted before."""
        ...

    def owe_pushes(self, number: int, subscriptions: tuple[str, ...]) -> None:
        """Promise pushes of a notification to browsers."""
        ...

    def owed_pushes(self, *, most: int) -> tuple[str, ...]:
        """Names of pushes that are to be sent, the oldest first."""
        ...

    def push(self, name: str) -> Push | None:
        """A push that is to be sent, None when it was sent, or its browser was forgotten."""
        ...

    def pushed(self, name: str) -> None:
        """A push was sent, or is not worth sending any more."""
        ...

    def newest(self, person: str, *, most: int) -> tuple[Notification, ...]:
        """The newest that concern a person, the newest first."""
        ...

    def notification(self, number: int) -> Notification | None:
        """One by its number."""
        ...

    def forget(self, *, before: int) -> int:
        """Forget what was noted before a moment (milliseconds UTC); gives how many."""
        ...
