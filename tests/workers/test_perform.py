"""The one job: a name says where to look, and whatever goes wrong stays out of RQ."""

from typing import Any, cast

import pytest
from structlog.contextvars import get_contextvars

from bot.domain.errors import UnavailableError
from bot.domain.ids import ring_name
from bot.services import books, effects
from tests.builders.house import House, house
from workers import perform


@pytest.fixture
def home() -> House:
    """A house in which this process performs."""
    home = house()
    perform.install(home.runtime)
    return home


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, home: House) -> list[tuple[Any, ...]]:
    """What was looked at."""
    found: list[tuple[Any, ...]] = []
    monkeypatch.setattr(effects, "perform", lambda runtime, *what: found.append((runtime is home.runtime, *what)))
    for kind in ("step", "mail", "setup", "events", "night"):
        monkeypatch.setitem(_rings(), kind, lambda runtime, what: found.append((runtime is home.runtime, what)))
    return found


def _rings() -> dict[str, Any]:
    return cast("dict[str, Any]", perform.RINGS)


def _due(home: House, effect: str, thread: str = "messenger:page:ada", *, at: int = 0) -> str:
    """Put an effect among those that are due; gives the name under which it is rung."""
    home.memory.scores[thread, effect] = at
    return ring_name(thread, effect)


def test_an_effect_is_found_by_a_name_that_holds_nobody(asked: list[Any], home: House) -> None:
    """Whatever a platform's id holds, the right effect is performed, and the doorbell names no traveller."""
    others = [_due(home, f"wamid.A|B#{number}") for number in range(1, 4)]
    name = _due(home, "wamid.A|B#0")
    assert "ada" not in name
    assert name not in others
    perform.perform(name)
    assert asked == [(True, "messenger:page:ada", "wamid.A|B#0")]


def test_an_effect_that_is_not_due_is_left_alone(asked: list[Any], home: House) -> None:
    """A second ring, or one for a timer that is set for later, does nothing."""
    perform.perform(_due(home, "m1#0", at=home.clock.ms + 5_000))
    perform.perform(ring_name("messenger:page:ada", "gone#0"))
    assert asked == []


def test_a_mail_is_sent_by_its_id(asked: list[Any]) -> None:
    """The doorbell names neither the traveller nor the address."""
    perform.perform("mail|ntc_1")
    assert asked == [(True, "ntc_1")]


def test_a_step_is_looked_at_by_its_id(asked: list[Any]) -> None:
    """A checkout goes on."""
    perform.perform("step|step_1")
    assert asked == [(True, "step_1")]


@pytest.mark.usefixtures("home")
def test_a_name_that_says_nothing_is_ignored(asked: list[Any], caplog: pytest.LogCaptureFixture) -> None:
    """Whoever can write into RQ's Redis can make a worker look, and nothing else."""
    for name in ("", "os.system|rm", "effects", "|"):
        perform.perform(name)
    assert asked == []
    assert len(caplog.records) == 4


@pytest.mark.parametrize("error", [UnavailableError("away"), ValueError("a traveller's words")])
def test_nothing_is_raised_into_rq(
    error: Exception, home: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """RQ writes the words of an error into Redis: it gets to see none."""

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(effects, "perform", fail)
    perform.perform(_due(home, "m1#0"))
    assert len(caplog.records) == 1
    assert "words" not in caplog.text


def test_a_log_names_nobody(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """An effect's id may hold a traveller's id on the platform: logs tell one from another, and not who it was."""
    bound: list[Any] = []
    monkeypatch.setattr(effects, "perform", lambda *_: bound.append(get_contextvars()))
    perform.perform(_due(home, "ada:postback:7:x#0"))
    perform.perform(_due(home, "ada:postback:8:x#0"))
    assert "ada" not in str(bound)
    assert bound[0] != bound[1]


def test_rings_for_the_books_are_heard(asked: list[Any]) -> None:
    """A worker goes on with the night that is named, and reads events that were missed."""
    perform.perform("events|")
    perform.perform("night|2026-11-28")
    assert asked == [(True, ""), (True, "2026-11-28")]


def test_every_ring_has_somebody_who_hears_it() -> None:
    """What sweeps and services ring for is looked at by a worker."""
    assert set(perform.RINGS) == {"step", "setup", "mail", "push", "assign", books.EVENTS, books.NIGHT}
