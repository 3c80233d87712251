"""The Lua scripts: everything in Redis that must happen at once or not at all; all keys of a script share one shard."""

from hashlib import sha1

import msgspec

from bot.domain.ids import shard_of


class Script(msgspec.Struct, frozen=True):
    """A script and the name under which Redis caches it."""

    text: str
    sha: str


def _script(text: str) -> Script:
    return Script(text, sha1(text.encode(), usedforsecurity=False).hexdigest())


def key(shard: str, name: str) -> str:
    """A key of a shard, such as "{s07}:journal"; Redis Cluster keeps what shares the braces in one place."""
    return f"{{{shard}}}:{name}"


def conversation_key(thread: str) -> str:
    """The key of a thread's conversation."""
    return f"{{{shard_of(thread)}}}:c:{thread}"


_SETTLE = """
local function settle(due, effects, leases, member, prefix)
  if member == '' then return end
  if prefix ~= '' and redis.call('HGET', effects, member) then
    if string.sub(redis.call('HGET', effects, member), 1, #prefix) ~= prefix then return end
  end
  redis.call('ZREM', due, member)
  redis.call('HDEL', effects, member)
  redis.call('HDEL', leases, member)
end
"""

COMMIT = _script(
    _SETTLE
    + """
if redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
redis.call('XADD', KEYS[2], '*', 'e', ARGV[3])
if ARGV[4] ~= '' then settle(KEYS[3], KEYS[4], KEYS[5], ARGV[4], ARGV[5]) end
for i = 6, #ARGV, 3 do
  redis.call('ZADD', KEYS[3], ARGV[i + 1], ARGV[i])
  redis.call('HSET', KEYS[4], ARGV[i], ARGV[i + 2])
end
return 1
"""
)
"""A turn. KEYS conversation, journal, due, effects, leases; ARGV how the stored text must begin ("" when there must be
none), the new text, the entry, the settled member and how its body must begin, then member, score, body an effect."""

SETTLE = _script(_SETTLE + "settle(KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2])")
"""KEYS due, effects, leases; ARGV member, how its body must begin."""

LEASE_EFFECT = _script("""
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score or tonumber(score) > tonumber(ARGV[2]) then return false end
local body = redis.call('HGET', KEYS[2], ARGV[1])
if not body then redis.call('ZREM', KEYS[1], ARGV[1]) return false end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return {body, redis.call('HINCRBY', KEYS[3], ARGV[1], 1)}
""")
"""KEYS due, effects, leases; ARGV member, now, the new score; gives the body and how often it was leased."""

MARK = _script("""
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return -1 end
if ARGV[2] ~= '' then
  local head = redis.call('GETRANGE', KEYS[1], 0, 79)
  if string.match(head, '^{"version":%d+,"epoch":(%d+),') ~= ARGV[2] then return 0 end
end
for i = 3, #ARGV do redis.call('HSET', KEYS[3], ARGV[i], 'sending') end
return 1
""")
"""KEYS conversation, lease of the shard, marks; ARGV the lease as it must be, the epoch ("" any), messages.
Gives 1, 0 when the thread changed hands, -1 when the shard did."""

FINISH = _script("""
local at = 2
for _ = 1, tonumber(ARGV[2]) do at = at + 1 redis.call('XADD', KEYS[1], '*', 'e', ARGV[at]) end
local count = tonumber(ARGV[at + 1])
at = at + 1
for _ = 1, count do at = at + 1 redis.call('HSET', KEYS[2], ARGV[at], 'ended') end
count = tonumber(ARGV[at + 1])
at = at + 1
for _ = 1, count do at = at + 1 redis.call('HDEL', KEYS[2], ARGV[at]) end
for i = at + 1, #ARGV do redis.call('XACK', KEYS[1], ARGV[1], ARGV[i]) end
""")
"""KEYS journal, marks; ARGV group, then each with their count entries, ended messages and messages to unmark, then
positions."""

NOTE = _script("""
redis.call('XADD', KEYS[1], '*', 'e', ARGV[1])
if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1 then redis.call('HSET', KEYS[2], ARGV[2], 'ended') end
""")
"""KEYS journal, marks; ARGV entry, message: a platform told that a message went out while its sender was not sure."""

LEASE_SHARD = _script("""
local held = redis.call('GET', KEYS[1])
local mine = ARGV[1] .. '|'
if held then
  if string.sub(held, 1, #mine) ~= mine then return 0 end
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return tonumber(string.sub(held, #mine + 1))
end
local time = redis.call('TIME')
local fence = time[1] * 1000 + math.floor(time[2] / 1000)
fence = math.max(fence, tonumber(redis.call('GET', KEYS[2]) or '0') + 1)
local shown = string.format('%.0f', fence)
redis.call('SET', KEYS[2], shown)
redis.call('SET', KEYS[1], mine .. shown, 'PX', ARGV[2])
return fence
""")
"""KEYS lease, fence; ARGV owner, milliseconds; gives the fence, 0 while somebody else owns the shard. A fence is the
time in milliseconds, or one above the last: after Redis lost everything none comes a second time."""

RELEASE_SHARD = _script("""
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
""")
"""KEYS lease; ARGV the lease as it must be."""
