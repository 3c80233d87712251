"""Channel accounts in PostgreSQL."""

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.accounts import account_troubles
from bot.ports.account_records import AccountTrouble, continues


class SqlAccountRecords:
    """The port `AccountRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note_trouble(self, trouble: AccountTrouble) -> bool:
        """Write a trouble; gives whether it is news: the same reason again only moves `until`, and `since` stays."""
        mine = select(account_troubles).where(account_troubles.c.account == trouble.account).with_for_update()
        row = self._connection.execute(mine).one_or_none()
        before = AccountTrouble(*row) if row else None
        goes_on = before is not None and continues(before, trouble)
        since = before.since if goes_on and before is not None else trouble.since
        values = {**msgspec.structs.asdict(trouble), "since": since}
        written = upsert(account_troubles).values(values)
        self._connection.execute(written.on_conflict_do_update(index_elements=["account"], set_=values))
        return not goes_on

    def note_end(self, account: str) -> bool:
        """The account sends again; gives whether it was in trouble."""
        gone = delete(account_troubles).where(account_troubles.c.account == account)
        return self._connection.execute(gone.returning(account_troubles.c.account)).first() is not None

    def troubles(self) -> tuple[AccountTrouble, ...]:
        """Every account in trouble, the longest first."""
        query = select(account_troubles).order_by(account_troubles.c.since, account_troubles.c.account)
        return tuple(AccountTrouble(*row) for row in self._connection.execute(query))
