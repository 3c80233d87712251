"""Connections to PostgreSQL, with limits so that nobody waits for ever."""

from sqlalchemy import Engine, create_engine, make_url

CONNECT_SECONDS = 3
"""A database that does not answer in three seconds is away."""
STATEMENT_SECONDS = 5
"""A statement of the web process may take five seconds; a worker may ask for thirty."""
LOCK_SECONDS = 2
"""Who waits longer than two seconds for a row gives up and is run again."""
IDLE_SECONDS = 10
"""A transaction that says nothing for ten seconds is rolled back by the server."""


def make_engine(url: str, *, statement_seconds: int = STATEMENT_SECONDS, pool_size: int = 5) -> Engine:
    """An engine for "postgresql://…" (psycopg 3); it gives up on connecting, waiting and idling by the limits above.

    A pooled connection is asked whether it lives before it is handed out, so that a restart of the server costs
    nobody an error. `pool_size` connections are kept and as many again may be opened for a while.
    """
    limits = {
        "statement_timeout": statement_seconds,
        "lock_timeout": LOCK_SECONDS,
        "idle_in_transaction_session_timeout": IDLE_SECONDS,
    }
    options = " ".join(f"-c {name}={seconds * 1000}" for name, seconds in limits.items())
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=CONNECT_SECONDS,
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": f"{options} -c timezone=UTC"},
    )
