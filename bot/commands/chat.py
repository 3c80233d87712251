"""`threadfare chat`: the bot in this terminal."""

import pkgutil
import sys

import click

from bot.config import environment, load_settings
from bot.telemetry import configure_logging


@click.command()
@click.option("--language", default="en", show_default=True, help="The language in which the talk begins.")
def chat(language: str) -> None:
    """Talk to the bot in this terminal, on the stores that the environment names; Ctrl-D ends it."""
    settings = load_settings(environment(), "chat")
    configure_logging(settings)
    talk = pkgutil.resolve_name("bot.bootstrap:chat")
    sys.exit(talk(settings, language=language))
