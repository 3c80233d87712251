"""The merchant's statement, read from the log of effects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.statement import DISPUTE_FEE, NEVER_LEFT, balance, fee, movements
from bot.sandbox.store import Effect

KINDS = (
    "authorized",
    "captured",
    "refunded",
    "refund_failed",
    "dispute_opened",
    "dispute_won",
    "dispute_lost",
    "payout",
    "returned",
)


def effect(seq: int, kind: str, amount: int, *, code: str = "", currency: str = "EUR") -> Effect:
    """One line of the log."""
    return Effect(seq, "pay_1", "sbx_1", kind, amount, currency, code, 1000 + seq)


@pytest.mark.parametrize(("captured", "cost"), [(42000, 613), (100, 26), (1, 25), (36, 26), (35, 25)])
def test_a_capture_costs_a_share_and_a_fixed_part(captured: int, cost: int) -> None:
    """1.4 %, rounded half up, and 25 minor units."""
    assert fee(captured) == cost


def test_each_effect_moves_the_balance_as_it_should() -> None:
    """A statement that an accountant can follow."""
    log = [effect(number, kind, 1000) for number, kind in enumerate(KINDS, 1)]
    assert [(one.id, one.kind, one.amount) for one in movements(log)] == [
        ("bt_2", "capture", 1000),
        ("bt_2_fee", "fee", -39),
        ("bt_3", "refund", -1000),
        ("bt_4", "refund_failure", 1000),
        ("bt_5", "dispute", -1000),
        ("bt_5_fee", "fee", -DISPUTE_FEE),
        ("bt_6", "dispute_reversal", 1000),
        ("bt_8", "payout", -1000),
        ("bt_9", "return", -1000),
    ]


def test_a_refund_that_never_left_moves_nothing() -> None:
    """What was not taken out is not put back."""
    assert list(movements([effect(1, "refund_failed", 500, code=NEVER_LEFT)])) == []


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 10**9), st.sampled_from(["EUR", "JPY"])), max_size=20))
def test_the_balance_is_the_sum_of_the_movements_in_each_currency(log: list[tuple[str, int, str]]) -> None:
    """No currency's money turns into another's."""
    effects = [effect(n, kind, amount, currency=currency) for n, (kind, amount, currency) in enumerate(log, 1)]
    sums: dict[str, int] = {}
    for one in movements(effects):
        sums[one.currency] = sums.get(one.currency, 0) + one.amount
    assert balance(effects) == sums
    assert len({one.id for one in movements(effects)}) == len(list(movements(effects)))
