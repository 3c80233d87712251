"""A payment: which answer to which operation leads where, as one table, and the attempts that were made.

Theory. A payment is moved by answers of the gateway, never by what we hope. `PAYMENT` lists every move: an operation
and its result ("capture:approved"), or something that happened to it ("expired"). What is not listed is refused and
changes nothing. `STAFF` lists the moves after which a person has to look.

An attempt is one request to the gateway under one idempotency key. Its row, with the key and a hash of what is asked,
is committed before the request leaves; so whoever comes after a crash repeats the same request under the same key, or
looks it up. Only a definite answer closes an attempt, and a payment has at most one open attempt: that is what makes
a double click one payment. A second key is used only after a definite no.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Literal

import msgspec

from bot.domain.errors import IllegalError
from bot.domain.money import Money
from bot.domain.transitions import Table, move

_WAITING_FOR_MONEY = {
    "authorize:approved": "authorized",
    "authorize:declined": "declined",
    "authorize:action": "requires_action",
    "authorize:pending": "authorizing",
    "authorize:unknown": "authorizing",
    "charge:approved": "captured",
    "charge:declined": "declined",
    "charge:action": "requires_action",
    "charge:pending": "charging",
    "charge:unknown": "charging",
    "review": "in_review",
    "expired": "expired",
}
_TOO_LATE = {"authorize:approved": "voiding", "charge:approved": "refunding"}

PAYMENT: Table = {
    "created": _WAITING_FOR_MONEY,
    "declined": _WAITING_FOR_MONEY,
    "in_review": {"allow": "created", "reject": "declined", "expired": "expired"},
    "requires_action": {
        "authorize:approved": "authorized",
        "authorize:declined": "declined",
        "authorize:pending": "authorizing",
        "authorize:unknown": "authorizing",
        "charge:approved": "captured",
        "charge:declined": "declined",
        "charge:pending": "charging",
        "charge:unknown": "charging",
        "expired": "expired",
    },
    "authorizing": {
        "authorize:approved": "authorized",
        "authorize:declined": "declined",
        "authorize:action": "requires_action",
        "authorize:pending": "authorizing",
        "authorize:unknown": "authorizing",
    },
    "charging": {
        "charge:approved": "captured",
        "charge:declined": "declined",
        "charge:action": "requires_action",
    },
    "authorized": {
        "capture:approved": "captured",
        "capture:declined": "authorized",
        "capture:pending": "capturing",
        "capture:unknown": "capturing",
        "void:approved": "voided",
        "void:pending": "voiding",
        "void:unknown": "voiding",
        "lapsed": "expired",
    },
    "capturing": {"capture:approved": "captured", "capture:declined": "authorized", "lapsed": "expired"},
    "voiding": {"void:approved": "voided", "void:declined": "authorized"},
    "captured": {
        "refund:approved": "captured",
        "refund:emptied": "refunded",
        "refund:pending": "refunding",
        "refund:unknown": "refunding",
        "dispute": "disputed",
        "refund_failed": "captured",
    },
    "refunding": {
        "refund:approved": "captured",
        "refund:emptied": "refunded",
        "refund:declined": "captured",
        "dispute": "disputed",
    },
    "refunded": {"refund_failed": "captured"},
    "disputed": {
        "refund:approved": "disputed",
        "refund:emptied": "disputed",
        "refund:declined": "disputed",
        "refund_failed": "disputed",
        "won": "captured",
        "won:emptied": "refunded",
        "lost": "charged_back",
    },
    "charged_back": {"refund_failed": "charged_back"},
    "expired": _TOO_LATE,
    "voided": _TOO_LATE,
}
"""Operation x result -> state. What ends in `:emptied` leaves nothing of what was captured."""

STAFF: Mapping[str, frozenset[str]] = {
    "authorized": frozenset({"capture:declined"}),
    "capturing": frozenset({"lapsed"}),
    "captured": frozenset({"refund_failed"}),
    "refunding": frozenset({"refund:declined"}),
    "refunded": frozenset({"refund_failed"}),
    "disputed": frozenset({"refund_failed"}),
    "charged_back": frozenset({"refund_failed"}),
    "expired": frozenset(_TOO_LATE),
    "voided": frozenset(_TOO_LATE),
}
"""Moves after which staff have to look at the payment."""

Usage = Literal["once", "keep", "saved"]
"""How an instrument is charged: once and never again; a first time, to be kept with the traveller's consent; or as one
that was kept, by a traveller who is there and may be asked to confirm."""

SILENT = frozenset({"pending", "unknown"})
"""Results that decide nothing yet."""

TAKING = frozenset({"authorize", "charge"})
"""Operations that ask for money and make a record of their own at the gateway; the others act on such a record."""


class Attempt(msgspec.Struct, frozen=True):
    """One request to the gateway: its key, what it asks (as a hash), and what was answered.

    Attributes:
        key: the idempotency key, "tf:{payment}:{operation}:{number}".
        number: counts the attempts of one operation of one payment from 1.
        opened_at: UTC.
        state: open until a definite answer, then closed.
        result: approved, declined, lost, abandoned or given_up once closed.
        code: the gateway's code of a decline.
        reference: the gateway's id of what this attempt made or acts on.
        sealed: the key under which the traveller's ciphertext waits, for an authorization.
        instrument: our id of the instrument that it takes money from, for an authorization or a charge.
        challenge: whether the bank is asked to see the traveller, for an authorization.
        usage: how that instrument is used: once, keep (with consent) or saved.
        request_hash: what is asked, so that the same key never asks for something else.
        sends: how often the request may have left; 0 means that it certainly never did.
        amount: what a refund asks for in minor units; 0 is all that is left.
    """

    key: str
    operation: str
    number: int
    opened_at: datetime
    state: str = "open"
    result: str = ""
    code: str = ""
    reference: str = ""
    sealed: str = ""
    instrument: str = ""
    usage: Usage = "once"
    request_hash: str = ""
    sends: int = 0
    amount: int = 0
    challenge: bool = False


class Payment(msgspec.Struct, frozen=True):
    """One payment of a checkout.

    Units: `amount` is what the traveller agreed to; `authorized`, `captured` and `refunded` are minor units of its
    currency, as the gateway says; `capture_before` UTC. `reference` is the gateway's id of the attempt that holds
    the money, `method` what travellers read ("Visa •4242"), `code` the gateway's code of the last decline,
    `staff` whether a person has to look.
    """

    id: str
    amount: Money
    state: str = "created"
    reference: str = ""
    authorized: int = 0
    captured: int = 0
    refunded: int = 0
    method: str = ""
    code: str = ""
    action_url: str = ""
    capture_before: datetime | None = None
    staff: bool = False
    attempts: tuple[Attempt, ...] = ()

    @property
    def open_attempt(self) -> Attempt | None:
        """The attempt that waits for a definite answer, if any."""
        return next((attempt for attempt in reversed(self.attempts) if attempt.state == "open"), None)

    @property
    def charged(self) -> Attempt | None:
        """The authorization or the charge that the bank approved, if any."""
        return next((a for a in self.attempts if a.operation in TAKING and a.result == "approved"), None)

    def count(self, operation: str, result: str = "") -> int:
        """How many attempts of an operation there were, or how many of them ended with a result."""
        return sum(a.operation == operation and result in {"", a.result} for a in self.attempts)


def apply(
    payment: Payment, trigger: str, *, amount: int = 0, reference: str = "", capture_before: datetime | None = None
) -> Payment:
    """The payment after a trigger of the table; raises `IllegalError`, changing nothing, when it is not listed.

    `amount` (minor units) is what an approved operation moved; `refund:approved` and `won` find out themselves
    whether anything is left. More captured than authorized, or refunded than captured, is refused too.
    """
    refunded = payment.refunded + amount if trigger == "refund:approved" else payment.refunded
    captured = amount if trigger in {"capture:approved", "charge:approved"} else payment.captured
    if trigger in {"refund:approved", "won"} and refunded == payment.captured:
        trigger = f"{trigger.partition(':')[0]}:emptied"
    state = move(PAYMENT, payment.state, trigger, machine="payment")
    authorized = amount if trigger in {"authorize:approved", "charge:approved"} else payment.authorized
    if captured > authorized or refunded > captured:
        raise IllegalError(f"payment: {trigger!r} would move more money than there is.")
    return msgspec.structs.replace(
        payment,
        state=state,
        authorized=authorized,
        captured=captured,
        refunded=refunded,
        reference=reference or payment.reference,
        capture_before=capture_before or payment.capture_before,
        staff=payment.staff or trigger in STAFF.get(payment.state, ()),
    )


def open_attempt(
    payment: Payment, operation: str, *, now: datetime, sealed: str = "", instrument: str = "", usage: Usage = "once"
) -> Payment:
    """The payment with a new attempt of an operation; raises `IllegalError` while another one is open."""
    if payment.open_attempt is not None:
        raise IllegalError("payment: another attempt is still open.")
    number = payment.count(operation) + 1
    key = f"tf:{payment.id}:{operation}:{number}"
    attempt = Attempt(key, operation, number, now, sealed=sealed, instrument=instrument, usage=usage)
    if operation not in TAKING:
        attempt = msgspec.structs.replace(attempt, reference=payment.reference)
    if operation != "authorize" or instrument:
        attempt = msgspec.structs.replace(attempt, request_hash=request_hash(payment, attempt))
    return msgspec.structs.replace(payment, attempts=(*payment.attempts, attempt))


def change_attempt(payment: Payment, **fields: object) -> Payment:
    """The payment with fields of its open attempt changed; raises `IllegalError` when none is open."""
    attempt = payment.open_attempt
    if attempt is None:
        raise IllegalError("payment: no attempt is open.")
    changed = msgspec.structs.replace(attempt, **fields)
    return msgspec.structs.replace(
        payment, attempts=tuple(changed if each.key == attempt.key else each for each in payment.attempts)
    )


def close_attempt(payment: Payment, result: str, *, code: str = "", reference: str = "") -> Payment:
    """The payment with its open attempt closed by a definite answer; raises `IllegalError` when none is open."""
    attempt = payment.open_attempt
    known = reference or (attempt.reference if attempt else "")
    return change_attempt(payment, state="closed", result=result, code=code, reference=known)


def request_hash(payment: Payment, attempt: Attempt) -> str:
    """What an attempt asks for, in 32 characters: another request under the same key is a fault of ours."""
    usage = () if attempt.usage == "once" else (attempt.usage,)
    more = (*((attempt.amount,) if attempt.amount else ()), *(("challenge",) if attempt.challenge else ()))
    acts_on = "" if attempt.operation in TAKING else attempt.reference
    about = (attempt.instrument, acts_on, *usage, *more)
    asked = (attempt.key, payment.amount.minor, payment.amount.currency, *about)
    return blake2b(msgspec.json.encode(asked), digest_size=16).hexdigest()


def free(payment: Payment) -> bool:
    """Whether no money of the traveller is held or taken by this payment, and none can be any more."""
    return (
        payment.state in {"created", "declined", "expired", "voided", "refunded", "charged_back"}
        and payment.open_attempt is None
    )


def may_be_kept(attempt: Attempt) -> bool:
    """Whether the gateway keeps, or may come to keep, the instrument of an attempt that was to save it.

    A challenge that was left may have been confirmed a moment before it was closed.
    """
    left = attempt.result == "abandoned" and attempt.sends > 0
    return attempt.usage == "keep" and bool(attempt.instrument) and (left or attempt.result in {"approved", "given_up"})
