"""Proves bot/bootstrap_gateways.py: the gateway that the settings name, and what reads its webhooks."""

from bot.adapters.gateways.sandbox import SandboxGateway
from bot.adapters.gateways.sandbox_webhooks import SandboxWebhooks
from bot.adapters.gateways.stripe import StripeGateway
from bot.adapters.gateways.stripe_webhooks import StripeWebhooks
from bot.bootstrap_gateways import open_gateway, open_hooks, open_reports
from bot.config import Settings

STRIPE = Settings(gateway="stripe", stripe_secret_key="sk_test_12345678", stripe_webhook_secrets=("whsec",))


def test_the_settings_name_the_gateway() -> None:
    """Who says nothing plays with pretended money; who says Stripe moves real money."""
    assert isinstance(open_gateway(Settings()), SandboxGateway)
    assert isinstance(open_gateway(STRIPE), StripeGateway)
    assert (open_reports(Settings()).name, open_reports(STRIPE).name) == ("sandbox", "stripe")


def test_webhooks_are_read_with_the_secret_of_the_gateway_in_use() -> None:
    """A webhook of the sandbox moves nothing where Stripe is used, and nothing is believed without a secret."""
    assert isinstance(open_hooks(STRIPE), StripeWebhooks)
    assert isinstance(open_hooks(Settings(sandbox_webhook_secrets=("s",))), SandboxWebhooks)
    assert open_hooks(Settings(gateway="stripe", sandbox_webhook_secrets=("s",))) is None
    assert open_hooks(Settings()) is None
