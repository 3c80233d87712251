"""The port of fraud records: cards that were tried, what the rules made of it, what is blocked, and the rules."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

import msgspec

from bot.domain.payment.fraud import Assessment
from bot.domain.payment.fraud_facts import FactValue

BlockedKind = Literal["card", "email"]
TryResult = Literal["approved", "declined"]
Verdict = Literal["", "allowed", "rejected", "lapsed"]


class Try(msgspec.Struct, frozen=True):
    """A card that is tried by an attempt (its idempotency key).

    `thread`, `traveller`, `device`, `network` and `card` are keyed hashes of what they name, "" when it is not known.
    """

    attempt: str
    at: datetime
    thread: str
    traveller: str = ""
    device: str = ""
    network: str = ""
    card: str = ""


class Seen(msgspec.Struct, frozen=True):
    """What was seen before and at a try, that one included; None where it has not the name to be counted by."""

    thread_cards_1h: int = 0
    thread_declines_15m: int = 0
    device_cards_24h: int | None = None
    device_new: bool | None = None
    network_declines_10m: int | None = None
    card_people_24h: int | None = None
    brand_tries_5m: int = 0
    brand_declines_5m: int = 0


class Decided(msgspec.Struct, frozen=True):
    """What the rules of a revision made of an attempt, and of which facts; free of personal data."""

    attempt: str
    at: datetime
    revision: int
    assessment: Assessment
    facts: Mapping[str, FactValue]


class Blocked(msgspec.Struct, frozen=True):
    """A card or an address that may not pay, by its keyed hash, until a time (UTC)."""

    kind: BlockedKind
    value: str
    until: datetime
    by: str
    why: str


class Review(msgspec.Struct, frozen=True):
    """An attempt that a person has to look at, and what they said: "", allowed, rejected or lapsed; times are UTC."""

    attempt: str
    checkout: str
    opened_at: datetime
    verdict: Verdict = ""
    by: str = ""
    decided_at: datetime | None = None


class Published(msgspec.Struct, frozen=True):
    """A revision of the rules: who put it in force when (UTC), and what they said has changed."""

    revision: int
    at: datetime
    by: str
    note: str


class FraudRecords(Protocol):
    """What is kept to watch for fraud, inside one transaction."""

    def note(self, tried: Try) -> None:
        """Note a try; the same attempt again changes nothing."""
        ...

    def place(self, checkout: str, *, device: str, network: str, at: datetime) -> None:
        """Note from where and when (UTC) a checkout was last paid, by keyed hashes; "" keeps what was known."""
        ...

    def placed(self, checkout: str) -> tuple[str, str]:
        """Device and network from where a checkout was last paid, "" what is not known."""
        ...

    def name_holder(self, attempt: str, *, travels: bool) -> None:
        """Note whether the name on the card of an attempt is that of a passenger."""
        ...

    def holder_travels(self, attempt: str) -> bool | None:
        """Whether the cardholder of an attempt travels, None when it is not known."""
        ...

    def settle(self, attempt: str, result: TryResult) -> None:
        """Note what the bank said; the first word stays, and one about no try changes nothing."""
        ...

    def card_of(self, attempt: str) -> str:
        """The card of a try, by its keyed hash; "" when no such try is known."""
        ...

    def seen(self, tried: Try) -> Seen:
        """What was seen in the times before a try that was noted, up to its own."""
        ...

    def decide(self, decided: Decided) -> Assessment:
        """Keep what the rules made of an attempt for ever; gives what stands, which is the first that was kept."""
        ...

    def decision(self, attempt: str) -> Decided | None:
        """What the rules made of an attempt."""
        ...

    def hold(self, review: Review) -> None:
        """Have a person look at an attempt; the same attempt again changes nothing."""
        ...

    def review(self, attempt: str) -> Review | None:
        """What a person said of an attempt, if one has to look at it."""
        ...

    def reviews(self) -> tuple[Review, ...]:
        """All that wait for a person, the oldest first."""
        ...

    def give_verdict(self, attempt: str, verdict: Verdict, *, by: str, at: datetime) -> bool:
        """Write down what a person said; False when somebody has decided it before."""
        ...

    def bookings_of(self, traveller: str) -> int:
        """Tries of a traveller (by keyed hash) that a bank approved."""
        ...

    def forget(self, *names: str) -> None:
        """Take names of chats and travellers (keyed hashes) from every try; cards and devices stay."""
        ...

    def prune(self, before: datetime) -> int:
        """Delete tries, places and cardholders older than a time; decisions stay. Gives how many tries went."""
        ...

    def decisions(self, *, since: datetime, most: int) -> tuple[Decided, ...]:
        """What was decided since a time, the newest first."""
        ...

    def block(self, blocked: Blocked) -> None:
        """Block, or change until when and why."""
        ...

    def unblock(self, kind: BlockedKind, value: str) -> bool:
        """Block no more; False when it was not blocked."""
        ...

    def is_blocked(self, kind: BlockedKind, value: str, *, now: datetime) -> bool:
        """Whether it is blocked now."""
        ...

    def blocked(self, *, now: datetime) -> tuple[Blocked, ...]:
        """All that is blocked now, what ends first first."""
        ...

    def publish(self, rules: bytes, *, by: str, note: str, at: datetime) -> int:
        """Keep rules (JSON) as the next revision and put it in force; gives its number."""
        ...

    def rules(self) -> tuple[int, bytes] | None:
        """The revision that is in force and its rules, None when nothing was ever published."""
        ...

    def published(self, *, most: int) -> tuple[Published, ...]:
        """The revisions of the rules, the newest first."""
        ...

    def rules_of(self, revision: int) -> bytes | None:
        """The rules of one revision, None when there is no such."""
        ...
