"""Hashes of PINs and passwords: slow, salted, under a secret of our own, and never the digits."""

import pytest

from bot.adapters.argon2 import Argon2Hasher
from bot.domain.errors import LimitError

SALT, OTHER = b"s" * 16, b"t" * 16


@pytest.fixture(name="pins", scope="module")
def _pins() -> Argon2Hasher:
    """The hasher of a program with this secret."""
    return Argon2Hasher(b"a secret of at least 32 characters", "pin")


def test_the_right_pin_matches_and_no_other(pins: Argon2Hasher) -> None:
    """Digit for digit, with its zeros."""
    kept = pins.hash("0471", salt=SALT)
    assert [pins.matches(text, kept) for text in ("0471", "471", "0472", "")] == [True, False, False, False]
    assert "0471" not in kept


def test_the_same_pin_of_two_travellers_looks_different(pins: Argon2Hasher) -> None:
    """Whoever sees the table sees no two alike."""
    assert pins.hash("4711", salt=SALT) != pins.hash("4711", salt=OTHER)


def test_a_stolen_table_is_of_no_use_without_our_secret(pins: Argon2Hasher) -> None:
    """Ten thousand guesses find nothing elsewhere."""
    assert not Argon2Hasher(b"another secret of 32 characters!", "pin").matches("4711", pins.hash("4711", salt=SALT))


def test_the_hash_tells_what_it_cost(pins: Argon2Hasher) -> None:
    """So that a dearer one may take its place later, and old ones still match."""
    assert pins.hash("4711", salt=SALT).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("kept", ["", "hash", "$argon2id$v=19$m=1$x$y", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$"])
def test_what_is_no_hash_of_ours_matches_nothing(pins: Argon2Hasher, kept: str) -> None:
    """A damaged row opens nothing, and breaks nothing."""
    assert not pins.matches("4711", kept)


def test_hashes_of_one_purpose_are_worth_nothing_for_another(pins: Argon2Hasher) -> None:
    """A PIN's hash that is put in a password's place opens nothing."""
    assert not Argon2Hasher(b"a secret of at least 32 characters", "password").matches(
        "4711", pins.hash("4711", salt=SALT)
    )


def test_so_many_at_once_and_the_next_is_told_to_wait() -> None:
    """A flood of guesses takes neither all memory nor every thread; afterwards there is room again."""
    hasher = Argon2Hasher(b"a secret of at least 32 characters", "password", at_once=1, patience=0.01)
    with hasher._turn():
        for act in (lambda: hasher.hash("x", salt=SALT), lambda: hasher.matches("x", "kept")):
            with pytest.raises(LimitError, match="Try again in a moment"):
                act()
    assert hasher.hash("x", salt=SALT)
