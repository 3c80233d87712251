"""`threadfare profile`: the greeting, the menu and the questions to begin with, on Messenger and on Instagram."""

import pkgutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import click
import msgspec

from bot.adapters.data.catalogue import texts
from bot.commands.addresses import addresses
from bot.config import Settings, load_settings
from bot.domain.conversation.profile_page import Words, instagram_profile, messenger_profile
from bot.domain.errors import InvalidError
from bot.domain.flow.texts import fill

CHANNELS = ("messenger", "instagram")
_CHANNELS = click.Choice(CHANNELS)


class Profiles(Protocol):
    """What asks for and sets the profile of one account."""

    def show(self, fields: tuple[str, ...]) -> dict[str, Any]:
        """What is set now."""
        ...

    def apply(self, profile: Mapping[str, Any]) -> None:
        """Set it."""
        ...


@click.group()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
@click.pass_context
def profile(context: click.Context, data: Path | None) -> None:
    """Show and set what travellers see on Messenger and Instagram before they write.

    It needs what a courier needs: the tokens with which messages are sent. WhatsApp has no such profile.
    """
    context.obj = data


@profile.command()
@click.argument("channel", type=_CHANNELS)
@click.option("--live", is_flag=True, help="What Meta shows now, not what would be set.")
def show(*, channel: str, live: bool) -> None:
    """Print the profile of a channel as JSON."""
    settings = _settings()
    wanted = _wanted(channel, settings)
    told = _api(channel, settings).show(tuple(wanted)) if live else wanted
    click.echo(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())


@profile.command("apply")
@click.argument("channel", type=_CHANNELS)
def apply_(channel: str) -> None:
    """Set the profile of a channel; Meta shows a new menu within a day."""
    click.echo(f"Set on {channel}: {', '.join(_set(channel, _settings()))}.")


def set_all(settings: Settings) -> None:
    """Set the profile of every channel that has one."""
    for channel in CHANNELS:
        _set(channel, settings)


def _set(channel: str, settings: Settings) -> dict[str, Any]:
    wanted = _wanted(channel, settings)
    _api(channel, settings).apply(wanted)
    return wanted


def _settings() -> Settings:
    return load_settings(addresses(click.get_current_context().find_object(Path)), "courier")


def _wanted(channel: str, settings: Settings) -> dict[str, Any]:
    first, known = settings.airline_language, texts()
    languages = (first, *(language for language in known if language != first))
    words = _words(settings)
    return messenger_profile(words, languages) if channel == "messenger" else instagram_profile(words, languages)


def _words(settings: Settings) -> Words:
    known, told = texts(), {"brand.name": settings.airline_name}

    def words(key: str, language: str) -> str:
        return fill(known[language][key], told.get, lambda _, value: value, language=language)

    return words


def _api(channel: str, settings: Settings) -> Profiles:
    """Adapters are picked in one place, and that place is loaded when a command needs it."""
    opened: Profiles | None = pkgutil.resolve_name("bot.bootstrap_channels:open_profile")(settings, channel)
    if opened is None:
        raise InvalidError(f"No token is set for {channel}: `threadfare config` says which variable it is.")
    return opened
