"""Any facts in any order: what must stay true of a checkout and its payments, tried at random."""

from datetime import timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.domain import checkout as saga
from bot.domain.booking.order import ORDER
from bot.domain.checkout_case import CHECKOUT, MOST_DECLINES, Decision
from bot.domain.checkout_facts import (
    AnotherCard,
    Answered,
    ApprovedLate,
    Assessed,
    Cancelled,
    CardLost,
    CardReceived,
    CardTokenized,
    Fact,
    HoldExtended,
    HoldRefused,
    NotSent,
    Reviewed,
    SeatsReleased,
    Sending,
    TicketsRefused,
    TimePassed,
)
from bot.domain.conversation.events import CheckoutEnded, Event, PriceChanged, SoldOut, TicketIssued
from bot.domain.payment.ledger import Transaction, balances
from bot.domain.payment.payment import PAYMENT
from bot.domain.payment.posting import PSP_RECEIVABLE
from bot.domain.transitions import states
from tests.builders.checkouts import HELD, NOW, PRICE, TICKETS, new_checkout

_LAST = TicketIssued | CheckoutEnded | SoldOut | PriceChanged
_RESULTS = ("approved", "declined", "action", "pending", "unknown", "missing", "lapsed")
_WORK = ("token", "lost", "sending", "sending to be seen", "not sent")
_SUPPLIER = (HELD, HoldRefused("sold_out"), TICKETS, TicketsRefused("refused"), SeatsReleased())


class AnyOrder(RuleBasedStateMachine):
    """Feeds facts that may be true, late, repeated or out of order."""

    def __init__(self) -> None:
        super().__init__()
        self.checkout = new_checkout(amounts=(60000, 40700))
        self.now = NOW
        self.told: list[Event] = []
        self.books: dict[tuple[str, str, str], Transaction] = {}
        self.kinds: set[str] = {"hold"}

    def feed(self, fact: Fact) -> None:
        """Take a fact as the service does."""
        decision: Decision = saga.advance(self.checkout, fact, now=self.now)
        for payment in decision.checkout.payments:
            old = self.checkout.payment(payment.id)
            assert old is not None
            assert payment.attempts[: len(old.attempts) - 1] == old.attempts[:-1], "a closed attempt was changed"
        self.checkout = decision.checkout
        self.told += decision.tells
        self.kinds |= {step.kind for step in decision.steps}
        for posting in decision.postings:
            assert posting.key not in self.books, "the same fact was posted twice"
            self.books[posting.key] = posting

    @rule(fact=some.sampled_from(_SUPPLIER))
    def supplier_says(self, fact: Fact) -> None:
        """The supplier says something, asked or not: but tickets only to whom asked."""
        if fact is not TICKETS or "ticket" in self.kinds:
            self.feed(fact)

    @rule(number=some.integers(1, 99))
    def card_comes(self, number: int) -> None:
        """A card is sent."""
        self.feed(CardReceived(f"card_{number}"))

    @precondition(lambda self: any(payment.open_attempt for payment in self.checkout.payments))
    @rule(which=some.integers(0, 1), how=some.sampled_from(_WORK))
    def worker_acts(self, which: int, how: str) -> None:
        """A worker is at an attempt."""
        attempt = self.checkout.payments[which].open_attempt
        if attempt is not None:
            facts: dict[str, Fact] = {
                "token": CardTokenized(attempt.key, "ins_1", "Visa •4242"),
                "lost": CardLost(attempt.key),
                "not sent": NotSent(attempt.key),
                "sending": Sending(attempt.key),
                "sending to be seen": Sending(attempt.key, challenge=True),
            }
            if "sending" not in how or attempt.request_hash:
                self.feed(facts[how])

    @precondition(lambda self: any(payment.open_attempt for payment in self.checkout.payments))
    @rule(which=some.integers(0, 1), outcome=some.sampled_from(("review", "block")))
    def rules_say(self, which: int, outcome: str) -> None:
        """Fraud rules stop an attempt that a worker is about to send, or one that has long left."""
        attempt = self.checkout.payments[which].open_attempt
        if attempt is not None:
            self.feed(msgspec.convert({"attempt": attempt.key, "outcome": outcome}, Assessed))

    @rule(which=some.integers(0, 1), number=some.integers(1, 3), allowed=some.booleans())
    def person_says(self, which: int, number: int, *, allowed: bool) -> None:
        """A person decides about an attempt, held or not, open or over."""
        self.feed(Reviewed(f"tf:{self.checkout.payments[which].id}:authorize:{number}", allowed))

    @precondition(lambda self: any(payment.open_attempt for payment in self.checkout.payments))
    @rule(which=some.integers(0, 1), result=some.sampled_from(_RESULTS), tries=some.integers(0, 12))
    def gateway_says(self, which: int, result: str, tries: int) -> None:
        """The gateway answers a request that was sent, with what makes sense for the operation."""
        payment = self.checkout.payments[which]
        attempt = payment.open_attempt
        if attempt is None or attempt.sends == 0:
            return
        if attempt.operation != "authorize" and result == "action":
            return
        if attempt.operation == "refund" and result == "lapsed":
            return
        reference = f"sbx_{which}_{attempt.number}"
        self.feed(
            msgspec.convert(
                {"attempt": attempt.key, "result": result, "reference": reference, "tries": tries}, Answered
            )
        )

    @rule(which=some.integers(0, 1))
    def money_turns_up(self, which: int) -> None:
        """A look-up finds money."""
        payment = self.checkout.payments[which]
        self.feed(ApprovedLate(payment.id, "sbx_late", payment.amount))

    @rule(seconds=some.sampled_from((1, 20, 300, 700, 1000)))
    def time_passes(self, seconds: int) -> None:
        """The clock goes on and rings."""
        self.now += timedelta(seconds=seconds)
        self.feed(TimePassed())

    @rule()
    def hold_is_extended(self) -> None:
        """More time is given."""
        self.feed(HoldExtended(NOW + timedelta(minutes=45)))

    @rule()
    def traveller_prefers_another_card(self) -> None:
        """The traveller leaves her bank for another card, wherever she is."""
        self.feed(AnotherCard())

    @rule()
    def traveller_cancels(self) -> None:
        """The traveller gives up."""
        self.feed(Cancelled())

    @invariant()
    def states_are_of_the_tables(self) -> None:
        """No machine leaves its table."""
        assert self.checkout.state in states(CHECKOUT)
        assert self.checkout.order.state in states(ORDER)
        assert {payment.state for payment in self.checkout.payments} <= set(states(PAYMENT))

    @invariant()
    def each_payment_has_one_open_attempt(self) -> None:
        """At most one request to the bank is undecided, and declines are limited."""
        for payment in self.checkout.payments:
            assert sum(attempt.state == "open" for attempt in payment.attempts) <= 1
            assert len({attempt.key for attempt in payment.attempts}) == len(payment.attempts)
            assert payment.refunded <= payment.captured <= payment.authorized <= payment.amount.minor
        assert self.checkout.declines <= MOST_DECLINES

    @invariant()
    def what_is_held_has_not_left(self) -> None:
        """No bank knows of a payment at which a person looks, and nobody looks at what is over."""
        for payment in self.checkout.payments:
            if payment.state == "in_review":
                assert payment.open_attempt is not None
                assert payment.open_attempt.sends == 0
                assert self.checkout.state == "reviewing"

    @invariant()
    def tickets_and_money_go_together(self) -> None:
        """No capture without tickets, no end with money in hand, one last word."""
        captured = sum(payment.captured - payment.refunded for payment in self.checkout.payments)
        issued = self.checkout.order.tickets != ()
        assert issued or not captured
        assert (self.checkout.state == "paid") == any(isinstance(event, TicketIssued) for event in self.told)
        if self.checkout.state == "paid":
            assert captured == PRICE.minor
        if self.checkout.state == "ended":
            assert captured == 0
            assert self.checkout.order.state in {"released", "cancelled", "refused"}
        assert sum(isinstance(event, _LAST) for event in self.told) == (self.checkout.state in {"paid", "ended"})
        assert len({event.id for event in self.told}) == len(self.told)

    @invariant()
    def the_books_say_the_same(self) -> None:
        """What the gateway owes us is what was taken and not given back."""
        captured = sum(payment.captured - payment.refunded for payment in self.checkout.payments)
        assert balances(self.books.values()).get((PSP_RECEIVABLE, "EUR"), 0) == captured


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAnyOrder.__doc__ = "A traveller is safe whatever happens in whatever order."
