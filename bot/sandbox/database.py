"""The sandbox's SQLite file: its tables, one connection behind one lock, transactions.

Write-ahead log with full synchronization: what was answered is on the disk. The sandbox is one process with many
threads, so one connection that writes in turn is enough and can never be busy.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS pages (reference TEXT PRIMARY KEY, secret TEXT NOT NULL UNIQUE, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS tickets (ticket TEXT PRIMARY KEY, token TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS payments (
    reference TEXT PRIMARY KEY, payment TEXT NOT NULL, challenge TEXT NOT NULL, state TEXT NOT NULL,
    capture_before INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS payments_ours ON payments (payment);
CREATE INDEX IF NOT EXISTS payments_challenge ON payments (challenge) WHERE challenge <> '';
CREATE INDEX IF NOT EXISTS payments_asking ON payments (reference) WHERE state = 'requires_action';
CREATE INDEX IF NOT EXISTS payments_held ON payments (capture_before) WHERE state = 'authorized';
CREATE TABLE IF NOT EXISTS effects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, payment TEXT NOT NULL, reference TEXT NOT NULL, kind TEXT NOT NULL,
    amount INTEGER NOT NULL, currency TEXT NOT NULL, code TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS effects_ours ON effects (payment);
CREATE INDEX IF NOT EXISTS effects_at ON effects (at);
CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event INTEGER NOT NULL, due REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due);
CREATE TABLE IF NOT EXISTS requests (
    key TEXT PRIMARY KEY, digest TEXT NOT NULL, status INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS struck (fault TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS later (
    id INTEGER PRIMARY KEY AUTOINCREMENT, due REAL NOT NULL, reference TEXT NOT NULL, body BLOB NOT NULL);
CREATE TRIGGER IF NOT EXISTS effects_stay BEFORE UPDATE ON effects BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS effects_keep BEFORE DELETE ON effects BEGIN SELECT RAISE(ABORT, 'append-only'); END;
"""


class Database:
    """One SQLite connection that any thread may use."""

    def __init__(self, path: str) -> None:
        if path:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._lock = RLock()
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file; safe to repeat."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is written at once, or nothing is."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement and give its rows."""
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def bodies(self, sql: str, *values: object) -> list[bytes]:
        """Run one statement and give the first column of its rows."""
        return [row[0] for row in self.rows(sql, *values)]
