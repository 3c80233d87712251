"""What every test may ask for: embedded stores of its own, and no network but loopback."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
import pytest_socket
import redis
from hypothesis import HealthCheck, settings

from bot.embedded.postgres import ROLE, PostgresServer
from bot.embedded.valkey import ValkeyServer

settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large)
)
settings.register_profile("explore", parent=settings.get_profile("house"), derandomize=False, max_examples=2000)
settings.load_profile("house")
"""The same examples at each run, however busy the machine; `--hypothesis-profile=explore` looks for new ones."""

_Server = TypeVar("_Server", ValkeyServer, PostgresServer)


def pytest_runtest_setup() -> None:
    """No test reaches the network: loopback and Unix sockets alone are open."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def stores_folder() -> Iterator[Path]:
    """A folder with a short path that the Unix user of PostgreSQL may pass through, gone after the session."""
    folder = Path(tempfile.mkdtemp(prefix="threadfare-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def valkey_server(stores_folder: Path) -> Iterator[ValkeyServer]:
    """A Valkey that keeps what it acknowledges, as in production; started once a session."""
    yield from _running(ValkeyServer(stores_folder / "valkey", password=secrets.token_hex(16), kept=True))


@pytest.fixture(scope="session")
def volatile_valkey_server(stores_folder: Path) -> Iterator[ValkeyServer]:
    """A Valkey that writes nothing to disk; started once a session."""
    yield from _running(ValkeyServer(stores_folder / "volatile", password=secrets.token_hex(16), kept=False))


@pytest.fixture(scope="session")
def postgres_server(stores_folder: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL without fsync; started once a session."""
    folder = stores_folder / "postgres"
    words = {"password": secrets.token_hex(16), "owner_password": secrets.token_hex(16)}
    yield from _running(PostgresServer(folder, **words, durable=False))


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a database that every migration has been applied to; fresh ones are copied from it."""
    from bot.adapters.sql.migrate import upgrade  # noqa: PLC0415  tests without PostgreSQL need not load Alembic

    upgrade(postgres_server.url)
    return ROLE


@pytest.fixture
def valkey(valkey_server: ValkeyServer) -> str:
    """The address of an empty Valkey with an append-only file."""
    return _emptied(valkey_server.url)


@pytest.fixture
def volatile_valkey(volatile_valkey_server: ValkeyServer) -> str:
    """The address of an empty Valkey that writes nothing to disk."""
    return _emptied(volatile_valkey_server.url)


@pytest.fixture(scope="module")
def postgres(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """The address of a migrated PostgreSQL database that this module of tests has for itself."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgres_server.owner_url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {postgres_template}".encode())
        yield postgres_server.address(name).replace("postgresql://", "postgresql+psycopg://", 1)
        owner.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def town(stores_folder: Path, postgres_server: PostgresServer, postgres_template: str) -> Iterator[Any]:
    """All processes of a deployment with a fake Graph API beside them; started once a session."""
    from tests.journeys.town import Town  # noqa: PLC0415  tests without processes need not load what they need

    name = f"town_{secrets.token_hex(6)}"
    folder = stores_folder / "town"
    folder.mkdir(mode=0o700)
    with psycopg.connect(postgres_server.owner_url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {postgres_template}".encode())
        url = postgres_server.address(name).replace("postgresql://", "postgresql+psycopg://", 1)
        with Town(folder, url) as running:
            yield running
        owner.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _running(server: _Server) -> Iterator[_Server]:
    server.start()
    yield server
    server.stop()


def _emptied(url: str) -> str:
    with redis.Redis.from_url(url) as client:
        client.flushall()
    return url
