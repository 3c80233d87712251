"""States of templates in PostgreSQL."""

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.templates import templates
from bot.ports.template_records import APPROVED, TemplateState

_NAMED = (templates.c.channel, templates.c.name, templates.c.language)


class SqlTemplateRecords:
    """The port `TemplateRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, state: TemplateState) -> None:
        """Keep what was said last; what is older than what is kept changes nothing."""
        row = upsert(templates).values(**msgspec.structs.asdict(state))
        newer = {name: row.excluded[name] for name in ("state", "reason", "at")}
        self._connection.execute(
            row.on_conflict_do_update(index_elements=list(_NAMED), set_=newer, where=templates.c.at <= row.excluded.at)
        )

    def approved(self, channel: str, name: str) -> tuple[str, ...]:
        """The languages in which a template may be sent on a channel."""
        mine = (templates.c.channel == channel, templates.c.name == name, templates.c.state == APPROVED)
        found = select(templates.c.language).where(*mine).order_by(templates.c.language)
        return tuple(self._connection.scalars(found))

    def all(self) -> tuple[TemplateState, ...]:
        """Everything that was said, by channel, name and language."""
        rows = self._connection.execute(select(templates).order_by(*_NAMED))
        return tuple(TemplateState(**row._mapping) for row in rows)  # noqa: SLF001  SQLAlchemy's own name for a row's mapping
