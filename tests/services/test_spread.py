"""A card number over several messages: cleaned and erased wherever words are kept, and told kindly."""

import logging
from typing import Any

import msgspec
import pytest

from bot.adapters.channels.webchat import Posted
from bot.domain.conversation.events import TextReceived
from bot.domain.errors import UnavailableError
from bot.services import inbox, spread
from tests.builders.house import House, house
from workers.archivist import Archivist

THREAD = "terminal:tf:ada"


@pytest.fixture
def home() -> House:
    """A web process in memory."""
    return house()


def says(home: House, name: str, text: str) -> None:
    """The traveller writes, and what is said is archived."""
    body = msgspec.json.encode(Posted("tf", "ada", name, home.clock.ms, text=text))
    assert inbox.receive(home.runtime, "terminal", {}, body).failed == 0
    home.clock.move(seconds=10)


def archive(home: House) -> list[str]:
    """The traveller's words as the archive keeps them."""
    Archivist(home.runtime, owner="archivist").step(wait_ms=0)
    with home.records.begin() as work:
        lines = work.talk.lines(THREAD)
    return [msgspec.json.decode(line.body).get("text", "") for line in lines if line.author == "traveller"]


@pytest.mark.parametrize(
    "texts",
    [
        ("my card: 4242 4242", "4242 4242, 12/30"),
        ("4242 4242", "thanks", "4242", "4242"),
        ("ma carte 4242 4242 4242", "4242 merci"),
    ],
)
def test_no_part_of_a_spread_number_stays_in_the_archive(home: House, texts: tuple[str, ...]) -> None:
    """Whoever writes a card in two or three messages finds none of them kept, and is told."""
    for number, text in enumerate(texts):
        says(home, f"m{number}", text)
    kept = archive(home)
    assert len(kept) == len(texts)
    assert "42" not in "".join(kept)
    with home.records.begin() as work:
        said = [line.body for line in work.talk.lines(THREAD) if line.author == "bot"]
    assert any("safety" in words or "sécurité" in words for words in said)
    assert home.meter.counts["redactions", "card"] == 1


def test_digits_too_far_apart_are_not_joined(home: House) -> None:
    """After two minutes nothing is known of what was written before."""
    says(home, "m1", "4242 4242")
    home.clock.move(seconds=120)
    says(home, "m2", "4242 4242")
    assert archive(home) == ["4242 4242", "4242 4242"]


def test_a_message_that_comes_twice_is_no_number(home: House) -> None:
    """A platform that delivers again does not make a card of half a one."""
    says(home, "m1", "4242 4242")
    says(home, "m1", "4242 4242")
    assert archive(home) == ["4242 4242"]


def test_a_delivery_that_was_cut_short_is_finished_by_the_next(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was erased before a crash is erased, and what was not is when the platform delivers again."""
    says(home, "m1", "4242 4242")
    with monkeypatch.context() as broken:
        broken.setattr(spread, "MessageErased", _away)
        with pytest.raises(UnavailableError):
            says(home, "m2", "4242 4242")
    says(home, "m2", "4242 4242")
    assert "42" not in "".join(archive(home))


def _away(*_: Any) -> Any:
    raise UnavailableError("A store is away.")


def test_while_digits_cannot_be_compared_messages_are_taken(home: House, caplog: pytest.LogCaptureFixture) -> None:
    """A lost store costs the comparison, not the talk; no digit is logged."""
    digits: Any = home.runtime.digits
    digits.away = True
    with caplog.at_level(logging.DEBUG):
        says(home, "m1", "4242 4242")
        says(home, "m2", "4242 4242")
    assert archive(home) == ["4242 4242", "4242 4242"]
    assert "cannot be compared" in caplog.text
    assert "4242" not in caplog.text


def test_a_store_that_goes_away_in_the_middle_is_told_to_the_platform(home: House) -> None:
    """Erasing is not given up: the platform delivers again."""
    digits: Any = home.runtime.digits
    event = TextReceived("m2", home.clock.ms, "x")
    digits.away = True
    with pytest.raises(UnavailableError):
        spread.erase(home.runtime, THREAD, event, ("m1",))


def test_a_process_without_the_store_takes_messages_as_they_are(home: House) -> None:
    """Where no messages come in from outside nothing is compared."""
    bare = msgspec.structs.replace(home.runtime, digits=None)
    event = TextReceived("m1", 0, "4242 4242")
    assert spread.cleaned(bare, THREAD, event) == (event, ())
    spread.erase(bare, THREAD, event, ("m0",))
