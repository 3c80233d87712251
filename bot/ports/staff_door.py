"""The port of the door of staff: what is needed to let somebody in, in one value."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.staff.roles import Role
from bot.ports.hasher import Hasher


class Seals(Protocol):
    """Seals small secrets, so that whoever reads the database alone cannot use them."""

    def seal(self, secret: bytes, *, bound: str) -> str:
        """A secret sealed for one owner, whose name is bound to it."""
        ...

    def open(self, sealed: str, *, bound: str) -> bytes:
        """The secret again; raises `InvalidError` for what was not sealed by us for this owner."""
        ...


class OneTimeCodes(Protocol):
    """Codes of an authenticator app: six digits that change every thirty seconds (TOTP, RFC 6238)."""

    def step(self, secret: bytes, code: str, *, at: datetime) -> int:
        """The time step of a code: the present one or a neighbour of it; 0 when the code is none of theirs."""
        ...

    def address(self, secret: bytes, *, account: str, issuer: str) -> str:
        """The otpauth:// address with which an app begins."""
        ...

    def text(self, secret: bytes) -> str:
        """The secret as people type it: groups of four letters and digits."""
        ...

    def picture(self, address: str) -> str:
        """An address as a QR code, an SVG element."""
        ...


class Errand(msgspec.Struct, frozen=True):
    """What the browser that is sent to the provider brings back: tied to it, so that nobody else's answer is taken.

    `began` is when it was sent, in seconds since 1970; with `again` it has to prove itself after that.
    """

    state: str
    nonce: str
    verifier: str
    began: int = 0
    again: bool = False


class Identity(msgspec.Struct, frozen=True):
    """Who somebody is at the identity provider; `email` is "" unless the provider has verified it.

    `values` are the texts of those claims that tell roles, by claim. `proved_at` is when they proved who they are.
    """

    issuer: str
    subject: str
    email: str
    name: str
    values: Mapping[str, tuple[str, ...]]
    proved_at: datetime | None = None


class IdentityProvider(Protocol):
    """The airline's own identity provider (OpenID Connect, authorization code with PKCE)."""

    def way(self, errand: Errand, *, back: str) -> str:
        """Where a browser goes to sign in, and comes `back` from; with `errand.again` it must prove itself anew.

        Raises `UnavailableError` when the provider does not answer.
        """
        ...

    def who(self, code: str, errand: Errand, *, back: str, now: datetime) -> Identity:
        """Who came back with a code.

        Raises `InvalidError` when the answer is not for this browser or not the provider's, `UnavailableError` when the
        provider does not answer.
        """
        ...


class StaffDoor(msgspec.Struct, frozen=True, kw_only=True):
    """What lets staff in. `roles` are claim -> value -> roles at the provider, which is None where there is none."""

    passwords: Hasher
    seals: Seals
    codes: OneTimeCodes
    provider: IdentityProvider | None = None
    roles: Mapping[str, Mapping[str, tuple[Role, ...]]] = msgspec.field(default_factory=dict)
    second_required: bool = True
