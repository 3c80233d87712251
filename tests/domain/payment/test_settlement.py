"""Movements of the balance at the gateway: each means one thing for the books."""

from datetime import UTC, datetime

import pytest

from bot.domain.money import Money
from bot.domain.payment import posting
from bot.domain.payment.ledger import balances, check
from bot.domain.payment.settlement import Meaning, meaning
from bot.domain.reconciliation import Movement

AT = datetime(2026, 11, 24, tzinfo=UTC)


def _movement(kind: str, minor: int, payment: str = "pay_1", name: str = "bt_1") -> Movement:
    return Movement(name, kind, Money(minor, "EUR"), payment, "sbx_1", "", AT)


@pytest.mark.parametrize("kind", ["capture", "refund", "refund_failure", "return", "dispute", "dispute_reversal"])
def test_what_the_checkout_writes_itself_is_not_written_twice(kind: str) -> None:
    """A capture is in the books once, when its checkout learns of it."""
    assert meaning(_movement(kind, 500), known=True) == Meaning()


@pytest.mark.parametrize(
    ("movement", "account"),
    [
        (_movement("fee", -165), posting.PSP_FEES),
        (_movement("payout", -9835, ""), posting.BANK),
        (_movement("fee", 20), posting.PSP_FEES),
    ],
)
def test_fees_and_payouts_go_to_their_accounts(movement: Movement, account: str) -> None:
    """A fee that is given back lowers what was paid in fees."""
    means = meaning(movement, known=True)
    assert means.explained
    assert means.posting is not None
    check(means.posting)
    sums = balances([means.posting])
    assert sums[posting.PSP_RECEIVABLE, "EUR"] == movement.amount.minor
    assert sums[account, "EUR"] == -movement.amount.minor


@pytest.mark.parametrize("movement", [_movement("adjustment", -30, ""), _movement("fee", -30, ""), _movement("tax", 1)])
def test_what_explains_nothing_stands_in_suspense_and_is_told(movement: Movement) -> None:
    """Nobody books a gateway's word under an account that may be wrong."""
    means = meaning(movement, known=False)
    assert means.posting is not None
    assert (means.explained, means.posting.entries[1].account) == (False, posting.SUSPENSE)


def test_money_of_a_stranger_stands_in_suspense_until_it_goes_back() -> None:
    """A payment that is none of ours leaves nothing when the gateway gives it back."""
    came, went = _movement("capture", 500), _movement("refund", -500, name="bt_9")
    posted = [meaning(one, known=False).posting for one in (came, went)]
    assert all(each is not None and each.source_id == "sbx_1" for each in posted)
    assert len({each.key for each in posted if each}) == 2
    assert not any(balances(each for each in posted if each).values())


def test_nothing_moves_nothing() -> None:
    """A line of nought in a statement is no transaction."""
    assert meaning(_movement("fee", 0), known=True) == Meaning()
