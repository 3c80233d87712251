"""A card number over several messages: what is joined, what is left alone, and what is left of a message."""

import pytest

from bot.domain.redaction import CARD_REMOVED
from bot.domain.spread_numbers import Part, part_of, sharing, without_digits


def parts(*texts: str) -> tuple[Part, ...]:
    """The parts of successive messages m0, m1 and so on; those without digits have none."""
    found = (part_of(f"m{number}", text) for number, text in enumerate(texts))
    return tuple(part for part in found if part)


@pytest.mark.parametrize(
    ("texts", "shared"),
    [
        (("4242 4242", "4242 4242"), {"m0", "m1"}),
        (("my card is 4242-4242", "then 42424242, exp 12/30"), {"m0", "m1"}),
        (("42424242424", "24242"), {"m0", "m1"}),
        (("4242", "4242", "4242", "4242"), {"m0", "m1", "m2", "m3"}),
        (("3782 822463", "10005"), {"m0", "m1"}),
        (("2 adults", "4242 4242 4242", "4242"), {"m1", "m2"}),
        (("٤٢٤٢ ٤٢٤٢", "４２４２ ４２４２"), {"m0", "m1"}),
        (("4️⃣2️⃣4️⃣2️⃣ 4242", "4242 4242"), {"m0", "m1"}),
    ],
)
def test_a_number_is_found_however_it_is_cut(texts: tuple[str, ...], shared: set[str]) -> None:
    """Two halves, four groups, an odd cut, other scripts: whoever shares in the number is named."""
    assert sharing(parts(*texts)) == shared


@pytest.mark.parametrize(
    "texts",
    [
        ("24 July 1987", "3 March 1985", "12 May 2010"),
        ("24071987", "03031985"),
        ("24/07/1987", "1985-03-03"),
        ("TF101", "4242 4242", "under 300"),
        ("4242 4242", "4242 4243"),
        ("+33 6 12 34 56 78", "4242 4242"),
        ("4242 4242 4242 4242",),
        ("4242 4242",),
        ("Paris", "4 December", "2 adults"),
    ],
)
def test_other_numbers_are_left_alone(texts: tuple[str, ...]) -> None:
    """Days of birth, flights, prices and telephones are no card, nor is what one message holds alone."""
    assert sharing(parts(*texts)) == frozenset()


def test_the_last_message_must_hold_the_end() -> None:
    """A number that was found and forgotten is not found again by the next digits."""
    assert sharing(parts("4242 4242", "4242 4242", "123")) == frozenset()


def test_words_stay_and_digits_go() -> None:
    """What is left of a message shows that something was taken out, and keeps what is no number."""
    text = "and 4242 4242 until 12/30 for 2 adults, born 24/07/1987"
    cleaned = without_digits(text)
    assert cleaned.startswith(f"and {CARD_REMOVED} until ")
    assert "4242" not in cleaned
    assert "for 2 adults, born 24/07/1987" in cleaned


def test_a_message_without_a_run_gives_no_part() -> None:
    """Small numbers and words are not remembered at all."""
    assert part_of("m", "2 adults, 1 child of 4, the 14th") is None
