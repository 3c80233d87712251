"""What commands for staff share: the stores that they work on, a column for names, and tables on a terminal."""

import pkgutil
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bot.commands.addresses import addresses
from bot.config import Settings, load_settings
from bot.domain.errors import InvalidError
from bot.ports.records import Records
from bot.ports.runtime import Runtime

_WIDTH = 120


def settings() -> Settings:
    """The settings of the demo that `--data` names, or of the environment."""
    return load_settings(addresses(click.get_current_context().find_object(Path)))


def secret(found: Settings) -> bytes:
    """The secret under which names are hidden; raises `InvalidError` when the environment names none."""
    if not found.secret_key:
        raise InvalidError("SECRET_KEY is missing: names are kept as hashes that are made with it.")
    return found.secret_key.encode()


def records(found: Settings) -> Records:
    """Adapters are picked in one place, and that place is loaded when a command needs it."""
    opened: Records = pkgutil.resolve_name("bot.bootstrap:open_records")(found)
    return opened


def runtime(found: Settings) -> Runtime:
    """Everything outside but gateway and vault, for what has to be told to travellers and rung for at workers."""
    secret(found)
    opened: Runtime = pkgutil.resolve_name("bot.bootstrap:build")(found, "staff")
    return opened


def known_as(opened: Records, name: str) -> str:
    """Who somebody at a shell is for the audit: a person of the staff by id or e-mail address, else "command line: X".

    So who proposed something at a shell cannot decide it on a page.
    """
    with opened.begin() as work:
        people = work.people.people()
    found = (one.id for one in people if name.lower() in {one.id.lower(), one.email.lower()})
    return next(found, f"command line: {name}")


def show(table: Table) -> None:
    """Print a table, as wide on every terminal."""
    Console(width=_WIDTH, highlight=False).print(table)
