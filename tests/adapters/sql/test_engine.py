"""Connections to PostgreSQL that never wait for ever."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.adapters.sql.engine import make_engine

pytestmark = pytest.mark.real


def test_each_connection_has_its_limits(postgres: str) -> None:
    """A stuck statement, lock or transaction is ended by the server, so that a traveller is answered all the same."""
    wanted = {
        "statement_timeout": "7s",
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "10s",
        "TimeZone": "UTC",
    }
    engine = make_engine(postgres, statement_seconds=7)
    with engine.connect() as connection:
        said = {name: connection.scalar(text(f"SHOW {name}")) for name in wanted}
    engine.dispose()
    assert said == wanted


def test_an_address_without_a_driver_will_do(postgres: str) -> None:
    """The operator writes postgresql:// as everywhere else."""
    engine = make_engine(postgres.replace("+psycopg", ""))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    engine.dispose()


def test_a_statement_that_takes_too_long_is_ended(postgres: str) -> None:
    """The limit is not only set but kept."""
    engine = make_engine(postgres, statement_seconds=1)
    with engine.connect() as connection, pytest.raises(OperationalError, match="statement timeout"):
        connection.execute(text("SELECT pg_sleep(3)"))
    engine.dispose()


def test_a_connection_that_died_is_replaced_unseen(postgres: str) -> None:
    """A restart of the database costs the next traveller no error."""
    engine = make_engine(postgres, pool_size=1)
    with engine.connect() as connection:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
    other = make_engine(postgres)
    with other.begin() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    engine.dispose()
    other.dispose()
