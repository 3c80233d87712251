"""What staff are told, and how they want it, in memory."""

from typing import Any

import msgspec

from bot.domain.staff.notification import Notification
from bot.domain.staff.preferences import Preferences
from bot.domain.staff.subscription import Subscription
from bot.ports.notification_records import Push


class MemoryNotificationRecords:
    """The port `NotificationRecords`; `talk` and `desk` hold the state of threads."""

    def __init__(self, talk: Any, desk: Any) -> None:
        self._talk, self._desk = talk, desk
        self.chosen: dict[str, Preferences] = {}
        self.noted: dict[int, Notification] = {}
        self.browsers: dict[str, Subscription] = {}
        self.owed: dict[str, Push] = {}

    def preferences(self, person: str) -> Preferences:
        """What somebody chose."""
        return self.chosen.get(person, Preferences())

    def every_preferences(self) -> dict[str, Preferences]:
        """All that was chosen."""
        return dict(self.chosen)

    def keep_preferences(self, person: str, chosen: Preferences) -> None:
        """Write it."""
        self.chosen[person] = chosen

    def subscribe(self, one: Subscription) -> None:
        """One endpoint, one row."""
        for known in list(self.browsers.values()):
            if known.endpoint == one.endpoint:
                self.unsubscribe(known.id)
        self.browsers[one.id] = one

    def subscriptions(self, person: str = "") -> tuple[Subscription, ...]:
        """The oldest first."""
        mine = (one for one in self.browsers.values() if person in ("", one.person))
        return tuple(sorted(mine, key=lambda one: (one.at, one.id)))

    def unsubscribe(self, subscription: str) -> None:
        """With the pushes that wait."""
        self.browsers.pop(subscription, None)
        for name, push in list(self.owed.items()):
            if push.subscription.id == subscription:
                del self.owed[name]

    def found(self, *, since: int, soon: int) -> tuple[Notification, ...]:
        """From the talks and the desk's state of threads."""
        found = [*self._in_talks(since), *self._at_the_desk(since, soon)]
        return tuple(sorted(found, key=lambda one: (one.at, one.key)))

    def known(self, keys: tuple[str, ...]) -> frozenset[str]:
        """Noted before."""
        return frozenset(one.key for one in self.noted.values()) & frozenset(keys)

    def note(self, one: Notification) -> int:
        """Once a key."""
        if any(known.key == one.key for known in self.noted.values()):
            return 0
        number = max(self.noted, default=0) + 1
        self.noted[number] = msgspec.structs.replace(one, number=number)
        return number

    def owe_pushes(self, number: int, subscriptions: tuple[str, ...]) -> None:
        """Promise them."""
        for one in subscriptions:
            self.owed[f"{number}.{one}"] = Push(self.noted[number], self.browsers[one])

    def owed_pushes(self, *, most: int) -> tuple[str, ...]:
        """The oldest first."""
        names = sorted(self.owed, key=lambda name: (self.owed[name].notification.number, name))
        return tuple(names[:most])

    def push(self, name: str) -> Push | None:
        """One that is to be sent."""
        return self.owed.get(name)

    def pushed(self, name: str) -> None:
        """Done."""
        self.owed.pop(name, None)

    def newest(self, person: str, *, most: int) -> tuple[Notification, ...]:
        """The newest first."""
        mine = [one for one in self.noted.values() if one.person in ("", person)]
        return tuple(sorted(mine, key=lambda one: -one.number)[:most])

    def notification(self, number: int) -> Notification | None:
        """By its number."""
        return self.noted.get(number)

    def forget(self, *, before: int) -> int:
        """With what is owed of it."""
        old = {number for number, one in self.noted.items() if one.at < before}
        for number in old:
            del self.noted[number]
        for name, push in list(self.owed.items()):
            if push.notification.number in old:
                del self.owed[name]
        return len(old)

    def _in_talks(self, since: int) -> list[Notification]:
        found = []
        for one in self._talk.waiting() if self._talk else ():
            if one.owner == "queue" and one.since >= since:
                key = f"queue:{one.thread}:{one.epoch}:{one.since}"
                found.append(Notification(kind="queue", key=key, thread=one.thread, at=one.since))
            said = [line for line in self._talk.lines(one.thread) if line.author == "traveller"]
            if one.owner == "human" and one.agent and said and said[-1].at >= since:
                key = f"reply:{one.thread}:{said[-1].row}"
                found.append(Notification(kind="reply", key=key, thread=one.thread, at=said[-1].at, person=one.agent))
        return found

    def _at_the_desk(self, since: int, soon: int) -> list[Notification]:
        found = []
        for one in self._desk.threads.values():
            if one.offered_to and one.offered_at >= since:
                key = f"assigned:{one.thread}:{one.offered_at}"
                found.append(
                    Notification(kind="assigned", key=key, thread=one.thread, at=one.offered_at, person=one.offered_to)
                )
            talk = self._talk.conversation(one.thread) if self._talk else None
            for clock in ("first", "next", "resolve"):
                due = getattr(one, f"{clock}_due")
                if since <= due <= soon and (talk is None or talk.owner != "bot"):
                    key, agent = f"due:{one.thread}:{clock}:{due}", talk.agent if talk else ""
                    found.append(Notification(kind="due", key=key, thread=one.thread, at=due, person=agent))
        return found
