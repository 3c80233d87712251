"""The commands that run one process of the Procfile each."""

import pkgutil
import sys

import click

from bot.adapters.clock import SystemClock
from bot.adapters.redis.durability import require_kept, require_volatile
from bot.config import Settings, environment, load_settings
from bot.telemetry import configure_logging


@click.command()
def web() -> None:
    """Serve webhooks, pages and the chat; needs a proxy in front that speaks TLS."""
    _serve("web")


@click.command()
def live() -> None:
    """Serve server-sent events apart from webhooks, behind the proxy's /live/."""
    _serve("live")


@click.command()
def sandbox() -> None:
    """Serve the sandbox payment gateway."""
    settings = _settings("sandbox")
    serve = pkgutil.resolve_name("bot.sandbox.serve:run")
    make = pkgutil.resolve_name("bot.sandbox.settings:SandboxSettings")
    serve(
        make(
            key=settings.sandbox_gateway_key,
            webhook_secrets=settings.sandbox_webhook_secrets,
            data=settings.sandbox_data,
            debit=float(settings.sandbox_debit_seconds),
            host=settings.web_bind,
            port=settings.sandbox_port,
            public_url=settings.sandbox_gateway_url,
            webhook_url=settings.sandbox_webhook_url,
            chat_url=settings.public_url,
            shop_url=settings.public_url,
            merchant=settings.airline_name,
        ),
        SystemClock(),
    )


@click.command()
def worker() -> None:
    """Perform effects: the only process that talks to gateways and opens the vault."""
    _run("worker")


@click.command()
def courier() -> None:
    """Send what was said to the channels, in order within a thread."""
    _run("courier")


@click.command()
def archivist() -> None:
    """Write the journal to PostgreSQL."""
    _run("archivist")


@click.command()
def clock() -> None:
    """Ring what is late: sweeps, expiries, reminders."""
    _run("clock")


def _settings(role: str) -> Settings:
    settings = load_settings(environment(), role)
    configure_logging(settings)
    if settings.redis_url:
        require_kept(settings.redis_url, name="REDIS_URL")
    if settings.volatile_redis_url:
        require_volatile(settings.volatile_redis_url, name="VOLATILE_REDIS_URL")
    return settings


def _serve(role: str) -> None:
    settings = _settings(role)
    serve = pkgutil.resolve_name("bot.serving:serve")
    serve(settings)


def _run(role: str) -> None:
    """The package `workers` may import us and never the other way round, so it is found by its path, as RQ finds it."""
    settings = _settings(role)
    run = pkgutil.resolve_name("workers.main:run")
    sys.exit(run(role, settings))
