"""Proves bot/sandbox/issuing.py."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.cards import by_name
from bot.sandbox.issuing import fingerprint, refusal, token_of
from bot.sandbox.requests import TokenRequest

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def asked(**change: int | str) -> TokenRequest:
    """A card in clear."""
    return TokenRequest(**{"number": "4242424242424242", "exp_month": 11, "exp_year": 2026, "code": "123", **change})  # type: ignore[arg-type]  # the test's own words


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"exp_month": 10}, "invalid_expiry_year"),
        ({"exp_month": 1, "exp_year": 2027}, ""),
        ({"exp_month": 0}, "invalid_expiry_month"),
        ({"exp_month": 13}, "invalid_expiry_month"),
        ({"code": ""}, ""),
        ({"code": "12"}, "invalid_cvc"),
        ({"code": "1234"}, "invalid_cvc"),
        ({"code": "12a"}, "invalid_cvc"),
        ({"code": "١٢٣"}, "invalid_cvc"),
    ],
)
def test_a_card_is_good_through_the_last_day_of_its_month(change: dict[str, int | str], code: str) -> None:
    """A traveller may use her card in the month printed on it, and is told which field is wrong."""
    assert refusal(asked(**change), by_name("visa"), now=NOW) == code


def test_american_express_has_four_digits() -> None:
    """A traveller with an American Express card types the four digits on its front."""
    assert refusal(asked(code="1234"), by_name("amex"), now=NOW) == ""
    assert refusal(asked(code="123"), by_name("amex"), now=NOW) == "invalid_cvc"


def test_a_fingerprint_knows_a_card_again_and_only_with_the_secret() -> None:
    """The same card is recognized; whoever steals the records cannot try numbers against them."""
    first = fingerprint("4242424242424242", b"one")
    assert first == fingerprint("4242424242424242", b"one")
    assert first != fingerprint("4242424242424242", b"two")
    assert first != fingerprint("4000056655665556", b"one")
    assert len(first) == 26


def test_a_token_holds_nothing_of_the_number_but_its_last_four() -> None:
    """What is kept of a card could not pay for anything."""
    token = token_of(asked(), by_name("visa"), secret=b"secret")
    assert token.last4 == "4242"
    assert "42424242" not in repr(token)
    assert token.token != token_of(asked(), by_name("visa"), secret=b"secret").token


def test_a_card_in_clear_does_not_print_itself() -> None:
    """No log line of ours can show a card by accident."""
    assert repr(asked()) == "TokenRequest(…)"
