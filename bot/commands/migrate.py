"""`threadfare migrate`: the schema of the database."""

import click

from bot.adapters.sql.migrate import current, draft, newest, upgrade
from bot.config import environment, load_settings


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 when a migration is missing.")
@click.option("--draft", "message", help="Write a new migration from what the tables in code have more.")
def migrate(message: str | None, *, check: bool) -> None:
    """Bring the database to the newest schema; a second run changes nothing."""
    url = load_settings(environment(), "release").database_url
    if message:
        draft(url, message)
        return
    if not check:
        upgrade(url)
    found, wanted = current(url), newest()
    click.echo(f"The database is at {found or 'no revision'}; the newest is {wanted or 'none'}.")
    if found != wanted:
        raise SystemExit(1)
