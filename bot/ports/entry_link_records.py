"""The port of links: those that staff made, and what came of them, inside one transaction."""

from typing import Protocol

from bot.domain.shopping.links import Link, LinkCounts, LinkVisit


class EntryLinkRecords(Protocol):
    """Links and their visits."""

    def add(self, link: Link) -> None:
        """Keep a new link; raises `ConflictError` when its id, or another's advertisement or story, is taken."""
        ...

    def find(self, link: str) -> Link | None:
        """A link by its id, retired or not."""
        ...

    def standing_for(self, *, ad: str = "", story: str = "") -> Link | None:
        """The link in use for an advertisement or a story."""
        ...

    def counted(self) -> tuple[tuple[Link, LinkCounts], ...]:
        """Every link with what came of it, the newest first."""
        ...

    def retire(self, link: str, *, at: int) -> bool:
        """Take a link out of use (milliseconds UTC); False when there is none, or it was before."""
        ...

    def note(self, visits: tuple[LinkVisit, ...]) -> None:
        """Count visits: each by its link, kind and key once, however often it is noted; unknown links are left out."""
        ...
