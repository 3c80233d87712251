"""How many messages there are about an account, and what each of them tells."""

from datetime import timedelta
from typing import get_args

import pytest

from bot.domain.money import Money
from bot.domain.payment.activity import ActivityKind
from bot.domain.payment.pace import (
    MOST,
    MOST_LINES,
    SECURITY,
    WITHIN,
    chosen,
    condensed,
    next_moment,
    without_amounts,
)
from tests.builders.activity import happened
from tests.builders.world import NOW


@pytest.mark.parametrize("count", range(MOST))
def test_a_few_messages_go_at_once(count: int) -> None:
    """Nobody waits for news of their account because they had some a minute ago."""
    assert next_moment([NOW] * count, now=NOW) is None


def test_a_flood_waits_for_the_first_of_three_to_be_ten_minutes_old() -> None:
    """Whoever turns fifty settings in a minute is not told fifty times."""
    told = [NOW + timedelta(minutes=number) for number in range(MOST)]
    assert next_moment(told, now=NOW + timedelta(minutes=4)) == NOW + WITHIN
    assert next_moment(told, now=NOW + WITHIN) is None


def test_the_same_change_of_a_setting_is_told_as_it_is_now() -> None:
    """Ten turns of one knob are one sentence; two payments of one sum are two."""
    again = [happened("settings_changed", str(n), at=NOW + timedelta(seconds=n)) for n in range(10)]
    paid = [happened("payment_made", str(n), money=Money(100, "EUR"), checkout="chk_1") for n in range(2)]
    assert condensed([*again, *paid]) == (*paid, again[-1])


def test_a_refund_that_has_ended_is_not_announced_any_more() -> None:
    """Asked for and done within a moment, it is done; another payment's is still on its way."""
    started = happened("refund_started", checkout="chk_1")
    other = happened("refund_started", "other", checkout="chk_2")
    done = happened("refunded", checkout="chk_1", at=NOW + timedelta(seconds=1))
    assert condensed([done, started, other]) == (other, done)


def test_a_digest_tells_first_what_guards_the_account() -> None:
    """A new device is not lost among twenty expiring cards."""
    many = [happened("method_expiring", str(n), about=f"Visa {n}") for n in range(20)]
    device = happened("new_device", at=NOW + timedelta(seconds=1))
    items, more = chosen((*many, device))
    assert device in items
    assert len(items) == MOST_LINES
    assert more == len(many) + 1 - MOST_LINES
    assert chosen((device,)) == ((device,), 0)


def test_amounts_are_left_out_and_nothing_else() -> None:
    """Whoever reads along on the bus sees that something was paid, and not how much."""
    (one,) = without_amounts([happened("payment_made", money=Money(100, "EUR"))])
    assert one == happened("payment_made")


def test_what_guards_the_account_are_kinds_that_exist() -> None:
    """A kind that is renamed takes its place here with it."""
    assert set(get_args(ActivityKind)) >= SECURITY
