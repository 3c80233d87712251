"""`threadfare templates`: has templates approved at Meta, and says how they stand."""

import pkgutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from bot.adapters.channels.templates import to_approve
from bot.adapters.clock import SystemClock
from bot.adapters.data.catalogue import notices
from bot.commands.addresses import addresses
from bot.config import Settings, load_settings
from bot.domain.errors import InvalidError
from bot.domain.moments import milliseconds
from bot.services.templates import MISSING, Standing, note, standings

CHANNELS = ("messenger", "whatsapp")


@click.group()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
@click.pass_context
def templates(context: click.Context, data: Path | None) -> None:
    """Templates for news that must be told after a platform's 24 hours, on Messenger and WhatsApp."""
    context.obj = data


@templates.command("list")
def list_() -> None:
    """List the templates with their words, and what was last said of them; asks nobody."""
    found = standings(_bootstrap("open_records")(_settings()), notices(), CHANNELS)
    for news, form in notices().items():
        for language, wording in form.texts.items():
            mine = [one for one in found if (one.name, one.language) == (form.template, language)]
            states = ", ".join(f"{one.channel} {one.state}" for one in mine)
            click.echo(f"{form.template} {language}  ({news}; {states})")
            click.echo(f"    {wording.body}")
            if wording.button:
                click.echo(f"    [{wording.button}] {form.page}…")


@templates.command()
def create() -> None:
    """Ask Meta to approve every template that it does not know yet, on each channel that is set up."""
    settings = _settings()
    for told in create_all(settings):
        click.echo(told)
    _tell(_stand(settings, _accounts(settings)))


def create_all(settings: Settings) -> tuple[str, ...]:
    """Ask for every template that is missing; gives what Meta said of each."""
    accounts = _accounts(settings)
    _read(settings, accounts)
    missing = (one for one in _stand(settings, accounts) if one.state == MISSING)
    return tuple(_created(settings, accounts[one.channel], one) for one in missing)


@templates.command()
def status() -> None:
    """Ask Meta how the templates stand, keep it for the courier, and say what is wrong; 1 when anything is."""
    settings = _settings()
    accounts = _accounts(settings)
    _read(settings, accounts)
    found = _stand(settings, accounts)
    _tell(found)
    if not all(one.is_sent for one in found):
        click.get_current_context().exit(1)


def _created(settings: Settings, account: Any, one: Standing) -> str:
    form = next(form for form in notices().values() if form.template == one.name)
    request = to_approve(form, language=one.language, channel=one.channel, public_url=settings.public_url)
    try:
        state = account.create(request, at=_now())
    except InvalidError as error:
        return f"{one.channel} {one.name} {one.language}: {error.say_to_staff}"
    note(_bootstrap("open_records")(settings), (state,))
    return f"{one.channel} {one.name} {one.language}: created, {state.state}"


def _read(settings: Settings, accounts: dict[str, Any]) -> None:
    at = _now()
    for account in accounts.values():
        note(_bootstrap("open_records")(settings), tuple(account.states(at=at)))


def _stand(settings: Settings, accounts: dict[str, Any]) -> tuple[Standing, ...]:
    return standings(_bootstrap("open_records")(settings), notices(), accounts)


def _tell(found: Iterable[Standing]) -> None:
    for one in found:
        click.echo(f"{'+' if one.is_sent else '-'} {one.channel} {one.name} {one.language} {one.state}: {one.told}")


def _accounts(settings: Settings) -> dict[str, Any]:
    found: dict[str, Any] = _bootstrap("template_accounts")(settings)
    if not found:
        raise InvalidError(
            "No channel with templates is set up: Messenger wants MESSENGER_PAGE_TOKEN and MESSENGER_PAGE_ID, "
            "WhatsApp WHATSAPP_TOKEN and WHATSAPP_ACCOUNT_ID."
        )
    return found


def _settings() -> Settings:
    return load_settings(addresses(click.get_current_context().find_object(Path)))


def _now() -> int:
    return milliseconds(SystemClock().now())


def _bootstrap(what: str) -> Any:
    """Adapters are picked in one place, and that place is loaded when a command needs it."""
    return pkgutil.resolve_name(f"bot.bootstrap:{what}")
