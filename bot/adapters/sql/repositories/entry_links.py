"""Links and what came of them, in PostgreSQL."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, and_, distinct, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.entry_links import entry_link_visits, entry_links
from bot.domain.money import Money
from bot.domain.shopping.links import BOOKED, OFFERED, OPENED, Link, LinkCounts, LinkVisit

_COLUMNS = (
    entry_links.c.id,
    entry_links.c.name,
    entry_links.c.ref,
    entry_links.c.created,
    entry_links.c.ad,
    entry_links.c.story,
    entry_links.c.retired,
)


class SqlEntryLinkRecords:
    """The port `EntryLinkRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link: Link) -> None:
        """Keep a new link."""
        values = {name: getattr(link, name) for name in link.__struct_fields__}
        self._connection.execute(insert(entry_links).values(**values))

    def find(self, link: str) -> Link | None:
        """A link by its id, retired or not."""
        return _link(self._connection.execute(select(*_COLUMNS).where(entry_links.c.id == link)).first())

    def standing_for(self, *, ad: str = "", story: str = "") -> Link | None:
        """The link in use for an advertisement or a story."""
        for column, value in ((entry_links.c.ad, ad), (entry_links.c.story, story)):
            query = select(*_COLUMNS).where(column == value, entry_links.c.retired == 0)
            found = _link(self._connection.execute(query).first()) if value else None
            if found:
                return found
        return None

    def counted(self) -> tuple[tuple[Link, LinkCounts], ...]:
        """Every link with what came of it, the newest first."""
        kind = entry_link_visits.c.kind
        talks = func.count(distinct(entry_link_visits.c.thread))
        query = select(entry_link_visits.c.link, kind, func.count(), talks).group_by(entry_link_visits.c.link, kind)
        counts = {(link, what): (number, threads) for link, what, number, threads in self._connection.execute(query)}
        revenue = self._revenue()
        rows = self._connection.execute(select(*_COLUMNS).order_by(entry_links.c.created.desc(), entry_links.c.id))
        return tuple(
            (
                Link(*row),
                LinkCounts(
                    opens=counts.get((row.id, OPENED), (0, 0))[0],
                    talks=counts.get((row.id, OPENED), (0, 0))[1],
                    offers=counts.get((row.id, OFFERED), (0, 0))[1],
                    bookings=counts.get((row.id, BOOKED), (0, 0))[0],
                    revenue=tuple(revenue.get(row.id, ())),
                ),
            )
            for row in rows
        )

    def _revenue(self) -> dict[str, list[Money]]:
        amounts = func.sum(entry_link_visits.c.amount)
        by_currency = (entry_link_visits.c.link, entry_link_visits.c.currency)
        booked = select(*by_currency, amounts).where(entry_link_visits.c.kind == BOOKED)
        found: dict[str, list[Money]] = defaultdict(list)
        for link, currency, amount in self._connection.execute(booked.group_by(*by_currency).order_by(*by_currency)):
            found[link].append(Money(int(amount), currency))
        return found

    def retire(self, link: str, *, at: int) -> bool:
        """Take a link out of use; False when there is none, or it was before."""
        in_use = and_(entry_links.c.id == link, entry_links.c.retired == 0)
        return self._connection.execute(update(entry_links).where(in_use).values(retired=at)).rowcount == 1

    def note(self, visits: tuple[LinkVisit, ...]) -> None:
        """Count visits once each; unknown links are left out."""
        if not visits:
            return
        asked = select(entry_links.c.id).where(entry_links.c.id.in_({visit.link for visit in visits}))
        known = set(self._connection.scalars(asked))
        rows = [_row(visit) for visit in visits if visit.link in known]
        if rows:
            self._connection.execute(upsert(entry_link_visits).on_conflict_do_nothing(), rows)


def _row(visit: LinkVisit) -> dict[str, object]:
    paid = visit.total or Money(0, "")
    named = {name: getattr(visit, name) for name in ("link", "kind", "key", "thread", "at")}
    return {**named, "amount": paid.minor, "currency": paid.currency}


def _link(row: Any) -> Link | None:
    return Link(*row) if row is not None else None
