"""Proves bot/gateway_checks.py: a gateway that cannot work is refused at the start, with a sentence."""

import pytest

from bot.config import SettingsError, environment_of, load_settings
from bot.gateway_checks import gateway_problems

TEST, LIVE = "sk_test_51abcdefgh", "sk_live_51abcdefgh"
WORKER = {
    "DATABASE_URL": "postgresql://u:p@db/air",
    "REDIS_URL": "redis://r",
    "VOLATILE_REDIS_URL": "redis://v",
    "SECRET_KEY": "k" * 32,
    "CAPTURE_PUBLIC_KEYS": "/public.json",
    "GATEWAY": "stripe",
    "STRIPE_SECRET_KEY": TEST,
}
WEB = {name: value for name, value in WORKER.items() if name != "STRIPE_SECRET_KEY"} | {
    "STRIPE_WEBHOOK_SECRETS": "whsec_new,whsec_old",
    "META_APP_SECRET": "a",
    "META_VERIFY_TOKEN": "v",
}
STRIPE = {"gateway": "stripe", "stripe_secret_key": TEST, "public_url": "https://air.example"}


@pytest.fixture(name="worker")
def _worker(tmp_path: object) -> dict[str, str]:
    return WORKER | {"CAPTURE_KEYS_DIR": str(tmp_path)}


def test_stripe_needs_its_own_secrets_and_not_the_sandboxes(worker: dict[str, str]) -> None:
    """Who uses Stripe sets what Stripe needs, in the process that needs it, and nothing else."""
    settings = load_settings(worker, "worker")
    assert (settings.gateway, settings.stripe_secret_key, settings.stripe_api_url) == (
        "stripe",
        TEST,
        "https://api.stripe.com",
    )
    with pytest.raises(SettingsError, match=r"^STRIPE_SECRET_KEY is missing[^\n]*$"):
        load_settings({name: value for name, value in worker.items() if name != "STRIPE_SECRET_KEY"}, "worker")
    with pytest.raises(SettingsError, match="SANDBOX_GATEWAY_KEY is missing"):
        load_settings(worker | {"GATEWAY": "sandbox"}, "worker")


def test_the_web_process_gets_the_webhooks_secrets_alone() -> None:
    """What moves money is neither in its settings nor in the environment that it is handed."""
    told = WEB | {"STRIPE_SECRET_KEY": TEST}
    settings = load_settings(told, "web")
    assert (settings.stripe_webhook_secrets, settings.stripe_secret_key) == (("whsec_new", "whsec_old"), "")
    assert "STRIPE_SECRET_KEY" not in environment_of(told, "web")
    with pytest.raises(SettingsError, match="STRIPE_WEBHOOK_SECRETS is missing"):
        load_settings({name: value for name, value in WEB.items() if "WEBHOOK" not in name}, "web")


@pytest.mark.parametrize("key", ["pk_test_51abcdefgh", "whsec_51abcdefgh", "sk_test_", "sk_prod_51abcdefgh"])
def test_what_is_no_secret_key_is_refused_and_not_shown(worker: dict[str, str], key: str) -> None:
    """A publishable key or a webhook's secret in the wrong place is noticed at once."""
    with pytest.raises(SettingsError, match="STRIPE_SECRET_KEY is wrong") as caught:
        load_settings(worker | {"STRIPE_SECRET_KEY": key}, "worker")
    assert f"({key!r})" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"card_capture": "fields"}, "CARD_CAPTURE is fields, but the stripe gateway can do page or vault only."),
        ({"card_capture": "vault", "vault_keys_dir": "/k"}, "STRIPE_RAW_CARDS=yes"),
        ({"stripe_secret_key": LIVE, "public_url": "http://localhost:8000"}, "PUBLIC_URL is not https"),
        ({"stripe_secret_key": LIVE, "stripe_api_url": "https://fake.example"}, "leave STRIPE_API_URL away"),
        ({"stripe_secret_key": "rk_live_1", "stripe_api_url": "https://fake.example"}, "is a live key"),
        ({"stripe_api_url": "http://fake.example"}, "STRIPE_API_URL must be https"),
        ({"sepa_creditor_id": "DE98ZZZ09999999999"}, "MAIL_FROM is missing"),
    ],
)
def test_what_cannot_work_is_said_at_the_start(change: dict[str, str], sentence: str) -> None:
    """No traveller finds out what whoever runs the program could have known."""
    (problem,) = gateway_problems(STRIPE | change, "worker")
    assert sentence in problem


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"stripe_secret_key": LIVE},
        {"stripe_api_url": "http://127.0.0.1:8420", "public_url": "http://localhost:8000"},
        {"card_capture": "vault", "vault_keys_dir": "/k", "stripe_raw_cards": True},
        {"sepa_creditor_id": "DE98ZZZ09999999999", "mail_from": "a@b.example"},
        {"gateway": "sandbox", "vault_keys_dir": "/k"},
    ],
)
def test_what_can_work_is_let_be(change: dict[str, object]) -> None:
    """Test keys go to a fake on this machine, live ones to Stripe alone."""
    assert list(gateway_problems(STRIPE | change, "worker")) == []
