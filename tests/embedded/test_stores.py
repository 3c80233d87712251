"""The embedded stores are real, safe, quick, and keep what they acknowledged."""

import os
import secrets
import signal
import time
from pathlib import Path

import psycopg
import pytest
import redis

from bot.embedded.folder import DataFolder
from bot.embedded.postgres import PostgresServer
from bot.embedded.stores import Stores
from bot.embedded.valkey import ValkeyServer
from bot.processes import StartError
from bot.supervisor import Supervisor

pytestmark = pytest.mark.real


def test_the_valkey_keeps_what_it_acknowledges(valkey: str) -> None:
    """A traveller's acknowledged message outlives a crash of the store: it is appended to a file and never evicted."""
    with redis.Redis.from_url(valkey) as client:
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_the_volatile_valkey_writes_nothing_to_disk(volatile_valkey: str, stores_folder: Path) -> None:
    """Encrypted card data that waits for the worker never reaches a disk."""
    with redis.Redis.from_url(volatile_valkey) as client:
        client.set("sealed", "canary-of-a-sealed-card")
        assert client.config_get("appendonly") == {"appendonly": "no"}
        assert client.config_get("save") == {"save": ""}
    for path in (stores_folder / "volatile").rglob("*"):
        assert not path.is_file() or b"canary-of-a-sealed-card" not in path.read_bytes()


def test_valkey_asks_for_a_password(valkey: str) -> None:
    """Another user of the same machine reads no conversation."""
    wrong = f"redis://:wrong@{valkey.partition('@')[2]}"
    with redis.Redis.from_url(wrong) as client, pytest.raises(redis.AuthenticationError):
        client.ping()


def test_postgresql_asks_for_a_password(postgres: str) -> None:
    """Another user of the same machine cannot read the airline's orders."""
    with psycopg.connect(postgres.replace("+psycopg", "")) as connection:
        assert connection.execute("SHOW password_encryption").fetchone() == ("scram-sha-256",)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres.replace("+psycopg", ""), password="wrong").close()


def test_postgresql_waits_for_the_disk_at_each_commit(postgres: str) -> None:
    """What is said to be paid is written before it is said."""
    with psycopg.connect(postgres.replace("+psycopg", "")) as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)


def test_the_application_is_no_superuser(postgres: str) -> None:
    """A hole in the application does not become a hole in the machine (COPY … PROGRAM)."""
    with psycopg.connect(postgres.replace("+psycopg", "")) as connection:
        found = connection.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert found.fetchone() == (False,)


def _valkey(folder: Path) -> ValkeyServer:
    return ValkeyServer(folder, password="pw", kept=True)


def test_valkey_comes_back_on_its_port_with_everything_after_a_kill(stores_folder: Path) -> None:
    """A killed Valkey loses no acknowledged message, and nobody needs a new address."""
    server = _valkey(stores_folder / "valkey-killed")
    server.start()
    url = server.url
    with redis.Redis.from_url(url) as client:
        client.set("thread", "state")
        assert server.process is not None
        server.process.kill()
        server.process.wait()
        server.start()
        assert server.url == url
        assert client.get("thread") == b"state"
    server.stop()


def test_postgresql_comes_back_with_everything_after_a_kill(stores_folder: Path) -> None:
    """A killed PostgreSQL loses no order."""
    server = PostgresServer(stores_folder / "postgres-killed", password="pw", owner_password="own", durable=False)
    server.start()
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE orders AS SELECT 1 AS id")
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    server.start()
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT id FROM orders").fetchone() == (1,)
    server.stop()


def test_a_deep_data_folder_and_one_with_blanks_are_no_obstacle(stores_folder: Path) -> None:
    """The demo starts wherever the traveller's data may lie."""
    deep = stores_folder / ("deep folder " * 9) / ("x" * 100)
    server = PostgresServer(deep / "postgres", password="pw", owner_password="own", durable=False)
    server.start()
    server.stop()
    small = _valkey(deep / "valkey")
    small.start()
    small.stop()


def test_a_cluster_that_was_half_made_is_made_anew(stores_folder: Path) -> None:
    """A first start that was interrupted does not spoil the second."""
    server = PostgresServer(stores_folder / "postgres-half", password="pw", owner_password="own", durable=False)
    (server.folder / "making").mkdir()
    (server.folder / "making" / "PG_VERSION").write_text("18")
    server.start()
    server.stop()


def test_a_store_that_cannot_start_says_why(stores_folder: Path) -> None:
    """Who starts the demo on a broken file reads the store's own words."""
    server = _valkey(stores_folder / "valkey-broken")
    server.start()
    server.stop()
    manifest = next(server.folder.rglob("*.manifest"))
    manifest.write_text("nonsense\n")
    with pytest.raises(StartError, match=r"Valkey did not start in(.|\n)*Invalid AOF manifest file format"):
        server.start()


def test_stores_are_started_only_where_no_address_names_one(tmp_path: Path, valkey: str) -> None:
    """Who sets REDIS_URL and DATABASE_URL keeps the stores they have."""
    folder = DataFolder(tmp_path)
    supervisor = Supervisor(say=lambda _: None)
    stores = Stores(folder, {"REDIS_URL": valkey, "DATABASE_URL": "postgresql://db"}, say=lambda _: None)
    stores.start(supervisor)
    try:
        assert set(stores.addresses) == {"VOLATILE_REDIS_URL"}
        assert supervisor.process_of("valkey") is None
        assert supervisor.process_of("postgresql") is None
        assert supervisor.process_of("volatile valkey") is not None
    finally:
        supervisor.stop()
        folder.close()


def test_all_stores_are_up_within_seconds(stores_folder: Path) -> None:
    """A newcomer does not wait for the stores: about a second at the first start on an idle machine."""
    folder = DataFolder(stores_folder / "all")
    supervisor = Supervisor(say=lambda _: None)
    begun = time.monotonic()
    stores = Stores(folder, {}, say=lambda _: None)
    stores.start(supervisor)
    try:
        assert time.monotonic() - begun < 10
        assert set(stores.addresses) == {"DATABASE_URL", "REDIS_URL", "VOLATILE_REDIS_URL"}
        with psycopg.connect(stores.addresses["DATABASE_URL"]) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
        process = supervisor.process_of("valkey")
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        deadline = time.monotonic() + 8
        while not _answers(stores.addresses["REDIS_URL"]):
            supervisor.look()
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        supervisor.stop()
        folder.close()


def _answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, retry=None) as client:
            return bool(client.set(secrets.token_hex(4), "1"))
    except redis.ConnectionError:
        return False
