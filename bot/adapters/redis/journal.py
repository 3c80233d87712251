"""The journal in Redis: a stream a shard, read by two groups; shards with owners; marks; effects due."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

import msgspec

from bot.adapters.redis.client import Argument, Command, Refused, Store, by_sha
from bot.adapters.redis.conversations import StoredEffect
from bot.adapters.redis.scripts import (
    FINISH,
    LEASE_EFFECT,
    LEASE_SHARD,
    MARK,
    NOTE,
    RELEASE_SHARD,
    Script,
    conversation_key,
    key,
)
from bot.domain.conversation.entry import Entry, FateEntry
from bot.domain.ids import SHARDS, effect_name, shard_of
from bot.ports.conversations import Due
from bot.ports.journal import Done, Leased, Mark, Marked, Noted, ShardLease

GROUPS = ("courier", "archivist")
SHARD_NAMES = tuple(f"s{number:02d}" for number in range(SHARDS))

_encode = msgspec.json.Encoder().encode
_decode_entry: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)
_decode_effect = msgspec.json.Decoder(StoredEffect)
_Call = tuple[tuple[str, ...], tuple[Argument, ...]]

_CONSUMER = "owner"
"""One name for all: the lease says who reads a shard, and who comes next finds what was not acknowledged."""
_OUTCOMES: dict[int, Marked] = {1: "marked", 0: "thread_changed_hands", -1: "shard_changed_hands"}


class RedisJournal:
    """The port `Journal`. `blocking` is a store whose answers may take as long as the longest wait of `read`."""

    def __init__(self, store: Store, *, blocking: Store) -> None:
        self._store = store
        self._blocking = blocking

    def read(self, group: str, shards: tuple[str, ...], *, most: int, wait_ms: int) -> tuple[Noted, ...]:
        """Entries not yet read by the group, in order within each shard; waits up to `wait_ms` for the first."""
        if not shards:
            return ()
        block: Command = ("BLOCK", wait_ms) if wait_ms else ()
        streams = [key(shard, "journal") for shard in shards]
        command = ("XREADGROUP", "GROUP", group, _CONSUMER, "COUNT", most, *block, "STREAMS", *streams)
        try:
            answer = self._blocking.call(*command, *(">" for _ in shards))
        except Refused as refused:
            if refused.code != "NOGROUP":
                raise
            self._make_groups()
            return ()
        return tuple(chain.from_iterable(_noted(name, entries) for name, entries in _pairs(answer)))

    def reread(self, group: str, shard: str, *, after: str, most: int) -> tuple[Noted, ...]:
        """Entries after a position that the group read but never acknowledged, oldest first."""
        command = ("XREADGROUP", "GROUP", group, _CONSUMER, "COUNT", most, "STREAMS", key(shard, "journal"))
        try:
            answer = self._store.call(*command, after or "0")
        except Refused as refused:
            if refused.code != "NOGROUP":
                raise
            self._make_groups()
            return ()
        return tuple(chain.from_iterable(_noted(name, entries) for name, entries in _pairs(answer)))

    def finish(self, group: str, done: tuple[Done, ...]) -> None:
        """Take note of what a reader is done with; of one shard everything at once or nothing."""
        self._run_all(FINISH, [_finish(group, part) for part in done])

    def note(self, entries: tuple[FateEntry, ...]) -> None:
        """Append what platforms told of messages; a message that is marked as being sent is then known to be out."""
        calls: list[_Call] = []
        for entry in entries:
            shard = shard_of(entry.thread)
            keys = (key(shard, "journal"), key(shard, "marks"))
            calls.append((keys, (_encode(entry), entry.message)))
        self._run_all(NOTE, calls)

    def trim(self, *, before_ms: int) -> int:
        """Drop entries that every group has acknowledged and that are older than the time given; gives how many."""
        return sum(self._trim(key(shard, "journal"), before_ms) for shard in SHARD_NAMES)

    def gather(self, group: str, *, owner: str, ttl_ms: int) -> int:
        """Say that a process of the group is here; gives how many are, oneself among them."""
        seconds, micros = self._store.call("TIME")
        now = int(seconds) * 1000 + int(micros) // 1000
        present = f"present:{group}"
        answers = self._store.batch(
            [("ZADD", present, now + ttl_ms, owner), ("ZREMRANGEBYSCORE", present, 0, now), ("ZCARD", present)]
        )
        return max(1, int(answers[2]))

    def leave(self, group: str, *, owner: str) -> None:
        """Say that a process of the group is going."""
        self._store.call("ZREM", f"present:{group}", owner)

    def lease_shard(self, group: str, shard: str, *, owner: str, ttl_ms: int) -> ShardLease | None:
        """Take or renew a shard for the group; None while somebody else owns it."""
        keys = (key(shard, f"lease:{group}"), key(shard, f"fence:{group}"))
        fence = int(self._store.run(LEASE_SHARD, keys, (owner, ttl_ms)))
        return ShardLease(shard, owner, fence) if fence else None

    def release_shard(self, group: str, lease: ShardLease) -> None:
        """Give a shard back, if it is still ours."""
        self._store.run(RELEASE_SHARD, (key(lease.shard, f"lease:{group}"),), (_held(lease),))

    def mark_sending(self, marks: tuple[Mark, ...]) -> tuple[Marked, ...]:
        """Mark messages as being sent, where the owner epoch of their thread and the shard's fence are still these."""
        answers = self._run_all(MARK, [_mark(mark) for mark in marks])
        return tuple(_OUTCOMES[int(answer)] for answer in answers)

    def marks(self, shard: str, messages: tuple[str, ...]) -> tuple[str, ...]:
        """For each message "sending" while nobody said how it ended, "ended" when somebody did, "" if not marked."""
        if not messages:
            return ()
        answer = self._store.read("HMGET", key(shard, "marks"), *messages)
        return tuple((value or b"").decode() for value in answer)

    def lease_effect(self, thread: str, effect: str, *, now_ms: int, lease_ms: int) -> Leased | None:
        """One effect by its id, if it is due now and not leased by another."""
        shard = shard_of(thread)
        keys = (key(shard, "due"), key(shard, "effects"), key(shard, "leases"))
        answer = self._store.run(LEASE_EFFECT, keys, (effect_name(thread, effect), now_ms, now_ms + lease_ms))
        if not answer:
            return None
        stored = _decode_effect.decode(answer[0])
        return Leased(Due(effect, thread, stored.effect, stored.at), int(answer[1]))

    def late_effects(self, shard: str, *, before_ms: int, most: int) -> tuple[tuple[str, str], ...]:
        """(thread, effect id) of effects that are due since before a time."""
        found = self._store.read("ZRANGE", key(shard, "due"), "-inf", before_ms, "BYSCORE", "LIMIT", 0, most)
        pairs = (member.decode().partition("|") for member in found)
        return tuple((thread, effect) for thread, _, effect in pairs)

    def _run_all(self, script: Script, calls: list[_Call]) -> list[Any]:
        """One script many times in one round trip; whatever did not know the script yet is run again."""
        answers = self._store.batch([by_sha(script, *call) for call in calls])
        for index, answer in enumerate(answers):
            if isinstance(answer, Refused):
                if answer.code != "NOSCRIPT":
                    raise answer
                answers[index] = self._store.run(script, *calls[index])
        return answers

    def _make_groups(self) -> None:
        pairs = [(key(shard, "journal"), group) for shard in SHARD_NAMES for group in GROUPS]
        commands = [("XGROUP", "CREATE", journal, group, "0", "MKSTREAM") for journal, group in pairs]
        for answer in self._store.batch(commands):
            if isinstance(answer, Refused) and answer.code != "BUSYGROUP":
                raise answer

    def _trim(self, journal: str, before_ms: int) -> int:
        try:
            groups = [_strings(group) for group in self._store.read("XINFO", "GROUPS", journal)]
        except Refused:
            return 0
        if len(groups) < len(GROUPS):
            return 0
        oldest = [self._oldest_wanted(journal, group["name"], group["last-delivered-id"]) for group in groups]
        minimum = min(f"{before_ms}-0", *oldest, key=_order)
        return int(self._store.call("XTRIM", journal, "MINID", "~", minimum))

    def _oldest_wanted(self, journal: str, group: str, delivered: str) -> str:
        pending = self._store.read("XPENDING", journal, group)
        return pending[1].decode() if pending[0] else delivered


def _order(position: str) -> tuple[int, ...]:
    return tuple(int(part) for part in position.split("-"))


def _held(lease: ShardLease) -> str:
    return f"{lease.owner}|{lease.fence}"


def _mark(mark: Mark) -> _Call:
    shard = mark.lease.shard
    keys = (conversation_key(mark.thread), key(shard, "lease:courier"), key(shard, "marks"))
    return keys, (_held(mark.lease), "" if mark.epoch is None else mark.epoch, *mark.messages)


def _finish(group: str, done: Done) -> _Call:
    keys = (key(done.shard, "journal"), key(done.shard, "marks"))
    fates = [_encode(fate) for fate in done.fates]
    arguments: list[Argument] = [group, len(fates), *fates, len(done.ended), *done.ended]
    return keys, (*arguments, len(done.unmark), *done.unmark, *done.positions)


def _pairs(answer: Any) -> Iterable[tuple[bytes, Any]]:
    """Streams and their entries: a map in RESP3, a list of pairs in RESP2, nothing when the wait was in vain."""
    return (answer.items() if isinstance(answer, dict) else answer) or ()


def _noted(name: bytes, entries: Any) -> Iterable[Noted]:
    shard = name[1:4].decode()
    for position, fields in entries:
        if fields:
            body = fields[b"e"] if isinstance(fields, dict) else fields[1]
            yield Noted(shard, position.decode(), _decode_entry.decode(body))


def _strings(info: Any) -> dict[str, str]:
    pairs = info.items() if isinstance(info, dict) else zip(info[::2], info[1::2], strict=True)
    return {name.decode(): value.decode() if isinstance(value, bytes) else str(value) for name, value in pairs}
