"""The option that writes golden talks anew, and the town in which the real stage stands."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.embedded.postgres import ROLE, PostgresServer
from tests.journeys.town import Town


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/journeys --update-talks` writes what the bot really says into the talk files."""
    parser.addoption("--update-talks", action="store_true", help="write what the bot says into the talk files")


@pytest.fixture(scope="session")
def update_talks(request: pytest.FixtureRequest) -> bool:
    """Whether talk files are to be written anew; the option is known only when this folder is named."""
    return bool(request.config.getoption("--update-talks", default=False))


@pytest.fixture(scope="session")
def town(stores_folder: Path, postgres_server: PostgresServer, postgres_template: str) -> Iterator[Town]:
    """All processes, with a database of their own; started once a session."""
    name = f"town_{secrets.token_hex(6)}"
    folder = stores_folder / "town"
    folder.mkdir(mode=0o700)
    with psycopg.connect(postgres_server.owner_url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {postgres_template}".encode())
        url = postgres_server.address(name).replace("postgresql://", "postgresql+psycopg://", 1)
        with Town(folder, url) as running:
            yield running
        owner.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
