"""The port of many calls at a time, and what a call and its answer are, whoever carries them."""

import re
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

_LONG_NUMBER = re.compile(r"\d{7,}")
"""May name a person."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One request; `repr` shows neither headers nor body. `read` overrides the policy's read timeout."""

    method: str
    url: str
    headers: Mapping[str, str] = {}
    body: bytes | None = None
    trace: str = ""
    """Sent as X-Request-Id, and observed, so that one story can be followed through both sides' logs."""
    read: float | None = None
    party: str = ""
    """Who is called at that host, where one host serves many: the failures of one are not held against the others."""

    def __repr__(self) -> str:
        return f"Call({self.method} {redacted(self.url)})"


class Reply(msgspec.Struct, frozen=True):
    """One answer, header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        return f"Reply({self.status}, {len(self.body)} bytes)"


Answered = Callable[[Reply | Exception], None]


class Wire(Protocol):
    """Carries calls on the event loop of the thread that calls it; nobody waits."""

    def carry(self, call: Call, answered: Answered) -> None:
        """Send a call; `answered` is told its answer, whatever the status, or why there is none.

        That is `UnavailableError` when nothing was sent and `OutcomeUnknownError` when it was and no whole answer
        came; anything else is a fault of ours. It may be told before `carry` returns.
        """
        ...

    def close(self) -> None:
        """Close what is open; calls on their way get no answer."""
        ...


def redacted(url: str) -> str:
    """A URL fit for a log: no user, no query, no fragment, long runs of digits masked."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{_LONG_NUMBER.sub('…', parts.path)}"
