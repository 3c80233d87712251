"""The machine after the sale: cancelling with its refunds, refunds alone, and money that came twice."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.checkout_case import Checkout, Decision
from bot.domain.checkout_facts import Answered, ChargeReturned, DisputeClosed, DisputeOpened, RefundFailed, Sending
from bot.domain.checkout_returning import MOST_REFUNDS, refund_id
from bot.domain.conversation.aftersale_events import BookingCancelled, CancellationRefused, ChargedTwice, RefundMoved
from bot.domain.money import Money
from bot.domain.payment.ledger import balances
from bot.domain.payment.payment import request_hash
from bot.domain.payment.posting import (
    CANCELLATION_FEES,
    CHARGEBACK_LOSS,
    PSP_RECEIVABLE,
    SUSPENSE,
    TICKET_REVENUE,
    TRAVELLER_FUNDS,
    captured,
    ticketed,
)
from bot.domain.payment.refunds import GivingBack, Refund, Share, left
from bot.domain.return_facts import (
    BookingKept,
    BookingTakenBack,
    DoubleSuccess,
    HoldEnding,
    HoldLapsed,
    RefundDecided,
    RefundRetried,
    ReturnAgreed,
)
from tests.builders.checkouts import (
    HELD,
    NOW,
    PRICE,
    THREAD,
    TICKETS,
    approved,
    asking,
    feed,
    new_checkout,
    paid_checkout,
)

EUR = "EUR"
BACK, FEE = Money(14900, EUR), Money(2000, EUR)
PAY = "chk_1_pay_1"


def agreement(total: Money = BACK, fee: Money = FEE) -> ReturnAgreed:
    """A yes to a quote."""
    shares = (Share(PAY, "Visa •4242", total),) if total.minor else ()
    return ReturnAgreed(GivingBack("thread|mid#0", THREAD, total, fee, shares, NOW))


def gift(checkout: Checkout, minor: int = 2000) -> RefundDecided:
    """Money that staff give back."""
    return RefundDecided(Refund(refund_id(checkout), PAY, Money(minor, EUR), "goodwill", "eve", NOW))


def refunding(number: int = 1) -> str:
    """The key of a refund's attempt."""
    return f"tf:{PAY}:refund:{number}"


def yes(minor: int, number: int = 1) -> Answered:
    """The gateway gave money back."""
    return Answered(refunding(number), "approved", reference="sbx_1_1", amount=Money(minor, EUR))


def no(number: int = 1) -> Answered:
    """The bank refused to take money back."""
    return Answered(refunding(number), "declined", code="refund_declined")


def test_the_supplier_is_asked_before_any_money_moves() -> None:
    """Nobody is given money back for tickets that can still be flown."""
    begun = feed(paid_checkout(), agreement())
    assert (begun.checkout.state, begun.checkout.order.state) == ("returning", "cancelling")
    assert [step.kind for step in begun.steps] == ["cancel"]
    assert begun.postings == ()


def test_a_second_yes_changes_nothing() -> None:
    """Two taps cancel one booking once."""
    begun = feed(paid_checkout(), agreement())
    for checkout in (begun.checkout, feed(begun.checkout, BookingTakenBack()).checkout):
        assert feed(checkout, agreement()) == Decision(checkout, NOW)


def test_what_was_agreed_to_goes_back_when_the_tickets_are_void() -> None:
    """The traveller hears that it is cancelled, each payment is asked for its amount, and the fee is earned."""
    taken = feed(paid_checkout(), agreement(), BookingTakenBack())
    assert taken.checkout.order.state == "cancelled"
    assert [(step.kind, step.subject) for step in taken.steps] == [("refund", refunding())]
    (told,) = taken.tells
    assert isinstance(told, BookingCancelled)
    assert (told.total, told.fee) == (BACK, FEE)
    attempt = taken.checkout.payments[0].open_attempt
    assert attempt is not None
    assert attempt.amount == BACK.minor
    done = feed(taken.checkout, Sending(refunding()), yes(BACK.minor))
    assert done.checkout.state == "returned"
    assert [(told.state, told.amount) for told in done.tells if isinstance(told, RefundMoved)] == [("done", BACK)]
    posted = [captured(PAY, PRICE), ticketed("o", PRICE), *taken.postings, *done.postings]
    assert balances(posted) == {
        (PSP_RECEIVABLE, EUR): PRICE.minor - BACK.minor,
        (TRAVELLER_FUNDS, EUR): 0,
        (TICKET_REVENUE, EUR): -(PRICE.minor - BACK.minor - FEE.minor),
        (CANCELLATION_FEES, EUR): -FEE.minor,
    }


def test_a_fare_that_gives_nothing_back_is_cancelled_all_the_same() -> None:
    """After an explicit yes the seats go back and the books stay as they were."""
    nothing = Money(0, EUR)
    taken = feed(paid_checkout(), agreement(nothing, nothing), BookingTakenBack())
    assert taken.checkout.state == "returned"
    assert (taken.postings, taken.steps) == ((), ())


def test_a_supplier_that_says_no_leaves_everything_as_it_was() -> None:
    """The traveller keeps her tickets and hears why; nothing is refunded; she may try again."""
    kept = feed(paid_checkout(), agreement(), BookingKept())
    assert (kept.checkout.state, kept.checkout.order.state) == ("paid", "ticketed")
    assert kept.checkout.giving_back is None
    (told,) = kept.tells
    assert isinstance(told, CancellationRefused)
    assert told.reason == "kept"
    assert feed(kept.checkout, agreement()).checkout.state == "returning"


def test_two_parts_go_back_one_after_the_other() -> None:
    """One payment answers for one refund at a time, and both arrive."""
    one = feed(paid_checkout(), gift(paid_checkout())).checkout
    both = feed(one, gift(one))
    assert both.steps == ()
    first = feed(both.checkout, yes(2000))
    assert [step.subject for step in first.steps if step.kind == "refund"] == [refunding(2)]
    second = feed(first.checkout, yes(2000, 2))
    assert second.checkout.state == "paid"
    assert [refund.state for refund in second.checkout.refunds] == ["done", "done"]
    assert second.checkout.payments[0].refunded == 4000


def test_more_than_is_left_is_never_decided() -> None:
    """What is done and what is still to be done never exceeds what was taken."""
    checkout = paid_checkout()
    most = feed(checkout, gift(checkout, PRICE.minor - 1)).checkout
    for minor in (2, PRICE.minor, 0, -5):
        assert feed(most, gift(most, minor)).checkout == most
    assert left(most.payments[0], most.refunds) == 1


def test_money_of_another_currency_or_payment_is_never_decided() -> None:
    """Money goes back to the payment that it came from, and to no other."""
    checkout = paid_checkout()
    dollars = Refund(refund_id(checkout), PAY, Money(100, "USD"), "goodwill", "eve", NOW)
    stranger = Refund(refund_id(checkout), "pay_of_somebody", Money(100, EUR), "goodwill", "eve", NOW)
    for refund in (dollars, stranger):
        assert feed(checkout, RefundDecided(refund)).checkout == checkout


def test_what_is_agreed_to_for_cancelling_is_not_given_away_meanwhile() -> None:
    """While the supplier is asked, staff can give what is left over, and no more than was taken goes back."""
    begun = feed(paid_checkout(), agreement(Money(PRICE.minor - 100, EUR), Money(0, EUR))).checkout
    assert feed(begun, gift(begun, 101)).checkout == begun
    given = feed(begun, gift(begun, 100), BookingTakenBack()).checkout
    assert sum(refund.amount.minor for refund in given.refunds) == PRICE.minor
    assert feed(begun, BookingKept()).checkout.giving_back is None


@pytest.mark.parametrize(("outcome", "state", "asks"), [("won", "due", [refunding(2)]), ("lost", "failed", [])])
def test_a_refund_of_what_a_bank_has_taken_back_waits_for_the_bank(outcome: Any, state: str, asks: list[str]) -> None:
    """Her bank has given her the money: we give it back when it is ours again, and never a second time."""
    asked = feed(paid_checkout(), agreement(), BookingTakenBack())
    refused = feed(asked.checkout, DisputeOpened(PAY, "dp_1", PRICE, "general"), no())
    (payment,) = refused.checkout.payments
    assert (refused.checkout.state, payment.state, payment.open_attempt) == ("returned", "disputed", None)
    assert [step.kind for step in refused.steps] == []
    over = feed(refused.checkout, DisputeClosed(PAY, "dp_1", outcome))
    assert [refund.state for refund in over.checkout.refunds] == [state]
    assert [step.subject for step in over.steps if step.kind == "refund"] == asks
    assert feed(over.checkout, RefundRetried("chk_1:refund:1")).steps == ()
    gone = feed(paid_checkout(), DisputeOpened(PAY, "dp_1", PRICE, "general")).checkout
    assert feed(gone, gift(gone)).checkout == gone


def test_a_dispute_that_opens_while_the_supplier_is_asked_does_not_keep_a_booking_from_its_end() -> None:
    """It is cancelled, and what is due waits; nothing is asked for in vain."""
    begun = feed(paid_checkout(), agreement(), DisputeOpened(PAY, "dp_1", PRICE, "general"))
    assert begun.checkout.state == "returning"
    taken = feed(begun.checkout, BookingTakenBack())
    assert (taken.checkout.state, taken.steps) == ("returned", ())
    won = feed(taken.checkout, DisputeClosed(PAY, "dp_1", "won"))
    assert [step.kind for step in won.steps] == ["refund"]
    assert feed(won.checkout, yes(BACK.minor)).checkout.refunds[0].state == "done"


def test_a_refund_that_reached_her_before_the_dispute_counts() -> None:
    """An answer that was lost is an answer still: the bank's dispute is about the rest."""
    asked = feed(paid_checkout(), gift(paid_checkout())).checkout
    opened = feed(asked, DisputeOpened(PAY, "dp_1", Money(PRICE.minor - 2000, EUR), "general"), yes(2000))
    assert (opened.checkout.payments[0].state, opened.checkout.payments[0].refunded) == ("disputed", 2000)
    back = feed(opened.checkout, RefundFailed(PAY, Money(0, EUR), refunding()))
    assert (back.checkout.payments[0].state, back.checkout.payments[0].refunded) == ("disputed", 0)
    assert back.checkout.refunds[0].state == "failed"


def test_nothing_is_left_to_win_when_all_had_gone_back() -> None:
    """A dispute about what was refunded in the same moment ends as a refund."""
    asked = feed(paid_checkout(), gift(paid_checkout(), PRICE.minor)).checkout
    opened = feed(asked, DisputeOpened(PAY, "dp_1", PRICE, "general"), yes(PRICE.minor))
    won = feed(opened.checkout, DisputeClosed(PAY, "dp_1", "won"))
    assert won.checkout.payments[0].state == "refunded"


@pytest.mark.parametrize("asked", [True, False])
def test_a_debit_that_comes_back_after_the_sale_ends_its_refunds(asked: bool) -> None:  # noqa: FBT001  a case
    """The money is where it came from: a refund that was on its way is not made on top, and is looked up no more."""
    begun = feed(paid_checkout(), agreement(), *((BookingTakenBack(),) if asked else ())).checkout
    gone = feed(begun, ChargeReturned(PAY, PRICE))
    (payment,) = gone.checkout.payments
    assert (payment.state, payment.open_attempt, gone.checkout.staff) == ("charged_back", None, ("returned",))
    assert gone.checkout.state == ("returned" if asked else "returning")
    assert balances(gone.postings) == {(CHARGEBACK_LOSS, EUR): PRICE.minor, (PSP_RECEIVABLE, EUR): -PRICE.minor}
    ended = gone if asked else feed(gone.checkout, BookingTakenBack())
    assert (ended.checkout.state, ended.steps) == ("returned", ())
    assert feed(ended.checkout, ChargeReturned(PAY, PRICE)) == Decision(ended.checkout, NOW)


def test_the_same_key_never_asks_for_another_amount() -> None:
    """What an attempt asks for is a part of what its key was made for."""
    payment = feed(paid_checkout(), gift(paid_checkout())).checkout.payments[0]
    attempt = payment.open_attempt
    assert attempt is not None
    assert request_hash(payment, msgspec.structs.replace(attempt, amount=2001)) != attempt.request_hash


def test_a_refund_that_is_declined_is_tried_again_and_then_handed_to_staff() -> None:
    """Five times over some hours; then she is told, and a person finds another way."""
    decision = feed(paid_checkout(), agreement(), BookingTakenBack())
    waits = []
    for number in range(1, MOST_REFUNDS):
        decision = feed(decision.checkout, no(number))
        assert decision.tells == ()
        (step,) = decision.steps
        assert step.subject == refunding(number + 1)
        waits.append(step.due_at - NOW)
    assert waits == sorted(waits)
    assert waits[0] > timedelta(0)
    last = feed(decision.checkout, no(MOST_REFUNDS))
    assert last.checkout.state == "returned"
    assert "refund" in last.checkout.staff
    assert [told.state for told in last.tells if isinstance(told, RefundMoved)] == ["failed"]
    again = feed(last.checkout, RefundRetried("chk_1:refund:1"))
    assert [step.subject for step in again.steps] == [refunding(MOST_REFUNDS + 1)]
    assert feed(again.checkout, RefundRetried("chk_1:refund:1")).steps == ()


def test_an_answer_about_another_amount_is_looked_up_and_shown_to_staff() -> None:
    """A wrong amount in a gateway's answer is no answer."""
    taken = feed(paid_checkout(), agreement(), BookingTakenBack())
    odd = feed(taken.checkout, yes(BACK.minor - 1))
    assert odd.checkout.payments[0].refunded == 0
    assert "amount" in odd.checkout.staff
    assert [step.kind for step in odd.steps] == ["look"]


def test_of_two_refunds_the_one_that_came_back_has_failed() -> None:
    """She is told of that one, the books owe it again, and staff may try it once more."""
    one = feed(paid_checkout(), gift(paid_checkout()), yes(2000)).checkout
    both = feed(one, gift(one), yes(2000, 2)).checkout
    back = feed(both, RefundFailed(PAY, Money(2000, EUR), refunding(1)))
    assert [refund.state for refund in back.checkout.refunds] == ["failed", "done"]
    assert back.checkout.payments[0].refunded == 2000
    assert balances(back.postings)[TRAVELLER_FUNDS, EUR] == -2000
    assert [told.state for told in back.tells if isinstance(told, RefundMoved)] == ["failed"]
    assert feed(back.checkout, RefundRetried("chk_1:refund:1")).steps[0].subject == refunding(3)


def test_money_that_came_twice_goes_back_once() -> None:
    """A second success for one payment is refunded at once, stays out of what was sold, and is shown to staff."""
    found = feed(paid_checkout(), DoubleSuccess(PAY, "sbx_9", PRICE))
    attempt = found.checkout.payments[0].open_attempt
    assert attempt is not None
    assert (attempt.reference, attempt.amount) == ("sbx_9", PRICE.minor)
    assert isinstance(found.tells[0], ChargedTwice)
    assert "double_success" in found.checkout.staff
    assert feed(found.checkout, DoubleSuccess(PAY, "sbx_9", PRICE)).checkout == found.checkout
    done = feed(found.checkout, msgspec.structs.replace(yes(PRICE.minor), reference="sbx_9"))
    assert done.checkout.state == "paid"
    assert done.checkout.payments[0].refunded == 0
    assert balances([*found.postings, *done.postings]) == {(PSP_RECEIVABLE, EUR): 0, (SUSPENSE, EUR): 0}


@pytest.mark.parametrize(("result", "kind"), [("unknown", "look"), ("missing", "refund"), ("declined", "refund")])
def test_a_stray_charge_is_asked_for_until_it_is_back(result: str, kind: str) -> None:
    """Silence is looked up, what never happened is asked again, a no is tried later."""
    found = feed(paid_checkout(), DoubleSuccess(PAY, "sbx_9", PRICE))
    answered = feed(found.checkout, Answered(refunding(), result, reference="sbx_9"))  # type: ignore[arg-type]  # a result
    assert [step.kind for step in answered.steps] == [kind]
    assert answered.checkout.payments[0].state == "captured"


def test_a_hold_near_its_end_is_looked_up_or_shown() -> None:
    """What can be finished is; what hangs on the supplier is for staff."""
    new = new_checkout()
    ticketing = feed(new, HELD, *asking(new), approved(new)).checkout
    assert feed(ticketing, HoldEnding(PAY)).checkout.staff == ("hold_ends",)
    capturing = feed(ticketing, TICKETS).checkout
    assert [step.kind for step in feed(capturing, HoldEnding(PAY)).steps] == ["look"]
    assert feed(paid_checkout(), HoldEnding(PAY)).checkout == paid_checkout()


def test_a_hold_that_ended_by_itself_while_tickets_are_asked_for_is_shown() -> None:
    """Whether there are tickets is not known, so nothing is undone blindly."""
    new = new_checkout()
    ticketing = feed(new, HELD, *asking(new), approved(new)).checkout
    lapsed = feed(ticketing, HoldLapsed(PAY)).checkout
    assert (lapsed.state, lapsed.staff) == ("ticketing", ("hold_ends",))


def test_of_two_payments_one_hold_that_ended_ends_the_checkout() -> None:
    """A half that is free again cannot pay: the other half is let go, too."""
    new = new_checkout(amounts=(60000, 40700))
    half = feed(new, HELD, *asking(new), approved(new)).checkout
    assert half.state == "collecting"
    assert feed(half, HoldEnding(PAY)).checkout.state == "unwinding"
    lapsed = feed(half, HoldLapsed(PAY))
    assert lapsed.checkout.payments[0].state == "expired"
    assert lapsed.checkout.state == "unwinding"
