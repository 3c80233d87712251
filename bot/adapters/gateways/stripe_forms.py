"""How Stripe wants requests written: nested fields in brackets, amounts in units of its own."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from bot.domain.errors import InvalidError
from bot.domain.money import Money, exponent

Form = Mapping[str, object]
"""Fields by name; a value is a text, a whole number, a boolean, a list of texts or fields again."""

_NO_DIGITS = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF")
)
_THREE_DIGITS = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))
_LAST_DIGIT = 10


def encode(form: Form) -> bytes:
    """The body of a request (application/x-www-form-urlencoded); an empty text is left out, since it would unset."""
    return urlencode(list(_pairs(form, ""))).encode()


def sent_amount(money: Money) -> int:
    """An amount as Stripe counts it (Stripe, "Supported currencies"); raises `InvalidError` for one that it refuses.

    It takes two digits where a currency is not among those with none or three, whatever ISO 4217 says: 5 krónur are
    500. Of three digits the last is nought.
    """
    ours, theirs = exponent(money.currency), _digits(money.currency)
    if theirs < ours:
        raise InvalidError(f"Stripe takes no fractions of {money.currency}.")
    amount: int = money.minor * 10 ** (theirs - ours)
    if money.currency in _THREE_DIGITS and amount % _LAST_DIGIT:
        raise InvalidError(f"Stripe takes {money.currency} to two digits after the point only.")
    return amount


def read_amount(amount: int, currency: str) -> Money:
    """An amount that Stripe told as money of ours; what is less than our smallest unit is left away."""
    code = currency.upper()
    return Money(amount // 10 ** max(_digits(code) - exponent(code), 0), code)


def _digits(currency: str) -> int:
    if currency in _NO_DIGITS:
        return 0
    return 3 if currency in _THREE_DIGITS else 2


def _pairs(form: Form, outer: str) -> Iterator[tuple[str, str]]:
    for name, value in form.items():
        field = f"{outer}[{name}]" if outer else name
        if isinstance(value, Mapping):
            yield from _pairs(value, field)
        elif isinstance(value, bool):
            yield field, "true" if value else "false"
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield from ((f"{field}[]", str(item)) for item in value)
        elif value != "":
            yield field, str(value)
