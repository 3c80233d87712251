"""`threadfare chat`: the bot in this terminal."""

import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path

import click

from bot.commands.addresses import addresses
from bot.config import load_settings
from bot.ports.runtime import Runtime
from bot.terminal import converse


@click.command()
@click.option("--language", default="en", show_default=True, help="The language in which the talk begins.")
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
def chat(language: str, data: Path | None) -> None:
    """Talk to the bot in this terminal; Ctrl-D ends it.

    It joins the demo that runs on this machine, or the stores that the environment names. "/2" taps the second option.
    """
    build: Callable[..., Runtime] = pkgutil.resolve_name("bot.bootstrap:build")
    settings = load_settings(addresses(data), "chat")
    converse(build(settings, "chat"), language=language, read=sys.stdin, write=click.echo)
