"""What every store of links promises, in memory and in PostgreSQL alike."""

from itertools import count
from typing import Any

import pytest

from bot.domain.errors import ConflictError
from bot.domain.money import Money
from bot.domain.shopping.links import Link, LinkCounts, LinkVisit

_NUMBERS = count(1)
AT = 1790000000000


@pytest.fixture
def name() -> str:
    """An id of its own."""
    return f"link{next(_NUMBERS)}"


def added(records: Any, link: Link) -> Link:
    """A link that is there."""
    with records.begin() as work:
        work.entry_links.add(link)
    return link


def counts_of(records: Any, link: str) -> LinkCounts:
    """What came of a link."""
    with records.begin() as work:
        return next(counts for one, counts in work.entry_links.counted() if one.id == link)


def test_a_link_is_found_by_its_id_its_advertisement_and_its_story(records: Any, name: str) -> None:
    """However a traveller comes, the same link is meant."""
    link = added(records, Link(name, "Autumn", "to-NYC", AT, ad=f"ad{name}", story=f"story{name}"))
    with records.begin() as work:
        assert work.entry_links.find(name) == link
        assert work.entry_links.standing_for(ad=link.ad) == link
        assert work.entry_links.standing_for(ad="another", story=link.story) == link
        assert work.entry_links.standing_for(ad="another") is None
        assert work.entry_links.standing_for() is None
        assert work.entry_links.find("another") is None


def test_an_advertisement_stands_for_one_link_in_use(records: Any, name: str) -> None:
    """Two links cannot both count what one advertisement brings; a retired one makes room."""
    first = added(records, Link(name, "Autumn", "to-NYC", AT, ad=f"ad{name}"))
    for again in (Link(f"{name}b", "Winter", "", AT, ad=first.ad), Link(name, "Winter", "", AT)):
        with pytest.raises(ConflictError), records.begin() as work:
            work.entry_links.add(again)
    with records.begin() as work:
        assert work.entry_links.retire(name, at=AT + 1)
        assert not work.entry_links.retire(name, at=AT + 2)
        assert not work.entry_links.retire("another", at=AT)
        assert work.entry_links.standing_for(ad=first.ad) is None
        assert work.entry_links.find(name).retired == AT + 1
    added(records, Link(f"{name}b", "Winter", "", AT, ad=first.ad))


def test_visits_are_counted_once_each_by_link(records: Any, name: str) -> None:
    """Staff see how often a link was opened, by how many people, and what they booked, whatever comes twice."""
    added(records, Link(name, "Autumn", "to-NYC", AT))
    added(records, Link(f"{name}b", "Winter", "to-LON", AT))
    visits = (
        LinkVisit(name, "opened", "e1", "ada", AT),
        LinkVisit(name, "opened", "e2", "ada", AT),
        LinkVisit(name, "opened", "e3", "bob", AT),
        LinkVisit(name, "offered", "e4", "ada", AT),
        LinkVisit(name, "offered", "e5", "ada", AT),
        LinkVisit(name, "booked", "e6", "ada", AT, Money(174900, "EUR")),
        LinkVisit(name, "booked", "e7", "bob", AT, Money(100, "GBP")),
        LinkVisit(name, "booked", "e8", "bob", AT, Money(100, "EUR")),
        LinkVisit("unknown", "opened", "e1", "ada", AT),
    )
    with records.begin() as work:
        work.entry_links.note(visits)
        work.entry_links.note(visits[:4])
        work.entry_links.note(())
    assert counts_of(records, name) == LinkCounts(3, 2, 1, 3, (Money(175000, "EUR"), Money(100, "GBP")))
    assert counts_of(records, f"{name}b") == LinkCounts()


def test_links_are_listed_the_newest_first(records: Any, name: str) -> None:
    """The campaign that runs stands on top, and a retired one is still told."""
    for number in range(3):
        added(records, Link(f"{name}x{number}", "n", "", AT + number))
    with records.begin() as work:
        work.entry_links.retire(f"{name}x1", at=AT)
        listed = [link.id for link, _ in work.entry_links.counted() if link.id.startswith(f"{name}x")]
    assert listed == [f"{name}x2", f"{name}x1", f"{name}x0"]
