"""Puts the whole vault under its newest key, batch by batch, beside everything that goes on."""

from collections.abc import Callable

from bot.domain.errors import ConflictError
from bot.ports.vault import RecordName, VaultKeys

MOST_ROUNDS = 50
"""How often records that somebody holds are come back to before it is said that they cannot be had."""


def rewrap_all(
    keys: VaultKeys, *, most: int, done: Callable[[int], None], pause: Callable[[], None]
) -> tuple[RecordName, ...]:
    """Wrap every record under the newest key, `most` at a time; gives the records that do not open.

    Each batch is committed by itself, and what it did is seen in the records: whoever is killed begins again where it
    was, and several at once share the work. `done` is told the size of each batch, `pause` waits a moment for those
    who hold a record. Raises `ConflictError` when some are still held after many rounds.
    """
    for _ in range(MOST_ROUNDS):
        broken = _round(keys, most=most, done=done)
        if keys.left() <= len(broken):
            return broken
        pause()
    raise ConflictError("Some records were held by somebody all the time: run it again.")


def _round(keys: VaultKeys, *, most: int, done: Callable[[int], None]) -> tuple[RecordName, ...]:
    after: RecordName | None = None
    broken: tuple[RecordName, ...] = ()
    while True:
        batch = keys.rewrap(after=after, most=most)
        if batch.last is None:
            return broken
        done(batch.done)
        after, broken = batch.last, broken + batch.broken
