"""Signatures over raw bytes, the handshake, and the proof that a token is ours."""

import json

import pytest

from bot.adapters.channels.meta_signature import MetaApp, answer_handshake, is_signed, proof

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
    return is_signed(secrets or (SECRET,), {"X-Hub-Signature-256": f"sha256={digest}"}, body)


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
    assert not is_signed((SECRET,), {"X-Hub-Signature-256": header}, BODY)


def test_without_header_or_secret_nothing_is_genuine() -> None:
    """A deployment without a secret takes nothing at all, instead of everything."""
    assert not is_signed((SECRET,), {}, BODY)
    assert not is_signed((), {"X-Hub-Signature-256": f"sha256={DIGEST}"}, BODY)


def test_the_legacy_signature_alone_is_not_enough() -> None:
    """SHA-1 rides along and is not trusted."""
    assert not is_signed((SECRET,), {"X-Hub-Signature": "sha1=0e5bda942c9aa4bfbd52374341fa4f59bfd70c39"}, BODY)


def test_the_handshake_repeats_the_challenge_to_whoever_knows_the_word() -> None:
    """Saving the webhook in Meta's dashboard works, and nobody else can make us say things."""
    app = MetaApp((SECRET,), "word")
    query = {"hub.mode": "subscribe", "hub.verify_token": "word", "hub.challenge": "1158201444"}
    assert answer_handshake(app, query) == "1158201444"
    assert answer_handshake(app, {**query, "hub.verify_token": "other"}) is None
    assert answer_handshake(app, {**query, "hub.mode": "unsubscribe"}) is None
    assert answer_handshake(app, {**query, "hub.challenge": "<script>"}) is None
    assert answer_handshake(app, {**query, "hub.challenge": "1" * 257}) is None
    assert answer_handshake(app, {}) is None
    assert answer_handshake(MetaApp((SECRET,)), {**query, "hub.verify_token": ""}) is None


def test_the_proof_of_a_token_is_what_meta_computes() -> None:
    """Calls are accepted when the app requires a proof."""
    expected = "60250bc8ebb11492c99864812d402cf1e6a72de19ebdedc11d70e7b69e9207b8"
    assert proof(SECRET, "EAAtesttoken") == expected


def test_secrets_are_not_shown_when_the_app_is() -> None:
    """A log of settings tells no secret."""
    assert SECRET not in repr(MetaApp((SECRET,), "word"))


def test_a_secret_that_is_added_while_we_run_is_taken_at_once() -> None:
    """An app's secret is replaced without a restart."""
    live = ["old"]
    app = MetaApp(("old",), newest=lambda: tuple(live))
    assert not is_signed(app.live(), {"X-Hub-Signature-256": f"sha256={DIGEST}"}, BODY)
    live.insert(0, SECRET)
    assert is_signed(app.live(), {"X-Hub-Signature-256": f"sha256={DIGEST}"}, BODY)
    assert MetaApp(("old",)).live() == ("old",)
