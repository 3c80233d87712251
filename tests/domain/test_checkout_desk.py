"""What staff may do with a checkout: each act where it makes sense, once, and a sentence why not everywhere else."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain import checkout_desk as acts
from bot.domain.checkout_case import CHECKOUT, Checkout
from bot.domain.checkout_facts import Cancelled, CardReceived, HoldExtended, TimePassed
from bot.domain.conversation.order_events import PayLinkSent
from bot.domain.desk_facts import LinkWanted, LongerWanted
from bot.domain.money import Money
from bot.domain.payment.refunds import Refund
from tests.builders.checkouts import HELD, NOW, PRICE, asking, feed, new_checkout, paid_checkout

FRESH, AGAIN = LinkWanted(fresh=True), LinkWanted(fresh=False)
LATER = NOW + timedelta(minutes=10)


def open_checkout() -> Checkout:
    """Seats are held until ten thirty and the link is open until ten fifteen."""
    return feed(new_checkout(), HELD).checkout


def test_a_new_link_takes_the_place_of_the_first_and_lasts_as_long_as_the_hold_lets_it() -> None:
    """A traveller who could not pay in time gets a quarter of an hour more, with time left to ask her bank."""
    decision = feed(open_checkout(), FRESH, now=LATER)
    [told] = decision.tells
    assert isinstance(told, PayLinkSent)
    assert (told.why, told.total, told.url) == ("new", PRICE, "pay-link")
    assert decision.checkout.links == 1
    assert decision.checkout.link_until == NOW + timedelta(minutes=24)
    assert [(step.kind, step.due_at) for step in decision.steps] == [("expire", NOW + timedelta(minutes=24))]


def test_the_end_of_the_first_link_does_not_end_the_new_one() -> None:
    """Her seats are not given back while the link that she has is good."""
    renewed = feed(open_checkout(), FRESH, now=LATER).checkout
    assert feed(renewed, TimePassed(), now=NOW + timedelta(minutes=15)).checkout.state == "collecting"
    assert feed(renewed, TimePassed(), now=NOW + timedelta(minutes=24)).checkout.state == "unwinding"


def test_the_same_link_is_told_again_and_nothing_else_changes() -> None:
    """Who lost the message in the chat gets it once more, good for as long as before."""
    before = open_checkout()
    decision = feed(before, AGAIN)
    [told] = decision.tells
    assert isinstance(told, PayLinkSent)
    assert told.why == "again"
    assert before.link_until is not None
    assert told.until == int(before.link_until.timestamp())
    assert msgspec.structs.replace(decision.checkout, told=before.told) == before


def test_seats_are_held_longer_once_and_the_link_lasts_with_them() -> None:
    """The traveller is told how long she has; a second wish asks nobody."""
    asked = feed(open_checkout(), LongerWanted(), now=LATER)
    assert [step.kind for step in asked.steps] == ["extend"]
    given = feed(asked.checkout, HoldExtended(NOW + timedelta(minutes=40)), now=LATER)
    [told] = given.tells
    assert isinstance(told, PayLinkSent)
    assert told.why == "longer"
    assert given.checkout.link_until == LATER + timedelta(minutes=15)
    assert given.checkout.order.held_until == NOW + timedelta(minutes=40)
    again = feed(given.checkout, LongerWanted(), now=LATER)
    assert again.checkout == given.checkout
    assert acts.why_no_longer(again.checkout) == acts.ONCE


def test_a_supplier_that_gives_no_time_is_told_to_staff_alone() -> None:
    """Nothing is promised that the airline's system did not give."""
    before = feed(open_checkout(), LongerWanted()).checkout
    decision = feed(before, HoldExtended(HELD.until))
    assert decision.tells == ()
    assert decision.checkout.link_until == before.link_until
    assert acts.why_no_longer(decision.checkout) == acts.REFUSED


def test_a_card_that_was_faster_is_not_disturbed_by_more_time() -> None:
    """The bank is asked with whatever time there is; the traveller, who pays, is told nothing of it."""
    paying = feed(open_checkout(), LongerWanted(), *asking(open_checkout())[:1]).checkout
    decision = feed(paying, HoldExtended(NOW + timedelta(minutes=40)))
    assert decision.checkout.state == "authorizing"
    assert decision.tells == ()
    assert decision.checkout.longer == "given"


def test_seats_that_staff_give_back_end_the_checkout_as_if_its_traveller_had() -> None:
    """One way of giving up: the seats are released, and the thread is told."""
    checkout = feed(open_checkout(), Cancelled()).checkout
    assert (checkout.state, checkout.ending) == ("unwinding", "cancelled")
    assert acts.why_no_release(checkout) == acts.OVER


@pytest.mark.parametrize("state", sorted(CHECKOUT))
def test_every_state_has_an_answer_for_every_act(state: str) -> None:
    """A button is there exactly where the act changes something; elsewhere a sentence says why not."""
    checkout = msgspec.structs.replace(open_checkout(), state=state)
    for fact, why in (
        (FRESH, acts.why_no_link(checkout, NOW, fresh=True)),
        (AGAIN, acts.why_no_link(checkout, NOW, fresh=False)),
        (LongerWanted(), acts.why_no_longer(checkout)),
    ):
        assert (feed(checkout, fact).checkout == checkout) == bool(why), (fact, why)
    release = acts.why_no_release(checkout)
    if not release:
        assert feed(checkout, Cancelled()).checkout != checkout
    for why in (acts.why_no_return(checkout), acts.why_no_refund(checkout), acts.why_no_receipt(checkout), release):
        assert not why or why.endswith(".")


def test_what_is_left_of_a_hold_may_be_too_short() -> None:
    """No link is sent in which nobody could pay."""
    checkout = open_checkout()
    late = NOW + timedelta(minutes=25)
    assert acts.why_no_link(checkout, late, fresh=True) == acts.TOO_SHORT
    assert acts.why_no_link(checkout, late, fresh=False) == acts.LINK_OVER
    visiting = msgspec.structs.replace(checkout, state="visiting")
    assert acts.why_no_link(visiting, NOW, fresh=True) == acts.AT_THE_BANK
    assert acts.why_no_link(feed(checkout, CardReceived("c")).checkout, NOW, fresh=True) == acts.AT_THE_BANK


def test_after_the_sale_money_receipt_and_cancelling_are_there() -> None:
    """A paid booking is looked after; what was given back already is not given twice."""
    paid = paid_checkout()
    assert [acts.why_no_return(paid), acts.why_no_refund(paid), acts.why_no_receipt(paid)] == ["", "", ""]
    assert acts.why_no_link(paid, NOW, fresh=True) == acts.PAID
    [payment] = paid.payments
    gone = msgspec.structs.replace(paid, payments=(msgspec.structs.replace(payment, refunded=payment.captured),))
    assert acts.why_no_refund(gone) == acts.NOTHING_LEFT
    disputed = msgspec.structs.replace(paid, payments=(msgspec.structs.replace(payment, state="disputed"),))
    assert acts.why_no_refund(disputed) == acts.DISPUTED_NOW
    failed = Refund("r", payment.id, Money(500, "EUR"), "goodwill", "Ana", NOW, state="failed")
    assert acts.why_no_retry(paid, failed) == ""
    assert acts.why_no_retry(gone, failed) == acts.MONEY_GONE
    assert acts.why_no_retry(paid, msgspec.structs.replace(failed, state="due"))
    assert acts.why_no_return(msgspec.structs.replace(paid, state="returned")) == acts.CANCELLED
