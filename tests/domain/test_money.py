"""Money: whole minor units, one currency at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidError
from bot.domain.money import Money, decimal_string, exponent, format_money, parse_money, total

_EUROS = st.integers(-(10**12), 10**12).map(lambda minor: Money(minor, "EUR"))


@given(_EUROS, _EUROS)
def test_sums_are_exact(one: Money, other: Money) -> None:
    """Not a cent appears or is lost."""
    assert (one + other - other) == one
    assert one + -one == Money(0, "EUR")
    assert total([one, other], "EUR") == one + other
    assert (one < other) is (one.minor < other.minor)
    assert (one <= other) is (one.minor <= other.minor)


def test_currencies_do_not_mix() -> None:
    """Euros and pounds are never added up."""
    for mix in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a <= b):
        with pytest.raises(InvalidError, match="EUR and GBP"):
            mix(Money(1, "EUR"), Money(1, "GBP"))


@given(_EUROS)
def test_an_amount_survives_being_written_down(amount: Money) -> None:
    """A decimal string reads back as what it was."""
    assert parse_money(decimal_string(amount), "EUR") == amount


@pytest.mark.parametrize(
    ("text", "currency", "minor"), [("90.80", "EUR", 9080), ("1200", "JPY", 1200), ("1.234", "KWD", 1234)]
)
def test_each_currency_has_its_own_digits(text: str, currency: str, minor: int) -> None:
    """Yen have none, dinars three."""
    assert parse_money(text, currency) == Money(minor, currency)
    assert exponent(currency) == len(text.partition(".")[2])


@pytest.mark.parametrize("text", ["", "ten", "1.005", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    """Nothing is rounded in silence."""
    with pytest.raises(InvalidError):
        parse_money(text, "EUR")


def test_amounts_read_as_people_write_them() -> None:
    """Each language has its own way."""
    assert format_money(Money(123450, "EUR"), "en") == "€1,234.50"
    assert format_money(Money(123450, "EUR"), "fr").replace("\u202f", " ").replace("\xa0", " ") == "1 234,50 €"


def test_an_amount_can_be_taken_several_times() -> None:
    """Two adults pay twice."""
    assert Money(150, "EUR") * 3 == Money(450, "EUR")
