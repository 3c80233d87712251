"""The one job: a name says where to look, and whatever goes wrong stays out of RQ."""

from typing import Any

import pytest
from structlog.contextvars import get_contextvars

from bot.domain.errors import UnavailableError
from bot.services import checkout_steps, effects
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
    monkeypatch.setattr(checkout_steps, "run_step", lambda runtime, step: found.append((runtime is home.runtime, step)))
    return found


def test_an_effect_is_looked_at_by_its_thread_and_id(asked: list[Any]) -> None:
    """Whatever a platform's id holds, the right effect is performed."""
    perform.perform("effect|messenger:page:ada|wamid.A|B#0")
    assert asked == [(True, "messenger:page:ada", "wamid.A|B#0")]


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
@pytest.mark.usefixtures("home")
def test_nothing_is_raised_into_rq(
    error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """RQ writes the words of an error into Redis: it gets to see none."""

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(effects, "perform", fail)
    perform.perform("effect|messenger:page:ada|m1#0")
    assert len(caplog.records) == 1
    assert "words" not in caplog.text


@pytest.mark.usefixtures("home")
def test_a_log_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """An effect's id may hold a traveller's id on the platform: logs tell one from another, and not who it was."""
    bound: list[Any] = []
    monkeypatch.setattr(effects, "perform", lambda *_: bound.append(get_contextvars()))
    perform.perform("effect|messenger:page:ada|ada:postback:7:x#0")
    perform.perform("effect|messenger:page:ada|ada:postback:8:x#0")
    assert "ada" not in str(bound)
    assert bound[0] != bound[1]
