"""Wallet links in PostgreSQL."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.wallet_links import wallet_links
from bot.ports.wallet_link_records import WalletLink


class SqlWalletLinkRecords:
    """The port `WalletLinkRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link: WalletLink) -> None:
        """Store a link; the same hash again changes nothing."""
        row = upsert(wallet_links).values(msgspec.structs.asdict(link))
        self._connection.execute(row.on_conflict_do_nothing())

    def link(self, hashed: str) -> WalletLink | None:
        """A link by the hash of its token."""
        found = select(wallet_links).where(wallet_links.c.hashed == hashed)
        row = self._connection.execute(found).one_or_none()
        return (
            None if row is None else WalletLink(**{name: getattr(row, name) for name in WalletLink.__struct_fields__})
        )

    def open(self, hashed: str, browser: str, *, at: datetime) -> WalletLink | None:
        """Bind a link to a browser's hash unless it is bound; gives the link as it is now, None when there is none."""
        unopened = (wallet_links.c.hashed == hashed, wallet_links.c.browser == "")
        self._connection.execute(update(wallet_links).where(*unopened).values(browser=browser, opened_at=at))
        return self.link(hashed)

    def retire(self, thread: str, *, at: datetime) -> None:
        """Let the links of a thread that nobody opened be good no longer than until a moment."""
        mine = (wallet_links.c.thread == thread, wallet_links.c.browser == "", wallet_links.c.expires_at > at)
        self._connection.execute(update(wallet_links).where(*mine).values(expires_at=at))

    def forget(self, *, before: datetime) -> None:
        """Forget the links that were made before a moment."""
        self._connection.execute(delete(wallet_links).where(wallet_links.c.made_at < before))
