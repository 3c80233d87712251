"""Links and what came of them, in PostgreSQL."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, and_, distinct, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.links import link_visits, links
from bot.domain.money import Money
from bot.domain.shopping.links import BOOKED, OFFERED, OPENED, Link, LinkCounts, LinkVisit

_COLUMNS = (links.c.id, links.c.name, links.c.ref, links.c.created, links.c.ad, links.c.story, links.c.retired)


class SqlLinkRecords:
    """The port `LinkRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link: Link) -> None:
        """Keep a new link."""
        values = {name: getattr(link, name) for name in link.__struct_fields__}
        self._connection.execute(insert(links).values(**values))

    def find(self, link: str) -> Link | None:
        """A link by its id, retired or not."""
        return _link(self._connection.execute(select(*_COLUMNS).where(links.c.id == link)).first())

    def standing_for(self, *, ad: str = "", story: str = "") -> Link | None:
        """The link in use for an advertisement or a story."""
        for column, value in ((links.c.ad, ad), (links.c.story, story)):
            query = select(*_COLUMNS).where(column == value, links.c.retired == 0)
            found = _link(self._connection.execute(query).first()) if value else None
            if found:
                return found
        return None

    def counted(self) -> tuple[tuple[Link, LinkCounts], ...]:
        """Every link with what came of it, the newest first."""
        kind = link_visits.c.kind
        talks = func.count(distinct(link_visits.c.thread))
        query = select(link_visits.c.link, kind, func.count(), talks).group_by(link_visits.c.link, kind)
        counts = {(link, what): (number, threads) for link, what, number, threads in self._connection.execute(query)}
        revenue = self._revenue()
        rows = self._connection.execute(select(*_COLUMNS).order_by(links.c.created.desc(), links.c.id))
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
        amounts = func.sum(link_visits.c.amount)
        by_currency = (link_visits.c.link, link_visits.c.currency)
        booked = select(*by_currency, amounts).where(link_visits.c.kind == BOOKED)
        found: dict[str, list[Money]] = defaultdict(list)
        for link, currency, amount in self._connection.execute(booked.group_by(*by_currency).order_by(*by_currency)):
            found[link].append(Money(int(amount), currency))
        return found

    def retire(self, link: str, *, at: int) -> bool:
        """Take a link out of use; False when there is none, or it was before."""
        in_use = and_(links.c.id == link, links.c.retired == 0)
        return self._connection.execute(update(links).where(in_use).values(retired=at)).rowcount == 1

    def note(self, visits: tuple[LinkVisit, ...]) -> None:
        """Count visits once each; unknown links are left out."""
        if not visits:
            return
        asked = select(links.c.id).where(links.c.id.in_({visit.link for visit in visits}))
        known = set(self._connection.scalars(asked))
        rows = [_row(visit) for visit in visits if visit.link in known]
        if rows:
            self._connection.execute(upsert(link_visits).on_conflict_do_nothing(), rows)


def _row(visit: LinkVisit) -> dict[str, object]:
    paid = visit.total or Money(0, "")
    named = {name: getattr(visit, name) for name in ("link", "kind", "key", "thread", "at")}
    return {**named, "amount": paid.minor, "currency": paid.currency}


def _link(row: Any) -> Link | None:
    return Link(*row) if row is not None else None
