"""Ids bound to whatever is logged while something is being done, so that one story can be followed through the logs."""

from collections.abc import Iterator
from contextlib import contextmanager

from structlog.contextvars import bind_contextvars, reset_contextvars

from bot.domain.ids import digest


@contextmanager
def about(*, thread: str = "", **ids: str) -> Iterator[None]:
    """Bind ids; of a thread only its channel and a digest, because it names a person."""
    if thread:
        ids = {"thread": f"{thread.partition(':')[0]}:{digest(thread)}", **ids}
    tokens = bind_contextvars(**ids)
    try:
        yield
    finally:
        reset_contextvars(**tokens)
