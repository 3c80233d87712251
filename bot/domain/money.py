"""Money: integer minor units of a currency, never a float."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec
from babel.numbers import format_currency, get_currency_precision

from bot.domain.errors import InvalidError


class Money(msgspec.Struct, frozen=True):
    """An amount in the minor units of one currency.

    Units: `minor` is an integer of the currency's smallest unit (cents for EUR, whole yen for JPY);
    `currency` is an ISO 4217 code. Sums across currencies raise `InvalidError`.
    """

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor <= other.minor

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise InvalidError(f"Cannot mix {self.currency} and {other.currency} in one sum.")


def exponent(currency: str) -> int:
    """How many decimal digits the currency's minor unit stands for (ISO 4217, as Babel's CLDR data has it)."""
    return get_currency_precision(currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts of one currency, nought when there are none; raises `InvalidError` on a mix."""
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result


def parse_money(text: str, currency: str) -> Money:
    """Money from a decimal string such as "90.80"; raises `InvalidError` when it has too many digits or none."""
    try:
        minor = Decimal(text).scaleb(exponent(currency))
    except ArithmeticError as error:
        raise InvalidError("That is not an amount.") from error
    if not minor.is_finite() or minor != minor.to_integral_value():
        raise InvalidError(f"{currency} has {exponent(currency)} digits after the point.")
    return Money(int(minor), currency)


def decimal_string(money: Money) -> str:
    """The amount as a plain decimal with a dot, as JSON interfaces want it: "1234.50"."""
    digits = exponent(money.currency)
    return f"{Decimal(money.minor).scaleb(-digits):.{digits}f}"


def format_money(money: Money, language: str) -> str:
    """The amount as a person reads it in that language: "€1,234.50", "1 234,50 €"."""
    return format_currency(Decimal(money.minor).scaleb(-exponent(money.currency)), money.currency, locale=language)
