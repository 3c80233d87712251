"""Refunds of staff: alone up to a limit for each booking, with a second person above it, and once."""

import msgspec
import pytest

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.money import Money
from bot.domain.payment.refunds import Refund
from bot.domain.staff.approval import Approval, Said
from bot.services import approvals, approved, staff_refunds, turns
from bot.services.staff_refunds import Asked, give, is_alone
from tests.builders.books import Books, books
from tests.builders.staff import ALL_RIGHTS, ANA, BO, acting, deciding, yes
from tests.builders.world import NOW


@pytest.fixture(name="town")
def _town(monkeypatch: pytest.MonkeyPatch) -> Books:
    """A booking that is paid, where one person may give 100.00 back."""
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)
    town = books(refund_alone=10_000)
    town.book("ada")
    return town


def wish(town: Books, minor: int, currency: str = "EUR") -> Asked:
    """A part of the booking's price."""
    (checkout,) = town.home.records.money.checkouts
    return Asked(checkout, Money(minor, currency), "late bag")


def ask(town: Books, minor: int, *, key: str = "form", currency: str = "EUR") -> Approval | None:
    """Ana asks for a refund."""
    return give(town.runtime, wish(town, minor, currency), acting(ANA, town.runtime), key=key)


def given(town: Books) -> int:
    """What has gone back at the gateway's."""
    (checkout,) = town.home.records.money.checkouts
    town.run()
    town.settle()
    return sum(payment.refunded for payment in town.checkout(checkout).payments)


def test_a_small_refund_is_given_at_once_and_once(town: Books) -> None:
    """A form that is sent twice gives once, with one line in the audit, and asks nobody."""
    assert [ask(town, 6_000), ask(town, 6_000)] == [None, None]
    assert given(town) == 6_000
    (act,) = town.home.records.audit.acts
    assert (act.who, act.what, act.reason) == (ANA.id, "refund.request", "late bag")
    assert approvals.waiting(town.home.records, ALL_RIGHTS) == ()


def test_a_refund_above_the_limit_waits_and_is_done_as_it_was_asked(town: Books) -> None:
    """Nothing moves before; then exactly that amount, once, whoever sends the form again."""
    one = ask(town, 10_001)
    assert one is not None
    assert (given(town), ask(town, 10_001)) == (0, one)
    done = approved.decide(town.runtime, one.id, yes(one), deciding(BO, town.runtime))
    assert (done.state, given(town)) == ("approved", 10_001)
    with pytest.raises(ConflictError):
        approved.decide(town.runtime, one.id, yes(one), deciding(BO, town.runtime))
    again = ask(town, 10_001)
    assert again is not None
    assert (again.state, given(town)) == ("approved", 10_001)
    (refund,) = town.checkout(one.subject).refunds
    assert (refund.by, refund.reason) == (ANA.id, "late bag")


def test_many_small_refunds_are_one_large_one(town: Books) -> None:
    """Nobody gets around the limit in pieces."""
    assert ask(town, 6_000) is None
    second = ask(town, 4_001, key="another form")
    assert second is not None
    assert given(town) == 6_000
    assert ask(town, 4_000, key="a third form") is None
    assert given(town) == 10_000


def test_an_approval_of_what_is_not_left_any_more_gives_nothing(town: Books) -> None:
    """The second person reads why, and refuses."""
    (checkout,) = town.home.records.money.checkouts.values()
    price = checkout.order.offer.total.minor
    one, two = ask(town, price), ask(town, price, key="another form")
    assert one is not None
    assert two is not None
    approved.decide(town.runtime, one.id, yes(one), deciding(BO, town.runtime))
    with pytest.raises(InvalidError, match="more than is left"):
        approved.decide(town.runtime, two.id, yes(two), deciding(BO, town.runtime))
    refused = approved.decide(town.runtime, two.id, Said("refuse", why="paid already"), deciding(BO, town.runtime))
    assert (refused.state, given(town)) == ("refused", price)


@pytest.mark.parametrize("minor", [0, -5, 10**9])
def test_what_cannot_be_given_is_not_even_asked(town: Books, minor: int) -> None:
    """The agent reads it at once, not a week later."""
    with pytest.raises(InvalidError):
        ask(town, minor)
    with pytest.raises(InvalidError, match="no paid booking"):
        give(town.runtime, Asked("chk_x", Money(1, "EUR"), "why"), acting(ANA, town.runtime), key="form")
    assert approvals.waiting(town.home.records, ALL_RIGHTS) == ()


def test_an_approval_that_was_executed_before_is_no_second_one(town: Books) -> None:
    """Its id is the key, whatever became of its row."""
    one = ask(town, 20_000)
    assert one is not None
    staff_refunds.execute(town.runtime, one, lambda _: None)
    with pytest.raises(ConflictError, match="approved before"):
        staff_refunds.execute(town.runtime, one, lambda _: None)
    assert given(town) == 20_000


def test_the_limit_counts_what_staff_gave_in_the_books_currency(town: Books) -> None:
    """What travellers get by the rules of their fare does not count; another currency is above any limit."""
    (checkout,) = town.home.records.money.checkouts.values()

    def after(*refunds: tuple[str, str, str]) -> bool:
        made = tuple(
            Refund(str(place), "pay", Money(9_000, currency), reason, by, NOW)
            for place, (by, reason, currency) in enumerate(refunds)
        )
        return is_alone(msgspec.structs.replace(checkout, refunds=made), Money(1_001, "EUR"), limit=10_000)

    assert [after(), after(("traveller", "cancelled", "EUR")), after(("eve", "cancelled", "EUR"))] == [True] * 3
    assert [after(("eve", "goodwill", "EUR")), after(("eve", "goodwill", "USD"))] == [False, False]
    assert not is_alone(checkout, Money(1, "USD"), limit=10_000)
    assert not is_alone(checkout, Money(1, "EUR"), limit=0)
