"""Reading what Meta writes: one broken character costs nothing, and ids and times are what they are meant to be."""

from typing import Any

import pytest

from bot.adapters.channels import meta


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (b'{"text":"half an emoji \\ud83d"}', "half an emoji \ufffd"),
        (b'{"text":"a bad byte \xff"}', "a bad byte \ufffd"),
        (b'{"text":"a\\u0000b"}', "ab"),
    ],
)
def test_one_broken_character_does_not_cost_the_message(body: bytes, read: str) -> None:
    """A text that was cut in the middle of an emoji is read all the same."""
    assert meta.words(meta.read(body), "text") == read


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'{"a":' * 50_000, b'{"a": tru}', b"\x00"])
def test_what_is_no_json_or_too_deep_is_said_to_be_so(body: bytes) -> None:
    """A poisoned body ends in one plain error, whatever its depth."""
    with pytest.raises(ValueError, match=r"."):
        meta.read(body)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (1700000000123, 1700000000123),
        (1700000000, 1700000000000),
        ("1700000000", 1700000000000),
        (1700000000.5, 1700000000500),
        (-1, 0),
        (10**30, 0),
        ("2021-09-08T06:34:04+0000", 1631082844000),
        ("2021-09-08T06:34:04.5Z", 1631082844500),
        ("2021-09-08T06:34:04", 0),
        ("0001-01-01T00:00:00+14:00", 0),
        ("soon", 0),
        ("9" * 400, 0),
        (True, 0),
        (None, 0),
        (float("nan"), 0),
        (float("inf"), 0),
    ],
)
def test_times_are_milliseconds_whatever_the_platform_counts_in(given: Any, read: int) -> None:
    """Seconds and milliseconds are told apart; nonsense is no time."""
    assert meta.moment({"at": given}, "at") == read


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2002", "2002"),
        (90071992547409931, "90071992547409931"),
        ("m_AG5Hz2.$=-", "m_AG5Hz2.$=-"),
        ("", ""),
        ("page id", "page id"),
        (" a", ""),
        ("a\tb", ""),
        ("x" * 256, ""),
        ("é", ""),
        (True, ""),
        (-1, ""),
        (1.5, ""),
        (None, ""),
    ],
)
def test_ids_are_read_even_where_they_come_as_numbers_or_stand_for_one(given: Any, read: str) -> None:
    """No id is rounded, and what cannot be one is none."""
    assert meta.name({"id": given}, "id") == read
