"""Transactions on PostgreSQL: a block is committed when it ends well, and leaves nothing behind when it raises."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.domain.errors import ConflictError, IllegalError, InvalidError, ThreadfareError, UnavailableError

_TAKEN = "23505"
"""SQLSTATE: a unique name is taken already."""
_LOST_RACE = frozenset({"40001", "40P01", "55P03"})
"""SQLSTATE: could not serialize, deadlock, lock not to be had in time (PostgreSQL, appendix A)."""
_UNFIT = frozenset({"22", "54"})
"""SQLSTATE classes: data exception, program limit exceeded; the same values would fail again."""


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A connection inside a transaction.

    Raises `UnavailableError` when the database is away, and `ConflictError` when somebody else was faster: both
    may be tried again, because all that we write is unique by its own name. Raises `InvalidError` for a value that
    PostgreSQL cannot hold, and `IllegalError` for what its rules forbid: neither is worth trying again.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except PoolTimeoutError as error:
        raise UnavailableError("Every connection to the database is in use.") from error
    except DBAPIError as error:
        raise _meaning(error) from (None if isinstance(error, DataError | IntegrityError) else error)


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
