"""Digits of the last two minutes in a Redis that writes nothing to disk, each part with an end of its own."""

from typing import Any

import msgspec
from redis import Redis
from redis.exceptions import RedisError

from bot.domain.errors import UnavailableError
from bot.domain.spread_numbers import KEPT_SECONDS, MOST_PARTS, Part

_AWAY = "The store of digits is away."

_ADD = """
local places = {}
for place = 2, #KEYS do places[#places + 1] = KEYS[place] end
for _, kept in ipairs(redis.call('MGET', unpack(places))) do
  if kept and string.sub(kept, string.find(kept, '|', 1, true) + 1) == ARGV[1] then
    return redis.call('MGET', unpack(places))
  end
end
local number = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('SET', places[number % #places + 1], number .. '|' .. ARGV[1], 'EX', ARGV[2])
return redis.call('MGET', unpack(places))
"""
"""A counter, which holds no digits, and as many places as there are parts: the newest takes the oldest's."""


class RedisDigitWindows:
    """The port `DigitWindows`; the address must be of a Redis without persistence."""

    def __init__(self, client: Redis) -> None:
        self._redis = client

    def add(self, thread: str, part: Part) -> tuple[Part, ...]:
        """Remember a part for two minutes; gives the newest ones in order; raises `UnavailableError`."""
        keys = _keys(thread)
        try:
            kept: Any = self._redis.eval(_ADD, len(keys), *keys, msgspec.json.encode(part), str(KEPT_SECONDS))
        except RedisError:
            raise UnavailableError(_AWAY) from None
        pairs = sorted((int(number), body) for number, _, body in (one.partition(b"|") for one in kept if one))
        return tuple(msgspec.json.decode(body, type=Part) for _, body in pairs)

    def forget(self, thread: str) -> None:
        """Forget what a thread wrote; raises `UnavailableError`."""
        try:
            self._redis.delete(*_keys(thread))
        except RedisError:
            raise UnavailableError(_AWAY) from None


def _keys(thread: str) -> list[str]:
    return [f"digits:{thread}", *(f"digits:{thread}:{place}" for place in range(MOST_PARTS))]
