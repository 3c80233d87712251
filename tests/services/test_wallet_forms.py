"""What a form of the wallet's page settles: once, whole, and never over something that it did not show."""

from typing import Any

import pytest

from bot.domain.money import Money
from bot.domain.payment.wallet_rules import ChannelRule, rule_of
from bot.services import activity, wallet_changes, wallet_forms
from bot.services.wallet_changes import Change
from bot.services.wallet_forms import mark
from tests.builders.house import House
from tests.builders.wallets import ADA, OWNER, WEB, rich

FRESH = ChannelRule("whatsapp")
WISH = ChannelRule("whatsapp", ("mth_amex",), "mth_iban", Money(50000, "EUR"))


@pytest.fixture
def home() -> House:
    """Ada's wallet."""
    return rich()


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What travellers are told of their accounts."""
    told: list[Any] = []
    monkeypatch.setattr(activity, "note", lambda _, owner, one: told.append((owner, one.kind)))
    return told


def change(name: str = "page:1", owner: str = OWNER) -> Change:
    """A form of Ada's."""
    return Change(name, ADA, owner)


def rule(home: House) -> ChannelRule:
    """What holds on WhatsApp."""
    return rule_of(home.records.wallet.settled.get(OWNER, ()), "whatsapp")


def settle(home: House, wanted: ChannelRule = WISH, *, shown: ChannelRule = FRESH, name: str = "page:1") -> str:
    """The key of what became of a form."""
    return wallet_forms.settle(home.runtime, change(name), wanted, shown=mark(shown)).key


def test_a_channel_is_as_the_form_wants_it(home: House, noted: list[Any]) -> None:
    """All of it at once, told once, and every chat learns of it; the same form again is done already."""
    for _ in range(2):
        assert settle(home) == wallet_forms.SETTLED
    assert rule(home) == WISH
    assert noted == [(OWNER, "settings_changed")]
    talks = [home.runtime.conversations.load(thread) for thread in (ADA, WEB)]
    assert [rule_of(talk.profile.rules, "whatsapp") for talk in talks if talk is not None] == [WISH, WISH]


def test_what_was_forbidden_is_allowed_again(home: House) -> None:
    """A form without a tick less, a first one and a limit leaves no rule at all."""
    settle(home)
    assert settle(home, FRESH, shown=WISH, name="page:2") == wallet_forms.SETTLED
    assert home.records.wallet.settled[OWNER] == ()


def test_nothing_unseen_is_overwritten(home: House) -> None:
    """What another tab or the chat settled since stays until a form has shown it; what is so already is no conflict."""
    settle(home)
    other = ChannelRule("whatsapp", ("mth_visa",))
    assert settle(home, other, name="page:2") == wallet_forms.MEANWHILE
    assert rule(home) == WISH
    assert settle(home, WISH, name="page:3") == wallet_forms.SETTLED
    assert settle(home, other, shown=WISH, name="page:4") == wallet_forms.SETTLED
    assert rule(home) == other


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        (ChannelRule("fax"), "channel_unknown"),
        (ChannelRule("whatsapp", ("mth_eve",)), "method_gone"),
        (ChannelRule("whatsapp", (), "mth_eve"), "method_gone"),
        (ChannelRule("whatsapp", limit=Money(0, "EUR")), "limit_bad"),
        (ChannelRule("whatsapp", limit=Money(100, "USD")), "limit_bad"),
        (ChannelRule("whatsapp", limit=Money(10**12, "EUR")), "limit_bad"),
    ],
)
def test_what_cannot_be_is_refused(home: House, noted: list[Any], wanted: ChannelRule, key: str) -> None:
    """Unknown channels, methods of others, limits that are none: nothing is settled and nobody is told."""
    assert settle(home, wanted) == key
    assert (home.records.wallet.settled, noted) == ({}, [])


def test_one_that_may_not_pay_is_not_first(home: House) -> None:
    """Being forbidden wins."""
    settle(home, ChannelRule("whatsapp", ("mth_iban",), "mth_iban"))
    assert rule(home) == ChannelRule("whatsapp", ("mth_iban",))


def test_a_form_of_a_wallet_that_is_not_theirs_changes_nothing(home: House) -> None:
    """The thread came to somebody else while the page stood open."""
    outcome = wallet_forms.settle(home.runtime, change(owner="trv_eve"), WISH, shown=mark(FRESH))
    assert outcome.key == wallet_changes.NO_WALLET
    assert home.records.wallet.settled == {}


def test_notices_are_hushed_and_loud_again(home: House, noted: list[Any]) -> None:
    """It is remembered with the traveller through every other change; what was so already is no news."""
    assert wallet_forms.hush(home.runtime, change(), quiet=True).key == wallet_forms.QUIET
    settle(home, name="page:2")
    assert home.records.wallet.travellers[OWNER].profile.quiet_amounts
    assert wallet_forms.hush(home.runtime, change("page:3"), quiet=True).done
    assert wallet_forms.hush(home.runtime, change("page:4"), quiet=False).key == wallet_forms.LOUD
    assert not home.records.wallet.travellers[OWNER].profile.quiet_amounts
    assert noted == [(OWNER, "settings_changed")] * 3
