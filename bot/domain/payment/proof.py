"""The proof of the books: every transaction sums to nought, and each proof begins where the last one ended.

A proof carries the hash of every transaction up to its place, and the balances that these add up to. So a row that was
altered, added or taken away below the place of an earlier proof is seen, although nobody reads it again: the balances
do not add up to what the database says, and a proof from the beginning comes to another hash.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from hashlib import blake2b

import msgspec

from bot.domain.chain import linked
from bot.domain.errors import IllegalError
from bot.domain.payment import ledger
from bot.domain.payment.ledger import Transaction
from bot.domain.reconciliation import Movement

_DISPUTE = "dispute"
_HASH = partial(blake2b, digest_size=32)
"""Proofs that are kept were made with it."""


class Posted(msgspec.Struct, frozen=True):
    """A transaction in the books with its document number, and when it was posted (UTC)."""

    number: int
    at: datetime
    transaction: Transaction


class Proof(msgspec.Struct, frozen=True):
    """How far the books were proven; `balances` in minor units by "account currency", `broken` do not sum to nought."""

    place: int = 0
    digest: str = ""
    balances: Mapping[str, int] = msgspec.field(default_factory=dict)
    broken: tuple[int, ...] = ()


def prove(proof: Proof, posted: Sequence[Posted]) -> Proof:
    """The proof after more transactions, in the order of their numbers."""
    balances = defaultdict(int, proof.balances)
    digest, place, broken = proof.digest, proof.place, list(proof.broken)
    for each in posted:
        try:
            ledger.check(each.transaction)
        except IllegalError:
            broken.append(each.number)
        for entry in each.transaction.entries:
            balances[f"{entry.account} {entry.amount.currency}"] += entry.amount.minor
        at = int(each.at.timestamp() * 1_000_000)
        digest, place = linked(digest, each.number, at, each.transaction, by=_HASH), each.number
    return Proof(place, digest, dict(balances), tuple(broken))


def differs(proof: Proof, sums: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], tuple[int, int]]:
    """Accounts of which the database says another balance than the proof: (account, currency) -> (proof, database)."""
    known = {_named(name): minor for name, minor in proof.balances.items()}
    pairs = {name: (known.get(name, 0), sums.get(name, 0)) for name in {*known, *sums}}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _named(name: str) -> tuple[str, str]:
    account, _, currency = name.partition(" ")
    return account, currency


def begun_after(posted: Sequence[Posted], movements: Sequence[Movement], *, account: str) -> dict[str, int]:
    """What transactions have put on an account because of these movements, by currency in minor units.

    A movement is known by its id, or by what it is about and its amount; each is used once.
    """
    waiting = Counter((_subject_of(one), one.amount.minor, one.amount.currency) for one in movements)
    ids = {one.id for one in movements}
    payments = {one.reference: one.payment for one in movements}
    sums: defaultdict[str, int] = defaultdict(int)
    for each in posted:
        about = each.transaction
        named = about.source_id if about.source_kind == "movement" else about.posting_kind.rpartition(" ")[2]
        for entry in about.entries:
            key = (_about(about, payments), entry.amount.minor, entry.amount.currency)
            if entry.account == account and (named in ids or waiting[key] > 0):
                waiting[key] -= 1
                sums[entry.amount.currency] += entry.amount.minor
    return {currency: minor for currency, minor in sums.items() if minor}


def _subject_of(movement: Movement) -> str:
    """What a movement is about: its payment; of disputes the books know their own names alone."""
    return _DISPUTE if movement.kind in {"dispute", "dispute_reversal"} else movement.payment


def _about(transaction: Transaction, payments: Mapping[str, str]) -> str:
    """What a transaction is about: it names a payment, an attempt of it ("tf:{payment}:capture:1"), or its charge."""
    kind, source = transaction.source_kind, transaction.source_id
    if kind == "attempt":
        return source.split(":")[1]
    named = {"payment": source, "dispute": _DISPUTE, "charge": payments.get(source, "")}
    return named.get(kind, "")
