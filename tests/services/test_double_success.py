"""Two successes at the gateway for one payment: the later goes back by itself, and everybody concerned is told."""

import pytest

from bot.domain.conversation.aftersale_events import ChargedTwice
from bot.domain.payment.ledger import balances
from bot.domain.payment.posting import PSP_RECEIVABLE, SUSPENSE
from bot.ports.gateway import CardSecret, Charge
from bot.sandbox.cards import by_name
from bot.services import checkouts
from bot.services.pay_tokens import pay_token
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.returning_town import ReturningTown, ReturnPlan
from tests.journeys.crash_points.town import BROWSER


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)


def charged_twice(*points: int, card: str = "visa") -> ReturningTown:
    """A booking is paid, and the gateway takes its price once more under another key; its webhooks tell."""
    town = ReturningTown(ReturnPlan(chats=(), webhooks=1, ends=("paid",)), Fuse())
    town.play()
    assert town.checkout is not None
    payment = town.checkout.payments[0]
    instrument = town.gateway.tokenize(CardSecret(by_name(card).number, 12, 2029, "123"), key="stray token").instrument
    assert instrument is not None
    charge, price = Charge(instrument.token), payment.amount
    held = town.gateway.authorize(
        charge, price, key="stray hold", payment=payment.id, metadata={}, return_url="https://x.example"
    )
    town.gateway.capture(held.reference, price, key="stray capture")
    town.fuse.passed.clear()
    town.fuse.points = frozenset(points)
    town.play()
    return town


def told(town: ReturningTown) -> int:
    """How often the traveller was told."""
    return sum(isinstance(event, ChargedTwice) for event in town.news)


def test_the_later_success_goes_back_and_is_told_once() -> None:
    """A traveller whose bank paid twice has her money back without asking, and keeps her tickets."""
    town = charged_twice()
    assert town.checkout is not None
    assert (town.checkout.state, town.checkout.payments[0].state) == ("paid", "captured")
    assert sorted(view["refunded"] for view in town.gateway.records().payments) == [0, town.offer.total.minor]
    assert told(town) == 1
    assert "double_success" in town.checkout.staff
    sums = balances(town.records.money.transactions())
    assert (sums[PSP_RECEIVABLE, "EUR"], sums[SUSPENSE, "EUR"]) == (town.offer.total.minor, 0)


def test_the_later_success_goes_back_once_wherever_a_process_dies() -> None:
    """Neither twice nor never."""
    points = len(charged_twice().fuse.passed)
    assert points > 5
    for point in range(1, points + 1):
        town = charged_twice(point)
        assert town.gateway.records().moved("refunded") == town.offer.total.minor, f"killed at {point}"
        assert told(town) == 1


def test_a_bank_that_does_not_take_it_back_is_shown_to_staff() -> None:
    """After five tries over some hours a person writes to the gateway; the books say that the money is nobody's."""
    town = charged_twice(card="refund_declined")
    assert town.checkout is not None
    assert {"double_success", "refund"} <= set(town.checkout.staff)
    assert balances(town.records.money.transactions())[SUSPENSE, "EUR"] == -town.offer.total.minor
    assert town.checkout.payments[0].open_attempt is None


def test_the_pay_page_of_a_cancelled_booking_does_not_say_that_it_is_booked() -> None:
    """Who opens an old link after cancelling reads that it is over."""
    town = ReturningTown(ReturnPlan(), Fuse())
    town.play()
    assert town.checkout is not None
    assert town.checkout.state == "returned"
    assert pay_token(town.web, town.checkout.id)
    view = town.page(town.checkout)
    assert (view.state, view.locator) == ("given_back", "")
    assert checkouts.link_state(town.web, "no token", BROWSER) is None
