"""PINs and the links on which they are asked for, in PostgreSQL."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.pins import pin_links, pins
from bot.domain.payment.pin import Pin
from bot.ports.pins import PinLink


class SqlPinRecords:
    """The port `PinRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pin(self, traveller: str) -> Pin | None:
        """The PIN of a traveller, None when none is set."""
        row = self._connection.execute(select(pins).where(pins.c.traveller == traveller)).one_or_none()
        return Pin(**{name: getattr(row, name) for name in Pin.__struct_fields__}) if row is not None else None

    def save(self, pin: Pin) -> None:
        """Store the PIN of a traveller, in place of the one before."""
        values = msgspec.structs.asdict(pin)
        stored = upsert(pins).values(values).on_conflict_do_update(index_elements=[pins.c.traveller], set_=values)
        self._connection.execute(stored)

    def forget(self, traveller: str) -> None:
        """Keep no PIN of a traveller; none is as well."""
        self._connection.execute(delete(pins).where(pins.c.traveller == traveller))

    def add_link(self, link: PinLink) -> None:
        """Store a link; the same again changes nothing."""
        self._connection.execute(upsert(pin_links).values(msgspec.structs.asdict(link)).on_conflict_do_nothing())

    def link(self, token_hash: str) -> PinLink | None:
        """A link by the hash of its token; who uses it holds its checkout."""
        found = select(pin_links).where(pin_links.c.token_hash == token_hash)
        row = self._connection.execute(found).one_or_none()
        return PinLink(**{name: getattr(row, name) for name in PinLink.__struct_fields__}) if row is not None else None

    def use_link(self, token_hash: str, *, at: datetime) -> None:
        """Note that a link confirmed its payment."""
        mine = update(pin_links).where(pin_links.c.token_hash == token_hash)
        self._connection.execute(mine.values(used_at=at))
