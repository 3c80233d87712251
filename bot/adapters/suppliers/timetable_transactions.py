"""Transactions of the timetable, whose failures say whether anything may have happened."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.domain.errors import OutcomeUnknownError, SupplierError


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection to look at things; raises `SupplierError` (retryable) when the database fails."""
    try:
        connection = engine.connect()
    except (DBAPIError, PoolTimeoutError) as error:
        raise SupplierError("The timetable's database cannot be reached.", retryable=True) from error
    with connection:
        try:
            yield connection
        except DBAPIError as error:
            raise SupplierError("The timetable's database failed before a commit.", retryable=True) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction, committed at the end of the block.

    Raises `SupplierError` (retryable) when it failed before the commit, and `OutcomeUnknownError` when the connection
    was lost while committing: then it may or may not have happened.
    """
    with reading(engine) as connection:
        yield connection
        try:
            connection.commit()
        except DBAPIError as error:
            raise OutcomeUnknownError("The timetable's database was lost while committing.") from error
