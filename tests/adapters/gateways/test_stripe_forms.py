"""Proves bot/adapters/gateways/stripe_forms.py: forms as Stripe's own library writes them, amounts as Stripe counts."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.gateways.stripe_forms import encode, read_amount, sent_amount
from bot.domain.errors import InvalidError
from bot.domain.money import Money, exponent
from tests.fakes.stripe_params import read_form


def test_fields_are_nested_in_brackets() -> None:
    """Stripe reads what was meant: lists, booleans and fields within fields."""
    form = {"amount": 5, "confirm": True, "expand": ["a.b"], "metadata": {"payment": "pay 1&x=é"}, "a": {"b": {"c": 1}}}
    assert parse_qsl(encode(form).decode()) == [
        ("amount", "5"),
        ("confirm", "true"),
        ("expand[]", "a.b"),
        ("metadata[payment]", "pay 1&x=é"),
        ("a[b][c]", "1"),
    ]
    assert read_form(encode(form).decode())["a"] == {"b": {"c": "1"}}


def test_an_empty_text_is_left_out() -> None:
    """Nothing is unset at Stripe by a field of ours that happens to be empty."""
    assert encode({"name": "", "type": "card"}) == b"type=card"


@pytest.mark.parametrize(
    ("minor", "currency", "sent"),
    [
        (42000, "EUR", 42000),
        (500, "JPY", 500),
        (500, "XPF", 500),
        (5, "ISK", 500),
        (5, "UGX", 500),
        (700, "LAK", 70000),
        (1230, "KWD", 1230),
        (100, "KHR", 100),
        (100, "HUF", 100),
    ],
)
def test_amounts_are_sent_in_the_units_that_stripe_counts_in(minor: int, currency: str, sent: int) -> None:
    """A traveller pays what was said, in every currency, and not a hundredth or a hundredfold of it."""
    assert sent_amount(Money(minor, currency)) == sent
    assert read_amount(sent, currency.lower()) == Money(minor, currency)


def test_three_digits_end_in_nought() -> None:
    """A fraction that Stripe would refuse is refused before anything is sent, and never rounded."""
    with pytest.raises(InvalidError, match="two digits after the point"):
        sent_amount(Money(1234, "BHD"))


@given(st.integers(1, 10**9), st.sampled_from(["EUR", "USD", "JPY", "KRW", "ISK", "UGX", "CLP", "TND", "KHR", "RSD"]))
def test_what_is_sent_is_read_back(units: int, currency: str) -> None:
    """Comparing what Stripe says it moved with what was asked never fails for a reason of units."""
    money = Money(units * 10 ** exponent(currency), currency)
    assert read_amount(sent_amount(money), currency.lower()) == money
