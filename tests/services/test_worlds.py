"""Worlds that follow what is published and tried: what staff and travellers may rely on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.errors import UnavailableError
from bot.domain.flow.definition import Flow
from bot.domain.flow.release import Trial
from bot.domain.world import World
from bot.services.flows import publish
from bot.services.worlds import Worlds
from tests.builders import world as builders
from tests.fakes.clock import StandingClock
from tests.fakes.records import MemoryRecords

BOOK = catalogue.sample_flows()[0]
EDITED = BOOK.replace(b"Where are you flying from?", b"Where do we start?")
ADA, BEN = "messenger:page:ada", "messenger:page:ben"


class Shelf(MemoryRecords):
    """A database that counts how often it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    @contextmanager
    def begin(self) -> Iterator[Any]:
        """One transaction."""
        self.asked += 1
        with super().begin() as work:
            yield work


def _make(*, flows: Mapping[str, Mapping[int, Flow]], live: Mapping[str, int]) -> World:
    return msgspec.structs.replace(builders.world(), flows=flows, live=live)


@pytest.fixture(name="shelf")
def _shelf() -> Shelf:
    """A database with the sample flow published."""
    shelf = Shelf()
    publish(shelf, BOOK, texts=catalogue.texts(), author="ana", now=1)
    return shelf


@pytest.fixture(name="clock")
def _clock() -> StandingClock:
    """A clock that stands still unless moved."""
    return StandingClock(builders.NOW)


def _worlds(shelf: Shelf, clock: StandingClock) -> Worlds:
    return Worlds(records=shelf, clock=clock, make=_make)


def test_a_publication_reaches_the_next_talk_within_a_second(shelf: Shelf, clock: StandingClock) -> None:
    """An edited text is said in the next talk, without a restart."""
    worlds = _worlds(shelf, clock)
    assert worlds().live == {"book": 1}
    publish(shelf, EDITED, texts=catalogue.texts(), author="ana", now=2)
    assert worlds().live == {"book": 1}
    clock.move(seconds=1)
    assert worlds().live == {"book": 2}
    assert set(worlds().flows["book"]) == {1, 2}


def test_sql_is_asked_once_a_second_at_most(shelf: Shelf, clock: StandingClock) -> None:
    """A busy minute costs sixty small questions."""
    worlds = _worlds(shelf, clock)
    before = shelf.asked
    assert len({id(worlds()) for _ in range(100)}) == 1
    assert shelf.asked == before + 1
    clock.move(seconds=1)
    first = worlds()
    clock.move(seconds=1)
    assert worlds() is first


def test_talks_go_on_while_the_database_is_away(shelf: Shelf, clock: StandingClock) -> None:
    """The World that is there is used on; only the very first one needs SQL."""
    worlds = _worlds(shelf, clock)
    there = worlds()
    shelf.away = True
    clock.move(seconds=5)
    assert worlds() is there
    with pytest.raises(UnavailableError):
        _worlds(shelf, clock)()


def test_a_draft_is_begun_by_those_who_try_it_alone(shelf: Shelf, clock: StandingClock) -> None:
    """Everybody else begins on the live revision; who stops trying does so, too, and the draft stays for its talks."""
    worlds = _worlds(shelf, clock)
    assert worlds().begins("book", ADA) == 1
    with shelf.begin() as work:
        draft = work.flow_releases.snapshot("book", EDITED, by="per_edi", at=1)
        work.flow_releases.try_on(Trial(ADA, "book", draft, "per_edi", 1))
        work.flow_releases.try_on(Trial(ADA, "gone", draft, "per_edi", 1))
        work.flows.touch()
    clock.move(seconds=1)
    assert (worlds().begins("book", ADA), worlds().begins("book", BEN)) == (draft, 1)
    assert worlds().trying == {ADA: {"book": draft}}
    assert worlds().flow("book", draft).revision == draft
    with shelf.begin() as work:
        work.flow_releases.stop_trying("book", ADA)
        work.flows.touch()
    clock.move(seconds=1)
    assert worlds().begins("book", ADA) == 1
    assert worlds().flow("book", draft).text("ask_origin", "en") != worlds().flow("book", 1).text("ask_origin", "en")


def test_what_is_known_is_not_read_again(shelf: Shelf, clock: StandingClock) -> None:
    """Five hundred revisions cost nothing at the next publication."""
    worlds = _worlds(shelf, clock)
    first = worlds().flow("book", 1)
    publish(shelf, EDITED, texts=catalogue.texts(), author="ana", now=2)
    clock.move(seconds=1)
    assert worlds().flow("book", 1) is first
    assert worlds().flow("book", 2) is worlds().flow("book", 2)
    assert worlds().flow("book", 99) is worlds().flow("book", 2)
