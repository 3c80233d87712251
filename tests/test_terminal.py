"""The terminal: what is typed reaches the bot, what it says reaches the screen, options can be tapped by number."""

import time
from collections.abc import Callable, Iterator

import msgspec
import pytest

from bot.domain.conversation.agent_events import AgentSpoke, AgentTook
from bot.domain.conversation.messages import Media
from bot.ports.talk_records import Line
from bot.terminal import Screen, converse
from tests.builders.house import House, house
from workers.archivist import Archivist
from workers.courier import Courier


@pytest.fixture(name="place")
def _place() -> House:
    """A bot in memory."""
    return house()


def _talk(place: House, *steps: str | Callable[[House], object], language: str = "en") -> list[str]:
    """Type the steps, or let something else happen, with everything sent and archived in between."""
    shown: list[str] = []
    courier, archivist = Courier(place.runtime, owner="c"), Archivist(place.runtime, owner="a")

    def deliver() -> None:
        before, quiet = len(shown), time.monotonic() + 0.3
        while time.monotonic() < quiet:
            courier.pull(wait_ms=0)
            courier.step()
            archivist.step(wait_ms=0)
            if len(shown) != before:
                before, quiet = len(shown), time.monotonic() + 0.1
            time.sleep(0.01)

    def typed() -> Iterator[str]:
        for step in steps:
            deliver()
            if callable(step):
                step(place)
            else:
                yield f"{step}\n"
        deliver()

    converse(place.runtime, language=language, read=typed(), write=shown.append)
    return shown


def test_the_bot_greets_and_asks(place: House) -> None:
    """Whoever opens the terminal sees at once who speaks and what to do."""
    shown = "\n".join(_talk(place, language="fr"))
    assert "assistant de réservation" in shown
    assert "D'où partez-vous" in shown


def test_an_option_is_tapped_by_its_number(place: House) -> None:
    """A slash and a number do what a button does; each line is shown once."""
    shown = _talk(place, "Paris to New York on 4 December", "/1", "2 adults", "")
    text = "\n".join(shown)
    assert "  /1 One way" in shown
    assert "How many" in text
    assert len([line for line in shown if "How many" in line]) == 1


@pytest.mark.parametrize("typed", ["/9", "/0", "/x", "/"])
def test_a_number_that_is_no_option_is_only_words(place: House, typed: str) -> None:
    """A slip does no harm: the question is put again."""
    shown = _talk(place, "Paris", typed)
    assert len(shown) > len(_talk(house(), "Paris"))


def test_an_agent_is_named(place: House) -> None:
    """Whoever tries a talk sees when a person speaks."""

    def agent(at: House) -> None:
        thread = next(iter(at.memory.talks))
        at.take(AgentTook("desk:1", 0, "ana", "Ana"), thread)
        at.take(AgentSpoke("desk:2", 0, "ana", "Ana", "Good morning"), thread)

    assert any("Ana: Good morning" in line for line in _talk(place, "Paris", agent))


def test_a_file_is_told_by_its_address() -> None:
    """A screen of letters shows no file, but where it lies."""
    shown: list[str] = []
    file = Media("document", "https://x.example/trip.txt", "Your trip:", "Itinerary", "trip.txt")
    body = msgspec.json.encode(file).decode()
    Screen(shown.append).show(Line(1, "terminal:tf:ada", "m1#0", "bot", "said", body, "sent", "en", 0))
    assert shown == ["\nYour trip:", "  Itinerary: https://x.example/trip.txt"]
