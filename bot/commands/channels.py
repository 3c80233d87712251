"""`threadfare channels`: what is set up for each account, and whether it can send, asked without sending anything."""

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import Any

import click

from bot import bootstrap, bootstrap_channels
from bot.commands.addresses import addresses
from bot.config import EVERY_ROLE, Settings, load_settings
from bot.domain.errors import SendFailedError, ThreadfareError
from bot.ports.channel import Channel, Inspected
from bot.variables import VARIABLES

NEEDS: Mapping[str, tuple[str, ...]] = {
    "messenger": (
        "MESSENGER_PAGE_ID",
        "MESSENGER_PAGE_TOKEN",
        "META_APP_SECRET",
        "META_VERIFY_TOKEN",
        "MESSENGER_APP_ID",
    ),
    "whatsapp": ("WHATSAPP_NUMBER_ID", "WHATSAPP_TOKEN", "META_APP_SECRET", "META_VERIFY_TOKEN"),
    "instagram": ("INSTAGRAM_ID", "INSTAGRAM_TOKEN", "INSTAGRAM_APP_SECRET", "META_VERIFY_TOKEN"),
}
"""What each channel is set up with, as the program is told."""
_INDENT = " " * 10
_OPTIONAL = frozenset({"MESSENGER_APP_ID", "INSTAGRAM_APP_SECRET"})


@click.command()
@click.option("--refresh", is_flag=True, help="Refresh Instagram's token now, if it is a day old.")
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
def channels(data: Path | None, *, refresh: bool) -> None:
    """Show each account: what is set up, whether its token holds, and what troubles it is in."""
    settings = load_settings(addresses(data), EVERY_ROLE)
    if refresh:
        _refresh(settings)
    served = bootstrap_channels.channels(settings)
    troubles = _troubles(settings)
    good = [_show(settings, served.get(name), name, troubles) for name in NEEDS]
    sys.exit(0 if all(good) else 1)


def _show(settings: Settings, channel: Channel | None, name: str, troubles: Mapping[str, str]) -> bool:
    """Print one channel; gives whether it is well, or not set up at all."""
    told = [(need, where) for need in NEEDS[name] if (where := _source(settings, need))]
    if not any(need.startswith(name.upper()) for need, _ in told):
        click.echo(f"{name:10} not set up")
        return True
    missing = [need for need in NEEDS[name] if need not in dict(told) and need not in _OPTIONAL]
    shown = ", ".join(f"{need} ({where})" for need, where in told)
    click.echo(f"{name:10} {shown}")
    for need in missing:
        click.echo(f"{_INDENT} {need} is missing")
    sends, said = _inspected(channel)
    click.echo(f"{_INDENT} {said}")
    for account, trouble in troubles.items():
        if account.startswith(f"{name}:"):
            click.echo(f"{_INDENT} {account}: {trouble}")
    return sends and not missing


def _inspected(channel: Any) -> tuple[bool, str]:
    if channel is None or not hasattr(channel, "inspect"):
        return False, "cannot send: it is not set up whole"
    inspected: Inspected = channel
    try:
        standing = inspected.inspect()
    except SendFailedError as error:
        return False, f"cannot send ({error.reason}): {error.say_to_staff}"
    return True, f"can send as {standing.name or standing.account}; {standing.load} % of the quota is used"


def _source(settings: Settings, need: str) -> str:
    """Where a setting comes from: a file with its age, the environment, or "" when nobody told it."""
    variable = next(one for one in VARIABLES if one.name == need)
    if not getattr(settings, variable.attribute):
        return ""
    folder = settings.meta_secrets_dir
    if folder is not None and variable.in_folder and (folder / need).is_file():
        days = int((time() - (folder / need).stat().st_mtime) // 86_400)
        return f"file, {days} d old"
    return "set"


def _troubles(settings: Settings) -> Mapping[str, str]:
    """What couriers noted, where the database is set and answers."""
    if not settings.database_url:
        return {}
    try:
        with bootstrap.open_records(settings).begin() as work:
            return {one.account: " ".join(_told(one)) for one in work.accounts.troubles()}
    except ThreadfareError as error:
        return {"": error.say_to_staff}


def _told(trouble: Any) -> Iterator[str]:
    for word, at in (("since", trouble.since), ("tried again", trouble.until)):
        yield f"{word} {datetime.fromtimestamp(at / 1000, tz=UTC):%Y-%m-%d %H:%M:%S} UTC,"
    yield f"{trouble.reason}: {trouble.detail}"


def _refresh(settings: Settings) -> None:
    keeper = bootstrap_channels.token_keeper(settings)
    if keeper is None:
        click.echo("Nothing to refresh: Instagram Login with INSTAGRAM_TOKEN in META_SECRETS_DIR is not set up.")
        return
    done = keeper.refresh(time(), older_than=0)
    click.echo("Instagram's token was refreshed." if done else "Instagram's token is not a day old yet.")
