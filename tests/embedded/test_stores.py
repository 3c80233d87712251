"""The embedded stores are real, safe and quick."""

import psycopg
import pytest
import redis

pytestmark = pytest.mark.real


def test_the_valkey_keeps_what_it_acknowledges(valkey: str) -> None:
    """A traveller's acknowledged message outlives a crash of the store: it is appended to a file and never evicted."""
    with redis.Redis.from_url(valkey) as client:
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_the_volatile_valkey_writes_nothing_to_disk(volatile_valkey: str) -> None:
    """Encrypted card data that waits for the worker never reaches a disk."""
    with redis.Redis.from_url(volatile_valkey) as client:
        assert client.config_get("appendonly") == {"appendonly": "no"}
        assert client.config_get("save") == {"save": ""}


def test_postgresql_asks_for_a_password_and_answers_to_no_other(postgres: str) -> None:
    """Another user of the same machine cannot read the airline's orders."""
    address = postgres.replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
    user, _, rest = address.partition(":threadfare")[0], "", address.split("@")[1]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"{user.split('//')[0]}//threadfare:wrong@{rest}").close()
