"""Proofs, sessions and links of staff, in memory."""

from datetime import datetime

import msgspec

from bot.domain.errors import ConflictError
from bot.domain.staff.credentials import Credentials, StaffLink, StaffSession


class MemorySignInRecords:
    """The port `SignInRecords`; every attribute is a plain container, so that a transaction can be taken back."""

    def __init__(self) -> None:
        self.proofs: dict[str, Credentials] = {}
        self.begun: dict[str, StaffSession] = {}
        self.links: dict[str, StaffLink] = {}
        self.seen: dict[str, datetime] = {}

    def credentials(self, person: str, *, lock: bool = False) -> Credentials:  # noqa: ARG002  one transaction at a time
        """What is kept."""
        return self.proofs.get(person) or Credentials(person=person)

    def every_credentials(self) -> dict[str, Credentials]:
        """All of it."""
        return dict(self.proofs)

    def keep(self, credentials: Credentials) -> None:
        """Write it."""
        if self.with_subject(credentials.issuer, credentials.subject) not in ("", credentials.person):
            raise ConflictError("Somebody else signs in by this account of the provider.", retryable=False)
        self.proofs[credentials.person] = credentials

    def with_subject(self, issuer: str, subject: str) -> str:
        """By the provider's name."""
        found = (one for one in self.proofs.values() if subject and (one.issuer, one.subject) == (issuer, subject))
        return next((one.person for one in found), "")

    def begin(self, session: StaffSession) -> None:
        """Write it."""
        self.begun[session.hashed] = session
        self.seen[session.person] = session.seen_at

    def session(self, hashed: str) -> StaffSession | None:
        """By its hash."""
        return self.begun.get(hashed)

    def sessions(self, person: str) -> tuple[StaffSession, ...]:
        """The one used last first."""
        theirs = sorted((one for one in self.begun.values() if one.person == person), key=lambda one: one.hashed)
        return tuple(sorted(theirs, key=lambda one: one.seen_at, reverse=True))

    def last_seen(self) -> dict[str, datetime]:
        """By person."""
        return dict(self.seen)

    def see(self, hashed: str, *, at: datetime) -> None:
        """Note it."""
        if hashed in self.begun:
            self.begun[hashed] = msgspec.structs.replace(self.begun[hashed], seen_at=at)
            self.seen[self.begun[hashed].person] = at

    def end(self, hashed: str) -> bool:
        """End it."""
        return self.begun.pop(hashed, None) is not None

    def end_all(self, person: str, *, but: str = "") -> int:
        """End them."""
        ended = [one.hashed for one in self.sessions(person) if one.hashed != but]
        return sum(self.end(hashed) for hashed in ended)

    def forget(self, *, before: datetime) -> None:
        """Forget old ones."""
        for hashed in [one.hashed for one in self.begun.values() if one.began_at < before]:
            del self.begun[hashed]
        for hashed in [one.hashed for one in self.links.values() if one.made_at < before]:
            del self.links[hashed]

    def add_link(self, link: StaffLink) -> None:
        """Write it, in place of those that were not used."""
        for hashed in [one.hashed for one in self.links.values() if one.person == link.person and one.used_at is None]:
            del self.links[hashed]
        self.links[link.hashed] = link

    def link(self, hashed: str) -> StaffLink | None:
        """By its hash."""
        return self.links.get(hashed)

    def use_link(self, hashed: str, *, at: datetime) -> bool:
        """Use it up."""
        link = self.links.get(hashed)
        if link is None or link.used_at is not None:
            return False
        self.links[hashed] = msgspec.structs.replace(link, used_at=at)
        return True
