"""Paying from a bank account: hold for days, charge, wait, ticket; another method, a refund, or an end."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.booking.trip_of import trip_of
from bot.domain.checkout_case import PAY_LINK, Checkout, Decision
from bot.domain.checkout_charge import ANOTHER_LASTS, NO_HOLD, NOT_NOW
from bot.domain.checkout_facts import (
    Answered,
    Cancelled,
    ChargedLate,
    ChargeReturned,
    Fact,
    HoldExtended,
    MethodChosen,
    MethodRefused,
    NotSent,
    SeatsReleased,
    Sending,
    TicketsRefused,
    TimePassed,
)
from bot.domain.conversation.debit_events import DebitAsked, DebitUndone
from bot.domain.conversation.events import CheckoutEnded, Event, PaymentChecking, PaymentDeclined, TicketIssued
from bot.domain.money import Money
from bot.domain.payment.ledger import balances
from bot.domain.payment.posting import CHARGEBACK_LOSS, PSP_RECEIVABLE, TICKET_REVENUE, TRAVELLER_FUNDS
from tests.builders.checkouts import HELD, NOW, PRICE, TICKETS, feed, key, new_checkout

WEEK = NOW + timedelta(days=7)
CHOSEN = MethodChosen("ins_account", "IBAN •2606", "bank_account", WEEK)
LONGER = HoldExtended(WEEK)
DAYS = timedelta(days=1)


@pytest.fixture(name="held")
def _held() -> Checkout:
    """Seats are held and payment is awaited."""
    return feed(new_checkout(), HELD).checkout


@pytest.fixture(name="asked")
def _asked(held: Checkout) -> Checkout:
    """The bank has been asked, and says that it will take its time."""
    return feed(held, *asking(held), said(held, "pending")).checkout


def asking(checkout: Checkout, number: int = 1) -> tuple[Fact, ...]:
    """An account was chosen, the seats are held for a week, and the request has left."""
    return CHOSEN, LONGER, Sending(key(checkout, "charge", number))


def said(checkout: Checkout, result: str, number: int = 1, **more: object) -> Answered:
    """The gateway says something about the charge."""
    fields = {"attempt": key(checkout, "charge", number), "result": result, "reference": f"sbx_{number}", **more}
    return msgspec.convert(fields, Answered, strict=False) if "amount" not in more else Answered(**fields)  # type: ignore[arg-type]


def kinds(decision: Decision) -> list[str]:
    """What is wanted next."""
    return [step.kind for step in decision.steps]


def told(decision: Decision) -> list[type[Event]]:
    """What the thread is told."""
    return [type(event) for event in decision.tells]


def test_the_hold_is_made_longer_before_a_bank_is_asked(held: Checkout) -> None:
    """Nobody's account is debited for seats that others may buy meanwhile."""
    chosen = feed(held, CHOSEN)
    assert chosen.checkout.state == "charging"
    assert kinds(chosen) == ["extend"]
    assert kinds(feed(chosen.checkout, LONGER)) == ["charge"]
    attempt = chosen.checkout.payments[0].attempts[0]
    assert (attempt.key, attempt.usage, attempt.instrument) == (key(held, "charge"), "saved", "ins_account")


def test_seats_that_are_held_for_long_enough_already_are_not_asked_for_again(held: Checkout) -> None:
    """A second account, after the first one's bank said no, is asked at once."""
    no = feed(held, *asking(held), said(held, "declined")).checkout
    assert kinds(feed(no, CHOSEN)) == ["charge"]


@pytest.mark.parametrize("until", [NOW + timedelta(minutes=45), WEEK - timedelta(seconds=1)])
def test_a_hold_that_stays_short_leads_to_another_method(held: Checkout, until: object) -> None:
    """The traveller is told that her bank was not asked, and may pay by card; no decline is counted."""
    short = feed(held, CHOSEN, HoldExtended(until))  # type: ignore[arg-type]
    assert (short.checkout.state, short.checkout.trouble, short.checkout.declines) == ("collecting", "", 0)
    (event,) = short.tells
    assert isinstance(event, PaymentDeclined)
    assert (event.reason, event.url) == (NO_HOLD, PAY_LINK)


def test_an_account_that_may_not_pay_for_the_trip_pays_nothing(held: Checkout) -> None:
    """Without a hold for days, or beside another payment, no bank is asked."""
    never = feed(held, MethodChosen("ins_account", "IBAN •2606", "bank_account"))
    two = feed(feed(new_checkout(amounts=(60000, 40700)), HELD).checkout, CHOSEN)
    for decision in (never, two):
        assert decision.checkout.state == "collecting"
        assert [getattr(event, "reason", "") for event in decision.tells] == [NOT_NOW]


def test_the_thread_is_told_once_that_the_bank_is_asked(held: Checkout, asked: Checkout) -> None:
    """How much, from where, and until when the seats are held; a second look says nothing new."""
    first = feed(held, *asking(held), said(held, "pending"))
    (event,) = first.tells
    assert isinstance(event, DebitAsked)
    assert (event.total, event.method, event.until) == (PRICE, "IBAN •2606", int(WEEK.timestamp()))
    assert feed(asked, said(asked, "pending", tries=1)).tells == ()
    assert trip_of(asked, paid_at=None, now=NOW, zone_of=lambda _: "Europe/Paris").state == "debiting"


def test_money_that_comes_after_days_leads_to_tickets(asked: Checkout) -> None:
    """Charge, ticket, tell: nothing is captured apart, and the books have the sale."""
    paid = feed(asked, said(asked, "approved", amount=PRICE), now=NOW + 4 * DAYS)
    assert (paid.checkout.state, kinds(paid)) == ("ticketing", ["ticket"])
    done = feed(paid.checkout, TICKETS, now=NOW + 4 * DAYS)
    assert (done.checkout.state, told(done), done.steps) == ("paid", [TicketIssued], ())
    sums = balances((*paid.postings, *done.postings))
    assert sums == {
        (PSP_RECEIVABLE, "EUR"): PRICE.minor,
        (TRAVELLER_FUNDS, "EUR"): 0,
        (TICKET_REVENUE, "EUR"): -PRICE.minor,
    }


@pytest.mark.parametrize("result", ["unknown", "missing", "pending", "action"])
def test_silence_is_looked_up_ever_more_slowly(held: Checkout, result: str) -> None:
    """What is not known is asked for under the same key, or looked up; another key is never used."""
    sent = feed(held, *asking(held)).checkout
    first, late = (feed(sent, said(sent, result, tries=tries)) for tries in (0, 8))
    wanted = "charge" if result == "missing" else "look"
    assert {step.kind for step in (*first.steps, *late.steps)} == {wanted}
    assert all(step.subject == key(held, "charge") for step in (*first.steps, *late.steps))
    assert first.checkout.payments[0].state == "charging"
    if wanted == "look":
        assert late.steps[0].due_at - NOW == timedelta(hours=6)


@pytest.mark.parametrize(
    ("code", "reason"),
    [("insufficient_funds", "debit_funds"), ("mandate_inactive", "debit_mandate"), ("x", "debit_declined")],
)
def test_a_no_within_the_quarter_of_an_hour_leads_back_to_the_page(held: Checkout, code: str, reason: str) -> None:
    """Another account, or a card, pays with the link that is open."""
    no = feed(held, *asking(held), said(held, "declined", code=code))
    assert (no.checkout.state, no.checkout.link_until) == ("collecting", held.link_until)
    assert [(e.reason, e.url) for e in no.tells if isinstance(e, PaymentDeclined)] == [(reason, PAY_LINK)]
    assert no.steps == ()


def test_a_no_after_days_opens_the_page_for_another_day(asked: Checkout) -> None:
    """A bank says no while its holder sleeps: she has a day for another method, and the seats stay hers."""
    late = NOW + 3 * DAYS
    no = feed(asked, said(asked, "declined", code="insufficient_funds"), now=late)
    assert (no.checkout.state, no.checkout.link_until) == ("collecting", late + ANOTHER_LASTS)
    assert [(step.kind, step.due_at) for step in no.steps] == [("expire", late + ANOTHER_LASTS)]
    over = feed(no.checkout, TimePassed(), now=late + ANOTHER_LASTS)
    assert (over.checkout.state, over.checkout.ending) == ("unwinding", "expired")


def test_a_no_when_the_hold_is_nearly_over_ends_the_checkout(asked: Checkout) -> None:
    """Another method would come too late for tickets."""
    no = feed(asked, said(asked, "declined"), now=WEEK - timedelta(minutes=5))
    assert (no.checkout.state, no.checkout.ending) == ("unwinding", "expired")


def test_tickets_that_fail_are_refunded_and_told_so(asked: Checkout) -> None:
    """What was taken goes back whole, the seats too, and the thread reads how much."""
    failed = feed(asked, said(asked, "approved", amount=PRICE), TicketsRefused("hold_expired"))
    assert kinds(failed) == ["release", "refund"]
    back = Answered(key(asked, "refund"), "approved", reference="sbx_1", amount=PRICE)
    ended = feed(failed.checkout, SeatsReleased(), back)
    assert ended.checkout.state == "ended"
    assert [(e.reason, e.refunded) for e in ended.tells if isinstance(e, CheckoutEnded)] == [("unticketed", PRICE)]


def test_another_amount_than_was_agreed_is_refunded_and_shown_to_staff(asked: Checkout) -> None:
    """No ticket is issued for money that nobody agreed to."""
    less = Money(PRICE.minor - 1, "EUR")
    odd = feed(asked, said(asked, "unknown", code="amount_mismatch", amount=less))
    assert (odd.checkout.state, odd.checkout.staff) == ("unwinding", ("amount",))
    assert odd.checkout.payments[0].captured == less.minor
    assert "refund" in kinds(odd)


def test_another_currency_is_no_answer(asked: Checkout) -> None:
    """Nothing is booked of what cannot be: staff see it, and the gateway's records are looked up."""
    odd = feed(asked, said(asked, "approved", amount=Money(PRICE.minor, "USD")))
    assert (odd.checkout.state, odd.checkout.staff, kinds(odd)) == ("charging", ("amount",), ["look"])
    assert odd.postings == ()


def test_a_bank_that_says_nothing_is_given_up_when_the_hold_ends(asked: Checkout) -> None:
    """The seats go back, the traveller reads that money which still comes goes back, and we look for it for weeks."""
    over = feed(asked, said(asked, "pending", tries=20), now=WEEK - timedelta(minutes=6))
    assert (over.checkout.state, over.checkout.ending) == ("unwinding", "failed")
    assert over.checkout.payments[0].state == "expired"
    assert over.checkout.staff == ("no_answer",)
    assert [e.reason for e in over.tells if isinstance(e, DebitUndone)] == ["unpaid"]
    looks = [step.due_at - over.now for step in over.steps if step.kind == "look"]
    assert max(looks) == timedelta(days=14)


def test_the_last_look_comes_before_the_hold_ends(asked: Checkout) -> None:
    """A bank that pays in the last hours still gets its traveller tickets."""
    late = WEEK - timedelta(hours=1)
    (step,) = feed(asked, said(asked, "pending", tries=20), now=late).steps
    assert step.due_at == WEEK - timedelta(minutes=6)


def test_money_that_comes_after_the_end_goes_back(asked: Checkout) -> None:
    """It is booked, refunded, shown to staff, and told; a second look finds nothing new."""
    over = feed(asked, said(asked, "pending", tries=20), now=WEEK)
    ended = feed(over.checkout, SeatsReleased(), now=WEEK).checkout
    assert ended.state == "ended"
    late = ChargedLate(ended.payments[0].id, "sbx_1", PRICE)
    found = feed(ended, late, now=WEEK + DAYS)
    assert found.checkout.payments[0].state == "refunding"
    assert (kinds(found), found.checkout.staff) == (["refund"], ("no_answer", "approved_late"))
    assert [e.reason for e in found.tells if isinstance(e, DebitUndone)] == ["late"]
    assert feed(found.checkout, late, now=WEEK + DAYS).checkout == found.checkout
    back = Answered(key(asked, "refund"), "approved", reference="sbx_1", amount=PRICE)
    gone = feed(found.checkout, back, now=WEEK + DAYS)
    assert gone.checkout.payments[0].state == "refunded"
    assert balances((*found.postings, *gone.postings))[PSP_RECEIVABLE, "EUR"] == 0


def test_late_money_of_another_currency_is_for_staff_alone(asked: Checkout) -> None:
    """What cannot be is moved by nobody but a person."""
    ended = feed(asked, said(asked, "pending", tries=20), SeatsReleased(), now=WEEK).checkout
    odd = feed(ended, ChargedLate(ended.payments[0].id, "sbx_1", Money(1, "USD")), now=WEEK)
    assert odd.checkout.staff == ("no_answer", "approved_late")
    assert (odd.steps, odd.postings) == ((), ())


def test_who_gives_up_before_the_bank_is_asked_owes_nothing(held: Checkout) -> None:
    """A request that certainly never left needs no answer."""
    stopped = feed(held, CHOSEN, Cancelled())
    assert (stopped.checkout.state, stopped.checkout.payments[0].state) == ("unwinding", "expired")
    assert told(stopped) == []
    assert told(feed(stopped.checkout, SeatsReleased())) == [CheckoutEnded]


@pytest.mark.parametrize("result", ["approved", "declined"])
def test_who_gives_up_while_the_bank_is_asked_has_everything_back(asked: Checkout, result: str) -> None:
    """The seats go at once; what the bank still pays is refunded, and then the end is told."""
    stopped = feed(asked, Cancelled())
    assert (kinds(stopped), told(stopped)) == (["release"], [DebitUndone])
    open_still = feed(stopped.checkout, SeatsReleased())
    assert open_still.checkout.state == "unwinding"
    view = trip_of(open_still.checkout, paid_at=None, now=NOW, zone_of=lambda _: "Europe/Paris")
    assert view.state == "stopping"
    answered = feed(open_still.checkout, said(asked, result, amount=PRICE))
    if result == "declined":
        assert told(answered) == [CheckoutEnded]
        return
    assert kinds(answered) == ["refund"]
    back = Answered(key(asked, "refund"), "approved", reference="sbx_1", amount=PRICE)
    assert told(feed(answered.checkout, back)) == [CheckoutEnded]


def test_a_bank_that_takes_back_what_had_paid_is_a_loss_that_staff_see(asked: Checkout) -> None:
    """The tickets stay, the books show the loss, and looking again books nothing more."""
    paid = feed(asked, said(asked, "approved", amount=PRICE), TICKETS).checkout
    fact = ChargeReturned(paid.payments[0].id, PRICE)
    returned = feed(paid, fact)
    assert returned.checkout.payments[0].state == "charged_back"
    assert (returned.checkout.state, returned.checkout.staff) == ("paid", ("returned",))
    assert balances(returned.postings) == {(CHARGEBACK_LOSS, "EUR"): PRICE.minor, (PSP_RECEIVABLE, "EUR"): -PRICE.minor}
    assert feed(returned.checkout, fact).checkout == returned.checkout


def test_what_is_taken_back_while_tickets_are_issued_is_looked_at_later(asked: Checkout) -> None:
    """One thing after the other: a booking first comes to its end."""
    issuing = feed(asked, said(asked, "approved", amount=PRICE)).checkout
    later = feed(issuing, ChargeReturned(issuing.payments[0].id, PRICE))
    assert later.checkout == issuing
    assert kinds(later) == ["look"]


@pytest.mark.parametrize("answer", ["unknown", "pending"])
def test_a_debit_that_comes_back_while_it_is_refunded_ends_what_is_undone(asked: Checkout, answer: str) -> None:
    """No ticket, no money: the refund that is asked for is not waited for any more, and the checkout ends."""
    undoing = feed(asked, said(asked, "approved", amount=PRICE), TicketsRefused("failed"), SeatsReleased()).checkout
    waiting = feed(undoing, Answered(key(asked, "refund"), answer, reference="sbx_1")).checkout  # type: ignore[arg-type]
    gone = feed(waiting, ChargeReturned(waiting.payments[0].id, PRICE))
    assert (gone.checkout.state, gone.checkout.payments[0].state) == ("ended", "charged_back")
    assert gone.checkout.payments[0].open_attempt is None
    assert told(gone) == [CheckoutEnded]


def test_a_gateway_that_was_away_for_days_is_not_asked_any_more(held: Checkout) -> None:
    """What is left of the hold must be enough for a bank's five days, whenever the request leaves first."""
    ready = feed(held, CHOSEN, LONGER).checkout
    late = feed(ready, Sending(key(held, "charge")), now=NOW + 2 * DAYS)
    assert late.checkout.payments[0].attempts[0].result == "lost"
    assert [e.reason for e in late.tells if isinstance(e, PaymentDeclined)] == [NO_HOLD]
    in_time = feed(ready, Sending(key(held, "charge")), now=NOW + DAYS).checkout
    assert in_time.payments[0].attempts[0].sends == 1
    assert feed(in_time, NotSent(key(held, "charge"))).checkout.payments[0].attempts[0].sends == 0


def test_an_account_that_was_removed_meanwhile_is_not_asked(held: Checkout) -> None:
    """Removal comes before the request, or after its answer."""
    removed = feed(held, CHOSEN, LONGER, MethodRefused("method_gone", key(held, "charge")))
    assert removed.checkout.state == "collecting"
    assert removed.checkout.payments[0].attempts[0].result == "lost"


@pytest.mark.parametrize("tap", [CHOSEN, MethodChosen("ins_card", "Visa •4242")])
def test_a_second_tap_while_the_bank_is_asked_pays_nothing(asked: Checkout, tap: MethodChosen) -> None:
    """One payment: another method that was tapped is told to pay nothing."""
    again = feed(asked, tap)
    assert again.checkout.payments == asked.payments
    assert told(again) == ([] if tap is CHOSEN else [PaymentChecking])


def test_five_banks_that_say_no_are_enough(held: Checkout) -> None:
    """Declines of accounts and cards count together."""
    checkout = held
    for number in range(1, 6):
        longer = () if number > 1 else (LONGER,)
        facts = (CHOSEN, *longer, Sending(key(held, "charge", number)), said(held, "declined", number))
        decision = feed(checkout, *facts)
        checkout = decision.checkout
    assert (checkout.state, checkout.ending) == ("unwinding", "failed")
