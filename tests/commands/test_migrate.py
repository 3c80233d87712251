"""`threadfare migrate` brings a database forward and says where it is."""

import secrets

import psycopg
import pytest
from click.testing import CliRunner

from bot.adapters.sql.migrate import newest
from bot.cli import main
from bot.embedded.postgres import ROLE, PostgresServer

pytestmark = pytest.mark.real


def _run(url: str, *arguments: str) -> tuple[int, str]:
    result = CliRunner(env={"DATABASE_URL": url}).invoke(main, ["migrate", *arguments])
    return result.exit_code, result.output


def test_a_check_changes_nothing_and_a_run_brings_the_newest(postgres_server: PostgresServer) -> None:
    """A deployment can ask before it acts, and acts once."""
    name = f"empty_{secrets.token_hex(4)}"
    with psycopg.connect(postgres_server.owner_url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE template0".encode())
    url = postgres_server.address(name)
    assert _run(url, "--check") == (
        1 if newest() else 0,
        f"The database is at no revision; the newest is {newest() or 'none'}.\n",
    )
    wanted = (0, f"The database is at {newest() or 'no revision'}; the newest is {newest() or 'none'}.\n")
    assert _run(url) == wanted
    assert _run(url, "--check") == wanted


def test_without_an_address_it_says_what_it_needs() -> None:
    """A release without DATABASE_URL stops with a sentence."""
    code, output = _run("")
    assert code == 2
    assert output.startswith("DATABASE_URL is missing.")
