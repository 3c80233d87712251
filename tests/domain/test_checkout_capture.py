"""Paying on the gateway's own page, as facts: what comes late, twice or for another page changes nothing."""

from datetime import timedelta

import pytest

from bot.domain.checkout_capture import page_key
from bot.domain.checkout_case import LINK_LASTS, Checkout, Decision
from bot.domain.checkout_facts import (
    Cancelled,
    CardCollected,
    Fact,
    MethodChosen,
    PageClosed,
    PageOpened,
    PageStillOpen,
    PageWanted,
    TimePassed,
)
from tests.builders.checkouts import HELD, NOW, feed, new_checkout

OPENED = PageOpened("page_1", "https://gateway.example/card")
COLLECTED = CardCollected("page_1", "ins_1", "Visa •4242")


def visiting(*facts: Fact) -> Decision:
    """A checkout whose traveller is on the gateway's page, after more facts."""
    return feed(new_checkout(), HELD, PageWanted(), OPENED, *facts)


def kinds(decision: Decision) -> list[str]:
    """What is wanted next."""
    return [step.kind for step in decision.steps]


def test_a_page_is_asked_for_under_a_key_of_its_own() -> None:
    """Each page has its number, so that a second one is not the first again."""
    first = feed(new_checkout(), HELD, PageWanted())
    assert (first.checkout.state, kinds(first)) == ("visiting", ["open_page"])
    assert first.steps[0].subject == page_key(first.checkout, first.checkout.payments[0]) == "tf:chk_1_pay_1:page:1"
    second = feed(first.checkout, OPENED, PageClosed("page_1"), PageWanted())
    assert second.steps[0].subject == "tf:chk_1_pay_1:page:2"


def test_a_card_from_the_page_is_asked_about_like_any_other() -> None:
    """The token leads to the bank, once, with the consent that was given before."""
    paying = visiting(COLLECTED)
    (attempt,) = paying.checkout.payments[0].attempts
    assert (paying.checkout.state, kinds(paying)) == ("authorizing", ["authorize"])
    assert (attempt.instrument, attempt.usage, attempt.sends) == ("ins_1", "once", 0)
    assert (paying.checkout.page, paying.checkout.page_url) == ("", "")


@pytest.mark.parametrize("fact", [CardCollected("page_0", "ins_2", "Visa •1111"), COLLECTED])
def test_a_card_that_nobody_waits_for_is_let_go(fact: CardCollected) -> None:
    """A page that was left for a saved card, or an older one, pays nothing, and its card is forgotten."""
    tapped = visiting(MethodChosen("ins_saved", "Visa •4242"))
    assert tapped.checkout.state == "authorizing"
    late = feed(tapped.checkout, fact)
    assert (late.checkout, kinds(late)) == (tapped.checkout, ["detach"])


def test_pages_that_are_over_or_strange_change_nothing() -> None:
    """What is told of another page, or a second time, is not heard."""
    here = visiting().checkout
    for fact in (OPENED, PageStillOpen("page_0"), PageClosed("page_0"), PageWanted()):
        assert feed(here, fact).checkout == here


def test_an_open_page_is_looked_at_ever_more_slowly() -> None:
    """A traveller may take her time; the gateway is asked seldom."""
    waits = [visiting(PageStillOpen("page_1", tries)).steps[0].due_at - NOW for tries in range(4)]
    assert [wait.total_seconds() for wait in waits] == [15, 30, 60, 60]


def test_the_time_to_pay_holds_on_the_gateways_page_too() -> None:
    """Seats are given back on time, and whoever gives up is heard."""
    here: Checkout = visiting().checkout
    assert feed(here, TimePassed(), now=NOW + LINK_LASTS).checkout.ending == "expired"
    assert feed(here, Cancelled()).checkout.ending == "cancelled"
    late = feed(new_checkout(), HELD).checkout
    assert feed(late, PageWanted(), now=NOW + LINK_LASTS + timedelta(seconds=1)).checkout == late
