"""`threadfare simulators`: Meta's platform on this machine, for the accounts that the channels are set up with."""

import pkgutil

import click

from bot.config import Settings, environment, load_settings
from bot.telemetry import configure_logging


@click.command()
def simulators() -> None:
    """Serve Messenger, WhatsApp and Instagram, simulated; point GRAPH_URL and INSTAGRAM_GRAPH_URL at it."""
    settings = load_settings(environment(), "simulators")
    configure_logging(settings)
    pkgutil.resolve_name("bot.simulators.serve:run")(_told(settings))


def _told(settings: Settings) -> object:
    make = pkgutil.resolve_name("bot.simulators.settings:SimulatorSettings")
    account = pkgutil.resolve_name("bot.simulators.settings:account")
    known = pkgutil.resolve_name("bot.simulators.accounts")
    app = {"app": settings.messenger_app_id, "secret": settings.meta_app_secrets[0]}
    by_page = {"parent": settings.messenger_page_id}
    by_itself = {"secret": next(iter(settings.instagram_app_secrets), "")}
    return make(
        host=settings.web_bind,
        port=settings.simulators_port,
        webhooks=settings.simulators_webhooks_url,
        verify_token=settings.meta_verify_token,
        brand=settings.airline_name,
        data=settings.simulators_data,
        messenger=account(known.PAGE, id=settings.messenger_page_id, token=settings.messenger_page_token, **app),
        whatsapp=account(known.NUMBER, id=settings.whatsapp_number_id, token=settings.whatsapp_token, **app),
        instagram=account(
            known.INSTAGRAM,
            id=settings.instagram_id,
            token=settings.instagram_token,
            **{**app, **(by_itself if settings.instagram_app_secrets else by_page)},
        ),
    )
