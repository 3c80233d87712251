"""Pay links and instruments in PostgreSQL."""

import msgspec
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.money import instruments, pay_links
from bot.domain.payment.instrument import KeptInstrument, forgotten
from bot.ports.money_records import PayLink


class SqlPayLinks:
    """The part of the port `MoneyRecords` that is about links and instruments."""

    _connection: Connection

    def add_link(self, token_hash: str, link: PayLink) -> None:
        """Store a pay link; the same hash again changes nothing."""
        values = {**msgspec.structs.asdict(link), "token_hash": token_hash}
        self._connection.execute(upsert(pay_links).values(values).on_conflict_do_nothing())

    def link(self, token_hash: str) -> PayLink | None:
        """A pay link by the hash of its token."""
        row = self._connection.execute(select(pay_links).where(pay_links.c.token_hash == token_hash)).one_or_none()
        return None if row is None else PayLink(row.checkout, row.expires, row.browser)

    def bind(self, token_hash: str, browser: str) -> str:
        """Bind a link to a browser's hash unless it is bound; gives the hash to which it is bound now."""
        unbound = (pay_links.c.token_hash == token_hash, pay_links.c.browser == "")
        self._connection.execute(update(pay_links).where(*unbound).values(browser=browser))
        found = select(pay_links.c.browser).where(pay_links.c.token_hash == token_hash)
        return self._connection.execute(found).scalar_one_or_none() or ""

    def keep_instrument(self, instrument: KeptInstrument, *, checkout: str) -> None:
        """Store an instrument."""
        values = {**msgspec.structs.asdict(instrument), "checkout": checkout}
        self._connection.execute(insert(instruments).values(values))

    def instrument(self, instrument: str) -> KeptInstrument | None:
        """An instrument by its id."""
        row = self._connection.execute(select(instruments).where(instruments.c.id == instrument)).one_or_none()
        if row is None:
            return None
        return KeptInstrument(**{name: getattr(row, name) for name in KeptInstrument.__struct_fields__})

    def forget_instrument(self, instrument: str) -> None:
        """Keep nothing of an instrument but what history shows of it: brand and last four digits."""
        kept = self.instrument(instrument)
        if kept is not None:
            left = msgspec.structs.asdict(forgotten(kept))
            self._connection.execute(update(instruments).where(instruments.c.id == instrument).values(left))
