"""What came of A/B trials: everybody counts once, however often their turns are written, and after every restart."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.conversation.state import Conversation, Position
from bot.domain.flow.conversion import Taken
from bot.services import split_figures
from tests.builders import entries
from tests.builders.house import House, house
from tests.builders.late import issued


@pytest.fixture(name="home", params=["memory", pytest.param("postgres", marks=pytest.mark.real)])
def _home(request: pytest.FixtureRequest) -> Iterator[House]:
    if request.param == "memory":
        yield house()
        return
    engine = make_engine(request.getfixturevalue("postgres"))
    with engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE flow_takers")
    yield house(records=SqlRecords(engine))
    engine.dispose()


def talk(user: str, way: str, *, version: int = 1, **fields: Any) -> Conversation:
    """A talk whose traveller takes part in the trial of greetings."""
    made = entries.talk(version, thread=f"messenger:page:{user}")
    return msgspec.structs.replace(made, slots={"split.greeting": way, "trip.note": "x"}, **fields)


def archive(home: House, *talks: Conversation, pays: bool = False) -> None:
    """Write a batch, twice, as an archivist does that died before it could say so."""
    turns = [entries.turn(issued() if pays else None, of=one) for one in talks]
    for _ in range(2):
        with home.runtime.records.begin() as work:
            split_figures.keep(work, talks, turns)


def greeting(home: House) -> dict[str, Taken]:
    """What came of the trial, by way."""
    found = split_figures.figures(home.runtime, {"greeting"})
    return {way: taken for (_, way), taken in found.items()}


def test_everybody_counts_once_and_so_does_their_first_booking(home: House) -> None:
    """Ada talks three times and books twice; Bob never books."""
    archive(home, talk("ada", "short"), talk("bob", "short"), talk("cy", "long"))
    archive(home, talk("ada", "short", version=2), pays=True)
    archive(home, talk("ada", "short", version=3), pays=True)
    assert greeting(home) == {"short": Taken(2, 1), "long": Taken(1, 0)}


def test_the_first_way_that_somebody_took_stands(home: House) -> None:
    """Nobody is counted on both, whatever a talk says later."""
    archive(home, talk("ada", "short"))
    archive(home, talk("ada", "long", version=2), pays=True)
    assert greeting(home) == {"short": Taken(1, 1)}


def test_a_booking_before_the_trial_is_none_of_it(home: House) -> None:
    """Who booked first and came into the trial later has not been led to it."""
    before = entries.talk(1, thread="messenger:page:ada")
    archive(home, before, pays=True)
    archive(home, talk("ada", "short", version=2))
    assert greeting(home) == {"short": Taken(1, 0)}


def test_the_way_and_the_ticket_may_come_in_one_batch(home: House) -> None:
    """An archivist that was behind for long writes both at once."""
    archive(home, talk("ada", "short"), pays=True)
    assert greeting(home) == {"short": Taken(1, 1)}


def test_test_travellers_are_left_out(home: House) -> None:
    """A draft that is tried is no trial."""
    archive(home, talk("edi", "short", position=Position("book", -3, "hello")), pays=True)
    assert greeting(home) == {}
    assert split_figures.figures(home.runtime, ()) == {}
