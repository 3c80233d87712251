"""What every test may ask for: embedded stores of its own, and no network but loopback."""

import gc
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
import pytest_socket
import redis
from hypothesis import HealthCheck, settings

import bot
from bot.embedded.postgres import ROLE, PostgresServer
from bot.embedded.valkey import ValkeyServer
from tests import routes, templates
from tests.compiling import compile_share
from tests.long import LONG

settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large)
)
settings.register_profile("explore", parent=settings.get_profile("house"), derandomize=False, max_examples=2000)
settings.load_profile("house")
"""The same examples at each run, however busy the machine; `--hypothesis-profile=explore` looks for new ones."""

templates.compile_once()
routes.compile_once()

ROOT = Path(__file__).resolve().parents[1]
if Path(bot.__file__).resolve().parents[1] != ROOT:
    raise RuntimeError(f"These tests lie in {ROOT} and would try {bot.__file__}: mend the virtual environment's path.")

_Server = TypeVar("_Server", ValkeyServer, PostgresServer)


def pytest_sessionstart(session: pytest.Session) -> None:
    """What several processes are going to collect they compile together."""
    compile_share(session.config, ROOT / "tests")


def pytest_collection_finish() -> None:
    """Eighteen thousand collected tests stay to the end: who looks for garbage need not go through them each time."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup() -> None:
    """No test reaches the network: loopback and Unix sockets alone are open."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Who gets which tests, where several processes run them file by file."""
    from tests.dealing import Dealing  # noqa: PLC0415  one process knows no dealing

    return Dealing(config, log) if config.getvalue("dist") == "loadfile" else None


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
    with _town(stores_folder / "town", postgres_server, postgres_template) as running:
        yield running


@pytest.fixture(scope="module", params=["vault", "fields", "page"] if LONG else ["vault"])
def town_of_each_way(
    request: pytest.FixtureRequest, stores_folder: Path, postgres_server: PostgresServer, postgres_template: str
) -> Iterator[Any]:
    """The same for each way in which cards may reach us; the short form knows the one in which they pass through us."""
    if request.param == "vault":
        yield request.getfixturevalue("town")
        return
    folder = stores_folder / f"town_{request.param}"
    with _town(folder, postgres_server, postgres_template, capture=request.param) as running:
        yield running


@contextmanager
def _town(folder: Path, server: PostgresServer, template: str, *, capture: str = "vault") -> Iterator[Any]:
    from tests.journeys.town import Town  # noqa: PLC0415  tests without processes need not load what they need

    name = f"town_{secrets.token_hex(6)}"
    folder.mkdir(mode=0o700)
    with psycopg.connect(server.owner_url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} OWNER {ROLE} TEMPLATE {template}".encode())
        url = server.address(name).replace("postgresql://", "postgresql+psycopg://", 1)
        with Town(folder, url, capture=capture) as running:
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
