"""Saved methods: which are offered, and in which order."""

from datetime import timedelta

import msgspec
import pytest

from bot.domain.payment.method import LONGEST_NAME, Method, clean_name, in_order, told
from tests.builders.checkouts import NOW


def method(name: str, **fields: object) -> Method:
    """A method of one traveller."""
    return msgspec.structs.replace(Method(name, "trv_1", f"ins_{name}", "cns_1", "chk_1", NOW), **fields)


def test_the_preferred_card_comes_first_then_the_newest() -> None:
    """A traveller finds the card that she will want at the first place."""
    old, new = method("old"), method("new", added_at=NOW + timedelta(days=1))
    used = method("used", last_used=NOW + timedelta(days=2))
    liked = method("liked", preferred=True)
    assert [one.id for one in in_order((old, new, liked, used))] == ["liked", "used", "new", "old"]


def test_a_removed_card_is_never_offered() -> None:
    """What was removed does not come back."""
    assert in_order((method("gone", state="removed"),)) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("work card", "work card"),
        ("  Carte   de Léa ", "Carte de Léa"),
        ("", ""),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
        ("card 4242", "card 4242"),
    ],
)
def test_a_name_is_what_fits_a_button(text: str, name: str) -> None:
    """Without needless spaces; an empty one takes the name away."""
    assert clean_name(text) == name


@pytest.mark.parametrize("text", ["x" * (LONGEST_NAME + 1), "4242424", "a\x00b", "a\u202eb"])
def test_what_is_no_name_is_none(text: str) -> None:
    """Too long, as good as a card number, or with signs that nobody sees."""
    assert clean_name(text) is None


def test_a_method_is_told_with_its_name() -> None:
    """As receipts know it, and as its traveller does."""
    assert told(method("one"), "Visa •4242") == "Visa •4242"
    assert told(msgspec.structs.replace(method("one"), name="work card"), "Visa •4242") == "work card (Visa •4242)"
