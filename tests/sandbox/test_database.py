"""Proves bot/sandbox/database.py."""

import sqlite3
from pathlib import Path

import pytest

from bot.sandbox.database import Database


def test_what_is_answered_is_on_the_disk(tmp_path: Path) -> None:
    """Records survive a power cut: write-ahead log, synchronized at each commit."""
    database = Database(str(tmp_path / "deep" / "sandbox.db"))
    assert database.rows("PRAGMA journal_mode") == [("wal",)]
    assert database.rows("PRAGMA synchronous") == [(2,)]
    database.close()
    database.close()


def test_a_transaction_is_all_or_nothing() -> None:
    """Half of an operation is never kept."""
    database = Database("")

    def half() -> None:
        with database.transaction():
            database.rows("INSERT INTO struck VALUES ('a')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with database.transaction():
        database.rows("INSERT INTO struck VALUES ('b')")
    assert database.rows("SELECT fault FROM struck") == [("b",)]
    database.close()


@pytest.mark.parametrize("change", ["UPDATE effects SET amount = 0", "DELETE FROM effects"])
def test_the_log_of_effects_only_grows(change: str) -> None:
    """The judge's memory cannot be changed afterwards, not even by the judge."""
    database = Database("")
    database.rows(
        "INSERT INTO effects (payment, reference, kind, amount, currency, code, at) VALUES ('','','',1,'','',0)"
    )
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database.rows(change)
    database.close()
