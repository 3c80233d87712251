"""Where a talk is played: one interface, behind it everything in memory, or all processes over real HTTP."""

import re
from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.payment.consent import GivenConsent
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.ledger import Transaction
from bot.domain.payment.method import Method
from bot.services import fraud_rules, reviews
from tests.fakes.sandbox_server import Records
from tests.journeys.talk_file import Spoken


class Seats(msgspec.Struct, frozen=True):
    """What the supplier's own records say of a talk: ticket numbers, and seats times flights held and sold."""

    tickets: tuple[str, ...] = ()
    held: int = 0
    sold: int = 0


class Saved(msgspec.Struct, frozen=True):
    """A method that our records have, or had, of the traveller."""

    method: Method
    instrument: KeptInstrument
    consent: GivenConsent


class Facts(msgspec.Struct, frozen=True):
    """What became of a talk, by the records of everybody who took part: the gateway, the supplier, our own books."""

    gateway: Records
    seats: Seats
    checkouts: tuple[Checkout, ...]
    books: tuple[Transaction, ...]
    wallet: tuple[Saved, ...] = ()
    tokens: frozenset[str] = frozenset()
    """Every token that our records have of the cards with which the talk was paid."""


class Stage(Protocol):
    """One traveller's talk on a stage; another talk is another stage or another traveller on the same."""

    def say(self, text: str, *, times: int = 1) -> None:
        """The traveller writes, with what `filled` knows; it is delivered as often as given."""
        ...

    def tap(self, title: str, *, twice: bool = False) -> None:
        """The traveller taps the newest option of that title, perhaps twice at once."""
        ...

    def pay(self, number: str, *, saves: bool = False) -> None:
        """The traveller opens the newest pay link and sends a card, perhaps with the box ticked that saves it."""
        ...

    def account(self, iban: str) -> None:
        """The traveller opens the newest link to her wallet and adds a bank account there, with its mandate."""
        ...

    def pin(self, digits: str, *, sets: bool = False) -> None:
        """The traveller enters a PIN on the page that the newest link leads to, or `sets` it on that of her wallet."""
        ...

    def challenge(self, words: str, *, comes_back: bool = True) -> None:
        """What the traveller does about her bank's challenge, one of `CHALLENGE`, and whether she looks at our page."""
        ...

    def agent(self, words: str) -> None:
        """An agent takes the thread, says something in it, or hands it back: "takes", "says …", "hands back"."""
        ...

    def happen(self, what: str) -> None:
        """Something happens that nobody in the talk does: one of `HAPPENINGS`."""
        ...

    def heard(self, least: int, most: int, *, cards: int = 0) -> tuple[Spoken, ...]:
        """All that the bot has said since this was last asked.

        Waits for `least` messages with so many `cards`, and a moment for `most`.
        """
        ...

    def facts(self) -> Facts:
        """What became of it, once everything has come to rest."""
        ...


ANOTHER_CHAT = "the traveller goes on in another chat"
"""A thread of its own, as on another telephone: what was booked before is known there by its reference alone."""

BACK = "the traveller goes back to the first chat"
"""The thread in which the talk began."""

HOLDS = "staff want to look at every payment"
ALLOWS, REJECTS = "staff allow the payment", "staff reject the payment"
STAFF = frozenset({HOLDS, ALLOWS, REJECTS})
"""What fraud watch has staff do."""

CHALLENGE = ("approve", "fail", "leave", "use another card")
"""What may be done on the bank's page, or about it."""

BANK_PAYS = "the bank pays"
"""A bank has debited an account as it was asked to."""

PASSES = {"a quarter of an hour passes": 15 * 60 + 1, "eleven minutes pass": 11 * 60, "a minute passes": 61}
"""Time that passes, in seconds."""

HAPPENINGS = (
    *PASSES,
    "the price rises",
    "the flights are sold out",
    "the airline takes the seats back",
    "the gateway's webhooks get lost",
    "the worker dies before it issues tickets",
    "everything in Redis is lost",
    HOLDS,
    ALLOWS,
    REJECTS,
    BANK_PAYS,
    ANOTHER_CHAT,
    BACK,
)
"""What may happen on every stage."""


def watch(runtime: Any, what: str) -> None:
    """Publish the rule of `HOLDS`, or decide what waits because of it."""
    if what == HOLDS:
        fraud_rules.publish(runtime.records, EVERY, by="Ida", note="", now=runtime.clock.now())
        return
    for review, _ in reviews.waiting(runtime.records):
        reviews.decide(runtime, review.attempt, allowed=what == ALLOWS, by="Ida")


EVERY = {
    "rules": [
        {
            "id": "first",
            "name": "The first card in a chat",
            "outcome": "review",
            "when": {"field": "velocity.thread.cards_1h", "op": "is", "value": 1},
        }
    ]
}
"""Rules that hold the first card of each chat."""


def wallet_of(work: Any, thread: str) -> tuple[Saved, ...]:
    """Every method that the records have of a thread's traveller."""
    owner = work.wallet.traveller_of(thread)
    consents = {given.id: given for given in work.wallet.consents_of(owner)}
    methods = work.wallet.methods_of(owner)
    return tuple(Saved(one, work.money.instrument(one.instrument), consents[one.consent]) for one in methods)


def tokens_of(work: Any, checkouts: tuple[Checkout, ...]) -> frozenset[str]:
    """Every token that the records have of the cards with which checkouts were paid."""
    attempts = [attempt for one in checkouts for payment in one.payments for attempt in payment.attempts]
    names = {attempt.instrument for attempt in attempts if attempt.instrument}
    return frozenset(work.money.instrument(name).token for name in names) - {""}


def filled(words: str, *, locator: str, said: Sequence[str]) -> str:
    """What the traveller writes: `{locator}` is the given reference, `{code}` the newest code that was said."""
    codes = [code for text in said for code in _CODE.findall(text)]
    return words.replace("{locator}", locator).replace("{code}", codes[-1] if codes else "")


_CODE = re.compile(r"(?:code is|code est) ([A-Z2-9]{4}-[A-Z2-9]{4})")


def letters(number: int) -> str:
    """A number in letters, as the desk's pages name what an agent sends."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))
