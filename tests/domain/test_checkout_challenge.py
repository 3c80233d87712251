"""A challenge: where it leads, how long it lasts, and how it is left for another card while one bank holds money."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.checkout_case import LINK_LASTS, MOST_DECLINES, PAY_LINK, Checkout, Decision
from bot.domain.checkout_challenge import may_switch
from bot.domain.checkout_facts import (
    AnotherCard,
    Answered,
    Cancelled,
    CardReceived,
    Fact,
    HoldExtended,
    SeatsReleased,
    TimePassed,
)
from bot.domain.conversation.events import CheckoutEnded, PaymentChallenged, PaymentDeclined
from bot.domain.payment.declines import UNCONFIRMED
from tests.builders.checkouts import HELD, NOW, approved, asking, declined, feed, key, new_checkout

NEW = new_checkout()
AUTHORIZE = key(NEW, "authorize")
ASKS = Answered(AUTHORIZE, "action", "sbx_1_1", action_url="https://bank")
AUTHORIZING = feed(NEW, HELD, *asking(NEW)).checkout
CHALLENGING = feed(AUTHORIZING, ASKS).checkout
LEFT = feed(CHALLENGING, AnotherCard())
VOIDED = Answered(key(NEW, "void"), "approved", "sbx_1_1")
LINK_ENDS = NOW + LINK_LASTS


def kinds(decision: Decision) -> list[str]:
    """The steps of a decision."""
    return [step.kind for step in decision.steps]


def reasons(decision: Decision) -> list[str]:
    """Why a decision says that a card was declined."""
    return [event.reason for event in decision.tells if isinstance(event, PaymentDeclined)]


def test_a_challenge_shows_the_way_and_is_watched() -> None:
    """The page leads to the bank; a webhook, or a look-up, tells how it ended."""
    asked = feed(AUTHORIZING, ASKS)
    assert (asked.checkout.state, kinds(asked)) == ("challenging", ["expire", "look"])
    assert asked.checkout.payments[0].action_url == "https://bank"
    again = feed(asked.checkout, msgspec.structs.replace(ASKS, tries=1))
    assert (kinds(again), again.tells) == (["look"], ())
    yes = feed(asked.checkout, approved(NEW))
    assert (yes.checkout.state, yes.checkout.payments[0].action_url) == ("ticketing", "")
    assert feed(asked.checkout, declined(NEW, code="authentication_failed")).checkout.state == "collecting"


def test_the_thread_is_told_that_the_bank_asks() -> None:
    """Whoever has left the page finds the way back to her bank in the chat, and how long it waits."""
    (event,) = feed(AUTHORIZING, ASKS).tells
    assert isinstance(event, PaymentChallenged)
    assert (event.url, event.until) == (PAY_LINK, int((NOW + timedelta(minutes=10)).timestamp()))


def test_a_challenge_lasts_as_long_as_the_page_had_promised() -> None:
    """A quarter of an hour to pay was promised: a bank that asks does not make it shorter."""
    assert CHALLENGING.action_until == CHALLENGING.link_until == LINK_ENDS


def test_a_challenge_at_the_last_second_still_lasts_ten_minutes() -> None:
    """Time for the bank's page is always left, and the seats stay for as long, and for the tickets after it."""
    late = feed(AUTHORIZING, ASKS, now=LINK_ENDS - timedelta(minutes=1))
    assert late.checkout.action_until == LINK_ENDS + timedelta(minutes=9)
    assert kinds(late) == ["expire", "look"], "the hold lasts for the tickets after it"
    later = feed(AUTHORIZING, ASKS, now=LINK_ENDS - timedelta(seconds=1))
    assert kinds(later) == ["expire", "extend", "look"]


@pytest.mark.parametrize(("minutes_left", "over"), [(1, False), (0, True), (-30, True)])
def test_nobody_confirms_in_vain(minutes_left: int, over: bool) -> None:  # noqa: FBT001  a parameter of the case
    """When the seats turn out to be gone while the bank asks, the question is closed at once, and she is told."""
    asked = feed(CHALLENGING, HoldExtended(NOW + timedelta(minutes=minutes_left)))
    assert (asked.checkout.state == "unwinding") == over
    assert kinds(asked) == (["release", "void"] if over else [])


def test_a_challenge_that_the_bank_is_still_thinking_about_is_looked_up() -> None:
    """Between the bank's page and its answer the traveller waits, and is not asked again."""
    waiting = feed(CHALLENGING, Answered(AUTHORIZE, "pending", "sbx_1_1"))
    assert (waiting.checkout.state, kinds(waiting)) == ("authorizing", ["look"])
    odd = feed(CHALLENGING, Answered(AUTHORIZE, "missing"))
    assert (odd.checkout.state, kinds(odd)) == ("challenging", ["look"])


@pytest.mark.parametrize(("seconds", "closed"), [(-1, False), (0, True)])
def test_a_challenge_that_nobody_answers_is_closed(seconds: int, closed: bool) -> None:  # noqa: FBT001  a parameter of the case
    """A traveller who does not come back from her bank is not charged later."""
    passed = feed(CHALLENGING, TimePassed(), now=LINK_ENDS + timedelta(seconds=seconds))
    assert ("void" in kinds(passed)) == closed
    if closed:
        ended = feed(passed.checkout, VOIDED, SeatsReleased())
        assert (ended.checkout.payments[0].state, ended.checkout.state) == ("expired", "ended")


def test_a_bank_that_waited_in_vain_leaves_time_for_another_try() -> None:
    """Banks wait ten minutes, the page a quarter of an hour: for the rest of it another card is welcome."""
    no = feed(CHALLENGING, declined(NEW, code="challenge_expired"), now=NOW + timedelta(minutes=11))
    assert (no.checkout.state, reasons(no)) == ("collecting", [UNCONFIRMED])


def test_who_let_both_times_pass_is_told_of_one_end() -> None:
    """Whichever of the two clocks is heard first: time ran out, nothing was charged, and nothing else is said."""
    no = feed(CHALLENGING, declined(NEW, code="challenge_expired"), now=LINK_ENDS)
    assert (no.checkout.ending, no.tells) == ("expired", ())
    ended = feed(no.checkout, SeatsReleased())
    assert [event.reason for event in ended.tells if isinstance(event, CheckoutEnded)] == ["expired"]


def test_another_card_waits_until_the_bank_has_let_go() -> None:
    """While the bank may still be told yes no other card is taken: nobody is held twice for one booking."""
    assert (LEFT.checkout.state, kinds(LEFT), LEFT.tells) == ("switching", ["void"], ())
    assert LEFT.checkout.payments[0].action_url == ""
    assert feed(LEFT.checkout, CardReceived("card_2")).checkout == LEFT.checkout
    closed = feed(LEFT.checkout, VOIDED)
    assert (closed.checkout.state, closed.checkout.trouble, reasons(closed)) == ("collecting", "", ["another_card"])
    second = feed(closed.checkout, *asking(NEW, 2), approved(NEW, number=2))
    assert (second.checkout.state, kinds(second)) == ("ticketing", ["ticket"])


def test_a_challenge_that_was_refused_meanwhile_is_as_good_as_closed() -> None:
    """Two tabs, one that refuses at the bank and one that asks for another card, lead to the other card."""
    known = feed(LEFT.checkout, Answered(key(NEW, "void"), "approved", "sbx_1_1", code="declined"))
    assert known.checkout.state == "collecting"


def test_money_that_was_confirmed_in_the_same_moment_is_let_go() -> None:
    """If the answer of the bank got lost between two tabs, everything is undone rather than guessed at."""
    seen = feed(LEFT.checkout, Answered(key(NEW, "void"), "missing", "sbx_1_1", code="authorized"))
    assert (seen.checkout.state, kinds(seen)) == ("switching", ["void"])
    over = feed(seen.checkout, VOIDED)
    assert (over.checkout.ending, over.checkout.payments[0].state, kinds(over)) == ("failed", "voided", ["release"])


@pytest.mark.parametrize(("fact", "ending"), [(Cancelled(), "cancelled"), (TimePassed(), "expired")])
def test_who_gives_up_while_the_challenge_is_being_closed_is_let_go_afterwards(fact: Fact, ending: str) -> None:
    """Nothing is asked twice of the bank, and the end is told when its answer has come."""
    undoing = feed(LEFT.checkout, fact, now=LINK_ENDS)
    assert (undoing.checkout.state, undoing.checkout.ending, kinds(undoing)) == ("unwinding", ending, ["release"])
    ended = feed(undoing.checkout, SeatsReleased(), VOIDED)
    assert (ended.checkout.state, ended.checkout.payments[0].state) == ("ended", "expired")


def test_a_challenge_that_closes_after_the_time_ends_the_checkout() -> None:
    """No page is opened on which nobody could pay any more."""
    assert feed(LEFT.checkout, VOIDED, now=LINK_ENDS).checkout.ending == "expired"


@pytest.mark.parametrize("minutes", [14, 15])
def test_another_card_is_offered_while_there_is_time_for_it(minutes: int) -> None:
    """After the page's time only the bank can still be told yes."""
    now = NOW + timedelta(minutes=minutes)
    assert may_switch(CHALLENGING, now) == (minutes < 15)
    assert (feed(CHALLENGING, AnotherCard(), now=now).checkout == CHALLENGING) == (minutes == 15)


def test_leaving_a_bank_uses_up_a_try() -> None:
    """Whoever tests stolen cards does not get more tries by leaving each bank's page."""
    checkout: Checkout = feed(NEW, HELD).checkout
    for number in range(1, MOST_DECLINES):
        asks = msgspec.structs.replace(ASKS, attempt=key(NEW, "authorize", number))
        void = msgspec.structs.replace(VOIDED, attempt=key(NEW, "void", number))
        checkout = feed(checkout, *asking(NEW, number), asks, AnotherCard(), void).checkout
    assert (checkout.state, checkout.declines) == ("collecting", MOST_DECLINES - 1)
    last = msgspec.structs.replace(ASKS, attempt=key(NEW, "authorize", MOST_DECLINES))
    challenged = feed(checkout, *asking(NEW, MOST_DECLINES), last).checkout
    assert not may_switch(challenged, NOW)
    assert feed(challenged, AnotherCard()).checkout == challenged
