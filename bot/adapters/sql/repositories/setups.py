"""Setups in PostgreSQL."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from bot.adapters.sql.tables.setups import setups
from bot.domain.errors import ConflictError
from bot.domain.payment.setup import Setup
from bot.ports.setup_records import LeasedSetup


class SqlSetupRecords:
    """The port `SetupRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, setup: Setup) -> None:
        """Store a new setup."""
        self._connection.execute(insert(setups).values(_row(setup)))

    def setup(self, setup: str, *, lock: bool = False) -> Setup | None:
        """A setup by its id; with `lock` nobody else may change it until the transaction ends."""
        found = select(setups.c.body).where(setups.c.id == setup)
        body = self._connection.scalar(found.with_for_update() if lock else found)
        return msgspec.json.decode(body, type=Setup) if body is not None else None

    def save(self, setup: Setup) -> None:
        """Store a setup that is there, and that this transaction has locked."""
        self._connection.execute(update(setups).where(setups.c.id == setup.id).values(_row(setup)))

    def lease(self, setup: str, *, now: datetime, until: datetime) -> LeasedSetup | None:
        """Take a setup that is due and not leased, with a raised fence; None when there is nothing to take."""
        free = update(setups).where(setups.c.id == setup, *_free(now))
        taken = free.values(lease_until=until, fence=setups.c.fence + 1).returning(setups.c.body, setups.c.fence)
        row = self._connection.execute(taken).one_or_none()
        return LeasedSetup(msgspec.json.decode(row.body, type=Setup), row.fence) if row is not None else None

    def release(self, leased: LeasedSetup) -> None:
        """Give a setup back; raises `ConflictError` when somebody else has leased it since."""
        mine = (setups.c.id == leased.setup.id, setups.c.fence == leased.fence, setups.c.lease_until.is_not(None))
        if self._connection.execute(update(setups).where(*mine).values(lease_until=None)).rowcount != 1:
            raise ConflictError("Somebody else has leased this setup since.")

    def due(self, now: datetime, *, most: int) -> tuple[str, ...]:
        """Ids of setups that are due and not leased, the longest due first."""
        found = select(setups.c.id).where(*_free(now)).order_by(setups.c.due_at).limit(most)
        return tuple(self._connection.scalars(found))

    def count(self, traveller: str, *, since: datetime) -> int:
        """How many setups were begun for a traveller since a time."""
        mine = select(func.count()).where(setups.c.traveller == traveller, setups.c.began_at >= since)
        return int(self._connection.scalar(mine) or 0)


def _row(setup: Setup) -> dict[str, Any]:
    columns = ("id", "traveller", "kind", "state", "began_at", "due_at")
    return {**{name: getattr(setup, name) for name in columns}, "body": msgspec.json.encode(setup)}


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    unleased = or_(setups.c.lease_until.is_(None), setups.c.lease_until <= now)
    return setups.c.due_at.is_not(None), setups.c.due_at <= now, unleased
