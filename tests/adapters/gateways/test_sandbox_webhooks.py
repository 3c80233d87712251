"""Proves bot/adapters/gateways/sandbox_webhooks.py."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.gateways.sandbox_webhooks import SandboxWebhooks
from bot.sandbox.signing import sign

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVENT = {
    "id": "evt_1",
    "type": "payment.captured",
    "created": 1795521600,
    "payment": {"id": "sbx_1", "payment": "pay_1"},
}
BODY = msgspec.json.encode(EVENT)


def signed(body: bytes = BODY, *, secret: str = "one", at: datetime = NOW) -> dict[str, str]:
    """The headers of a webhook."""
    return {"Sandbox-Signature": sign(body, secrets=(secret,), at=int(at.timestamp()))}


def test_a_good_webhook_names_the_payment() -> None:
    """A payment's news is taken to the payment that it concerns."""
    event = SandboxWebhooks(("one",)).webhook(signed(), BODY, now=NOW)
    assert event
    assert (event.id, event.kind, event.payment, event.reference) == ("evt_1", "payment.captured", "pay_1", "sbx_1")
    assert event.created == datetime.fromtimestamp(1795521600, UTC)


@pytest.mark.parametrize("name", ["sandbox-signature", "SANDBOX-SIGNATURE"])
def test_the_header_is_found_however_it_is_written(name: str) -> None:
    """A proxy that changes the case of headers loses no news."""
    assert SandboxWebhooks(("one",)).webhook({name: signed()["Sandbox-Signature"]}, BODY, now=NOW)


@pytest.mark.parametrize("secrets", [("one", "two"), ("two", "one"), ("one",)])
def test_while_a_secret_is_changed_both_are_good(secrets: tuple[str, ...]) -> None:
    """Staff change the secret without losing a webhook, whichever side changes first."""
    reader = SandboxWebhooks(secrets)
    assert reader.webhook(signed(), BODY, now=NOW)
    both = {"Sandbox-Signature": sign(BODY, secrets=("old", "one"), at=int(NOW.timestamp()))}
    assert reader.webhook(both, BODY, now=NOW)


@pytest.mark.parametrize(("seconds", "good"), [(0, True), (300, True), (301, False), (-300, True), (-301, False)])
def test_a_signature_is_fresh_for_five_minutes_both_ways(seconds: int, good: bool) -> None:  # noqa: FBT001 (a case's word)
    """Who has recorded a webhook cannot play it again later, nor make one for tomorrow."""
    event = SandboxWebhooks(("one",)).webhook(signed(), BODY, now=NOW + timedelta(seconds=seconds))
    assert (event is not None) is good


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=",
        "v1=00",
        "t=1795521600",
        "t=1795521600,v1=",
        "t=1795521600,v1=é",
        "t=²,v1=00",
        "t=-1,v1=00",
        "t=" + "9" * 5000 + ",v1=00",
        "nonsense",
        ",,,===",
    ],
)
def test_a_header_of_any_shape_is_refused_calmly(header: str) -> None:
    """A forged webhook is neither believed nor able to stop the receiver."""
    assert SandboxWebhooks(("one",)).webhook({"Sandbox-Signature": header}, BODY, now=NOW) is None


def test_two_times_in_one_signature_are_refused() -> None:
    """A fresh time cannot be put beside an old signature."""
    header = signed()["Sandbox-Signature"]
    assert SandboxWebhooks(("one",)).webhook({"Sandbox-Signature": f"t=1,{header}"}, BODY, now=NOW) is None


@pytest.mark.parametrize("secrets", [(), ("",), ("two",)])
def test_a_webhook_under_no_secret_of_ours_is_refused(secrets: tuple[str, ...]) -> None:
    """Without a secret, or with an empty one, nothing is believed."""
    assert SandboxWebhooks(secrets).webhook(signed(), BODY, now=NOW) is None
    assert SandboxWebhooks(secrets).webhook(signed(secret=""), BODY, now=NOW) is None


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"\xff", BODY.replace(b"1795521600", b"99999999999999999"), b"[" * 9000]
)
def test_a_signed_body_that_says_nothing_is_left_alone(body: bytes) -> None:
    """A newer sandbox with news of another shape stops nothing."""
    assert SandboxWebhooks(("one",)).webhook(signed(body), body, now=NOW) is None


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_is_always_noticed(place: int, change: int) -> None:
    """Nobody on the way can turn one payment's news into another's."""
    forged = bytearray(BODY)
    forged[place] ^= change
    assert SandboxWebhooks(("one",)).webhook(signed(), bytes(forged), now=NOW) is None


@given(st.text(max_size=200))
def test_no_header_whatever_raises(header: str) -> None:
    """The receiver outlives whatever is sent to it."""
    assert SandboxWebhooks(("one",)).webhook({"Sandbox-Signature": header}, BODY, now=NOW) is None
