"""Events of the sandbox and the sendings of them that are still owed, in the same file as what they tell of."""

import msgspec

from bot.sandbox.database import Database
from bot.sandbox.settings import SandboxSettings

GIVE_UP_AFTER = 84
"""Tries of one sending: with waits that double up to an hour that is a little over three days."""
_LONGEST_WAIT = 3600.0


class Delivery(msgspec.Struct, frozen=True):
    """One sending of one event that is still owed."""

    id: int
    tries: int
    body: bytes


class Outbox:
    """Stores events and when to send them, as late, as often and in as bad an order as the settings ask."""

    def __init__(self, database: Database, settings: SandboxSettings) -> None:
        self._rows = database.rows
        self._settings = settings

    def add(self, event: str, body: bytes, *, now: float) -> None:
        """Store an event and owe its sendings; call inside the transaction of what it tells of."""
        rows = self._rows("INSERT INTO events (id, body) VALUES (?, ?) RETURNING seq", event, body)
        if not self._settings.webhook_url:
            return
        seq = rows[0][0]
        due = now + self._settings.webhook_delay + (self._settings.webhook_disorder if seq % 2 else 0)
        for _ in range(self._settings.webhook_copies):
            self._rows("INSERT INTO deliveries (event, due) VALUES (?, ?)", seq, due)

    def events(self, after: int = 0, limit: int = 100) -> tuple[tuple[int, bytes], ...]:
        """Events in order, after a number: each with its number."""
        sql = "SELECT seq, body FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
        return tuple((seq, body) for seq, body in self._rows(sql, after, limit))

    def events_since(self, since: int, *, after: int, most: int) -> tuple[tuple[int, bytes], ...]:
        """Events since a time (Unix seconds), in order, after a number: each with its number."""
        sql = (
            "SELECT seq, body FROM events WHERE seq > ? AND json_extract(CAST(body AS TEXT), '$.created') >= ?"
            " ORDER BY seq LIMIT ?"
        )
        return tuple((seq, body) for seq, body in self._rows(sql, after, since, most))

    def due(self, now: float, limit: int = 50) -> tuple[Delivery, ...]:
        """Sendings that are due, in the order in which they became so."""
        sql = (
            "SELECT d.id, d.tries, e.body FROM deliveries d JOIN events e ON e.seq = d.event"
            " WHERE d.due <= ? ORDER BY d.due, d.id LIMIT ?"
        )
        return tuple(Delivery(*row) for row in self._rows(sql, now, limit))

    def delivered(self, delivery: Delivery) -> None:
        """Forget a sending that was received."""
        self._rows("DELETE FROM deliveries WHERE id = ?", delivery.id)

    def failed(self, delivery: Delivery, *, now: float) -> None:
        """Send again later, or give up after three days."""
        if delivery.tries + 1 >= GIVE_UP_AFTER:
            self.delivered(delivery)
            return
        wait = min(self._settings.webhook_backoff * 2 ** min(delivery.tries, 30), _LONGEST_WAIT)
        sql = "UPDATE deliveries SET due = ?, tries = tries + 1 WHERE id = ?"
        self._rows(sql, now + wait, delivery.id)
