"""A Redis that would lose or keep the wrong things is refused at the start."""

import pytest
import redis

from bot.adapters.redis.durability import require_kept, require_volatile
from bot.domain.errors import InvalidError, UnavailableError

pytestmark = pytest.mark.real


def test_stores_as_they_must_be_are_accepted(valkey: str, volatile_valkey: str) -> None:
    """The embedded stores, and any that are set up alike, start."""
    require_kept(valkey, name="REDIS_URL")
    require_volatile(volatile_valkey, name="VOLATILE_REDIS_URL")


def test_a_redis_without_an_append_only_file_is_refused(volatile_valkey: str) -> None:
    """No acknowledged message is lost because a store was set up as Redis comes out of the box."""
    with pytest.raises(InvalidError) as caught:
        require_kept(volatile_valkey, name="REDIS_URL")
    assert "REDIS_URL: appendonly is 'no', but it holds conversations" in str(caught.value)
    assert 'CONFIG SET appendonly "yes"; CONFIG SET maxmemory-policy "noeviction"' in str(caught.value)
    assert volatile_valkey.split("@", maxsplit=1)[0].rsplit(":", 1)[1] not in str(caught.value)


def test_a_redis_that_evicts_is_refused(valkey: str) -> None:
    """A full store says so instead of forgetting somebody's booking."""
    with redis.Redis.from_url(valkey) as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
        try:
            with pytest.raises(InvalidError, match="maxmemory-policy is 'allkeys-lru'"):
                require_kept(valkey, name="REDIS_URL")
        finally:
            client.config_set("maxmemory-policy", "noeviction")


def test_a_volatile_store_that_writes_to_disk_is_refused(valkey: str) -> None:
    """Sealed security codes are never kept on a disk (PCI DSS 3.3.1)."""
    with pytest.raises(InvalidError, match=r"VOLATILE_REDIS_URL: appendonly is 'yes'.*may never reach a disk"):
        require_volatile(valkey, name="VOLATILE_REDIS_URL")


def test_a_store_that_hides_its_configuration_is_refused(valkey: str) -> None:
    """What cannot be checked is not trusted, and the sentence says which right is missing."""
    with redis.Redis.from_url(valkey) as client:
        client.execute_command("ACL", "SETUSER", "bot", "on", ">pw", "~*", "+@all", "-config")
        address = f"redis://bot:pw@{valkey.partition('@')[2]}"
        with pytest.raises(InvalidError, match=r"REDIS_URL: 127.0.0.1:[0-9]+ refuses us.*config"):
            require_kept(address, name="REDIS_URL")
        client.execute_command("ACL", "DELUSER", "bot")


def test_a_wrong_password_and_an_absent_store_are_told_apart(valkey: str) -> None:
    """Who starts a process knows whether to mend the address or the store."""
    with pytest.raises(InvalidError, match="refuses us"):
        require_kept(f"redis://:wrong@{valkey.partition('@')[2]}", name="REDIS_URL")
    with pytest.raises(UnavailableError, match=r"REDIS_URL: nobody answers at 127.0.0.1:1"):
        require_kept("redis://127.0.0.1:1", name="REDIS_URL")
    with pytest.raises(UnavailableError, match=r"nobody answers at /no/such.sock"):
        require_kept("unix:///no/such.sock", name="REDIS_URL")
