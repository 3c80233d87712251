"""The ports around card secrets: what a web process may do with them, and what only a worker can."""

from datetime import datetime
from typing import Literal, Protocol

import msgspec

from bot.domain.secret import Identity, Secret, SecretKind
from bot.domain.spread_numbers import Part
from bot.ports.gateway import AccountSecret, CardSecret


class Sealed(msgspec.Struct, frozen=True):
    """JWE tokens as the browser made them: a card and its security code apart, or a bank account alone."""

    card: str
    code: str = ""


class SealedCards(Protocol):
    """Ciphertext on its way from the page to a worker, in a Redis without persistence, for 15 minutes."""

    def put(self, key: str, sealed: Sealed) -> None:
        """Keep ciphertext for a worker; raises `UnavailableError`."""
        ...

    def take(self, key: str) -> Sealed | None:
        """Read once and forget: None when it was read before, lost or too old."""
        ...


class CaptureKeys(Protocol):
    """The public half of what browsers encrypt to."""

    def jwks(self) -> dict[str, object]:
        """Public keys only, as a JSON Web Key Set (RFC 7517)."""
        ...


class CardOpener(Protocol):
    """Opens what a browser sealed; exists in workers only."""

    def open(self, sealed: Sealed, *, checkout: str, minor: int, currency: str, now: int) -> CardSecret:
        """The card in clear after every check; raises `InvalidError` with one and the same sentence on any failure."""
        ...

    def open_account(self, sealed: Sealed, *, setup: str, now: int) -> AccountSecret:
        """The bank account in clear after every check; raises `InvalidError` with the same sentence on any failure."""
        ...


class DigitWindows(Protocol):
    """The digits that a thread wrote in the last two minutes, in a Redis without persistence and nowhere else."""

    def add(self, thread: str, part: Part) -> tuple[Part, ...]:
        """Remember a part, once however often it comes; gives the newest `MOST_PARTS` in order.

        Nothing is kept longer than `KEPT_SECONDS`. Raises `UnavailableError`.
        """
        ...

    def forget(self, thread: str) -> None:
        """Forget what a thread wrote; raises `UnavailableError`."""
        ...


Purpose = Literal["authorize", "debit", "tokenize"]
"""Why a secret may be asked for: to authorize a card, to debit an account, to have a gateway keep either."""
RevealResult = Literal["revealed", "limited", "refused"]


class Why(msgspec.Struct, frozen=True):
    """For what a secret is asked: the purpose, and the payment or method that it serves."""

    purpose: Purpose
    subject: str


class SealedRecord(msgspec.Struct, frozen=True):
    """A secret as it lies in the vault: sealed under a data key of its own, which is wrapped under `kek`."""

    format: int
    kek: int
    wrapped_key: bytes
    nonce: bytes
    ciphertext: bytes


class Envelope(Protocol):
    """Seals and opens; keeps nothing."""

    def seal(self, identity: Identity, secret: Secret, *, kek: int) -> SealedRecord:
        """Seal a secret under a fresh data key; raises `UnavailableError` when the key `kek` is not here."""
        ...

    def open(self, identity: Identity, sealed: SealedRecord) -> Secret:
        """The secret; raises `InvalidError` when anything differs from what was sealed."""
        ...

    def rewrap(self, identity: Identity, sealed: SealedRecord, *, kek: int) -> SealedRecord:
        """The same ciphertext with its data key under another key; the secret is not opened. Raises as `open`."""
        ...

    def fingerprint(self, kind: SecretKind, secret: Secret) -> bytes:
        """The same bytes for the same secret of a kind, of no use to who has not the key of fingerprints."""
        ...


class Vault(Protocol):
    """Keeps card and account numbers encrypted; exists in workers only.

    Every call may raise `UnavailableError` and `ConflictError`: nothing has happened then, and it may be tried again.
    """

    def store(self, identity: Identity, secret: Secret) -> Identity:
        """Keep a secret; gives the identity under which it is kept.

        That is an earlier one when the traveller has the same secret in the vault already. A second time changes
        nothing. Raises `IllegalError` when the name has another secret, or one that was destroyed.
        """
        ...

    def reveal(self, identity: Identity, why: Why) -> Secret:
        """The secret, after its reveal was written down; the caller wipes it.

        Raises `InvalidError`, with one sentence whatever is wrong, and `LimitError` when it is asked too often.
        """
        ...

    def destroy(self, identity: Identity) -> bool:
        """Destroy the data key and the ciphertext; what is left says that there was something. False: nothing was."""
        ...


class Reveal(msgspec.Struct, frozen=True):
    """What was written down of a reveal: everything but the value."""

    at: datetime
    role: str
    process: str
    identity: Identity
    why: Why
    result: RevealResult


class VaultKey(msgspec.Struct, frozen=True):
    """A key-encryption key as the vault knows it: how many records it wraps, and whether it is in our hands."""

    version: int
    made_at: datetime
    retired_at: datetime | None
    records: int
    here: bool


RecordName = tuple[str, str]
"""Table and id of a record."""


class Rewrapped(msgspec.Struct, frozen=True):
    """A batch: how many records came under the newest key, which do not open, and where the next batch goes on."""

    done: int
    broken: tuple[RecordName, ...] = ()
    last: RecordName | None = None


class VaultKeys(Protocol):
    """What those who keep the keys do; opens no secret."""

    def known(self) -> tuple[VaultKey, ...]:
        """Every key by version; the last one wraps what is stored from now on."""
        ...

    def rotate(self) -> int:
        """See to it that a fresh key wraps what is stored from now on; gives its version.

        A key that was made before and never came into use, because somebody was killed, is taken. Raises
        `InvalidError` when a key that should be here is not, or is another one.
        """
        ...

    def rewrap(self, *, after: RecordName | None, most: int) -> Rewrapped:
        """Wrap so many records under the newest key, in the order of their names; those in use are passed over."""
        ...

    def left(self) -> int:
        """How many records are wrapped under an older key."""
        ...

    def retire(self, version: int) -> None:
        """Destroy a key; raises `InvalidError` while a record needs it, and for the newest one."""
        ...

    def check(self) -> None:
        """Raise `InvalidError` unless every key that is not retired is here and is the one it was."""
        ...

    def reveals(self, *, most: int) -> tuple[Reveal, ...]:
        """The newest reveals, newest first."""
        ...
