"""Transactions on PostgreSQL: a block is committed when it ends well, and leaves nothing behind when it raises."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
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
from bot.domain.errors import ConflictError, IllegalError, InvalidError, ThreadfareError, UnavailableError

_TAKEN = "23505"
"""SQLSTATE: a unique name is taken already."""
_LOST_RACE = frozenset({"40001", "40P01", "55P03"})
"""SQLSTATE: could not serialize, deadlock, lock not to be had in time (PostgreSQL, appendix A)."""
_UNFIT = frozenset({"22", "54"})
"""SQLSTATE classes: data exception, program limit exceeded; the same values would fail again."""


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
        """A transaction.

        Raises `UnavailableError` when the database is away, and `ConflictError` when somebody else was faster: both
        may be tried again, because all that we write is unique by its own name. Raises `InvalidError` for a value that
        PostgreSQL cannot hold, and `IllegalError` for what its rules forbid: neither is worth trying again.
        """
        try:
            with self._engine.begin() as connection:
                yield SqlWork(connection)
        except PoolTimeoutError as error:
            raise UnavailableError("Every connection to the database is in use.") from error
        except DBAPIError as error:
            raise _meaning(error) from (None if isinstance(error, DataError | IntegrityError) else error)

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


def _meaning(error: DBAPIError) -> ThreadfareError:
    """What a failure means to whoever asked; the driver's words may hold a traveller's, and stay here."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if state == _TAKEN:
        return ConflictError("Somebody else wrote the same thing first.")
    if state in _LOST_RACE:
        return ConflictError("Somebody else holds the same row.")
    if isinstance(error, IntegrityError):
        return IllegalError("A rule of the database forbids what was to be written.")
    if isinstance(error, DataError) or state[:2] in _UNFIT:
        return InvalidError("The database cannot hold such a value.")
    return UnavailableError("The database cannot be reached.")
