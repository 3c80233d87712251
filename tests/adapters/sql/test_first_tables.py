"""Migrations: a migrated database is exactly what the tables in code say."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.tables import metadata

pytestmark = pytest.mark.real


@pytest.fixture(name="connection")
def _connection(postgres: str) -> Iterator[Connection]:
    engine = make_engine(postgres)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_a_migrated_database_has_the_tables_of_the_code(connection: Connection) -> None:
    """Whoever migrates gets what the program expects, down to the column."""
    assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_guards_of_money_are_migrated_too(connection: Connection) -> None:
    """Ledger and audit refuse changes in a migrated database, and tickets have their numbers."""
    triggers = set(connection.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).scalars())
    serial = connection.execute(text("SELECT nextval('timetable_ticket_serial')")).scalar_one()
    function = connection.execute(text("SELECT prosrc FROM pg_proc WHERE proname = 'refuse_changes'")).scalar_one()
    assert {"audit_append_only", "ledger_entries_append_only", "ledger_entries_sum"} <= triggers
    assert serial >= 2_400_000_001
    assert "'% is append-only'" in function
