"""What is wrong with the settings of a payment gateway, said at the start: one sentence for each."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.domain.errors import InvalidError
from bot.domain.payment.capture import capture_mode

STRIPE_URL = "https://api.stripe.com"
_LIVE = ("sk_live_", "rk_live_")


def gateway_problems(values: Mapping[str, Any], role: str) -> Iterator[str]:
    """What is wrong with how cards reach us, and with the gateway that they go to."""
    gateway = values.get("gateway", "sandbox")
    try:
        mode = capture_mode(gateway, values.get("card_capture", ""))
    except InvalidError as error:
        yield error.say_to_staff
        return
    if role == "worker" and mode == "vault" and not values.get("vault_keys_dir"):
        yield "CARD_CAPTURE is vault, which needs VAULT_KEYS_DIR and VAULT_FINGERPRINT_KEY."
    if gateway == "stripe":
        if mode == "vault" and not values.get("stripe_raw_cards"):
            yield "CARD_CAPTURE is vault, and Stripe takes card numbers only if it agreed to: set STRIPE_RAW_CARDS=yes."
        yield from _key_problems(values)


def _key_problems(values: Mapping[str, Any]) -> Iterator[str]:
    key, url = values.get("stripe_secret_key", ""), values.get("stripe_api_url", STRIPE_URL)
    if not key:
        return
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        yield "STRIPE_API_URL must be https, or on this machine: the key goes there."
    if key.startswith(_LIVE):
        if url != STRIPE_URL:
            yield f"STRIPE_SECRET_KEY is a live key, which goes to {STRIPE_URL} alone: leave STRIPE_API_URL away."
        if urlsplit(values.get("public_url", "")).scheme != "https":
            yield "STRIPE_SECRET_KEY is a live key, and PUBLIC_URL is not https: real travellers would not come back."
    if values.get("sepa_creditor_id") and not values.get("mail_from"):
        yield "MAIL_FROM is missing, and Stripe needs an address with each bank account (SEPA_CREDITOR_ID is set)."
