"""Pay links and instruments in PostgreSQL."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.money import instruments, pay_links
from bot.domain.payment.instrument import KeptInstrument, forgotten
from bot.domain.secret import Identity
from bot.ports.money_records import PayLink

_NOWHERE = Identity("", "", "", "card")
"""Of an instrument whose number only the gateway keeps."""


class SqlPayLinks:
    """The part of the port `MoneyRecords` that is about links and instruments."""

    _connection: Connection

    def add_link(self, token_hash: str, link: PayLink) -> None:
        """Store a pay link; the same hash again changes nothing."""
        values = {**msgspec.structs.asdict(link), "token_hash": token_hash}
        self._connection.execute(upsert(pay_links).values(values).on_conflict_do_nothing())

    def prolong_link(self, token_hash: str, expires: datetime) -> None:
        """Let a pay link that is there end later."""
        ends_earlier = (pay_links.c.token_hash == token_hash, pay_links.c.expires < expires)
        self._connection.execute(update(pay_links).where(*ends_earlier).values(expires=expires))

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
        self._connection.execute(
            insert(instruments).values({**_instrument_row(instrument), "checkout": checkout or None})
        )

    def save_instrument(self, instrument: KeptInstrument) -> None:
        """Store an instrument that is there."""
        changed = update(instruments).where(instruments.c.id == instrument.id)
        self._connection.execute(changed.values(_instrument_row(instrument)))

    def instrument(self, instrument: str) -> KeptInstrument | None:
        """An instrument by its id."""
        row = self._connection.execute(select(instruments).where(instruments.c.id == instrument)).one_or_none()
        if row is None:
            return None
        return _instrument(row)

    def keeps_secret(self, secret: Identity, *, but: str) -> bool:
        """Whether another instrument than `but` names a record of the vault as its own."""
        same = (instruments.c.vault_table == secret.table, instruments.c.vault_id == secret.id)
        found = select(instruments.c.id).where(*same, instruments.c.id != but).limit(1)
        return self._connection.execute(found).first() is not None

    def forget_instrument(self, instrument: str) -> None:
        """Keep nothing of an instrument but what history shows of it: brand and last four digits."""
        kept = self.instrument(instrument)
        if kept is not None:
            self.save_instrument(forgotten(kept))


def _instrument_row(instrument: KeptInstrument) -> dict[str, Any]:
    fields = msgspec.structs.asdict(instrument)
    secret = fields.pop("vault") or _NOWHERE
    return fields | {f"vault_{name}": getattr(secret, name) for name in Identity.__struct_fields__}


def _instrument(row: Row[Any]) -> KeptInstrument:
    fields = {name: getattr(row, name) for name in KeptInstrument.__struct_fields__ if name != "vault"}
    secret = Identity(row.vault_table, row.vault_id, row.vault_traveller, row.vault_kind)
    return KeptInstrument(**fields, vault=secret if secret.id else None)
