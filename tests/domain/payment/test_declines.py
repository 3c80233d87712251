"""Declines: what travellers are told, and what thieves are not."""

import pytest

from bot.adapters.data.catalogue import texts
from bot.domain.payment.declines import _GROUPS, public_code, reason_key
from bot.sandbox.cards import CARDS

THIEVES = ("lost_card", "stolen_card", "pickup_card", "fraudulent", "merchant_blacklist")


@pytest.mark.parametrize("code", THIEVES)
def test_a_stolen_card_is_declined_like_any_other(code: str) -> None:
    """Who tries a stolen card does not learn that it is known to be stolen."""
    assert reason_key(code) == reason_key("generic_decline")
    assert public_code(code) == public_code("generic_decline") == ""


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("insufficient_funds", "declined_funds"),
        ("incorrect_cvc", "declined_code"),
        ("expired_card", "declined_expired"),
        ("incorrect_number", "declined_number"),
        ("authentication_failed", "declined_authenticate"),
        ("processing_error", "declined_try_again"),
        ("card_velocity_exceeded", "declined_card"),
        ("never_heard_of", "declined_other"),
        ("", "declined_other"),
    ],
)
def test_a_traveller_is_told_what_helps(code: str, key: str) -> None:
    """A traveller learns whether to correct the card, wait, or take another one."""
    assert reason_key(code) == key


def test_no_code_is_in_two_groups() -> None:
    """One code has one meaning."""
    codes = [code for group in _GROUPS.values() for code in group]
    assert len(codes) == len(set(codes))


def test_every_reason_has_words_in_each_language() -> None:
    """No decline leaves a traveller with a key instead of a sentence."""
    keys = {reason_key(card.decline) for card in CARDS} | set(_GROUPS) | {"declined_other", "card_unreadable"}
    for language, words in texts().items():
        assert keys <= set(words), language
