"""Picks the adapter of the payment gateway: whole for a worker, its webhooks alone for who serves those."""

from email.utils import parseaddr

from bot.adapters.gateways.sandbox import SandboxGateway
from bot.adapters.gateways.sandbox_reports import SandboxReports
from bot.adapters.gateways.sandbox_webhooks import SandboxWebhooks
from bot.adapters.gateways.stripe import StripeGateway
from bot.adapters.gateways.stripe_reports import StripeReports
from bot.adapters.gateways.stripe_webhooks import StripeWebhooks
from bot.adapters.http_client import HttpClient, SessionEngine
from bot.config import Settings
from bot.ports.gateway import Gateway, GatewayHooks
from bot.ports.gateway_reports import GatewayReports


def open_gateway(settings: Settings) -> Gateway:
    """The gateway of a worker, with the key that moves money."""
    if settings.gateway == "stripe":
        return StripeGateway(
            HttpClient(SessionEngine()),
            url=settings.stripe_api_url,
            key=settings.stripe_secret_key,
            webhook_secrets=settings.stripe_webhook_secrets,
            contact=parseaddr(settings.mail_from)[1],
        )
    return SandboxGateway(
        HttpClient(SessionEngine()),
        url=settings.sandbox_gateway_url,
        key=settings.sandbox_gateway_key,
        webhook_secrets=settings.sandbox_webhook_secrets,
    )


def open_hooks(settings: Settings) -> GatewayHooks | None:
    """What reads the gateway's webhooks, None without their secret."""
    if settings.gateway == "stripe":
        return StripeWebhooks(settings.stripe_webhook_secrets) if settings.stripe_webhook_secrets else None
    return SandboxWebhooks(settings.sandbox_webhook_secrets) if settings.sandbox_webhook_secrets else None


def open_reports(settings: Settings) -> GatewayReports:
    """What reads the gateway's reports."""
    if settings.gateway == "stripe":
        return StripeReports(HttpClient(SessionEngine()), url=settings.stripe_api_url, key=settings.stripe_secret_key)
    return SandboxReports(
        HttpClient(SessionEngine()), url=settings.sandbox_gateway_url, key=settings.sandbox_gateway_key
    )
