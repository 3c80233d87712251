"""Refunds that staff decide: a part, once a wish, never more than is left; and a failed one once more."""

import pytest

from bot.domain.errors import IllegalError, InvalidError
from bot.domain.money import Money
from bot.sandbox.cards import by_name
from bot.services import refunds
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.returning_town import ReturningTown, ReturnPlan, moved


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)


def paid(card: str = "visa") -> ReturningTown:
    """A booking is paid."""
    town = ReturningTown(ReturnPlan((by_name(card).number,), chats=(), ends=("paid",)), Fuse())
    return town.play()  # type: ignore[return-value]  # the same town


def give(town: ReturningTown, minor: int, *, key: str = "form", currency: str = "EUR") -> int:
    """Staff give money back; gives how many refunds that makes."""
    assert town.checkout is not None
    made = refunds.request(town.runtime, town.checkout.id, Money(minor, currency), reason="goodwill", by="eve", key=key)
    return len(made)


def test_a_part_goes_back_and_is_told() -> None:
    """A traveller whose bag was late gets something back, and keeps her tickets."""
    town = paid()
    assert give(town, 2000) == 1
    assert town.gateway.records().moved("refunded") == 2000
    assert (moved(town, "begun"), moved(town, "done")) == (1, 1)
    assert town.checkout is not None
    assert town.checkout.state == "paid"


def test_the_same_wish_again_gives_nothing_more() -> None:
    """A form that is sent twice pays once; another form pays once more."""
    town = paid()
    assert [give(town, 2000), give(town, 2000), give(town, 2000, key="other")] == [1, 0, 1]
    assert town.gateway.records().moved("refunded") == 4000
    with pytest.raises(IllegalError):
        give(town, 3000)


@pytest.mark.parametrize(("minor", "currency"), [(0, "EUR"), (-1, "EUR"), (10**9, "EUR"), (2000, "USD")])
def test_what_cannot_be_given_is_refused_with_a_sentence(minor: int, currency: str) -> None:
    """Nothing moves, and the form may be sent again with another amount."""
    town = paid()
    with pytest.raises(InvalidError):
        give(town, minor, currency=currency)
    assert town.gateway.records().count("refunded") == 0
    assert give(town, 2000) == 1


def test_no_money_goes_back_for_what_was_not_paid() -> None:
    """Neither for a booking that is not there nor for one that ended."""
    town = paid()
    with pytest.raises(InvalidError):
        refunds.request(town.runtime, "chk_none", Money(1, "EUR"), reason="goodwill", by="eve", key="form")


def test_a_failed_refund_can_be_tried_once_more() -> None:
    """When the bank has come round, staff press the button again."""
    town = paid("refund_declined")
    give(town, 2000)
    town.play()
    assert moved(town, "failed") == 1
    assert town.checkout is not None
    (failed,) = town.checkout.refunds
    assert refunds.retry(town.runtime, town.checkout.id, failed.id, by="eve")
    assert not refunds.retry(town.runtime, town.checkout.id, failed.id, by="eve")
    assert not refunds.retry(town.runtime, "chk_none", failed.id, by="eve")
