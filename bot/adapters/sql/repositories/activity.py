"""Account activity and its notices in PostgreSQL."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.activity import account_activity, account_notices
from bot.adapters.sql.tables.wallet import travellers
from bot.domain.payment.activity import Activity
from bot.ports.activity_records import MAILBOX, Batch, Outcome, Place

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Activity).decode
_notices = account_notices.c
_joined = account_notices.join(account_activity, account_activity.c.id == _notices.activity)


class SqlActivityRecords:
    """The port `ActivityRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, traveller: str, activity: Activity, *, places: tuple[str, ...], due_at: datetime) -> bool:
        """Keep an activity, with a notice for each place; False, and nothing changes, when its id is there."""
        body = _encode(activity).decode()
        kept = upsert(account_activity).values(id=activity.id, traveller=traveller, at=activity.at, body=body)
        new = kept.on_conflict_do_nothing().returning(account_activity.c.id)
        if self._connection.execute(new).first() is None:
            return False
        shared = {"activity": activity.id, "traveller": traveller, "state": "waiting", "due_at": due_at}
        rows = [{**shared, "place": place} for place in dict.fromkeys(places)]
        if rows:
            self._connection.execute(insert(account_notices), rows)
        return True

    def due(self, now: datetime, *, most: int) -> tuple[Place, ...]:
        """Places with a notice that waits and is due, the longest due first."""
        places = select(_notices.traveller, _notices.place).where(_notices.state == "waiting", _notices.due_at <= now)
        grouped = places.group_by(_notices.traveller, _notices.place)
        ordered = grouped.order_by(func.min(_notices.due_at), _notices.traveller, _notices.place)
        return tuple(Place(*row) for row in self._connection.execute(ordered.limit(most)))

    def waiting(self, place: Place) -> tuple[Activity, ...]:
        """What waits to be told at a place, in order; nobody else takes it until the transaction ends."""
        found = select(account_activity.c.body).select_from(_joined).where(_waits(place))
        ordered = found.order_by(account_activity.c.at, account_activity.c.id).with_for_update(of=account_notices)
        return _activities(self._connection.scalars(ordered))

    def put_off(self, place: Place, *, until: datetime) -> None:
        """Let what waits at a place wait until a moment."""
        self._connection.execute(update(account_notices).where(_waits(place)).values(due_at=until))

    def hand_over(self, batch: Batch, *, at: datetime) -> None:
        """Take the batch's notices out of what waits at its place: they are in a message from now on."""
        ids = [activity.id for activity in batch.activities]
        mine = update(account_notices).where(_waits(batch.place), _notices.activity.in_(ids))
        state = "handed" if batch.place.name == MAILBOX else "told"
        self._connection.execute(mine.values(state=state, batch=batch.id, handed_at=at))

    def withhold(self, place: Place, *, at: datetime) -> None:
        """Tell nothing of what waits at a place, now or later."""
        self._connection.execute(
            update(account_notices).where(_waits(place)).values(state="withheld", handed_at=at, batch=None)
        )

    def handed(self, place: Place, *, since: datetime) -> tuple[datetime, ...]:
        """When a place got its batches since a moment."""
        mine = select(func.min(_notices.handed_at)).where(_at(place), _notices.handed_at >= since)
        batches = mine.where(_notices.batch.is_not(None)).group_by(_notices.batch)
        return tuple(sorted(self._connection.scalars(batches)))

    def batch(self, batch: str) -> Batch | None:
        """A batch by its id, with its activities in order."""
        found = select(_notices.traveller, _notices.place, account_activity.c.body).select_from(_joined)
        ordered = found.where(_notices.batch == batch).order_by(account_activity.c.at, account_activity.c.id)
        rows = self._connection.execute(ordered).all()
        if not rows:
            return None
        return Batch(batch, Place(rows[0].traveller, rows[0].place), _activities(row.body for row in rows))

    def open_mails(self, now: datetime, *, most: int) -> tuple[str, ...]:
        """Batches for mailboxes that have not ended and that nobody sends at this moment, the oldest first."""
        found = select(_notices.batch).where(_open(now)).group_by(_notices.batch)
        ordered = found.order_by(func.min(_notices.handed_at), _notices.batch).limit(most)
        return tuple(self._connection.scalars(ordered))

    def lease_mail(self, batch: str, *, now: datetime, until: datetime) -> datetime | None:
        """Take an open mail for a while; gives when it was handed over, None when there is nothing to take."""
        mine = update(account_notices).where(_notices.batch == batch, _open(now)).values(leased_until=until)
        return self._connection.scalars(mine.returning(_notices.handed_at)).first()

    def end_mail(self, batch: str, outcome: Outcome) -> None:
        """The mail has ended so, unless it had before."""
        mine = update(account_notices).where(_notices.batch == batch, _notices.state == "handed")
        self._connection.execute(mine.values(state=outcome))

    def mails(self, activities: tuple[str, ...]) -> bool:
        """Whether all of the activities were or will be told by mail, as far as is known."""
        mine = select(func.count()).where(_notices.place == MAILBOX, _notices.activity.in_(activities))
        going = mine.where(_notices.state.in_(("waiting", "handed", "told")))
        return bool(activities) and self._connection.execute(going).scalar_one() == len(set(activities))

    def of(self, traveller: str, *, most: int) -> tuple[Activity, ...]:
        """What happened to a traveller's account, under whichever name, the newest first."""
        newest = account_activity.c.at.desc(), account_activity.c.id.desc()
        found = select(account_activity.c.body).where(_of(traveller)).order_by(*newest).limit(most)
        return _activities(self._connection.scalars(found))

    def forget(self, traveller: str) -> None:
        """Keep nothing of what happened to a traveller's account, under whichever name; what is not told yet is not."""
        self._connection.execute(delete(account_activity).where(_of(traveller)))


def _at(place: Place) -> ColumnElement[bool]:
    return and_(_notices.place == place.name, _notices.traveller == place.traveller)


def _of(traveller: str) -> ColumnElement[bool]:
    merged = select(travellers.c.id).where(travellers.c.merged_into == traveller)
    return or_(account_activity.c.traveller == traveller, account_activity.c.traveller.in_(merged))


def _waits(place: Place) -> ColumnElement[bool]:
    return and_(_at(place), _notices.state == "waiting")


def _open(now: datetime) -> ColumnElement[bool]:
    free = or_(_notices.leased_until.is_(None), _notices.leased_until <= now)
    return and_(_notices.place == MAILBOX, _notices.state == "handed", free)


def _activities(bodies: Iterable[Any]) -> tuple[Activity, ...]:
    return tuple(_decode(body) for body in bodies)
