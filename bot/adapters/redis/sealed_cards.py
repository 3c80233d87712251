"""Sealed cards in a Redis that writes nothing to disk: kept 15 minutes, read once."""

import msgspec
from redis import Redis
from redis.exceptions import RedisError

from bot.domain.errors import UnavailableError
from bot.ports.vault import Sealed

KEPT_SECONDS = 15 * 60
"""As long as a pay link lives."""
REMEMBERED_SECONDS = 60 * 60
"""A `jti` is remembered longer than any token that carries it is accepted."""

_AWAY = "The store of sealed cards is away."


class RedisSealedCards:
    """Ciphertext on its way from the page to a worker; the address must be of a Redis without persistence."""

    def __init__(self, client: Redis) -> None:
        self._redis = client

    def put(self, key: str, sealed: Sealed) -> None:
        """Keep ciphertext for a worker; raises `UnavailableError`."""
        try:
            self._redis.set(f"sad:{key}", msgspec.json.encode(sealed), ex=KEPT_SECONDS)
        except RedisError:
            raise UnavailableError(_AWAY) from None

    def take(self, key: str) -> Sealed | None:
        """Read once and forget: None when it was read before, lost or too old; raises `UnavailableError`."""
        try:
            found = self._redis.getdel(f"sad:{key}")
        except RedisError:
            raise UnavailableError(_AWAY) from None
        return msgspec.json.decode(found, type=Sealed) if isinstance(found, bytes) else None

    def first_use(self, jti: str) -> bool:
        """Whether this id of a sealed card was never seen before, remembering it; raises `UnavailableError`."""
        try:
            return bool(self._redis.set(f"jti:{jti}", b"1", ex=REMEMBERED_SECONDS, nx=True))
        except RedisError:
            raise UnavailableError(_AWAY) from None
