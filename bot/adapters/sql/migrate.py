"""Brings a database to the newest schema, in process and without an alembic.ini."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text

MIGRATIONS = Path(__file__).with_name("migrations")

LOCK = 0x7466_6D67
"""The advisory lock that a migration holds: "tfmg", a number that nobody else locks."""
_LOCK_TIMEOUT = "5s"


def upgrade(database_url: str, revision: str = "head") -> None:
    """Apply what is missing in one transaction; a second run at the same time waits for the first.

    A change that cannot get its table lock within five seconds gives up, so that traffic never queues behind it.
    """
    engine = create_engine(_with_driver(database_url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'"))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def current(database_url: str) -> str:
    """The revision of a database's schema, "" for an empty database."""
    engine = create_engine(_with_driver(database_url), poolclass=NullPool)
    with engine.connect() as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> str:
    """The revision of the schema that a connection sees, "" for an empty database."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def newest() -> str:
    """The newest revision that this code knows, "" when there is none."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def draft(database_url: str, message: str) -> None:
    """Write a new migration from the difference between the tables in code and a migrated database."""
    from bot.adapters.sql.tables import metadata  # noqa: PLC0415  only who writes a migration compares tables

    engine = create_engine(_with_driver(database_url), poolclass=NullPool)
    with engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        config.attributes["metadata"] = metadata
        command.revision(config, message, autogenerate=True)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _with_driver(database_url: str) -> str:
    return database_url.replace("postgresql://", "postgresql+psycopg://", 1)
