"""Live conversations in Redis: one JSON string a thread, one script a turn."""

from itertools import groupby

import msgspec

from bot.adapters.redis.client import Argument, Store
from bot.adapters.redis.scripts import COMMIT, SETTLE, conversation_key, key
from bot.domain.conversation.effects import Effect
from bot.domain.conversation.state import Conversation
from bot.domain.ids import SHARDS, effect_name, shard_of
from bot.ports.conversations import Commit, Found


class StoredEffect(msgspec.Struct, frozen=True):
    """An effect as it lies in its shard's hash; `at` stands first because a script compares the text's beginning."""

    at: int
    effect: Effect


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Conversation).decode
_SHARD_NAMES = tuple(f"s{number:02d}" for number in range(SHARDS))
_KEYS = {
    shard: tuple(key(shard, name) for name in ("journal", "due", "effects", "leases", "whole"))
    for shard in _SHARD_NAMES
}


class RedisConversations:
    """The port `Conversations`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def load(self, thread: str) -> Conversation | None:
        """The live conversation, or None when there is none; raises `UnavailableError`."""
        return _conversation(self._store.read("GET", conversation_key(thread)))

    def find(self, thread: str) -> Found:
        """The live conversation, and whether "none" can be believed; raises `UnavailableError`."""
        shard = shard_of(thread)
        text, whole = self._store.read("MGET", f"{{{shard}}}:c:{thread}", _KEYS[shard][4])
        return Found(_decode(text) if text else None, whole is not None)

    def load_many(self, threads: tuple[str, ...]) -> tuple[Conversation | None, ...]:
        """The live conversations of many threads, in their order; raises `UnavailableError`."""
        by_shard = [(shard, tuple(group)) for shard, group in groupby(sorted(set(threads), key=shard_of), shard_of)]
        answers = self._store.batch([("MGET", *map(conversation_key, group)) for _, group in by_shard])
        found = {
            thread: _conversation(text)
            for (_, group), texts in zip(by_shard, answers, strict=True)
            for thread, text in zip(group, texts, strict=True)
        }
        return tuple(found[thread] for thread in threads)

    def restore(self, conversations: tuple[Conversation, ...]) -> int:
        """Put archived conversations back where there are none; gives how many were; raises `UnavailableError`."""
        sets = [("SET", conversation_key(talk.thread), _encode(talk), "NX") for talk in conversations]
        return sum(answer is not None for answer in self._store.batch(sets))

    def is_whole(self) -> bool:
        """Whether the store never lost anything since `declare_whole`; raises `UnavailableError`."""
        return all(self._store.batch([("EXISTS", keys[4]) for keys in _KEYS.values()]))

    def declare_whole(self) -> None:
        """From now on a thread that is not there never was; raises `UnavailableError`."""
        self._store.batch([("SET", keys[4], "1") for keys in _KEYS.values()])

    def commit(self, commit: Commit) -> bool:
        """Whether the version was still the one expected and everything is stored; raises `UnavailableError`."""
        thread = commit.conversation.thread
        shard = shard_of(thread)
        journal, due_set, effects, leases, _ = _KEYS[shard]
        arguments: list[Argument] = [
            f'{{"version":{commit.expected},' if commit.expected else "",
            _encode(commit.conversation),
            _encode(commit.entry),
            effect_name(thread, commit.settles) if commit.settles else "",
            _beginning(commit.settles_at),
        ]
        for due in commit.due:
            arguments += (effect_name(thread, due.id), due.at, _encode(StoredEffect(due.at, due.effect)))
        keys = (f"{{{shard}}}:c:{thread}", journal, due_set, effects, leases)
        return bool(self._store.run(COMMIT, keys, arguments))

    def settle(self, thread: str, effect: str, *, at: int = 0) -> None:
        """Take an effect out of the due set whose answer came to nothing; safe to repeat."""
        _, due_set, effects, leases, _ = _KEYS[shard_of(thread)]
        self._store.run(SETTLE, (due_set, effects, leases), (effect_name(thread, effect), _beginning(at)))


def _beginning(at: int) -> str:
    return f'{{"at":{at},' if at else ""


def _conversation(text: bytes | None) -> Conversation | None:
    return _decode(text) if text else None
