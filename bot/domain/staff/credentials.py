"""How somebody of the staff proves who they are: what is kept of it, sessions, and one-time links."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

IDLE = timedelta(minutes=30)
"""A session that nobody uses is over after this."""
LASTS = timedelta(hours=12)
"""However much it is used, a session is over after a long working day."""
FRESH = timedelta(minutes=10)
"""How long a proof counts for what is dangerous."""
LINK_LASTS = timedelta(hours=24)
"""How long a one-time link may be opened."""
RECOVERY_CODES = 10

Way = Literal["password", "link", "provider"]
"""By what a session began: a password, a one-time link, or the airline's own identity provider."""


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a person's proofs; "" where they have none.

    `password` is a hash, `totp` the sealed secret of their authenticator and `totp_step` the step of its last code;
    `recovery` are hashes of the codes that are left. `issuer` and `subject` name them at the identity provider;
    `mapped` says that their roles come from there.
    """

    person: str
    password: str = ""
    totp: str = ""
    totp_step: int = 0
    recovery: tuple[str, ...] = ()
    issuer: str = ""
    subject: str = ""
    mapped: bool = False


class StaffSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session by the hash of its id. It lets nobody in until it is `whole`: until nothing is left to be proved.

    `device` is how people know their browser again; `proved_at` (UTC) is when they last proved who they are.
    """

    hashed: str
    person: str
    way: Way
    device: str
    began_at: datetime
    seen_at: datetime
    proved_at: datetime | None = None
    whole: bool = False

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended by itself: nobody used it for half an hour, or it is twelve hours old."""
        return now >= min(self.seen_at + IDLE, self.began_at + LASTS)

    def is_fresh(self, now: datetime) -> bool:
        """Whether the last proof is new enough for what is dangerous."""
        return self.whole and self.proved_at is not None and now < self.proved_at + FRESH


class StaffLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link with which a person sets a password, once, by the hash of its token; `by` is who made it."""

    hashed: str
    person: str
    by: str
    made_at: datetime
    used_at: datetime | None = None

    def is_good(self, now: datetime) -> bool:
        """Whether it may still be used."""
        return self.used_at is None and now < self.made_at + LINK_LASTS
