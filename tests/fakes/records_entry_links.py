"""Links and their visits in memory."""

from collections import Counter

import msgspec

from bot.domain.errors import ConflictError
from bot.domain.money import Money
from bot.domain.shopping.links import BOOKED, OFFERED, OPENED, Link, LinkCounts, LinkVisit


class MemoryEntryLinkRecords:
    """The port `EntryLinkRecords`."""

    def __init__(self) -> None:
        self.known: dict[str, Link] = {}
        self.visits: dict[tuple[str, str, str], LinkVisit] = {}

    def add(self, link: Link) -> None:
        """Keep it."""
        taken = self.standing_for(ad=link.ad) or self.standing_for(story=link.story)
        if link.id in self.known or taken:
            raise ConflictError("Somebody else wrote the same thing first.")
        self.known[link.id] = link

    def find(self, link: str) -> Link | None:
        """By id."""
        return self.known.get(link)

    def standing_for(self, *, ad: str = "", story: str = "") -> Link | None:
        """In use for an advertisement or a story."""
        in_use = [link for link in self.known.values() if not link.retired]
        by_ad = [link for link in in_use if ad and link.ad == ad]
        return next(iter(by_ad + [link for link in in_use if story and link.story == story]), None)

    def counted(self) -> tuple[tuple[Link, LinkCounts], ...]:
        """The newest first."""
        newest = sorted(self.known.values(), key=lambda link: (-link.created, link.id))
        return tuple((link, self._counts(link.id)) for link in newest)

    def _counts(self, link: str) -> LinkCounts:
        mine = [visit for visit in self.visits.values() if visit.link == link]
        opens = [visit.thread for visit in mine if visit.kind == OPENED]
        totals = Counter[str]()
        for visit in mine:
            if visit.total is not None:
                totals[visit.total.currency] += visit.total.minor
        return LinkCounts(
            len(opens),
            len(set(opens)),
            len({visit.thread for visit in mine if visit.kind == OFFERED}),
            sum(visit.kind == BOOKED for visit in mine),
            tuple(Money(minor, currency) for currency, minor in sorted(totals.items())),
        )

    def retire(self, link: str, *, at: int) -> bool:
        """Take it out of use."""
        known = self.known.get(link)
        if known is None or known.retired:
            return False
        self.known[link] = msgspec.structs.replace(known, retired=at)
        return True

    def note(self, visits: tuple[LinkVisit, ...]) -> None:
        """Count each once."""
        for visit in visits:
            if visit.link in self.known:
                self.visits.setdefault((visit.link, visit.kind, visit.key), visit)
