"""The people of the airline in PostgreSQL."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.desk import people
from bot.domain.errors import ConflictError
from bot.domain.staff.person import Person

_RIGHTS = 0x7466_7269
"""The number of our advisory lock for rights."""
_COLUMNS = [people.c[name] for name in Person.__struct_fields__]


class SqlPeopleRecords:
    """The port `PeopleRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def person(self, person: str) -> Person | None:
        """Somebody by their id."""
        row = self._connection.execute(select(*_COLUMNS).where(people.c.id == person)).one_or_none()
        return _person(row) if row else None

    def with_email(self, email: str) -> Person | None:
        """Somebody by their e-mail address."""
        found = select(*_COLUMNS).where(people.c.email != "", func.lower(people.c.email) == email.lower())
        row = self._connection.execute(found).one_or_none()
        return _person(row) if row else None

    def hold_rights(self) -> None:
        """Let nobody else change who may what until the transaction ends."""
        self._connection.execute(select(func.pg_advisory_xact_lock(_RIGHTS)))

    def people(self) -> tuple[Person, ...]:
        """Everybody who was ever known, by name and id."""
        return tuple(map(_person, self._connection.execute(select(*_COLUMNS).order_by(people.c.name, people.c.id))))

    def keep(self, person: Person) -> None:
        """Write somebody as they are now; raises `ConflictError` when another person has the e-mail address."""
        others = select(people.c.id).where(func.lower(people.c.email) == person.email.lower(), people.c.id != person.id)
        if person.email and self._connection.execute(others).first():
            raise ConflictError("Somebody else has this e-mail address.", retryable=False)
        fields = msgspec.structs.asdict(person)
        row = upsert(people).values(fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=fields))


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, row.email, tuple(row.roles), tuple(row.languages), row.active)
