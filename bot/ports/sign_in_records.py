"""The port of signing in: proofs of people, their sessions, and one-time links."""

from datetime import datetime
from typing import Protocol

from bot.domain.staff.credentials import Credentials, StaffLink, StaffSession


class SignInRecords(Protocol):
    """What lets people in, inside one transaction."""

    def credentials(self, person: str, *, lock: bool = False) -> Credentials:
        """What is kept of a person's proofs, with `lock` nobody else's until the transaction ends; empty for none."""
        ...

    def every_credentials(self) -> dict[str, Credentials]:
        """What is kept of everybody's proofs, by person; nobody's is missing but that of who never had any."""
        ...

    def keep(self, credentials: Credentials) -> None:
        """Write a person's proofs as they are now; raises `ConflictError` when another person has the same subject."""
        ...

    def with_subject(self, issuer: str, subject: str) -> str:
        """The person whom the identity provider calls so; "" when nobody is."""
        ...

    def begin(self, session: StaffSession) -> None:
        """Write a new session."""
        ...

    def session(self, hashed: str) -> StaffSession | None:
        """A session by the hash of its id; None when it has ended or never was."""
        ...

    def sessions(self, person: str) -> tuple[StaffSession, ...]:
        """The sessions of a person that nobody ended, the one used last first."""
        ...

    def last_seen(self) -> dict[str, datetime]:
        """When each person was last seen, by person, also after their sessions have ended."""
        ...

    def see(self, hashed: str, *, at: datetime) -> None:
        """Note that a session was used."""
        ...

    def end(self, hashed: str) -> bool:
        """End a session; False when there is none."""
        ...

    def end_all(self, person: str, *, but: str = "") -> int:
        """End a person's sessions, all but one by its hash; gives how many."""
        ...

    def forget(self, *, before: datetime) -> None:
        """Forget sessions that began before a moment, and links that were made before it."""
        ...

    def add_link(self, link: StaffLink) -> None:
        """Write a link; those that the person has and did not use are good no longer."""
        ...

    def link(self, hashed: str) -> StaffLink | None:
        """A link by the hash of its token."""
        ...

    def use_link(self, hashed: str, *, at: datetime) -> bool:
        """Use a link up; False when it was used before, or there is none: of two at once one has it."""
        ...
