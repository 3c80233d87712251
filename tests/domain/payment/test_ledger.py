"""The ledger: money is moved, never made, and corrected by reversal alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.errors import IllegalError
from bot.domain.money import Money
from bot.domain.payment.ledger import Entry, Transaction, balances, check, reversal, transaction

POSTED = some.builds(
    lambda minor, currency: transaction(
        "payment", "p", "capture", debit="a", credit="b", amount=Money(minor, currency)
    ),
    some.integers(1, 10**9),
    some.sampled_from(["EUR", "USD", "JPY"]),
)


@given(some.lists(POSTED))
def test_all_balances_together_are_nought(posted: list[Transaction]) -> None:
    """An accountant finds that debits and credits are the same in each currency."""
    for one in posted:
        check(one)
    sums = balances(posted)
    for currency in {currency for _, currency in sums}:
        assert sum(minor for (_, each), minor in sums.items() if each == currency) == 0


@given(POSTED)
def test_a_reversal_undoes_and_is_told_apart(posted: Transaction) -> None:
    """What was posted wrongly is undone in the open, under a name of its own."""
    undone = reversal(posted)
    check(undone)
    assert undone.key != posted.key
    assert not any(balances([posted, undone]).values())


@pytest.mark.parametrize("minor", [0, -1])
def test_only_a_positive_amount_is_posted(minor: int) -> None:
    """Nothing, or less than nothing, is no movement of money."""
    with pytest.raises(IllegalError):
        transaction("payment", "p", "capture", debit="a", credit="b", amount=Money(minor, "EUR"))


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (Entry("a", Money(1, "EUR")),),
        (Entry("a", Money(1, "EUR")), Entry("b", Money(-1, "USD"))),
    ],
)
def test_what_does_not_sum_to_nought_is_refused(entries: tuple[Entry, ...]) -> None:
    """Neither one-sided entries nor a mix of currencies reach the books."""
    with pytest.raises(IllegalError):
        check(Transaction("payment", "p", "capture", entries))
