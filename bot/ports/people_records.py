"""The port of staff: who works for the airline."""

from typing import Protocol

from bot.domain.staff.person import Person


class PeopleRecords(Protocol):
    """The people of the airline inside one transaction."""

    def person(self, person: str) -> Person | None:
        """Somebody by their id, also when they were shut out; None for who was never known."""
        ...

    def with_email(self, email: str) -> Person | None:
        """Somebody by their e-mail address, in whatever case it is written; None for "" and for an unknown one."""
        ...

    def hold_rights(self) -> None:
        """Let nobody else change who may what until the transaction ends."""
        ...

    def people(self) -> tuple[Person, ...]:
        """Everybody who was ever known, by name and id."""
        ...

    def keep(self, person: Person) -> None:
        """Write somebody as they are now; raises `ConflictError` when another person has the e-mail address."""
        ...
