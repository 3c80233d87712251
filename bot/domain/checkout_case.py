"""A checkout as a value, what it may ask for next, and a decision in the making."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from bot.domain.booking import order as orders
from bot.domain.booking.order import Order
from bot.domain.conversation.events import CheckoutEnded, Event
from bot.domain.moments import milliseconds
from bot.domain.money import Money
from bot.domain.payment.consent import Consent
from bot.domain.payment.dispute import Dispute
from bot.domain.payment.ledger import Transaction
from bot.domain.payment.payment import TAKING, Payment
from bot.domain.payment.refunds import GivingBack, Refund
from bot.domain.transitions import Table, move

LINK_LASTS = timedelta(minutes=15)
"""A pay link is a bearer link: a quarter of an hour is enough to find a card, and ends before a hold does."""
AUTHORIZE_NEEDS = timedelta(minutes=6)
"""What must be left of a hold when a bank is asked: a slow bank, a slow supplier and two look-ups fit into it."""
CHALLENGE_LASTS = timedelta(minutes=10)
"""How long a traveller may take on the pages of the bank at least (issuers give up after five to ten minutes)."""
MOST_DECLINES = 5
"""Declines a checkout; card networks fine who asks for more (Visa: 15 a card in 30 days)."""
MOST_CAPTURES = 5
"""Captures that are declined before tickets are taken back: the last one comes more than an hour after the first."""

UNCLEAR = frozenset({"no_answer", "amount", "capture", "double_success"})
"""What staff are called for when nobody knows for sure what became of the money of a payment."""

PAY_LINK = "pay-link"
"""Stands in an event where the service writes the address of the pay page; the domain holds no secret to make it."""

CHECKOUT: Table = {
    "holding": {"held": "collecting", "refused": "ended", "give_up": "unwinding"},
    "collecting": {"card": "authorizing", "page": "visiting", "debit": "charging", "give_up": "unwinding"},
    "visiting": {"card": "authorizing", "debit": "charging", "page_closed": "collecting", "give_up": "unwinding"},
    "authorizing": {
        "approved": "ticketing",
        "approved_in_part": "collecting",
        "declined": "collecting",
        "card_lost": "collecting",
        "challenge": "challenging",
        "review": "reviewing",
        "give_up": "unwinding",
    },
    "reviewing": {
        "allowed": "authorizing",
        "allowed_debit": "charging",
        "declined": "collecting",
        "give_up": "unwinding",
    },
    "challenging": {
        "approved": "ticketing",
        "approved_in_part": "collecting",
        "declined": "collecting",
        "check": "authorizing",
        "another": "switching",
        "give_up": "unwinding",
    },
    "switching": {"closed": "collecting", "give_up": "unwinding"},
    "charging": {
        "approved": "ticketing",
        "declined": "collecting",
        "card_lost": "collecting",
        "review": "reviewing",
        "give_up": "unwinding",
    },
    "ticketing": {"issued": "capturing", "give_up": "unwinding"},
    "capturing": {"captured": "paid", "give_up": "unwinding"},
    "unwinding": {"undone": "ended"},
    "paid": {"return": "returning"},
    "returning": {"keep": "paid", "returned": "returned"},
    "returned": {},
    "ended": {},
}
"""The saga's machine. In `visiting` the traveller types a card on the gateway's page; in `switching` a challenge is
being closed at the bank, because the traveller prefers another card; in `reviewing` a person looks at a payment before
a bank is asked; in `charging` a bank account is being debited, which takes days; in `unwinding` money is let go and
seats are given back; `ended` means that nothing is left. In `returning` a paid booking is cancelled at the supplier and
its refunds are made; `returned` means that they were decided."""


class Debit(msgspec.Struct, frozen=True):
    """How far paying from a bank account is: the seats must be held to `until` (UTC) before the bank is asked.

    `told` says that the thread knows that the bank is being asked.
    """

    until: datetime
    told: bool = False


class Checkout(msgspec.Struct, frozen=True):
    """One order and its payments on the way from a basket to tickets.

    Attributes:
        effect: the id of the effect that began it, by which the thread knows it.
        version: how often it was saved.
        link_until, action_until: UTC; when the pay page closes, and when a challenge of the bank or a review does.
        extended: whether the hold was made longer, which happens once.
        ending: why it is given up: expired, cancelled, unticketed or failed.
        trouble: what the pay page says about the last card: "declined", "unreadable" or "".
        told: how many events the thread was told.
        checking: whether the thread was told that we are looking.
        unwanted: whether the traveller gave it up at a moment when it could not stop.
        pages: how many pages of the gateway were asked for; `page` and `page_url`: its reference of the open one, and
            where it is.
        saving: what the traveller agreed to who sent the last card, when that is to be saved.
        debit: how far paying from a bank account is, when that was chosen last.
        staff: what a person has to look at, in words of the program.
        disputes: what banks were asked about its payments, oldest first.
        giving_back: what was agreed to when a paid booking was cancelled last.
        refunds: what was or is to be given back after the sale, in the order in which it was decided.
        links: how many pay links took the place of the first one.
        longer: what became of a longer hold that staff asked for.
    """

    id: str
    thread: str
    effect: str
    language: str
    began_at: datetime
    order: Order
    payments: tuple[Payment, ...]
    state: str = "holding"
    version: int = 0
    link_until: datetime | None = None
    action_until: datetime | None = None
    extended: bool = False
    ending: str = ""
    trouble: str = ""
    told: int = 0
    checking: bool = False
    unwanted: bool = False
    saving: Consent | None = None
    pages: int = 0
    page: str = ""
    page_url: str = ""
    debit: Debit | None = None
    staff: tuple[str, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    giving_back: GivingBack | None = None
    refunds: tuple[Refund, ...] = ()
    links: int = 0
    longer: Literal["", "asked", "given", "refused"] = ""

    def payment(self, payment_id: str) -> Payment | None:
        """The payment of that id."""
        return next((each for each in self.payments if each.id == payment_id), None)

    def paying(self, attempt: str) -> Payment | None:
        """The payment whose open attempt has that key; None once the attempt is closed."""
        return next((p for p in self.payments if p.open_attempt is not None and p.open_attempt.key == attempt), None)

    @property
    def declines(self) -> int:
        """How often a bank said no, or was left without an answer for another card."""
        ended = ("declined", "abandoned")
        tries = ((payment, operation) for payment in self.payments for operation in TAKING)
        return sum(payment.count(operation, result) for payment, operation in tries for result in ended)

    @property
    def given_back(self) -> Money | None:
        """What was taken and has gone back whole, None when nothing was."""
        back = sum(payment.refunded for payment in self.payments)
        return Money(back, self.payments[0].amount.currency) if back else None


class Step(msgspec.Struct, frozen=True):
    """One call of the outside, or one time to be woken at.

    `kind` is hold, extend, open_page, read_page, tokenize, authorize, charge, look, ticket, capture, void, refund,
    release, cancel, expire or detach; `subject` the attempt's key, the payment's id for a look without an attempt, a
    page, an instrument's id, or "";
    `tries` how often it was tried in a row.
    """

    kind: str
    due_at: datetime
    subject: str = ""
    tries: int = 0


class Decision(msgspec.Struct, frozen=True):
    """What follows from a fact: the checkout after it, steps to take, events to tell, and what to write in the books.

    A decision whose checkout is the one before is no decision: nothing has changed.
    """

    checkout: Checkout
    now: datetime
    steps: tuple[Step, ...] = ()
    tells: tuple[Event, ...] = ()
    postings: tuple[Transaction, ...] = ()

    def change(self, **fields: object) -> "Decision":
        """With fields of the checkout changed."""
        return msgspec.structs.replace(self, checkout=msgspec.structs.replace(self.checkout, **fields))

    def move(self, trigger: str, **fields: object) -> "Decision":
        """With the checkout moved by a trigger of its table; raises `IllegalError` when it is not listed."""
        return self.change(state=move(CHECKOUT, self.checkout.state, trigger, machine="checkout"), **fields)

    def order(self, trigger: str, **fields: object) -> "Decision":
        """With the order moved by a trigger of its table; raises `IllegalError` when it is not listed."""
        return self.change(order=orders.change(self.checkout.order, trigger, **fields))

    def pay(self, payment: Payment) -> "Decision":
        """With a payment replaced by its newer self."""
        return self.change(payments=tuple(payment if p.id == payment.id else p for p in self.checkout.payments))

    def want(self, kind: str, subject: str = "", *, after: timedelta = timedelta(0), tries: int = 0) -> "Decision":
        """With one more step, due after a while."""
        return msgspec.structs.replace(self, steps=(*self.steps, Step(kind, self.now + after, subject, tries)))

    def tell(self, kind: Callable[..., Event], **fields: object) -> "Decision":
        """With one more event for the thread; its id is the checkout's and a number."""
        checkout = self.checkout
        at = milliseconds(self.now)
        told = kind(id=f"{checkout.id}:{checkout.told + 1}", at=at, checkout=checkout.effect, **fields)
        return msgspec.structs.replace(self, tells=(*self.tells, told)).change(told=checkout.told + 1)

    def end(self, trigger: str) -> "Decision":
        """With the checkout over and its thread told why."""
        checkout = self.checkout
        unclear = not UNCLEAR.isdisjoint(checkout.staff)
        told = {"reason": checkout.ending, "refunded": checkout.given_back, "unclear": unclear}
        return self.move(trigger).tell(CheckoutEnded, **told)

    def post(self, *transactions: Transaction) -> "Decision":
        """With transactions for the ledger."""
        return msgspec.structs.replace(self, postings=(*self.postings, *transactions))

    def call_staff(self, about: str) -> "Decision":
        """With something that a person has to look at."""
        return self.change(staff=tuple(dict.fromkeys((*self.checkout.staff, about))))
