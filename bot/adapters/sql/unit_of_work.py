"""All records on PostgreSQL, inside one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.adapters.sql.repositories.accounts import SqlAccountRecords
from bot.adapters.sql.repositories.entry_links import SqlEntryLinkRecords
from bot.adapters.sql.repositories.flows import SqlFlowRecords
from bot.adapters.sql.repositories.links import SqlLinkRecords
from bot.adapters.sql.repositories.money import SqlMoneyRecords
from bot.adapters.sql.repositories.talk import SqlTalkRecords
from bot.adapters.sql.repositories.templates import SqlTemplateRecords
from bot.adapters.sql.repositories.trips import SqlTripRecords
from bot.adapters.sql.repositories.visits import SqlVisitRecords
from bot.adapters.sql.repositories.wallet import SqlWalletRecords
from bot.adapters.sql.transaction import transaction


class SqlWork:
    """The port `Work` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self.talk = SqlTalkRecords(connection)
        self.money = SqlMoneyRecords(connection)
        self.flows = SqlFlowRecords(connection)
        self.entry_links = SqlEntryLinkRecords(connection)
        self.trips = SqlTripRecords(connection)
        self.links = SqlLinkRecords(connection)
        self.visits = SqlVisitRecords(connection)
        self.templates = SqlTemplateRecords(connection)
        self.wallet = SqlWalletRecords(connection)
        self.accounts = SqlAccountRecords(connection)


class SqlRecords:
    """The port `Records`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._ready = False

    @contextmanager
    def begin(self) -> Iterator[SqlWork]:
        """A transaction; raises what `transaction` does."""
        with transaction(self._engine) as connection:
            yield SqlWork(connection)

    def ready(self) -> bool:
        """Whether the database answers and is migrated to the revision that this program wants."""
        from bot.adapters.sql import migrate  # noqa: PLC0415  Alembic is slow to load, and most processes never ask

        try:
            with self._engine.connect() as connection:
                if not self._ready:
                    self._ready = migrate.revision_of(connection) == migrate.newest()
                else:
                    connection.exec_driver_sql("SELECT 1")
        except (DBAPIError, PoolTimeoutError):
            return False
        return self._ready
