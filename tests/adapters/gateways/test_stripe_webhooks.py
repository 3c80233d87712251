"""Proves bot/adapters/gateways/stripe_webhooks.py against Stripe's own library, both ways."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
import stripe

from bot.adapters.gateways.stripe_webhooks import StripeWebhooks

SECRET = "whsec_of_a_test"


def body(kind: str = "payment_intent.succeeded", **about: Any) -> bytes:
    """An event as Stripe writes it."""
    thing = {"id": "pi_1", "object": "payment_intent", "metadata": {"payment": "pay_1"}} | about
    event = {"id": "evt_1", "object": "event", "api_version": stripe.api_version, "livemode": False}
    return msgspec.json.encode(event | {"type": kind, "created": 1795521600, "data": {"object": thing}})


def signed(payload: bytes, *, secret: str = SECRET, at: datetime | None = None) -> dict[str, str]:
    """The headers of a webhook that Stripe's own library has signed."""
    seconds = int((at or datetime.now(UTC)).timestamp())
    header = stripe.WebhookSignature.generate_signature_header(payload.decode(), secret, seconds)
    return {"Stripe-Signature": f"{header},v0=00"}


def test_what_stripe_signs_is_believed() -> None:
    """News of a payment comes to the payment that it is about."""
    event = StripeWebhooks((SECRET,)).webhook(signed(body()), body(), now=datetime.now(UTC))
    assert event is not None
    assert (event.id, event.kind, event.payment, event.reference) == (
        "evt_1",
        "payment_intent.succeeded",
        "pay_1",
        "pi_1",
    )
    assert event.created == datetime.fromtimestamp(1795521600, UTC)


def test_both_sides_check_alike() -> None:
    """What we believe Stripe's library believes, and what it refuses we refuse."""
    reader, payload = StripeWebhooks((SECRET,)), body()
    for secret, changed in (
        (SECRET, payload),
        ("whsec_of_another", payload),
        (SECRET, payload.replace(b"pi_1", b"pi_2")),
    ):
        headers = signed(payload, secret=secret)
        ours = reader.webhook(headers, changed, now=datetime.now(UTC)) is not None
        try:
            theirs = stripe.Webhook.construct_event(changed, headers["Stripe-Signature"], SECRET)
        except stripe.SignatureVerificationError:
            assert not ours
        else:
            assert ours
            assert theirs.id == "evt_1"


@pytest.mark.parametrize("secrets", [("whsec_new", SECRET), (SECRET, "whsec_old")])
def test_two_secrets_are_live_while_one_is_changed(secrets: tuple[str, str]) -> None:
    """Staff roll the secret and lose no news, whichever side changes first."""
    assert StripeWebhooks(secrets).webhook(signed(body()), body(), now=datetime.now(UTC))


@pytest.mark.parametrize(("seconds", "good"), [(299, True), (301, False), (-299, True), (-301, False)])
def test_a_signature_is_fresh_for_five_minutes_both_ways(seconds: int, good: bool) -> None:  # noqa: FBT001 (a case's word)
    """Nobody plays an old webhook again; Stripe's library would let one of tomorrow pass, and we do not."""
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    event = StripeWebhooks((SECRET,)).webhook(signed(body(), at=now), body(), now=now + timedelta(seconds=seconds))
    assert (event is not None) is good


@pytest.mark.parametrize(
    ("kind", "about", "said"),
    [
        ("checkout.session.completed", {"object": "checkout.session", "id": "cs_1"}, ("page.done", "", "cs_1")),
        ("checkout.session.expired", {"object": "checkout.session", "id": "cs_1"}, ("page.closed", "", "cs_1")),
        (
            "refund.failed",
            {"object": "refund", "id": "re_1", "payment_intent": "pi_1"},
            ("refund.failed", "pay_1", "pi_1"),
        ),
        ("charge.dispute.created", {"id": "dp_1", "payment_intent": "pi_1", "metadata": {}}, (None, "", "pi_1")),
        ("setup_intent.succeeded", {"id": "seti_1", "metadata": {"setup": "stp_1"}}, (None, "stp_1", "seti_1")),
        ("a.kind.of.tomorrow", {"id": "x_1", "metadata": None}, (None, "", "x_1")),
    ],
)
def test_each_kind_names_what_it_is_about(kind: str, about: dict[str, Any], said: tuple[str | None, str, str]) -> None:
    """Pages, refunds and setups find whom they concern; a kind that nobody knows harms nobody."""
    payload = body(kind, **about)
    if about.get("object") == "checkout.session":
        payload = body(kind, **about, metadata={"page": "pay_2"})
        said = (said[0], "pay_2", said[2])
    event = StripeWebhooks((SECRET,)).webhook(signed(payload), payload, now=datetime.now(UTC))
    assert event is not None
    assert (event.kind, event.payment, event.reference) == (said[0] or kind, said[1], said[2])


def test_the_setup_behind_a_page_is_no_news_of_a_payment() -> None:
    """A page is done when Stripe says so of the page, and its own setup wakes nobody."""
    payload = body("setup_intent.succeeded", id="seti_1", object="setup_intent", metadata={"page": "pay_1"})
    event = StripeWebhooks((SECRET,)).webhook(signed(payload), payload, now=datetime.now(UTC))
    assert event is not None
    assert event.payment == ""


@pytest.mark.parametrize("payload", [b"", b"[]", b"{}", b'{"id":1}', body().replace(b"1795521600", b"9e99")])
def test_what_is_signed_and_cannot_be_read_is_nothing(payload: bytes) -> None:
    """A webhook of another shape is refused and breaks nothing."""
    assert StripeWebhooks((SECRET,)).webhook(signed(payload), payload, now=datetime.now(UTC)) is None


def test_without_a_secret_nothing_is_believed() -> None:
    """An empty secret is none: what is signed with it is forged."""
    assert StripeWebhooks(("",)).webhook(signed(body(), secret=""), body(), now=datetime.now(UTC)) is None
