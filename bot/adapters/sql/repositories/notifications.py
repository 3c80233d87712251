"""Notifications of staff in PostgreSQL."""

from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Connection,
    Row,
    String,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.desk import desk_threads
from bot.adapters.sql.tables.notifications import (
    push_subscriptions,
    staff_notifications,
    staff_preferences,
    staff_pushes,
)
from bot.adapters.sql.tables.talk import conversations, transcript
from bot.domain.staff.notification import Notification
from bot.domain.staff.preferences import Preferences
from bot.domain.staff.subscription import Subscription
from bot.ports.notification_records import Push

_CHOSEN = [staff_preferences.c[name] for name in Preferences.__struct_fields__]
_NOTED = [staff_notifications.c[name] for name in Notification.__struct_fields__]
_BROWSER = [push_subscriptions.c[name] for name in Subscription.__struct_fields__]
_SINCE, _SOON = bindparam("since", type_=BigInteger), bindparam("soon", type_=BigInteger)
# Written out, so that the planner sees that the partial indexes hold all that is asked for.
_ZERO, _EMPTY = literal_column("0", BigInteger), literal_column("''", String)
_QUEUE, _HUMAN, _BOT = (literal_column(f"'{owner}'", String) for owner in ("queue", "human", "bot"))


class SqlNotificationRecords:
    """The port `NotificationRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def preferences(self, person: str) -> Preferences:
        """What somebody chose; what holds at first for who never chose."""
        row = self._connection.execute(select(*_CHOSEN).where(staff_preferences.c.person == person)).one_or_none()
        return _preferences(row) if row else Preferences()

    def every_preferences(self) -> dict[str, Preferences]:
        """What each of those chose who chose anything, by person."""
        rows = self._connection.execute(select(staff_preferences.c.person, *_CHOSEN))
        return {row.person: _preferences(row) for row in rows}

    def keep_preferences(self, person: str, chosen: Preferences) -> None:
        """Write what somebody chose."""
        fields = {**msgspec.structs.asdict(chosen), "silent": list(chosen.silent)}
        row = upsert(staff_preferences).values(person=person, **fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["person"], set_=fields))

    def subscribe(self, one: Subscription) -> None:
        """Let a browser take pushes for its person; the same endpoint again changes hands and keys."""
        self._connection.execute(delete(push_subscriptions).where(push_subscriptions.c.endpoint == one.endpoint))
        self._connection.execute(insert(push_subscriptions).values(msgspec.structs.asdict(one)))

    def subscriptions(self, person: str = "") -> tuple[Subscription, ...]:
        """Browsers of a person, or of everybody, the oldest first."""
        query = select(*_BROWSER).order_by(push_subscriptions.c.at, push_subscriptions.c.id)
        rows = self._connection.execute(query.where(push_subscriptions.c.person == person) if person else query)
        return tuple(Subscription(**row._mapping) for row in rows)  # noqa: SLF001  the row's public mapping

    def unsubscribe(self, subscription: str) -> None:
        """Forget a browser and the pushes that wait for it."""
        self._connection.execute(delete(push_subscriptions).where(push_subscriptions.c.id == subscription))

    def found(self, *, since: int, soon: int) -> tuple[Notification, ...]:
        """What the state of threads has to tell, whether or not it was noted."""
        rows = self._connection.execute(_FOUND, {"since": since, "soon": soon})
        found = (
            Notification(kind=row.kind, key=row.key, thread=row.thread, at=row.at, person=row.person) for row in rows
        )
        return tuple(sorted(found, key=lambda one: (one.at, one.key)))

    def known(self, keys: tuple[str, ...]) -> frozenset[str]:
        """Those of some keys that were noted before."""
        noted = select(staff_notifications.c.key).where(staff_notifications.c.key == func.any(list(keys)))
        return frozenset(self._connection.scalars(noted)) if keys else frozenset()

    def note(self, one: Notification) -> int:
        """Note something; gives its number, 0 when it was noted before."""
        fields = msgspec.structs.asdict(one)
        del fields["number"]
        # Asked for first: an insert that does nothing would use a number up each second.
        known = select(staff_notifications.c.number).where(staff_notifications.c.key == one.key)
        if self._connection.execute(known).first() is not None:
            return 0
        row = upsert(staff_notifications).values(fields).on_conflict_do_nothing()
        return self._connection.execute(row.returning(staff_notifications.c.number)).scalar_one_or_none() or 0

    def owe_pushes(self, number: int, subscriptions: tuple[str, ...]) -> None:
        """Promise pushes of a notification to browsers."""
        rows = [{"notification": number, "subscription": one} for one in subscriptions]
        if rows:
            self._connection.execute(upsert(staff_pushes).values(rows).on_conflict_do_nothing())

    def owed_pushes(self, *, most: int) -> tuple[str, ...]:
        """Names of pushes that are to be sent, the oldest first."""
        query = select(staff_pushes).order_by(staff_pushes.c.notification, staff_pushes.c.subscription).limit(most)
        return tuple(f"{row.notification}.{row.subscription}" for row in self._connection.execute(query))

    def push(self, name: str) -> Push | None:
        """A push that is to be sent, None when it was sent, or its browser was forgotten."""
        number, subscription = _parts(name)
        query = (
            select(*_BROWSER)
            .join(staff_pushes, staff_pushes.c.subscription == push_subscriptions.c.id)
            .where(staff_pushes.c.notification == number, staff_pushes.c.subscription == subscription)
        )
        row, one = self._connection.execute(query).one_or_none(), self.notification(number)
        return Push(one, Subscription(**row._mapping)) if row and one else None  # noqa: SLF001  the row's public mapping

    def pushed(self, name: str) -> None:
        """A push was sent, or is not worth sending any more."""
        number, subscription = _parts(name)
        self._connection.execute(
            delete(staff_pushes).where(
                staff_pushes.c.notification == number, staff_pushes.c.subscription == subscription
            )
        )

    def newest(self, person: str, *, most: int) -> tuple[Notification, ...]:
        """The newest that concern a person, the newest first."""
        concern = or_(staff_notifications.c.person == "", staff_notifications.c.person == person)
        query = select(*_NOTED).where(concern).order_by(staff_notifications.c.number.desc()).limit(most)
        return tuple(map(_notification, self._connection.execute(query)))

    def notification(self, number: int) -> Notification | None:
        """One by its number."""
        row = self._connection.execute(select(*_NOTED).where(staff_notifications.c.number == number)).one_or_none()
        return _notification(row) if row else None

    def forget(self, *, before: int) -> int:
        """Forget what was noted before a moment; gives how many."""
        return self._connection.execute(delete(staff_notifications).where(staff_notifications.c.at < before)).rowcount


def _preferences(row: Row[Any]) -> Preferences:
    fields = {name: getattr(row, name) for name in Preferences.__struct_fields__}
    return Preferences(**{**fields, "silent": tuple(row.silent)})


def _notification(row: Row[Any]) -> Notification:
    return Notification(**row._mapping)  # noqa: SLF001  the row's public mapping


def _parts(name: str) -> tuple[int, str]:
    number, _, subscription = name.partition(".")
    return (int(number) if number.isdecimal() else 0), subscription


def _key(kind: str, *parts: Any) -> Any:
    """The key of what happened: its kind and what names it among its kind."""
    key: Any = literal(kind)
    for part in parts:
        key = key + ":" + cast(part, String)
    return key.label("key")


def _queued() -> Any:
    known = conversations.c
    return select(
        literal("queue").label("kind"),
        _key("queue", known.thread, known.epoch, known.waiting_since),
        known.thread,
        known.waiting_since.label("at"),
        literal("").label("person"),
    ).where(known.owner == _QUEUE, known.waiting_since >= _SINCE)


def _given() -> Any:
    known = desk_threads.c
    return select(
        literal("assigned"),
        _key("assigned", known.thread, known.offered_at),
        known.thread,
        known.offered_at,
        known.offered_to,
    ).where(known.offered_to != _EMPTY, known.offered_at >= _SINCE)


def _answered() -> Any:
    """The newest line of a traveller in a thread that an agent has."""
    known, line = conversations.c, transcript.c
    newest = (
        select(line.row, line.at)
        .where(line.thread == known.thread, line.author == "traveller")
        .order_by(line.row.desc())
        .limit(1)
        .lateral("newest")
    )
    return (
        select(literal("reply"), _key("reply", known.thread, newest.c.row), known.thread, newest.c.at, known.agent)
        .select_from(conversations)
        .join(newest, true())
        .where(known.owner == _HUMAN, known.agent != "", newest.c.at >= _SINCE)
    )


def _late(name: str) -> Any:
    """A clock of service levels that ends soon: whoever has the thread is told, and everybody while nobody has it."""
    known, talk = desk_threads.c, conversations.c
    due = known[name]
    agent = func.coalesce(talk.agent, "").label("person")
    return (
        select(literal("due"), _key("due", known.thread, name.removesuffix("_due"), due), known.thread, due, agent)
        .select_from(desk_threads.join(conversations, talk.thread == known.thread, isouter=True))
        .where(due > _ZERO, due >= _SINCE, due <= _SOON, func.coalesce(talk.owner, _QUEUE) != _BOT)
    )


_FOUND = union_all(
    _queued(), _given(), _answered(), *(_late(name) for name in ("first_due", "next_due", "resolve_due"))
)
"""Each kind once: the first one names the columns."""
