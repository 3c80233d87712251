"""The port of wallet links: one-time links to the page of a wallet, known by the hashes of their tokens alone."""

from datetime import datetime
from typing import Protocol

import msgspec


class WalletLink(msgspec.Struct, frozen=True):
    """A link that was made in a thread for its traveller.

    It may be opened once before `expires_at`; `browser` is the hash of the browser that did, "" before, and
    `opened_at` is when. Times are UTC; `language` is that of the page.
    """

    hashed: str
    traveller: str
    thread: str
    language: str
    made_at: datetime
    expires_at: datetime
    browser: str = ""
    opened_at: datetime | None = None


class WalletLinkRecords(Protocol):
    """Wallet links inside one transaction."""

    def add(self, link: WalletLink) -> None:
        """Store a link; the same hash again changes nothing."""
        ...

    def link(self, hashed: str) -> WalletLink | None:
        """A link by the hash of its token."""
        ...

    def open(self, hashed: str, browser: str, *, at: datetime) -> WalletLink | None:
        """Bind a link to a browser's hash unless it is bound; gives the link as it is now, None when there is none."""
        ...

    def retire(self, thread: str, *, at: datetime) -> None:
        """Let the links of a thread that nobody opened be good no longer than until a moment."""
        ...

    def forget(self, *, before: datetime) -> None:
        """Forget the links that were made before a moment."""
        ...
