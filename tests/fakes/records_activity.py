"""Account activity and its notices in memory."""

from datetime import datetime

import msgspec

from bot.domain.payment.activity import Activity
from bot.ports.activity_records import MAILBOX, Batch, Outcome, Place
from tests.fakes.records_wallet import MemoryWalletRecords


class Notice(msgspec.Struct, frozen=True):
    """One activity for one place."""

    activity: Activity
    place: Place
    due_at: datetime
    state: str = "waiting"
    batch: str = ""
    handed_at: datetime | None = None
    leased_until: datetime | None = None


class MemoryActivity:
    """The data; plain containers, so that a transaction can be taken back."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[str, Activity]] = {}
        self.notices: dict[tuple[str, str], Notice] = {}


class MemoryActivityRecords:
    """The port `ActivityRecords`."""

    def __init__(self, wallet: MemoryWalletRecords, kept: MemoryActivity) -> None:
        self._wallet, self._kept = wallet, kept

    def add(self, traveller: str, activity: Activity, *, places: tuple[str, ...], due_at: datetime) -> bool:
        """Keep an activity."""
        if activity.id in self._kept.known:
            return False
        self._kept.known[activity.id] = (traveller, activity)
        for name in places:
            self._kept.notices[activity.id, name] = Notice(activity, Place(traveller, name), due_at)
        return True

    def due(self, now: datetime, *, most: int) -> tuple[Place, ...]:
        """Places with something that is due."""
        found: dict[Place, datetime] = {}
        for one in self._kept.notices.values():
            if one.state == "waiting" and one.due_at <= now:
                found[one.place] = min(one.due_at, found.get(one.place, one.due_at))
        ordered = sorted(found, key=lambda place: (found[place], place.traveller, place.name))
        return tuple(ordered[:most])

    def waiting(self, place: Place) -> tuple[Activity, ...]:
        """What waits at a place."""
        return _ordered(self._at(place))

    def put_off(self, place: Place, *, until: datetime) -> None:
        """Let it wait."""
        self._change(self._at(place), due_at=until)

    def hand_over(self, batch: Batch, *, at: datetime) -> None:
        """It is in a message."""
        ids = {activity.id for activity in batch.activities}
        state = "handed" if batch.place.name == MAILBOX else "told"
        mine = [one for one in self._at(batch.place) if one.activity.id in ids]
        self._change(mine, state=state, batch=batch.id, handed_at=at)

    def withhold(self, place: Place, *, at: datetime) -> None:
        """It is told nowhere."""
        self._change(self._at(place), state="withheld", handed_at=at)

    def handed(self, place: Place, *, since: datetime) -> tuple[datetime, ...]:
        """When batches were handed over."""
        mine = [one for one in self._kept.notices.values() if one.place == place and one.batch]
        times = {one.batch: one.handed_at for one in mine if one.handed_at and one.handed_at >= since}
        return tuple(sorted(at for at in times.values() if at))

    def batch(self, batch: str) -> Batch | None:
        """A batch by its id."""
        mine = [one for one in self._kept.notices.values() if batch and one.batch == batch]
        return Batch(batch, mine[0].place, _ordered(mine)) if mine else None

    def open_mails(self, now: datetime, *, most: int) -> tuple[str, ...]:
        """Mails that have not ended."""
        found = {one.batch: one.handed_at for one in self._open(now) if one.handed_at}
        return tuple(sorted(found, key=lambda batch: (found[batch], batch))[:most])

    def lease_mail(self, batch: str, *, now: datetime, until: datetime) -> datetime | None:
        """Take a mail."""
        mine = [one for one in self._open(now) if one.batch == batch]
        self._change(mine, leased_until=until)
        return mine[0].handed_at if mine else None

    def end_mail(self, batch: str, outcome: Outcome) -> None:
        """It has ended."""
        mine = [one for one in self._kept.notices.values() if one.batch == batch and one.state == "handed"]
        self._change(mine, state=outcome)

    def mails(self, activities: tuple[str, ...]) -> bool:
        """Whether they go by mail."""
        going = [self._kept.notices.get((name, MAILBOX)) for name in activities]
        return bool(going) and all(one and one.state in {"waiting", "handed", "told"} for one in going)

    def of(self, traveller: str, *, most: int) -> tuple[Activity, ...]:
        """What happened to an account."""
        names = self._names(traveller)
        mine = [activity for owner, activity in self._kept.known.values() if owner in names]
        return tuple(sorted(mine, key=lambda one: (one.at, one.id), reverse=True)[:most])

    def forget(self, traveller: str) -> None:
        """Keep nothing of it."""
        names = self._names(traveller)
        gone = {name for name, (owner, _) in self._kept.known.items() if owner in names}
        for name in gone:
            del self._kept.known[name]
        for key in [key for key in self._kept.notices if key[0] in gone]:
            del self._kept.notices[key]

    def _names(self, traveller: str) -> set[str]:
        return {traveller, *(one.id for one in self._wallet.travellers.values() if one.merged_into == traveller)}

    def _at(self, place: Place) -> list[Notice]:
        return [one for one in self._kept.notices.values() if one.place == place and one.state == "waiting"]

    def _open(self, now: datetime) -> list[Notice]:
        mails = [one for one in self._kept.notices.values() if one.place.name == MAILBOX and one.state == "handed"]
        return [one for one in mails if one.leased_until is None or one.leased_until <= now]

    def _change(self, notices: list[Notice], **changes: object) -> None:
        for one in notices:
            self._kept.notices[one.activity.id, one.place.name] = msgspec.structs.replace(one, **changes)


def _ordered(notices: list[Notice]) -> tuple[Activity, ...]:
    return tuple(sorted((one.activity for one in notices), key=lambda one: (one.at, one.id)))
