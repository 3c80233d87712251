"""Publishing flows, and worlds that follow: what staff may rely on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.errors import InvalidError, UnavailableError
from bot.domain.flow.definition import Flow
from bot.domain.world import World
from bot.ports.flow_records import FlowRevision
from bot.services.flows import Worlds, publish
from tests.builders import world as builders
from tests.fakes.clock import StandingClock

BOOK = catalogue.sample_flows()[0]


class Shelf:
    """Flow records in memory, and a database that can be switched off."""

    def __init__(self) -> None:
        self.kept: list[FlowRevision] = []
        self.change = 0
        self.down = False
        self.asked = 0

    @contextmanager
    def begin(self) -> Iterator[SimpleNamespace]:
        """One transaction."""
        self.asked += 1
        if self.down:
            raise UnavailableError("The database is away.")
        yield SimpleNamespace(flows=self)

    def publish(self, flow: str, document: bytes, *, author: str, at: int) -> FlowRevision:
        """Store the next revision and make it live."""
        self.kept = [msgspec.structs.replace(revision, live=False) for revision in self.kept]
        self.change += 1
        self.kept.append(FlowRevision(flow, len(self.kept) + 1, document, at, author, live=True))
        return self.kept[-1]

    def revisions(self) -> tuple[FlowRevision, ...]:
        """Every revision."""
        return tuple(self.kept)

    def newest_change(self) -> int:
        """Rises with each publication."""
        return self.change


def _make(*, flows: Mapping[str, Mapping[int, Flow]], live: Mapping[str, int]) -> World:
    return msgspec.structs.replace(builders.world(), flows=flows, live=live)


@pytest.fixture(name="shelf")
def _shelf() -> Shelf:
    """A database with the sample flow published."""
    shelf = Shelf()
    publish(shelf, BOOK, texts=catalogue.texts(), author="ana", now=1)  # type: ignore[arg-type]  # flows alone
    return shelf


@pytest.fixture(name="clock")
def _clock() -> StandingClock:
    """A clock that stands still unless moved."""
    return StandingClock(builders.NOW)


def _worlds(shelf: Shelf, clock: StandingClock) -> Worlds:
    return Worlds(records=shelf, clock=clock, make=_make)  # type: ignore[arg-type]  # flows alone


def test_a_flow_with_a_fault_is_refused_with_every_reason(shelf: Shelf) -> None:
    """Nothing that would strand a traveller goes live."""
    broken = msgspec.json.decode(BOOK)
    broken["nodes"]["hello"]["next"] = "nowhere"
    del broken["texts"]["fr"]["ask_origin"]
    with pytest.raises(InvalidError) as refused:
        publish(shelf, msgspec.json.encode(broken), texts=catalogue.texts(), author="ana", now=2)  # type: ignore[arg-type]  # flows alone
    assert "'nowhere'" in refused.value.say_to_staff
    assert "'ask_origin'" in refused.value.say_to_staff
    assert len(shelf.kept) == 1


def test_a_publication_reaches_the_next_talk_within_a_second(shelf: Shelf, clock: StandingClock) -> None:
    """An edited text is said in the next talk, without a restart."""
    worlds = _worlds(shelf, clock)
    assert worlds().live == {"book": 1}
    edited = BOOK.replace(b"Where are you flying from?", b"Where do we start?")
    publish(shelf, edited, texts=catalogue.texts(), author="ana", now=2)  # type: ignore[arg-type]  # flows alone
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
    shelf.down = True
    clock.move(seconds=5)
    assert worlds() is there
    with pytest.raises(UnavailableError):
        _worlds(shelf, clock)()
