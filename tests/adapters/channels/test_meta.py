"""What the Meta channels share: signatures over raw bytes, the handshake, and what an error of the Graph API means."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels import meta
from bot.adapters.channels.meta import MetaApp
from bot.adapters.http_client import Reply

SECRET = "threadfare-test-secret"
BODY = (
    rb'{"object":"page","entry":[{"id":"1001","time":1700000000123,"messaging":[{"sender":{"id":"2002"},'
    rb'"recipient":{"id":"1001"},"timestamp":1700000000100,"message":{"mid":"m_test1",'
    rb'"text":"S\u00e3o Paulo \ud83d\udeeb https:\/\/x.example"}}]}]}'
)
DIGEST = "e1e8b62af2cd8bfc30e706a4d65b8f44d039250a9d207bb13ccfa2c4c5c67a93"
OTHER_BODY = b'{"object":"whatsapp_business_account"}'
OTHER_DIGEST = "b6978b21c4467654c466607663db9b43fae44b71083568df403e0a077089208e"


def _signed(body: bytes, digest: str, *secrets: str) -> bool:
    return meta.is_signed(secrets or (SECRET,), {"X-Hub-Signature-256": f"sha256={digest}"}, body)


def test_the_raw_bytes_are_what_is_signed() -> None:
    """A genuine delivery with escapes in it is taken."""
    assert len(BODY) == 238
    assert _signed(BODY, DIGEST)
    assert _signed(OTHER_BODY, OTHER_DIGEST, "test-app-secret")


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_body_that_was_written_again_is_not_what_was_signed(ascii_only: bool) -> None:  # noqa: FBT001  a case
    """The signature is never checked against our own spelling of the same JSON."""
    again = json.dumps(json.loads(BODY), separators=(",", ":"), ensure_ascii=ascii_only).encode()
    assert len(again) == (236 if ascii_only else 224)
    assert not _signed(again, DIGEST)


@pytest.mark.parametrize("secrets", [("new", SECRET), (SECRET, "old")])
def test_two_secrets_may_be_live_while_one_replaces_the_other(secrets: tuple[str, str]) -> None:
    """Changing the app's secret loses no message."""
    assert _signed(BODY, DIGEST, *secrets)
    assert not _signed(BODY, DIGEST, "new", "old")


@pytest.mark.parametrize(
    "header",
    [
        "",
        DIGEST,
        f"sha1={DIGEST[:40]}",
        f"sha256={DIGEST[:-1]}",
        f"sha256={DIGEST}0",
        f"SHA256={DIGEST}",
        f"sha256={DIGEST.upper()}",
        "sha256=" + "0" * 64,
        "sha256=" + "é" * 64,
    ],
)
def test_a_signature_of_another_form_is_no_signature(header: str) -> None:
    """Forged deliveries change nothing in anybody's thread."""
    assert not meta.is_signed((SECRET,), {"X-Hub-Signature-256": header}, BODY)


def test_without_header_or_secret_nothing_is_genuine() -> None:
    """A deployment without a secret takes nothing at all, instead of everything."""
    assert not meta.is_signed((SECRET,), {}, BODY)
    assert not meta.is_signed((), {"X-Hub-Signature-256": f"sha256={DIGEST}"}, BODY)


def test_the_legacy_signature_alone_is_not_enough() -> None:
    """SHA-1 rides along and is not trusted."""
    assert not meta.is_signed((SECRET,), {"X-Hub-Signature": "sha1=0e5bda942c9aa4bfbd52374341fa4f59bfd70c39"}, BODY)


def test_the_handshake_repeats_the_challenge_to_whoever_knows_the_word() -> None:
    """Saving the webhook in Meta's dashboard works, and nobody else can make us say things."""
    app = MetaApp((SECRET,), "word")
    query = {"hub.mode": "subscribe", "hub.verify_token": "word", "hub.challenge": "1158201444"}
    assert meta.answer_handshake(app, query) == "1158201444"
    assert meta.answer_handshake(app, {**query, "hub.verify_token": "other"}) is None
    assert meta.answer_handshake(app, {**query, "hub.mode": "unsubscribe"}) is None
    assert meta.answer_handshake(app, {**query, "hub.challenge": "<script>"}) is None
    assert meta.answer_handshake(app, {**query, "hub.challenge": "1" * 257}) is None
    assert meta.answer_handshake(app, {}) is None
    assert meta.answer_handshake(MetaApp((SECRET,)), {**query, "hub.verify_token": ""}) is None


def test_the_proof_of_a_token_is_what_meta_computes() -> None:
    """Calls are accepted when the app requires a proof."""
    expected = "60250bc8ebb11492c99864812d402cf1e6a72de19ebdedc11d70e7b69e9207b8"
    assert meta.proof(SECRET, "EAAtesttoken") == expected


def test_secrets_are_not_shown_when_the_app_is() -> None:
    """A log of settings tells no secret."""
    assert SECRET not in repr(MetaApp((SECRET,), "word"))


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
        ("a b", ""),
        ("x" * 256, ""),
        ("é", ""),
        (True, ""),
        (-1, ""),
        (1.5, ""),
        (None, ""),
    ],
)
def test_ids_are_words_without_spaces_even_where_they_come_as_numbers(given: Any, read: str) -> None:
    """No id is rounded, and what cannot be one is none."""
    assert meta.name({"id": given}, "id") == read


def _failure(status: int, code: int | None, subcode: int | None = None, **headers: str) -> Any:
    error = {"code": code, "error_subcode": subcode, "message": "personal words", "fbtrace_id": "A1b"}
    return meta.failure(Reply(status, headers, b""), {key: value for key, value in error.items() if value is not None})


@pytest.mark.parametrize(
    ("code", "subcode", "reason"),
    [
        (10, 2018278, "window_closed"),
        (10, 2018065, "window_closed"),
        (10, 2534022, "window_closed"),
        (551, None, "unavailable"),
        (551, 1545041, "unavailable"),
        (200, 1545041, "unavailable"),
        (10, 2018108, "unavailable"),
        (10, 1893015, "unavailable"),
        (100, 2018001, "unavailable"),
        (100, 2534014, "unavailable"),
        (9000001, None, "unavailable"),
        (10, 1893063, "permission"),
        (368, None, "permission"),
        (2022, None, "permission"),
        (100, 2534037, "permission"),
        (100, 2018300, "permission"),
        (200, 2018028, "permission"),
        (230, None, "permission"),
        (200, 2534041, "permission"),
        (100, 2534029, "permission"),
        (10, 2534077, "permission"),
        (100, 2534013, "permission"),
        (36103, None, "permission"),
        (100, 2534015, "content"),
        (613, 2534040, "rate_limited"),
        (80002, None, "rate_limited"),
        (2018247, None, "permission"),
        (3, None, "permission"),
        (190, None, "token"),
        (190, 463, "token"),
        (4, 2018354, "rate_limited"),
        (9, 2018352, "rate_limited"),
        (17, None, "rate_limited"),
        (613, 2018338, "rate_limited"),
        (613, None, "rate_limited"),
        (80006, None, "rate_limited"),
        (1, None, "transient"),
        (2, 2018344, "transient"),
        (1, 1357046, "unknown_outcome"),
        (100, None, "content"),
        (100, 2018008, "content"),
        (100, 33, "content"),
        (2500, None, "content"),
    ],
)
def test_every_error_of_the_table_means_one_thing(code: int, subcode: int | None, reason: str) -> None:
    """The courier knows what to do from code and subcode alone, never from words or status."""
    failure = _failure(400, code, subcode)
    assert failure.reason == reason
    assert failure.retryable == (reason in {"rate_limited", "transient"})


@pytest.mark.parametrize(
    ("status", "reason"),
    [(500, "transient"), (502, "transient"), (429, "rate_limited"), (404, "content"), (200, "unknown_outcome")],
)
def test_an_answer_without_a_code_is_judged_by_its_status(status: int, reason: str) -> None:
    """A gateway's error page is tried again; a success that cannot be read may have been one."""
    assert _failure(status, None).reason == reason


def test_an_error_that_says_it_is_passing_is_tried_again() -> None:
    """Meta's own word that an error is transient counts where its code says nothing."""
    reply = Reply(400, {}, b"")
    assert meta.failure(reply, {"code": 12345, "is_transient": True}).reason == "transient"


def test_the_time_to_wait_is_read_from_either_header() -> None:
    """A busy account is left alone for as long as Meta asks."""
    usage = '{"1001":[{"type":"messenger","estimated_time_to_regain_access":19}]}'
    assert _failure(400, 613, **{"x-business-use-case-usage": usage}).retry_after == 19 * 60
    assert _failure(429, None, **{"retry-after": "7"}).retry_after == 7
    assert _failure(400, 613, **{"retry-after": "soon"}).retry_after == 0
    assert _failure(400, 613, **{"x-business-use-case-usage": "[1]"}).retry_after == 0
    assert _failure(400, 613, **{"x-business-use-case-usage": "{"}).retry_after == 0
    assert _failure(400, 190, **{"retry-after": "7"}).retry_after == 0


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
    assert meta.failure(Reply(400, {}, body), error).reason
