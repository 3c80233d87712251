"""Rules of channels: what may pay where, what comes first, how much, and what becomes of it when methods change."""

import pytest

from bot.domain.money import Money
from bot.domain.payment.wallet_rules import (
    BARRED,
    OVER_LIMIT,
    ChannelRule,
    rule_of,
    united,
    why_not,
    with_allowed,
    with_barred,
    with_limit,
    with_preferred,
    with_replaced,
    without_method,
)

EURO = Money(30000, "EUR")


def test_without_a_rule_everything_may_pay() -> None:
    """Who settled nothing is stopped by nothing."""
    assert rule_of((), "whatsapp") == ChannelRule("whatsapp")
    assert why_not(rule_of((), "whatsapp"), "mth_1", Money(10**9, "EUR")) == ""


@pytest.mark.parametrize(
    ("total", "why"),
    [
        (Money(29999, "EUR"), ""),
        (EURO, ""),
        (Money(30001, "EUR"), OVER_LIMIT),
        (Money(1, "USD"), OVER_LIMIT),
        (None, ""),
    ],
)
def test_a_limit_holds_to_the_cent_and_is_never_compared_with_other_money(total: Money | None, why: str) -> None:
    """The limit itself may be spent; what cannot be compared with it is above it; without a sum it is not asked."""
    assert why_not(ChannelRule("webchat", limit=EURO), "mth_1", total) == why


def test_a_barred_method_does_not_pay_in_its_channel_alone() -> None:
    """A bar is told before a limit, and holds nowhere else; allowed again it leaves no trace."""
    rules = with_limit(with_barred((), "whatsapp", "mth_1"), "whatsapp", EURO)
    assert why_not(rule_of(rules, "whatsapp"), "mth_1", Money(99999, "EUR")) == BARRED
    assert why_not(rule_of(rules, "messenger"), "mth_1", EURO) == ""
    assert why_not(rule_of(rules, "whatsapp"), "mth_2", EURO) == ""
    assert with_limit(with_allowed(rules, "whatsapp", "mth_1"), "whatsapp", None) == ()


def test_the_preferred_method_of_a_channel_may_pay_there() -> None:
    """To prefer a method is to allow it, and to bar it is to prefer it no more."""
    rules = with_preferred(with_barred((), "webchat", "mth_1"), "webchat", "mth_1")
    assert rules == (ChannelRule("webchat", preferred="mth_1"),)
    assert with_barred(rules, "webchat", "mth_1") == (ChannelRule("webchat", ("mth_1",)),)
    assert with_preferred(rules, "webchat", "") == ()


def test_rules_stand_in_the_order_of_channels() -> None:
    """The same rules are the same value, however they came about."""
    one = with_limit(with_limit((), "terminal", EURO), "messenger", EURO)
    other = with_limit(with_limit((), "messenger", EURO), "terminal", EURO)
    assert one == other
    assert [rule.channel for rule in one] == ["messenger", "terminal"]


def test_nothing_is_settled_about_a_method_that_was_removed() -> None:
    """Its id is left in no rule; what holds for others stays."""
    rules = with_preferred(with_barred(with_barred((), "webchat", "mth_2"), "webchat", "mth_3"), "webchat", "mth_1")
    assert without_method(without_method(rules, "mth_1"), "mth_2") == (ChannelRule("webchat", ("mth_3",)),)


def test_what_takes_a_methods_place_takes_its_rules() -> None:
    """Nobody gets around a bar by saving the same card once more, not even where the new one was preferred."""
    barred = with_barred((), "whatsapp", "mth_old")
    assert with_replaced(barred, {"mth_old": "mth_new"}) == (ChannelRule("whatsapp", ("mth_new",)),)
    both = with_preferred(barred, "whatsapp", "mth_new")
    assert with_replaced(both, {"mth_old": "mth_new"}) == (ChannelRule("whatsapp", ("mth_new",)),)
    liked = with_preferred((), "whatsapp", "mth_old")
    assert with_replaced(liked, {"mth_old": "mth_new"}) == (ChannelRule("whatsapp", preferred="mth_new"),)


def test_two_travellers_who_become_one_keep_every_prohibition() -> None:
    """What either forbade is forbidden, the lower limit holds, and the first one's preferred method goes before."""
    one = (ChannelRule("whatsapp", ("mth_1",), "mth_2", Money(50000, "EUR")), ChannelRule("terminal", limit=EURO))
    other = (ChannelRule("whatsapp", ("mth_3",), "mth_4", EURO), ChannelRule("webchat", ("mth_3",)))
    both = united(one, other)
    assert rule_of(both, "whatsapp") == ChannelRule("whatsapp", ("mth_1", "mth_3"), "mth_2", EURO)
    assert rule_of(both, "webchat") == ChannelRule("webchat", ("mth_3",))
    assert rule_of(both, "terminal").limit == EURO
    assert united((), other) == other


def test_limits_that_cannot_be_compared_leave_the_first_ones() -> None:
    """The account's own limit holds, and one that only the other had, too."""
    dollars = (ChannelRule("webchat", limit=Money(1, "USD")),)
    euros = (ChannelRule("webchat", limit=EURO),)
    assert united(euros, dollars) == euros
    assert united((), dollars) == dollars
    assert united(euros, (ChannelRule("webchat", ("mth_1",)),)) == (ChannelRule("webchat", ("mth_1",), limit=EURO),)


def test_a_method_that_the_other_barred_is_not_preferred() -> None:
    """A prohibition goes before a preference, whoever had which."""
    liked, barred = (ChannelRule("webchat", preferred="mth_1"),), (ChannelRule("webchat", ("mth_1",)),)
    assert united(liked, barred) == barred


def test_a_channel_that_nobody_knows_comes_last() -> None:
    """A rule that an older or newer version wrote is kept."""
    strange = ChannelRule("telegram", ("mth_1",))
    assert with_limit((strange,), "webchat", EURO) == (ChannelRule("webchat", limit=EURO), strange)
