"""The live stream in Redis: one stream for all pages, read with ids to resume from."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from bot.adapters.redis.client import Refused, Store
from bot.ports.live import Hint, LiveNote

STREAM = "live"
HINTS = "hints"
KEPT = 50_000
"""Notes that the stream holds, roughly: hours of an airline's talk."""
SILENCE_MS = 15_000
_BATCH = 200
_BEGINNING = "0-0"
_NO_KEY = "no"
"""The first word of the answer when there is no stream ("no such key")."""


class RedisLive:
    """The port `Live`. `blocking` is a store whose answers may take longer than a sign of life."""

    def __init__(self, store: Store, *, blocking: Store) -> None:
        self._store = store
        self._blocking = blocking

    def publish(self, notes: tuple[LiveNote, ...]) -> None:
        """Append notes after the commit that they speak of; raises `UnavailableError`."""
        head = ("XADD", STREAM, "MAXLEN", "~", KEPT, "*", "t")
        self._store.batch([(*head, note.thread, "k", note.kind, "r", note.row, "w", note.who) for note in notes])

    def newest(self) -> str:
        """The id of the newest note, "0-0" before the first; raises `UnavailableError`."""
        found = self._store.read("XREVRANGE", STREAM, "+", "-", "COUNT", 1)
        return found[0][0].decode() if found else _BEGINNING

    def follow(self, thread: str, since: str) -> Iterator[LiveNote | None]:
        """Notes of a thread ("" for all threads) after `since`, as they come; None every 15 s as a sign of life."""
        last = since or self.newest()
        if last != _BEGINNING and self.is_lost(last):
            yield LiveNote("", thread, "resync", 0)
            last = _BEGINNING
        while True:
            answer = self._blocking.call("XREAD", "COUNT", _BATCH, "BLOCK", SILENCE_MS, "STREAMS", STREAM, last)
            if not answer:
                yield None
            for note in _notes(answer):
                last = note.id
                if thread in ("", note.thread):
                    yield note

    def hint(self, hint: Hint) -> None:
        """Tell whoever listens just now; raises `UnavailableError`."""
        self._store.call("PUBLISH", HINTS, msgspec.json.encode(hint))

    def hints(self) -> Iterator[Hint | None]:
        """Hints of all threads from now on; None every 15 s; raises `UnavailableError`."""
        for told in self._blocking.listen(HINTS, silence=SILENCE_MS / 1000):
            yield msgspec.json.decode(told, type=Hint) if told else None

    def is_lost(self, since: str) -> bool:
        """Whether notes after `since` may be gone: trimmed away, or lost with the whole stream.

        Ids are times, so a stream that began anew has later ones, and knows how many notes were ever appended to it.
        """
        begins = since in ("", _BEGINNING)
        told = self._told_of_stream()
        if told is None:
            return not begins
        if begins:
            return bool(told["entries-added"] != told["length"])
        at, last = _order(since), _order(told["last-generated-id"].decode())
        first = _order(told["first-entry"][0].decode()) if told["first-entry"] else last
        return not first <= at <= last

    def _told_of_stream(self) -> dict[str, Any] | None:
        """What Redis tells of the stream by XINFO, None when there is none."""
        try:
            told = self._store.read("XINFO", "STREAM", STREAM)
        except Refused as error:
            if error.code == _NO_KEY:
                return None
            raise
        pairs = told.items() if isinstance(told, dict) else zip(told[::2], told[1::2], strict=True)
        return {name.decode(): value for name, value in pairs}


def _order(live_id: str) -> tuple[int, ...]:
    """An id as something that can be compared; nonsense comes before everything."""
    try:
        first, second = live_id.split("-")
        return int(first), int(second)
    except ValueError:
        return (-1,)


def _notes(answer: Any) -> Iterable[LiveNote]:
    streams = answer.items() if isinstance(answer, dict) else answer or ()
    for _, entries in streams:
        for live_id, flat in entries:
            fields = dict(zip(flat[::2], flat[1::2], strict=True))
            thread, kind, who = (fields.get(name, b"").decode() for name in (b"t", b"k", b"w"))
            yield LiveNote(live_id.decode(), thread, kind, int(fields[b"r"]), who)
