"""Mandates in PostgreSQL."""

import msgspec
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.mandates import mandates
from bot.domain.payment.mandate import Mandate


class SqlMandateRecords:
    """The port `MandateRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, instrument: str, mandate: Mandate) -> None:
        """Store what was signed for an instrument."""
        values = {**msgspec.structs.asdict(mandate), "instrument": instrument}
        self._connection.execute(upsert(mandates).values(values).on_conflict_do_nothing(index_elements=["instrument"]))

    def of(self, instrument: str) -> Mandate | None:
        """The mandate of an instrument, None when nothing was signed for it."""
        row = self._connection.execute(select(mandates).where(mandates.c.instrument == instrument)).one_or_none()
        return None if row is None else Mandate(**{name: getattr(row, name) for name in Mandate.__struct_fields__})

    def end(self, instrument: str) -> None:
        """Note that the mandate of an instrument holds no longer."""
        self._connection.execute(update(mandates).where(mandates.c.instrument == instrument).values(state="inactive"))

    def instrument_of(self, reference: str) -> str:
        """The instrument for which the mandate of that reference was signed, "" if none."""
        found = select(mandates.c.instrument).where(mandates.c.reference == reference)
        return self._connection.execute(found).scalar_one_or_none() or ""
