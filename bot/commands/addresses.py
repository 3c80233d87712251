"""Where the stores are: in the environment, or at the demo that runs on this machine."""

from pathlib import Path

import click

from bot.config import environment
from bot.demo import default_folder
from bot.embedded.folder import told_addresses


def addresses(data: Path | None = None) -> dict[str, str]:
    """The environment; where it names no database, with what the demo on a data folder (the usual one) tells."""
    environ = environment()
    if environ.get("DATABASE_URL") and data is None:
        return environ
    folder = data or default_folder(environ)
    told = told_addresses(folder)
    if not told:
        click.echo(f"No demo runs on {folder}; --data names another folder.", err=True)
    return {**environ, **told}
