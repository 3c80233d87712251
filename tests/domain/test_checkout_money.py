"""What a checkout makes of yes, no and silence."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.checkout_case import MOST_CAPTURES, MOST_DECLINES, PAY_LINK, Checkout
from bot.domain.checkout_facts import Answered, CardReceived, Fact, SeatsReleased, TimePassed
from bot.domain.conversation.events import CheckoutEnded, PaymentChecking, PaymentDeclined
from bot.domain.money import Money
from tests.builders.checkouts import HELD, NOW, PRICE, TICKETS, approved, asking, declined, feed, key, new_checkout
from tests.domain.test_checkout import (
    AUTHORIZE,
    AUTHORIZING,
    CAPTURING,
    CHALLENGING,
    NEW,
    TICKETING,
    after,
    kinds,
    told,
)

CAPTURE = key(NEW, "capture")
SOON, LONG = timedelta(seconds=5), timedelta(minutes=11)


def test_a_decline_leads_back_to_the_page() -> None:
    """A traveller whose bank says no learns why, and may take another card."""
    no = feed(AUTHORIZING, declined(NEW, code="insufficient_funds"))
    (event,) = no.tells
    assert isinstance(event, PaymentDeclined)
    assert (event.reason, event.url) == ("declined_funds", PAY_LINK)
    assert (no.checkout.state, no.checkout.trouble, no.checkout.payments[0].code) == (
        "collecting",
        "declined",
        "insufficient_funds",
    )
    assert feed(no.checkout, CardReceived("card_2")).steps[0].subject == key(NEW, "authorize", 2)


def test_tries_are_limited() -> None:
    """After the last decline the seats go back and the traveller is told that the tries are used up."""
    checkout = after(HELD)
    for number in range(1, MOST_DECLINES + 1):
        decision = feed(checkout, *asking(NEW, number), declined(NEW, "authorize", number))
        checkout = decision.checkout
    assert [event.url for event in decision.tells if isinstance(event, PaymentDeclined)] == [""]
    assert (checkout.state, checkout.ending, kinds(decision)) == ("unwinding", "failed", ["release"])


def test_a_decline_after_the_time_ends_the_checkout() -> None:
    """Nobody is sent back to a page that has closed."""
    no = feed(AUTHORIZING, declined(NEW), now=NOW + timedelta(minutes=16))
    assert (no.checkout.ending, told(no)) == ("expired", [PaymentDeclined])


@pytest.mark.parametrize("moved", [Money(PRICE.minor - 1, "EUR"), Money(PRICE.minor, "USD")])
def test_another_amount_than_agreed_is_let_go(moved: Money) -> None:
    """No ticket is issued on another amount or currency than the traveller saw, and staff look at it."""
    answer = Answered(AUTHORIZE, "unknown", "sbx_1_1", moved, code="amount_mismatch")
    wrong = feed(AUTHORIZING, answer)
    assert (wrong.checkout.ending, wrong.checkout.staff) == ("failed", ("amount",))
    assert kinds(wrong) == ["release", "void"]


def test_silence_is_looked_up_ever_more_slowly() -> None:
    """An unknown outcome is never a no, and never a second request under another key."""
    silent = feed(AUTHORIZING, Answered(AUTHORIZE, "unknown"))
    assert [(step.kind, step.due_at - NOW) for step in silent.steps] == [("look", timedelta(seconds=2))]
    later = feed(silent.checkout, Answered(AUTHORIZE, "pending", tries=30))
    assert later.steps[0].due_at - NOW == timedelta(minutes=28)
    missing = feed(silent.checkout, Answered(AUTHORIZE, "missing", tries=3))
    assert [(step.kind, step.subject, step.tries) for step in missing.steps] == [("authorize", AUTHORIZE, 3)]


def test_a_traveller_who_waits_is_told_once() -> None:
    """After twenty seconds of silence the thread says that we are looking, and says it once."""
    early = feed(AUTHORIZING, Answered(AUTHORIZE, "unknown"), now=NOW + SOON)
    assert early.tells == ()
    late = feed(AUTHORIZING, Answered(AUTHORIZE, "unknown"), now=NOW + timedelta(seconds=20))
    assert told(late) == [PaymentChecking]
    assert feed(late.checkout, Answered(AUTHORIZE, "unknown"), now=NOW + timedelta(seconds=40)).tells == ()


@pytest.mark.parametrize("result", ["unknown", "pending", "missing"])
def test_a_bank_that_never_answers_is_given_up_with_the_hold(result: str) -> None:
    """The seats go back in time, and money that turns up later is let go."""
    over = feed(AUTHORIZING, Answered(AUTHORIZE, result), now=NOW + timedelta(minutes=28))  # type: ignore[arg-type]  # a case
    assert (over.checkout.ending, over.checkout.staff, over.checkout.payments[0].state) == (
        "failed",
        ("no_answer",),
        "expired",
    )
    assert [step.subject for step in over.steps if step.kind == "look"] == [NEW.payments[0].id] * 4


@pytest.mark.parametrize("minutes", [24, 27.9])
def test_the_last_look_at_a_bank_is_taken_before_the_hold_ends(minutes: float) -> None:
    """However long a bank has been silent, the traveller hears in time that nothing was booked."""
    silent = feed(AUTHORIZING, Answered(AUTHORIZE, "unknown", tries=9), now=NOW + timedelta(minutes=minutes))
    assert silent.steps[-1].due_at == NOW + timedelta(minutes=28)
    given_up = feed(silent.checkout, Answered(AUTHORIZE, "unknown", tries=10), now=silent.steps[-1].due_at)
    assert (given_up.checkout.state, given_up.checkout.ending) == ("unwinding", "failed")


def test_a_capture_that_is_declined_is_tried_again_and_shown_to_staff() -> None:
    """Tickets exist, so the money is asked for again before anything is taken back; the traveller hears of it."""
    no = feed(CAPTURING, declined(NEW, "capture"))
    assert (no.checkout.state, no.checkout.staff, no.checkout.payments[0].staff) == ("capturing", ("capture",), True)
    assert [(s.kind, s.subject, s.due_at - NOW) for s in no.steps] == [
        ("capture", key(NEW, "capture", 2), timedelta(minutes=1))
    ]
    assert told(no) == [PaymentChecking]


def _declined_captures(number: int) -> Checkout:
    checkout = CAPTURING
    for each in range(1, number + 1):
        checkout = feed(checkout, declined(NEW, "capture", each)).checkout
    return checkout


def test_tickets_that_cannot_be_paid_are_taken_back() -> None:
    """After the last try the tickets are void, the money is let go, and the books show both."""
    undoing = _declined_captures(MOST_CAPTURES)
    assert (undoing.state, undoing.ending) == ("unwinding", "failed")
    back = feed(undoing, SeatsReleased())
    assert [posting.posting_kind for posting in back.postings] == ["ticketed_reversed"]
    ended = feed(back.checkout, approved(NEW, "void"))
    assert (ended.checkout.state, ended.checkout.order.state) == ("ended", "cancelled")


def test_a_hold_on_money_that_lapsed_takes_the_tickets_back() -> None:
    """Nobody flies on money that is not there any more."""
    lost = feed(CAPTURING, Answered(CAPTURE, "unknown"), Answered(CAPTURE, "lapsed"))
    assert (lost.checkout.payments[0].state, lost.checkout.payments[0].staff) == ("expired", True)
    assert kinds(lost) == ["release"]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("unknown", "look"), ("pending", "look"), ("missing", "capture")],
)
def test_a_silent_capture_is_looked_up_and_repeated_under_its_key(answer: str, kind: str) -> None:
    """Money is taken once, however often the line breaks."""
    silent = feed(CAPTURING, Answered(CAPTURE, answer))  # type: ignore[arg-type]  # a case
    assert [(step.kind, step.subject) for step in silent.steps] == [(kind, CAPTURE)]


def test_a_capture_that_has_not_happened_for_ten_minutes_has_not_happened() -> None:
    """Only then is a second key used, which the gateway would refuse if the first request came after all."""
    never = feed(CAPTURING, Answered(CAPTURE, "unknown"), now=NOW)
    over = feed(never.checkout, Answered(CAPTURE, "missing", tries=7), now=NOW + LONG)
    assert over.steps[0].subject == key(NEW, "capture", 2)


def test_a_capture_that_was_just_sent_is_not_taken_for_one_that_never_happened() -> None:
    """Workers that were away for ten minutes ask for the money once: the request may still be on its way."""
    sent = feed(CAPTURING, Answered(CAPTURE, "unknown"), now=NOW + LONG)
    soon = feed(sent.checkout, Answered(CAPTURE, "missing", tries=1), now=NOW + LONG + SOON)
    assert [(step.kind, step.subject) for step in soon.steps] == [("capture", CAPTURE)]


@pytest.mark.parametrize("moved", [Money(PRICE.minor + 1, "EUR"), Money(PRICE.minor, "USD"), Money(0, "EUR")])
def test_a_capture_of_what_cannot_be_is_shown_to_staff(moved: Money) -> None:
    """Nothing is written in the books of which the gateway says two things; a person looks, and so do we."""
    odd = feed(CAPTURING, Answered(CAPTURE, "approved", "sbx_1_1", moved))
    assert (odd.checkout.state, odd.checkout.staff, odd.postings) == ("capturing", ("amount",), ())
    assert kinds(odd) == ["look"]
    assert feed(odd.checkout, approved(NEW, "capture")).checkout.state == "paid"


def test_a_capture_of_less_is_booked_as_it_is_and_shown_to_staff() -> None:
    """The traveller has her tickets; what the gateway did not take is for staff to settle."""
    less = Money(PRICE.minor - 1, "EUR")
    short = feed(CAPTURING, Answered(CAPTURE, "approved", "sbx_1_1", less))
    assert (short.checkout.state, short.checkout.staff) == ("paid", ("amount",))
    assert short.checkout.payments[0].captured == less.minor


def _voiding(*facts: Fact) -> Checkout:
    from_tickets = feed(CAPTURING, declined(NEW, "capture")).checkout
    payment = from_tickets.payments[0]
    assert payment.open_attempt is not None
    return feed(_declined_captures(MOST_CAPTURES), *facts).checkout


def test_a_void_that_is_refused_is_tried_again_and_does_not_keep_the_traveller_waiting() -> None:
    """Nothing was charged, so she is told; staff and time see to the rest."""
    refused = feed(_voiding(), declined(NEW, "void"))
    assert refused.steps[0].subject == key(NEW, "void", 2)
    ended = feed(refused.checkout, SeatsReleased())
    assert told(ended) == [CheckoutEnded]
    silent = feed(ended.checkout, Answered(key(NEW, "void", 2), "unknown"))
    assert silent.checkout.payments[0].state == "voiding"
    no = feed(silent.checkout, declined(NEW, "void", 2))
    assert no.checkout.payments[0].state == "authorized"
    gone = feed(no.checkout, Answered(key(NEW, "void", 3), "lapsed"))
    assert gone.checkout.payments[0].state == "expired"


def test_a_silent_void_is_looked_up() -> None:
    """Money is let go once, and we know that it was."""
    silent = feed(_voiding(), Answered(key(NEW, "void"), "pending"))
    assert kinds(silent) == ["look"]
    missing = feed(silent.checkout, Answered(key(NEW, "void"), "missing"))
    assert kinds(missing) == ["void"]
    lapsed = feed(silent.checkout, Answered(key(NEW, "void"), "lapsed"))
    assert lapsed.checkout.payments[0].state == "voided"
    over = feed(silent.checkout, Answered(key(NEW, "void"), "missing", tries=7), now=NOW + LONG)
    assert over.steps[0].subject == key(NEW, "void", 2)


@pytest.mark.parametrize("first", [(), (Answered(key(NEW, "void"), "unknown"),)])
def test_a_capture_that_arrives_before_the_void_is_given_back(first: tuple[Fact, ...]) -> None:
    """Money that was taken after all goes back to the traveller, and the books show both ways."""
    found = Answered(key(NEW, "void"), "missing", amount=PRICE, code="captured")
    taken = feed(_voiding(*first), found)
    assert kinds(taken) == ["refund"]
    assert [posting.posting_kind for posting in taken.postings] == ["capture"]
    refund = key(NEW, "refund")
    silent = feed(taken.checkout, Answered(refund, "unknown"))
    assert silent.checkout.payments[0].state == "refunding"
    no = feed(silent.checkout, declined(NEW, "refund"))
    assert (no.checkout.payments[0].state, no.checkout.payments[0].staff) == ("captured", True)
    back = feed(no.checkout, SeatsReleased(), approved(NEW, "refund", 2))
    assert (back.checkout.payments[0].state, back.checkout.state) == ("refunded", "ended")
    assert [posting.posting_kind for posting in back.postings] == ["refund"]


@pytest.mark.parametrize("moved", [Money(PRICE.minor + 1, "EUR"), Money(PRICE.minor, "USD"), Money(0, "EUR")])
def test_a_refund_of_what_cannot_be_is_shown_to_staff(moved: Money) -> None:
    """More than was taken cannot go back: a person looks, and the gateway is asked again what it did."""
    found = Answered(key(NEW, "void"), "missing", amount=PRICE, code="captured")
    taken = feed(_voiding(), found).checkout
    odd = feed(taken, Answered(key(NEW, "refund"), "approved", "sbx_1_1", moved))
    assert ("amount" in odd.checkout.staff, odd.postings, kinds(odd)) == (True, (), ["look"])
    odd = feed(_voiding(), msgspec.structs.replace(found, amount=moved))
    assert ("amount" in odd.checkout.staff, odd.postings, kinds(odd)) == (True, (), ["look"])


def test_a_challenge_that_was_passed_at_the_last_moment_is_let_go() -> None:
    """A traveller who confirms after the time does not lose her money."""
    closing = feed(CHALLENGING, TimePassed(), now=NOW + timedelta(minutes=15)).checkout
    found = Answered(key(NEW, "void"), "missing", "sbx_1_1", PRICE, code="authorized")
    held = feed(closing, found)
    assert (held.checkout.payments[0].state, kinds(held)) == ("authorized", ["void"])
    assert feed(held.checkout, approved(NEW, "void")).checkout.payments[0].state == "voided"


TWO = new_checkout("chk_2", amounts=(60000, 40700))


def _two(*facts: Fact) -> Checkout:
    return feed(TWO, HELD, *facts).checkout


def test_two_payments_are_both_held_before_tickets() -> None:
    """Who shares the price with somebody else gets tickets when both banks have said yes."""
    first = _two(*asking(TWO), approved(TWO))
    assert (first.state, first.order.state) == ("collecting", "held")
    both = feed(first, *asking(TWO, payment=2), approved(TWO, payment=2))
    assert kinds(both) == ["ticket"]
    issued = feed(both.checkout, TICKETS)
    assert kinds(issued) == ["capture", "capture"]
    half = feed(issued.checkout, approved(TWO, "capture"))
    assert (half.checkout.state, half.tells) == ("capturing", ())
    assert feed(half.checkout, approved(TWO, "capture", payment=2)).checkout.state == "paid"


def test_one_payment_that_fails_lets_the_other_go() -> None:
    """Nobody pays half of a booking that is not made."""
    first = _two(*asking(TWO), approved(TWO))
    ended = feed(first, TimePassed(), now=NOW + timedelta(minutes=15))
    assert kinds(ended) == ["release", "void"]
    assert [payment.state for payment in ended.checkout.payments] == ["authorized", "expired"]


def test_one_capture_that_fails_gives_the_other_back() -> None:
    """When tickets are taken back nobody stays charged for them."""
    checkout = _two(*asking(TWO), approved(TWO), *asking(TWO, payment=2), approved(TWO, payment=2), TICKETS)
    second = key(TWO, "capture", payment=2)
    checkout = feed(checkout, approved(TWO, "capture"), Answered(second, "lapsed")).checkout
    assert (checkout.state, checkout.payments[1].state) == ("unwinding", "expired")
    open_refund = checkout.payments[0].open_attempt
    assert open_refund is not None
    assert open_refund.operation == "refund"


def test_a_capture_that_comes_while_undoing_is_given_back() -> None:
    """A late yes for one payment does not survive the no to the other."""
    checkout = _two(*asking(TWO), approved(TWO), *asking(TWO, payment=2), approved(TWO, payment=2), TICKETS)
    checkout = feed(checkout, Answered(key(TWO, "capture", payment=2), "lapsed")).checkout
    late = feed(checkout, approved(TWO, "capture"))
    assert kinds(late) == ["refund"]
    declined_late = feed(checkout, declined(TWO, "capture"))
    assert kinds(declined_late) == ["void"]


@pytest.mark.parametrize("answer", ["approved", "declined", "action", "unknown"])
def test_a_bank_that_answers_while_undoing_holds_nothing_in_the_end(answer: str) -> None:
    """Whatever a bank says too late, the money is let go."""
    undoing = msgspec.structs.replace(
        AUTHORIZING, state="unwinding", ending="cancelled", order=msgspec.structs.replace(AUTHORIZING.order)
    )
    said = feed(undoing, Answered(AUTHORIZE, answer, "sbx_1_1"))  # type: ignore[arg-type]  # a case
    wanted = {"approved": ["void"], "declined": [], "action": ["void"], "unknown": ["look"]}
    assert kinds(said) == wanted[answer]
    over = feed(undoing, Answered(AUTHORIZE, "missing"), now=NOW + timedelta(minutes=29))
    assert over.checkout.payments[0].state == "expired"


def test_a_lapsed_authorization_is_a_no() -> None:
    """A bank that let its hold go by itself did not pay."""
    assert feed(AUTHORIZING, Answered(AUTHORIZE, "lapsed")).checkout.state == "collecting"


def test_tickets_wait_for_money() -> None:
    """The order is asked to be ticketed once, by the approval."""
    assert TICKETING.order.state == "ticketing"
