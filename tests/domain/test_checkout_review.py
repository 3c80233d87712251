"""What becomes of a payment that rules hold or stop: nothing is asked, nobody is told why, and nothing is lost."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.checkout_case import AUTHORIZE_NEEDS, MOST_DECLINES, PAY_LINK, Checkout, Decision
from bot.domain.checkout_charge import USUALLY
from bot.domain.checkout_facts import (
    Assessed,
    Cancelled,
    CardReceived,
    CardTokenized,
    Fact,
    HoldExtended,
    MethodChosen,
    MethodRefused,
    Reviewed,
    SeatsReleased,
    Sending,
    TimePassed,
)
from bot.domain.checkout_review import BLOCKED, REJECTED
from bot.domain.conversation.events import CheckoutEnded, PaymentChecking, PaymentDeclined
from bot.domain.conversation.review_events import PaymentHeld
from tests.builders.checkouts import HELD, NOW, approved, asking, feed, key, new_checkout

NEW = new_checkout()
CARD, ACCOUNT = key(NEW, "authorize"), key(NEW, "charge")
TOKEN = CardTokenized(CARD, "ins_1", "Visa •4242")
AUTHORIZING = feed(NEW, HELD, CardReceived("card_1"), TOKEN).checkout
HELD_UP = feed(AUTHORIZING, Assessed(CARD, "review"))
REVIEWING = HELD_UP.checkout
WEEK = NOW + timedelta(days=8)
CHARGING = feed(NEW, HELD, MethodChosen("ins_1", "FR76 •••• 2606", "bank_account", WEEK), HoldExtended(WEEK)).checkout
ACCOUNT_HELD = feed(CHARGING, Assessed(ACCOUNT, "review"))


def steps(decision: Decision) -> list[tuple[str, str]]:
    """Kinds and subjects of the steps of a decision."""
    return [(step.kind, step.subject) for step in decision.steps]


def declines(decision: Decision) -> list[tuple[str, str]]:
    """What a decision says of declines: why, and where to pay again."""
    return [(told.reason, told.url) for told in decision.tells if isinstance(told, PaymentDeclined)]


def states(checkout: Checkout) -> tuple[str, str]:
    """Where a checkout and its payment are."""
    return checkout.state, checkout.payments[0].state


def test_what_is_held_waits_under_its_own_attempt() -> None:
    """The traveller is told that we look, staff are called, and the seats are held for longer."""
    assert states(REVIEWING) == ("reviewing", "in_review")
    assert [type(told) for told in HELD_UP.tells] == [PaymentHeld]
    assert REVIEWING.staff == ("review",)
    assert steps(HELD_UP) == [("expire", ""), ("extend", "")]
    assert REVIEWING.action_until == NOW + timedelta(minutes=30) - AUTHORIZE_NEEDS
    assert REVIEWING.payments[0].open_attempt == AUTHORIZING.payments[0].open_attempt


def test_a_longer_hold_gives_a_person_longer_and_is_asked_for_once() -> None:
    """Seats are held as long as they can be."""
    longer = feed(REVIEWING, HoldExtended(NOW + timedelta(minutes=60)))
    assert longer.checkout.action_until == NOW + timedelta(minutes=60) - AUTHORIZE_NEEDS
    assert steps(longer) == [("expire", "")]
    again = feed(msgspec.structs.replace(AUTHORIZING, extended=True), Assessed(CARD, "review"))
    assert steps(again) == [("expire", "")]


def test_whoever_is_allowed_goes_on_with_that_very_card() -> None:
    """Nothing is typed twice; the bank is asked under the same key, and tickets follow."""
    allowed = feed(REVIEWING, Reviewed(CARD, allowed=True))
    assert states(allowed.checkout) == ("authorizing", "created")
    assert steps(allowed) == [("authorize", CARD)]
    assert not allowed.tells
    paid = feed(allowed.checkout, Sending(CARD), approved(NEW))
    assert states(paid.checkout) == ("ticketing", "authorized")


def test_a_rejection_reads_like_any_other_decline() -> None:
    """A thief learns nothing; an honest traveller pays with another card."""
    rejected = feed(REVIEWING, Reviewed(CARD, allowed=False))
    assert states(rejected.checkout) == ("collecting", "declined")
    assert declines(rejected) == [("declined_card", PAY_LINK)]
    payment = rejected.checkout.payments[0]
    assert (payment.code, payment.attempts[0].code) == ("generic_decline", REJECTED)
    again = feed(rejected.checkout, *asking(NEW, 2), approved(NEW, number=2))
    assert again.checkout.state == "ticketing"


def test_a_blocked_card_reads_like_any_other_decline() -> None:
    """No bank is asked, and nobody is told why."""
    blocked = feed(AUTHORIZING, Assessed(CARD, "block"))
    assert states(blocked.checkout) == ("collecting", "declined")
    assert declines(blocked) == [("declined_card", PAY_LINK)]
    assert not blocked.steps
    payment = blocked.checkout.payments[0]
    assert (payment.code, payment.attempts[0].code, payment.attempts[0].sends) == ("generic_decline", BLOCKED, 0)


def test_who_is_blocked_again_and_again_comes_to_an_end() -> None:
    """Tries are counted like those that a bank declined."""
    checkout = feed(NEW, HELD).checkout
    for number in range(1, MOST_DECLINES + 1):
        attempt = key(NEW, "authorize", number)
        card = CardReceived(f"card_{number}"), CardTokenized(attempt, "ins_1", "Visa •4242")
        checkout = feed(checkout, *card, Assessed(attempt, "block")).checkout
    assert (checkout.state, checkout.ending) == ("unwinding", "failed")


@pytest.mark.parametrize(("fact", "ending"), [(Cancelled(), "cancelled"), (TimePassed(), "expired")])
def test_what_is_given_up_while_a_person_looks_costs_nothing(fact: Fact, ending: str) -> None:
    """Seats go back at once, and a verdict that comes then changes nothing."""
    later = NOW + timedelta(minutes=24)
    over = feed(REVIEWING, fact, now=later)
    assert (over.checkout.state, over.checkout.ending) == ("unwinding", ending)
    ended = feed(over.checkout, SeatsReleased(), now=later)
    assert states(ended.checkout) == ("ended", "expired")
    assert isinstance(ended.tells[-1], CheckoutEnded)
    for allowed in (True, False):
        assert feed(ended.checkout, Reviewed(CARD, allowed), now=later).checkout == ended.checkout


def test_a_person_has_all_the_time_there_is() -> None:
    """A minute before its end a held payment is still held."""
    assert feed(REVIEWING, TimePassed(), now=NOW + timedelta(minutes=23)).checkout == REVIEWING


def test_an_allowance_that_comes_too_late_for_a_bank_ends_it() -> None:
    """Nobody pays for seats that are about to go."""
    late = feed(REVIEWING, Reviewed(CARD, allowed=True), now=NOW + timedelta(minutes=25))
    assert (late.checkout.state, late.checkout.ending) == ("unwinding", "expired")


@pytest.mark.parametrize("fact", [Reviewed(CARD, allowed=True), Reviewed(CARD, allowed=False)])
def test_what_is_said_twice_counts_once(fact: Fact) -> None:
    """Two of the staff may press at once."""
    once = feed(REVIEWING, fact).checkout
    assert feed(once, Reviewed(CARD, allowed=True)).checkout == once
    assert feed(once, Reviewed(CARD, allowed=False)).checkout == once


@pytest.mark.parametrize("outcome", ["review", "block"])
def test_what_has_left_is_not_touched(outcome: str) -> None:
    """Rules never undo what a bank was asked."""
    sent = feed(AUTHORIZING, Sending(CARD)).checkout
    fact = msgspec.convert({"attempt": CARD, "outcome": outcome}, Assessed)
    assert feed(sent, fact).checkout == sent
    assert feed(REVIEWING, fact).checkout == REVIEWING
    assert feed(sent, approved(NEW), fact).checkout.state == "ticketing"


def test_who_gave_up_meanwhile_is_heard_first() -> None:
    """Nobody of the staff looks at what nobody wants any more."""
    unwanted = feed(AUTHORIZING, Cancelled(), Assessed(CARD, "review"))
    assert (unwanted.checkout.state, unwanted.checkout.ending) == ("unwinding", "cancelled")
    assert not any(isinstance(told, PaymentHeld) for told in unwanted.tells)


def test_a_hold_that_got_short_is_made_longer_before_a_person_is_asked() -> None:
    """A person never gets a case whose time is over already."""
    later = NOW + timedelta(minutes=25)
    short = feed(AUTHORIZING, Assessed(CARD, "review"), now=later)
    assert (short.checkout.state, steps(short)) == ("authorizing", [("extend", "")])
    longer = feed(short.checkout, HoldExtended(NOW + timedelta(minutes=60)), now=later)
    assert steps(longer) == [("authorize", CARD)]
    assert feed(longer.checkout, Assessed(CARD, "review"), now=later).checkout.state == "reviewing"


def test_nothing_is_sent_while_a_person_looks() -> None:
    """Neither a step that was left over nor a method that is removed meanwhile changes what waits."""
    assert feed(REVIEWING, Sending(CARD)).checkout == REVIEWING
    saved = feed(NEW, HELD, MethodChosen("ins_1", "Visa •4242"), Assessed(CARD, "review")).checkout
    assert feed(saved, MethodRefused("method_gone", CARD)).checkout == saved


def test_another_method_that_is_tapped_meanwhile_pays_nothing() -> None:
    """The traveller is told that the first one is still being looked at."""
    told = feed(REVIEWING, MethodChosen("ins_2", "Visa •1111"))
    assert (told.checkout.state, [type(one) for one in told.tells]) == ("reviewing", [PaymentChecking])


def test_an_extension_that_comes_when_a_card_is_asked_asks_it_no_second_time() -> None:
    """The longer hold may be told after a person has allowed the card."""
    allowed = feed(REVIEWING, Reviewed(CARD, allowed=True)).checkout
    assert steps(feed(allowed, HoldExtended(NOW + timedelta(minutes=60)))) == []


def test_an_account_is_held_as_long_as_its_bank_could_be_asked() -> None:
    """Seats are held for days already: nobody asks for longer."""
    assert states(ACCOUNT_HELD.checkout) == ("reviewing", "in_review")
    assert steps(ACCOUNT_HELD) == [("expire", "")]
    assert ACCOUNT_HELD.checkout.action_until == WEEK - AUTHORIZE_NEEDS - USUALLY
    assert feed(ACCOUNT_HELD.checkout, HoldExtended(WEEK)).checkout == ACCOUNT_HELD.checkout


def test_an_account_that_is_allowed_is_charged() -> None:
    """Exactly that account, under the same key."""
    allowed = feed(ACCOUNT_HELD.checkout, Reviewed(ACCOUNT, allowed=True))
    assert states(allowed.checkout) == ("charging", "created")
    assert steps(allowed) == [("charge", ACCOUNT)]
    assert feed(allowed.checkout, Sending(ACCOUNT)).checkout.payments[0].attempts[0].sends == 1


@pytest.mark.parametrize(
    ("before", "fact"),
    [(ACCOUNT_HELD.checkout, Reviewed(ACCOUNT, allowed=False)), (CHARGING, Assessed(ACCOUNT, "block"))],
)
def test_an_account_that_is_refused_reads_like_any_other_no(before: Checkout, fact: Fact) -> None:
    """Rejected or blocked: another method may pay."""
    refused = feed(before, fact)
    assert states(refused.checkout) == ("collecting", "declined")
    assert declines(refused) == [("debit_declined", PAY_LINK)]


def test_an_account_for_which_it_is_too_late_is_not_held() -> None:
    """With too little left for a bank's days another method is asked for."""
    late = feed(CHARGING, Assessed(ACCOUNT, "review"), now=NOW + timedelta(days=4))
    assert (late.checkout.state, late.checkout.payments[0].attempts[0].result) == ("collecting", "lost")


def test_a_bank_that_is_asked_to_see_the_traveller_is_asked_for_something_else() -> None:
    """The request's hash says so, so that a key never means two things."""
    plain = feed(AUTHORIZING, Sending(CARD)).checkout.payments[0].attempts[0]
    seen = feed(AUTHORIZING, Sending(CARD, challenge=True)).checkout.payments[0].attempts[0]
    assert (plain.challenge, seen.challenge) == (False, True)
    assert plain.request_hash != seen.request_hash
