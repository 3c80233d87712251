"""Any facts in any order after the sale: what must stay true of refunds and the books, tried at random."""

from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.domain import checkout as saga
from bot.domain.booking.order import ORDER
from bot.domain.checkout_case import CHECKOUT, Checkout
from bot.domain.checkout_facts import (
    Answered,
    Cancelled,
    ChargeReturned,
    DisputeClosed,
    DisputeOpened,
    Fact,
    NotSent,
    RefundFailed,
    SeatsReleased,
    Sending,
    TimePassed,
)
from bot.domain.checkout_returning import refund_id
from bot.domain.conversation.aftersale_events import BookingCancelled, RefundMoved
from bot.domain.conversation.events import Event
from bot.domain.money import Money
from bot.domain.payment.ledger import Transaction, balances, check
from bot.domain.payment.payment import PAYMENT, Payment
from bot.domain.payment.posting import (
    CANCELLATION_FEES,
    CHARGEBACK_LOSS,
    PSP_RECEIVABLE,
    SUSPENSE,
    TICKET_REVENUE,
    TRAVELLER_FUNDS,
    ticketed,
)
from bot.domain.payment.posting import captured as taken
from bot.domain.payment.refunds import GivingBack, Refund, Share, left
from bot.domain.return_facts import (
    BookingKept,
    BookingTakenBack,
    DoubleSuccess,
    HoldEnding,
    RefundDecided,
    RefundRetried,
    ReturnAgreed,
)
from bot.domain.transitions import states
from tests.builders.checkouts import NOW, PRICE, THREAD, new_checkout, paid_checkout

EUR = "EUR"
AMOUNTS = (60000, 40700)
FEE = Money(3000, EUR)


def sold() -> Checkout:
    """A booking that was paid by two cards."""
    paid, fresh = paid_checkout(), new_checkout(amounts=AMOUNTS)
    payments = tuple(
        msgspec.structs.replace(
            one,
            state="captured",
            reference=f"sbx_{n}",
            authorized=one.amount.minor,
            captured=one.amount.minor,
            method=f"Visa •{n}",
        )
        for n, one in enumerate(fresh.payments)
    )
    return msgspec.structs.replace(paid, payments=payments)


class AnyOrderAfterTheSale(RuleBasedStateMachine):
    """Feeds facts that may be true, late, repeated or out of order to a booking that was paid."""

    def __init__(self) -> None:
        super().__init__()
        self.checkout = sold()
        self.now = NOW
        self.told: list[Event] = []
        self.asked_before: set[str] = set()
        first = (ticketed(self.checkout.order.id, PRICE), *(taken(p.id, p.amount) for p in self.checkout.payments))
        self.books: dict[tuple[str, str, str], Transaction] = {posting.key: posting for posting in first}

    def feed(self, fact: Fact) -> None:
        """Take a fact as the service does."""
        open_ = (payment.open_attempt for payment in self.checkout.payments)
        self.asked_before = {attempt.key for attempt in open_ if attempt is not None}
        decision = saga.advance(self.checkout, fact, now=self.now)
        self.checkout = decision.checkout
        self.told += decision.tells
        for posting in decision.postings:
            assert posting.key not in self.books, "the same fact was posted twice"
            check(posting)
            self.books[posting.key] = posting

    @rule(minor=some.integers(0, PRICE.minor))
    def traveller_says_yes(self, minor: int) -> None:
        """A yes to a quote that fits what is left, as the service has counted it under the lock."""
        rest, shares = minor, list[Share]()
        for payment in reversed(self.checkout.payments):
            part = min(rest, max(0, left(payment, self.checkout.refunds)))
            rest -= part
            shares += [Share(payment.id, payment.method, Money(part, EUR))] if part else []
        total = Money(minor - rest, EUR)
        fee = FEE if total.minor + FEE.minor <= PRICE.minor else Money(0, EUR)
        self.feed(ReturnAgreed(GivingBack("t|e", THREAD, total, fee, tuple(shares), self.now)))

    @rule(fact=some.sampled_from((BookingTakenBack(), BookingKept(), SeatsReleased(), TimePassed(), Cancelled())))
    def something_comes(self, fact: Fact) -> None:
        """The supplier says something, asked or not, or something of before the sale comes late."""
        self.feed(fact)

    @rule(which=some.integers(0, 1), minor=some.integers(-5, PRICE.minor))
    def staff_give(self, which: int, minor: int) -> None:
        """Staff want to give something back, perhaps too much."""
        payment = self.checkout.payments[which].id
        self.feed(
            RefundDecided(Refund(refund_id(self.checkout), payment, Money(minor, EUR), "goodwill", "eve", self.now))
        )

    @rule(number=some.integers(1, 4))
    def staff_try_again(self, number: int) -> None:
        """Staff press the button beside a refund, failed or not."""
        self.feed(RefundRetried(f"{self.checkout.id}:refund:{number}"))

    @rule(which=some.integers(0, 1), minor=some.integers(1, 50000))
    def money_came_twice(self, which: int, minor: int) -> None:
        """The gateway shows a charge beside a payment, once more each time."""
        payment = self.checkout.payments[which]
        reference = f"stray_{which}_{len(payment.attempts)}"
        if not any(attempt.reference == reference for attempt in payment.attempts):
            self.feed(DoubleSuccess(payment.id, reference, Money(minor, EUR)))

    @rule(which=some.integers(0, 1))
    def a_hold_ends(self, which: int) -> None:
        """A sweep comes by."""
        self.feed(HoldEnding(self.checkout.payments[which].id))

    @precondition(lambda self: any(payment.open_attempt for payment in self.checkout.payments))
    @rule(
        which=some.integers(0, 1),
        result=some.sampled_from(("approved", "approved", "declined", "pending", "unknown", "missing")),
        odd=some.booleans(),
        tries=some.integers(0, 12),
    )
    def gateway_says(self, which: int, result: str, odd: bool, tries: int) -> None:  # noqa: FBT001  drawn
        """The gateway answers a request about a refund, perhaps about another amount."""
        attempt = self.checkout.payments[which].open_attempt
        if attempt is None:
            return
        self.feed(Sending(attempt.key))
        amount = Money(attempt.amount - odd, EUR)
        self.feed(Answered(attempt.key, result, attempt.reference, amount, tries=tries))  # type: ignore[arg-type]

    @rule(which=some.integers(0, 1))
    def nothing_was_sent(self, which: int) -> None:
        """The gateway was not reached."""
        attempt = self.checkout.payments[which].open_attempt
        if attempt is not None:
            self.feed(NotSent(attempt.key))

    @rule(which=some.integers(0, 1))
    def a_refund_comes_back(self, which: int) -> None:
        """A look-up finds that a refund did not reach the traveller."""
        payment = self.checkout.payments[which]
        made = [one for one in self.checkout.refunds if one.payment == payment.id and one.state == "done"]
        if made:
            less = Money(payment.refunded - made[0].amount.minor, EUR)
            self.feed(RefundFailed(payment.id, less, made[0].attempt))

    @rule(which=some.integers(0, 1))
    def a_bank_disputes(self, which: int) -> None:
        """A bank takes back what is left of a payment, perhaps while a refund of it is asked for."""
        payment = self.checkout.payments[which]
        rest = payment.captured - payment.refunded
        if rest > 0 and payment.state in {"captured", "refunding"}:
            name = f"dp_{len(self.checkout.disputes)}"
            self.feed(DisputeOpened(payment.id, name, Money(rest, EUR), "general"))

    @rule(number=some.integers(0, 3), outcome=some.sampled_from(("won", "won", "lost")))
    def a_bank_decides(self, number: int, outcome: Any) -> None:
        """A bank decides a dispute, once or twice."""
        if number < len(self.checkout.disputes):
            dispute = self.checkout.disputes[number]
            self.feed(DisputeClosed(dispute.payment, dispute.id, outcome))

    @rule(which=some.integers(0, 1))
    def a_debit_comes_back(self, which: int) -> None:
        """A bank takes back what it had paid, without asking."""
        payment = self.checkout.payments[which]
        self.feed(ChargeReturned(payment.id, payment.amount))

    @rule(seconds=some.sampled_from((1, 700, 90000)))
    def time_passes(self, seconds: int) -> None:
        """The clock goes on."""
        self.now += timedelta(seconds=seconds)

    @invariant()
    def states_are_of_the_tables(self) -> None:
        """No machine leaves its table, and a booking is cancelled in one way."""
        assert self.checkout.state in states(CHECKOUT)
        assert self.checkout.order.state in states(ORDER)
        assert {payment.state for payment in self.checkout.payments} <= set(states(PAYMENT))
        expected = {"paid": {"ticketed"}, "returned": {"cancelled"}, "returning": {"cancelling", "cancelled"}}
        assert self.checkout.order.state in expected[self.checkout.state]

    @invariant()
    def no_more_is_decided_than_was_taken(self) -> None:
        """Done and due together never exceed what a payment took, and one request at a time is undecided."""
        for payment in self.checkout.payments:
            decided = sum(one.amount.minor for one in self._of(payment) if one.state == "due")
            assert payment.refunded + decided <= payment.captured
            assert sum(attempt.state == "open" for attempt in payment.attempts) <= 1
            done = sum(one.amount.minor for one in self._of(payment) if one.state == "done")
            assert done == payment.refunded
            assert all(one.amount.minor > 0 for one in self._of(payment))

    @invariant()
    def each_refund_that_is_due_is_asked_for(self) -> None:
        """Nothing that was decided is forgotten."""
        for payment in self.checkout.payments:
            due = [one for one in self._of(payment) if one.state == "due"]
            assert not due or payment.open_attempt is not None or payment.state != "captured"

    @invariant()
    def nothing_is_asked_for_that_a_bank_has_taken_back(self) -> None:
        """The payer has it from her bank: no new refund is asked for until the bank has decided."""
        for payment in self.checkout.payments:
            attempt = payment.open_attempt
            if payment.state in {"disputed", "charged_back"} and attempt is not None:
                assert attempt.reference != payment.reference or attempt.key in self.asked_before

    @invariant()
    def the_books_say_the_same(self) -> None:
        """What was earned, owed and taken agree with the payments, whatever went back and came again."""
        sums = balances(self.books.values())
        kept = sum(payment.captured - payment.refunded for payment in self.checkout.payments)
        owed = sum(one.amount.minor for one in self.checkout.refunds if one.state != "done")
        earned = -sums.get((TICKET_REVENUE, EUR), 0) - sums.get((CANCELLATION_FEES, EUR), 0)
        assert -sums.get((TRAVELLER_FUNDS, EUR), 0) == owed
        assert earned == kept - owed
        outside = sums.get((SUSPENSE, EUR), 0) + sums.get((CHARGEBACK_LOSS, EUR), 0)
        assert sums[PSP_RECEIVABLE, EUR] - kept == -outside

    @invariant()
    def she_is_told_each_thing_once(self) -> None:
        """One word that it is cancelled, and no two events of one name."""
        assert sum(isinstance(event, BookingCancelled) for event in self.told) <= 1
        assert len({event.id for event in self.told}) == len(self.told)
        done = sum(isinstance(event, RefundMoved) and event.state == "done" for event in self.told)
        assert done >= sum(one.state == "done" for one in self.checkout.refunds)

    def _of(self, payment: Payment) -> list[Refund]:
        return [one for one in self.checkout.refunds if one.payment == payment.id]


TestAnyOrderAfterTheSale = AnyOrderAfterTheSale.TestCase
TestAnyOrderAfterTheSale.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestAnyOrderAfterTheSale.__doc__ = "A traveller's refund is safe whatever happens in whatever order."
