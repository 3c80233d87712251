"""Proofs, sessions and links of staff in PostgreSQL."""

from datetime import datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.sign_in import staff_credentials, staff_links, staff_sessions
from bot.domain.errors import ConflictError
from bot.domain.staff.credentials import Credentials, StaffLink, StaffSession

_Kept = TypeVar("_Kept", Credentials, StaffSession, StaffLink)


class SqlSignInRecords:
    """The port `SignInRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def credentials(self, person: str, *, lock: bool = False) -> Credentials:
        """What is kept of a person's proofs."""
        if lock:
            self._connection.execute(upsert(staff_credentials).values(person=person).on_conflict_do_nothing())
        found = select(staff_credentials).where(staff_credentials.c.person == person)
        row = self._connection.execute(found.with_for_update() if lock else found).one_or_none()
        return _read(row, Credentials) if row else Credentials(person=person)

    def every_credentials(self) -> dict[str, Credentials]:
        """What is kept of everybody's proofs, by person."""
        return {row.person: _read(row, Credentials) for row in self._connection.execute(select(staff_credentials))}

    def keep(self, credentials: Credentials) -> None:
        """Write a person's proofs as they are now; raises `ConflictError` when another person has the same subject."""
        holder = self.with_subject(credentials.issuer, credentials.subject) if credentials.subject else ""
        if holder not in ("", credentials.person):
            raise ConflictError("Somebody else signs in by this account of the provider.", retryable=False)
        fields = msgspec.structs.asdict(credentials)
        row = upsert(staff_credentials).values(fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["person"], set_=fields))

    def with_subject(self, issuer: str, subject: str) -> str:
        """The person whom the identity provider calls so; "" when nobody is."""
        named = (staff_credentials.c.issuer == issuer, staff_credentials.c.subject == subject)
        found = self._connection.scalar(select(staff_credentials.c.person).where(*named)) if subject else None
        return str(found or "")

    def begin(self, session: StaffSession) -> None:
        """Write a new session."""
        self._connection.execute(staff_sessions.insert().values(msgspec.structs.asdict(session)))
        self._see(session.person, session.seen_at)

    def session(self, hashed: str) -> StaffSession | None:
        """A session by the hash of its id."""
        found = select(staff_sessions).where(staff_sessions.c.hashed == hashed)
        row = self._connection.execute(found).one_or_none()
        return _read(row, StaffSession) if row else None

    def sessions(self, person: str) -> tuple[StaffSession, ...]:
        """The sessions of a person, the one used last first."""
        order = (staff_sessions.c.seen_at.desc(), staff_sessions.c.hashed)
        found = select(staff_sessions).where(staff_sessions.c.person == person).order_by(*order)
        return tuple(_read(row, StaffSession) for row in self._connection.execute(found))

    def last_seen(self) -> dict[str, datetime]:
        """When each person was last seen, by person."""
        columns = (staff_credentials.c.person, staff_credentials.c.seen_at)
        found = select(*columns).where(staff_credentials.c.seen_at.is_not(None))
        return {row.person: row.seen_at for row in self._connection.execute(found)}

    def see(self, hashed: str, *, at: datetime) -> None:
        """Note that a session was used."""
        seen = update(staff_sessions).where(staff_sessions.c.hashed == hashed).values(seen_at=at)
        for person in self._connection.scalars(seen.returning(staff_sessions.c.person)).all():
            self._see(person, at)

    def end(self, hashed: str) -> bool:
        """End a session; False when there is none."""
        return self._connection.execute(delete(staff_sessions).where(staff_sessions.c.hashed == hashed)).rowcount > 0

    def end_all(self, person: str, *, but: str = "") -> int:
        """End a person's sessions, all but one by its hash; gives how many."""
        theirs = (staff_sessions.c.person == person, staff_sessions.c.hashed != but)
        return self._connection.execute(delete(staff_sessions).where(*theirs)).rowcount

    def forget(self, *, before: datetime) -> None:
        """Forget sessions that began before a moment, and links that were made before it."""
        self._connection.execute(delete(staff_sessions).where(staff_sessions.c.began_at < before))
        self._connection.execute(delete(staff_links).where(staff_links.c.made_at < before))

    def add_link(self, link: StaffLink) -> None:
        """Write a link; those that the person has and did not use are good no longer."""
        unused = (staff_links.c.person == link.person, staff_links.c.used_at.is_(None))
        self._connection.execute(delete(staff_links).where(*unused))
        self._connection.execute(staff_links.insert().values(msgspec.structs.asdict(link)))

    def link(self, hashed: str) -> StaffLink | None:
        """A link by the hash of its token."""
        row = self._connection.execute(select(staff_links).where(staff_links.c.hashed == hashed)).one_or_none()
        return _read(row, StaffLink) if row else None

    def use_link(self, hashed: str, *, at: datetime) -> bool:
        """Use a link up; False when it was used before, or there is none."""
        unused = (staff_links.c.hashed == hashed, staff_links.c.used_at.is_(None))
        return self._connection.execute(update(staff_links).where(*unused).values(used_at=at)).rowcount > 0

    def _see(self, person: str, at: datetime) -> None:
        row = upsert(staff_credentials).values(person=person, seen_at=at)
        self._connection.execute(row.on_conflict_do_update(index_elements=["person"], set_={"seen_at": at}))


def _read(row: Row[Any], kind: type[_Kept]) -> _Kept:
    values: dict[str, Any] = {}
    for name in kind.__struct_fields__:
        value = getattr(row, name)
        values[name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)
