"""The port of wallets: travellers, the threads in which they talk, their saved methods and what they agreed to."""

from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.conversation.profile import Profile
from bot.domain.payment.consent import GivenConsent
from bot.domain.payment.method import Method
from bot.domain.payment.wallet_rules import Rules


class Traveller(msgspec.Struct, frozen=True):
    """A person who talks to us in one thread or in several; `profile` is what is remembered, cards and chats apart.

    One that was found to be another person's second record is `merged_into` theirs, and keeps what was agreed to alone.
    """

    id: str
    began_at: datetime
    profile: Profile = Profile()
    merged_into: str = ""


class WalletRecords(Protocol):
    """What is kept of travellers inside one transaction."""

    def enroll(self, thread: str, traveller: Traveller) -> str:
        """The id of the thread's traveller, who is this one from now on unless the thread has one."""
        ...

    def traveller_of(self, thread: str) -> str:
        """The id of the traveller of a thread, "" if none."""
        ...

    def traveller(self, traveller: str, *, lock: bool = False) -> Traveller | None:
        """A traveller; with `lock` nobody else may change them or their methods until the transaction ends."""
        ...

    def save_traveller(self, traveller: Traveller) -> None:
        """Store what is remembered of a traveller who is there."""
        ...

    def threads_of(self, traveller: str) -> tuple[str, ...]:
        """The threads of a traveller, the one that came first first."""
        ...

    def leave(self, thread: str, *, at: datetime) -> None:
        """Note that nobody comes back to a thread (UTC); leaving it again changes nothing."""
        ...

    def has_left(self, thread: str) -> bool:
        """Whether nobody comes back to a thread; until the transaction ends nobody may leave it."""
        ...

    def give_consent(self, given: GivenConsent) -> None:
        """Keep a consent for ever."""
        ...

    def consents_of(self, traveller: str) -> tuple[GivenConsent, ...]:
        """What a traveller agreed to, under whichever name, in order."""
        ...

    def add_method(self, method: Method) -> None:
        """Store a new method of a traveller; its instrument and its consent must be there."""
        ...

    def save_method(self, method: Method) -> None:
        """Store a method that is there; a second preferred one of a traveller raises `ConflictError`."""
        ...

    def method(self, method: str) -> Method | None:
        """A method by its id."""
        ...

    def method_of(self, instrument: str) -> Method | None:
        """The method that an instrument is kept for."""
        ...

    def methods_of(self, traveller: str) -> tuple[Method, ...]:
        """Every method that a traveller ever had, in the order in which they came."""
        ...

    def expiring(self, month: str, *, most: int) -> tuple[Method, ...]:
        """Active methods whose card ends with a month ("2027-03") or before it, and that nobody was warned of yet."""
        ...

    def rules(self, traveller: str) -> Rules:
        """What a traveller settled for their channels."""
        ...

    def save_rules(self, traveller: str, rules: Rules) -> None:
        """Store what a traveller settled for their channels."""
        ...
