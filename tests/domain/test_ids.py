"""Ids: the same thing always has the same name, and names can be checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import ids
from bot.domain.errors import InvalidError


def test_a_thread_is_written_and_read_back() -> None:
    """A traveller's id may hold colons."""
    key = ids.ThreadKey("messenger", "1001", "a:b")
    assert ids.parse_thread(str(key)) == key


@pytest.mark.parametrize("text", ["", "a", "a:b", ":b:c", "a::c", "a:b:"])
def test_what_is_no_thread_is_refused(text: str) -> None:
    """Half an id is no id."""
    with pytest.raises(InvalidError):
        ids.parse_thread(text)


@given(st.text())
def test_a_thread_always_lies_in_the_same_shard(thread: str) -> None:
    """A thread's keys stay together."""
    assert ids.shard_of(thread) == ids.shard_of(thread)
    assert ids.shard_of(thread) in {f"s{number:02d}" for number in range(ids.SHARDS)}


def test_digests_are_short_and_differ() -> None:
    """Sixty-four of them fit into a conversation, and none is taken for another."""
    names = {ids.digest(f"m_{number}") for number in range(10_000)}
    assert len(names) == 10_000
    assert {len(name) for name in names} == {11}


@given(st.binary(min_size=6, max_size=32))
def test_a_record_locator_has_six_signs_that_nobody_mixes_up(random: bytes) -> None:
    """It can be read out on the telephone."""
    locator = ids.record_locator(random)
    assert len(locator) == 6
    assert not set(locator) & set("01OI")


def test_a_ticket_number_has_thirteen_digits_and_a_check_digit() -> None:
    """IATA's form: airline, serial, and the serial modulo seven apart."""
    number = ids.ticket_number("999", 2400000017)
    assert number == "9992400000017"
    assert ids.ticket_check_digit(number) == 2400000017 % 7


@pytest.mark.parametrize(("digits", "good"), [("4242424242424242", True), ("4242424242424241", False), ("", False)])
def test_luhn_tells_a_card_number_from_a_slip(digits: str, *, good: bool) -> None:
    """One wrong digit is noticed."""
    assert (bool(digits) and ids.passes_luhn(digits)) is good


def test_a_token_fits_into_an_address() -> None:
    """Sixteen bytes give twenty-six letters and digits."""
    assert ids.token(bytes(16)) == "a" * 26


def test_effects_are_named_after_what_caused_them() -> None:
    """The same event always wants the same effects under the same names."""
    assert ids.effect_id("m_1", 2) == "m_1#2"


@pytest.mark.parametrize("user", ["ada", "a:d:a"])
def test_an_account_is_the_same_for_all_its_travellers(user: str) -> None:
    """Whatever a platform puts into the id of a traveller, their messages count for the account that they write to."""
    thread = str(ids.ThreadKey("messenger", "1001", user))
    assert ids.account_of(thread) == "messenger:1001"
    assert ids.channel_of(thread) == ids.channel_of(ids.account_of(thread)) == "messenger"
