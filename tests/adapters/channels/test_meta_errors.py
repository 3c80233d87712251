"""What an error of the Graph API means: the whole table of codes, waits and caps, and whatever has no code."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels.meta_errors import MEANINGS, failure, meaning, meaning_of
from bot.adapters.http_client import Reply
from bot.domain.conversation.refusals import POLICIES, policy_of
from bot.domain.errors import SendFailedError


def _failure(status: int, code: int | None, subcode: int | None = None, **headers: str) -> SendFailedError:
    error = {"code": code, "error_subcode": subcode, "message": "personal words", "fbtrace_id": "A1b"}
    return failure(Reply(status, headers, b""), {key: value for key, value in error.items() if value is not None})


TABLE: dict[str, list[tuple[int, int | None]]] = {
    "window_closed": [(10, 2018278), (10, 2018065), (10, 2534022), (131047, None)],
    "unavailable": [
        (551, None), (551, 1545041), (200, 1545041), (10, 2018108), (10, 1893015), (230, None), (130497, None),
    ],
    "dead_address": [(100, 2018001), (100, 2534014), (9000001, None), (131021, None), (131030, None)],
    "restricted": [(10, 1893063), (2022, None), (368, None), (100, 2534029), (131031, None)],
    "another_app": [
        (100, 2534037), (2018300, None), (2018321, None), (100, 2018300), (100, 2018321),
        (10, 2018300), (10, 2018321), (100, 2018336),
    ],
    "permission": [
        (10, None), (3, None), (200, None), (200, 2018028), (200, 2018027), (200, 2018021), (200, 2534041),
        (299, None), (10, 2534077), (2018247, None), (100, 2018247), (100, 2534013), (36103, None), (131005, None),
        (131037, None), (131042, None), (131044, None), (131045, None), (133010, None), (134011, None),
    ],
    "token": [
        (190, None), (190, 458), (190, 459), (190, 460), (190, 463), (190, 464), (190, 467), (190, 492), (102, None),
        (0, None),
    ],
    "rate_limited": [
        (4, None), (9, None), (9, 2018352), (17, None), (32, None), (341, None), (613, None), (613, 2534040),
        (80001, None),
        (80002, None), (80006, None), (80007, None), (80008, None), (130429, None), (133016, None), (131048, None),
        (131064, None),
    ],
    "too_fast": [(131056, None), (4, 2018354), (613, 2018338)],
    "transient": [
        (1, None), (2, None), (2, 2018344), (131000, None), (131016, None), (131057, None), (135000, None),
        (131026, None),
    ],
    "was_sent": [(1, 1357046)],
    "not_now": [(131049, None), (130472, None), (131050, None), (131063, None)],
    "template": [
        (132000, None), (132001, None), (132005, None), (132007, None), (132008, None), (132012, None),
        (132015, None), (132016, None), (132068, None), (132069, None),
    ],
    "content": [
        (100, None), (33, None), (100, 33), (2500, None), (100, 2018008), (100, 2018047), (100, 2018109),
        (100, 2018294), (100, 2018074), (100, 2018320), (100, 2534015), (100, 2534025), (100, 2018014),
        (10303, None), (2071010, None), (2071011, None), (2018154, None), (24001, None), (24002, None),
        (24005, None), (131008, None), (131009, None), (131051, None), (131052, None), (131053, None),
        (131062, None), (137000, None), (2046, None), (2047, None), (139000, None), (138000, None), (77777, None),
    ],
}  # fmt: skip
"""What the platforms' own tables of errors say, by what follows from it."""

ROWS = [(code, subcode, reason) for reason, codes in TABLE.items() for code, subcode in codes]


@pytest.mark.parametrize(("code", "subcode", "reason"), ROWS)
def test_every_error_of_the_table_means_one_thing(code: int, subcode: int | None, reason: str) -> None:
    """The courier knows what to do from code and subcode alone, never from words or status."""
    for status in (400, 403):
        assert _failure(status, code, subcode).reason == reason
    waits = policy_of(reason).act in {"retry", "pause", "stop"}
    assert _failure(400, code, subcode).retryable == waits


def test_no_row_of_the_program_is_untested_and_none_names_a_reason_without_a_policy() -> None:
    """A code that somebody adds is looked up in the platform's table first."""
    assert {(code, subcode) for code, subcode, _ in ROWS} >= set(MEANINGS)
    assert {row.reason for row in MEANINGS.values()} <= set(POLICIES)
    assert {row.then for row in MEANINGS.values() if row.then} <= set(POLICIES)


@pytest.mark.parametrize(
    ("code", "most", "then"),
    [(2, 3, ""), (131026, 1, "unavailable"), (135000, 1, "content"), (1, 0, "")],
)
def test_what_may_never_get_better_is_tried_so_many_times(code: int, most: int, then: str) -> None:
    """A traveller who may have blocked us is not asked for ever."""
    again = _failure(400, code).again
    assert (again.most, again.then) == (most, then)


def test_too_fast_for_one_person_waits_longer_each_time() -> None:
    """WhatsApp wants four times the wait of the try before."""
    found = _failure(400, 131056)
    assert (found.retry_after, found.again.growth) == (1, 4)


def test_what_is_held_back_for_a_day_says_so() -> None:
    """Nothing of that kind is tried again before tomorrow."""
    assert _failure(400, 131049).retry_after == 86_400
    assert not _failure(400, 131049).retryable


def test_a_status_tells_what_no_further_try_could_change() -> None:
    """A failure that WhatsApp tells days later is judged as its last one."""
    assert meaning(131026) == "unavailable"
    assert meaning(131047) == "window_closed"
    assert meaning(None) == "content"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (500, "transient"),
        (502, "transient"),
        (503, "transient"),
        (408, "transient"),
        (429, "rate_limited"),
        (404, "content"),
        (200, "unknown_outcome"),
        (202, "unknown_outcome"),
    ],
)
def test_an_answer_without_a_code_is_judged_by_its_status(status: int, reason: str) -> None:
    """A gateway's error page is tried again; a success that cannot be read may have been one."""
    assert _failure(status, None).reason == reason


def test_a_code_that_nobody_knows_on_a_server_error_passes() -> None:
    """A new code of a platform in trouble does not cost the traveller the message."""
    assert meaning_of(98765, None, status=503).reason == "transient"
    assert meaning_of(98765, None, status=400).reason == "content"


def test_an_error_that_says_it_is_passing_is_tried_again() -> None:
    """Meta's own word that an error is transient counts where its code says nothing."""
    reply = Reply(400, {}, b"")
    assert failure(reply, {"code": 12345, "is_transient": True}).reason == "transient"


def test_a_proof_of_an_old_secret_is_trouble_with_the_token() -> None:
    """While an app's secret is being replaced messages wait, and are not thrown away as wrong."""
    reply = Reply(400, {}, b"")
    found = failure(reply, {"code": 100, "message": "Invalid appsecret_proof provided in the API argument"})
    assert (found.reason, found.retryable) == ("token", True)


def test_the_time_to_wait_is_read_from_either_header() -> None:
    """A busy account is left alone for as long as Meta asks."""
    usage = '{"1001":[{"type":"messenger","estimated_time_to_regain_access":19}]}'
    assert _failure(400, 613, **{"x-business-use-case-usage": usage}).retry_after == 19 * 60
    assert _failure(429, None, **{"retry-after": "7"}).retry_after == 7
    assert _failure(400, 613, **{"retry-after": "soon"}).retry_after == 0
    assert _failure(400, 613, **{"x-business-use-case-usage": "[1]"}).retry_after == 0
    assert _failure(400, 613, **{"x-business-use-case-usage": "{"}).retry_after == 0
    assert _failure(400, 190, **{"retry-after": "7"}).retry_after == 0


def test_staff_read_why_a_token_does_not_hold() -> None:
    """Whoever has to mend it knows where to begin."""
    assert "expired" in _failure(401, 190, 463).say_to_staff
    assert "password was changed" in _failure(401, 190, 460).say_to_staff


def test_the_words_of_an_error_are_not_repeated() -> None:
    """What Meta writes in an error may be personal: staff read its codes and its trace."""
    failure = _failure(400, 100, 2018001)
    assert "personal" not in failure.say_to_staff
    assert "2018001" in failure.say_to_staff
    assert "A1b" in failure.say_to_staff


VALUES = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=5) | st.lists(st.integers())
NAMES = st.sampled_from(["code", "error_subcode", "is_transient", "fbtrace_id", "x"])


@settings(max_examples=60)
@given(st.dictionaries(NAMES, VALUES))
def test_no_error_of_any_shape_breaks_the_reading_of_errors(error: dict[str, Any]) -> None:
    """A new kind of error is an error, too, and not a crash of the courier."""
    body = msgspec.json.encode({"error": error})
    assert failure(Reply(400, {}, body), error).reason
