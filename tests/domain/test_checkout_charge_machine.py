"""Any facts in any order where a bank account may pay: what must stay true, tried at random."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.domain import checkout as saga
from bot.domain.booking.order import ORDER
from bot.domain.checkout_case import CHECKOUT, MOST_DECLINES
from bot.domain.checkout_facts import (
    Answered,
    Cancelled,
    CardReceived,
    CardTokenized,
    ChargedLate,
    ChargeReturned,
    Fact,
    HoldExtended,
    MethodChosen,
    NotSent,
    SeatsReleased,
    Sending,
    TicketsRefused,
    TimePassed,
)
from bot.domain.conversation.events import CheckoutEnded, Event, TicketIssued
from bot.domain.money import Money
from bot.domain.payment.ledger import Transaction, balances
from bot.domain.payment.payment import PAYMENT
from bot.domain.payment.posting import CHARGEBACK_LOSS, PSP_RECEIVABLE, TRAVELLER_FUNDS
from bot.domain.transitions import states
from tests.builders.checkouts import HELD, NOW, PRICE, TICKETS, feed, new_checkout

_RESULTS = ("approved", "declined", "pending", "unknown", "missing")
_UNTIL = NOW + timedelta(days=7)


class AccountPays(RuleBasedStateMachine):
    """One payment, an account and cards that may pay it, and a gateway that says what makes sense."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.checkout = feed(new_checkout(), HELD).checkout
        self.told: list[Event] = []
        self.books: dict[tuple[str, str, str], Transaction] = {}
        self.asked_for_tickets = False

    def feed(self, fact: Fact) -> None:
        """Take a fact as the service does."""
        decision = saga.advance(self.checkout, fact, now=self.now)
        for step in decision.steps:
            assert step.kind != "charge" or self.checkout_held(decision.checkout), "asked without a hold for days"
        self.checkout = decision.checkout
        self.told += decision.tells
        self.asked_for_tickets |= any(step.kind == "ticket" for step in decision.steps)
        for posting in decision.postings:
            assert posting.key not in self.books, "the same fact was posted twice"
            self.books[posting.key] = posting

    def checkout_held(self, checkout: saga.Checkout) -> bool:
        """Whether the seats are held for as long as the bank takes."""
        held_until = checkout.order.held_until
        return held_until is not None and checkout.debit is not None and held_until >= checkout.debit.until

    @rule()
    def account_is_tapped(self) -> None:
        """A saved account is chosen."""
        self.feed(MethodChosen("ins_account", "IBAN •2606", "bank_account", self.now + timedelta(days=7)))

    @rule(number=some.integers(1, 9))
    def card_comes(self, number: int) -> None:
        """A card is sent."""
        self.feed(CardReceived(f"card_{number}"))

    @rule(longer=some.booleans())
    def supplier_answers(self, longer: bool) -> None:  # noqa: FBT001  drawn, not passed
        """The hold is longer now, or as short as before."""
        if self.checkout.debit is not None:
            self.feed(HoldExtended(self.checkout.debit.until if longer else NOW + timedelta(minutes=45)))

    @precondition(lambda self: self.checkout.payments[0].open_attempt is not None)
    @rule(how=some.sampled_from(("token", "sending", "not sent")))
    def worker_acts(self, how: str) -> None:
        """A worker is at the attempt, if what it does was wanted."""
        attempt = self.checkout.payments[0].open_attempt
        assert attempt is not None
        facts: dict[str, Fact] = {
            "token": CardTokenized(attempt.key, "ins_1", "Visa •4242"),
            "sending": Sending(attempt.key),
            "not sent": NotSent(attempt.key),
        }
        if how == "sending" and attempt.operation == "charge" and not self.checkout_held(self.checkout):
            return
        if how != "sending" or attempt.request_hash:
            self.feed(facts[how])

    @precondition(lambda self: self.checkout.payments[0].open_attempt is not None)
    @rule(result=some.sampled_from(_RESULTS), tries=some.integers(0, 12), odd=some.booleans())
    def gateway_says(self, result: str, tries: int, odd: bool) -> None:  # noqa: FBT001  drawn, not passed
        """The gateway answers what was sent, now and then with another amount of a debit."""
        payment = self.checkout.payments[0]
        attempt = payment.open_attempt
        if attempt is None or attempt.sends == 0:
            return
        amount = Money(PRICE.minor - 1, "EUR") if odd and attempt.operation == "charge" else None
        self.feed(Answered(attempt.key, result, reference=f"sbx_{attempt.number}", amount=amount, tries=tries))  # type: ignore[arg-type]

    @rule()
    def supplier_tickets(self) -> None:
        """Tickets are issued to whom asked."""
        if self.asked_for_tickets:
            self.feed(TICKETS)

    @rule(fact=some.sampled_from((TicketsRefused("hold_expired"), SeatsReleased(), Cancelled(), TimePassed())))
    def something_happens(self, fact: Fact) -> None:
        """The supplier refuses or releases, the traveller gives up, a timer rings."""
        self.feed(fact)

    @rule(hours=some.sampled_from((0, 1, 20, 50, 170)))
    def time_passes(self, hours: int) -> None:
        """The clock goes on."""
        self.now += timedelta(hours=hours, seconds=30)

    @rule()
    def money_turns_up(self) -> None:
        """A look-up finds that a bank has paid."""
        self.feed(ChargedLate(self.checkout.payments[0].id, "sbx_late", PRICE))

    @rule()
    def bank_takes_back(self) -> None:
        """A look-up finds that a bank took back what it had paid."""
        payment = self.checkout.payments[0]
        if payment.state == "captured" and payment.count("charge", "approved"):
            self.feed(ChargeReturned(payment.id, PRICE))

    @invariant()
    def states_are_of_the_tables(self) -> None:
        """No machine leaves its table, and one request at most is undecided."""
        payment = self.checkout.payments[0]
        assert self.checkout.state in states(CHECKOUT)
        assert self.checkout.order.state in states(ORDER)
        assert payment.state in states(PAYMENT)
        assert sum(attempt.state == "open" for attempt in payment.attempts) <= 1
        assert payment.refunded <= payment.captured <= payment.authorized <= payment.amount.minor
        assert self.checkout.declines <= MOST_DECLINES

    @invariant()
    def nobody_is_left_with_less_than_was_agreed(self) -> None:
        """Tickets are paid; an end without tickets leaves no money that is not on its way back."""
        payment = self.checkout.payments[0]
        left = payment.captured - payment.refunded
        if self.checkout.state == "paid":
            assert left == PRICE.minor
            assert self.checkout.order.state == "ticketed"
        if self.checkout.state == "ended" and left:
            attempt = payment.open_attempt
            assert attempt is not None
            assert attempt.operation == "refund"
        last = [event for event in self.told if isinstance(event, TicketIssued | CheckoutEnded)]
        assert len(last) == (self.checkout.state in {"paid", "ended"})

    @invariant()
    def the_books_say_the_same(self) -> None:
        """What the gateway owes us is what was taken, and not given or taken back."""
        payment, sums = self.checkout.payments[0], balances(self.books.values())
        lost = sums.get((CHARGEBACK_LOSS, "EUR"), 0)
        assert sums.get((PSP_RECEIVABLE, "EUR"), 0) == payment.captured - payment.refunded - lost
        assert (lost > 0) == (payment.state == "charged_back")
        if self.checkout.state in {"paid", "ended"} and payment.open_attempt is None:
            assert sums.get((TRAVELLER_FUNDS, "EUR"), 0) == 0


TestAccountPays = AccountPays.TestCase
TestAccountPays.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
TestAccountPays.__doc__ = "A traveller who pays from an account is safe whatever happens in whatever order."
