"""A secret prints nothing, is written nowhere, and is gone when it was wiped."""

import copy
import json
import pickle
import traceback

import msgspec
import pytest
from rq.serializers import JSONSerializer

from bot.domain.errors import IllegalError
from bot.domain.secret import Secret

CANARY = "4929123412341234"


def test_a_secret_shows_itself_to_nobody_who_did_not_ask() -> None:
    """What ends in a log, a message of an error or a debugger's list by mistake gives nothing away."""
    secret = Secret(CANARY.encode())
    shown = (repr(secret), str(secret), f"{secret}", f"{[secret]}", f"{ {'number': secret} }")
    assert all(CANARY not in text for text in shown)
    assert (secret.text(), len(secret)) == (CANARY, 16)


@pytest.mark.parametrize(
    "write", [pickle.dumps, copy.deepcopy, json.dumps, JSONSerializer.dumps, msgspec.json.encode, msgspec.to_builtins]
)
def test_a_secret_cannot_become_an_argument_of_a_job(write: object) -> None:
    """Whoever tries to put one into a queue, a cache or a file fails, without telling it."""
    with pytest.raises(TypeError) as caught:
        write(Secret(CANARY.encode()))  # type: ignore[operator]
    assert CANARY not in str(caught.value)


def test_a_secret_is_wiped_at_the_end_of_its_block() -> None:
    """Memory holds a card number no longer than it is needed, also when something goes wrong meanwhile."""
    kept = []

    def fail() -> None:
        with Secret(CANARY.encode()) as secret:
            kept.append(secret.view())
            raise LookupError

    with pytest.raises(LookupError) as caught:
        fail()
    assert kept == [bytearray(16)]
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_a_wiped_secret_is_not_taken_for_one() -> None:
    """Nobody charges a card of zeros."""
    secret = Secret(CANARY.encode())
    secret.wipe()
    secret.wipe()
    for ask in (secret.view, secret.text):
        with pytest.raises(IllegalError):
            ask()


def test_a_secret_that_is_no_text_says_so_without_its_bytes() -> None:
    """Python's own error would hold what could not be decoded."""
    with pytest.raises(IllegalError) as caught:
        Secret(b"\xff" + CANARY.encode()).text()
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_secrets_are_compared_by_what_they_hold() -> None:
    """Two copies of a number are one number; a secret is no text and no key of a dict."""
    assert Secret(b"a") == Secret(bytearray(b"a"))
    assert Secret(b"a") != Secret(b"b")
    assert Secret(b"a") != b"a"
    with pytest.raises(TypeError):
        hash(Secret(b"a"))


def test_the_callers_bytes_stay_the_callers() -> None:
    """Wiping a secret does not change what it was made of; that is wiped by whoever owns it."""
    mine = bytearray(b"mine")
    Secret(mine).wipe()
    assert mine == b"mine"
