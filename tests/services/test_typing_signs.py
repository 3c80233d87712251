"""Who is typing is told to the other side, and to nobody else."""

import pytest

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.person import Person
from bot.ports.live import Hint
from bot.services import desk, turns, typing_signs
from tests.web.archive import Bench, bench

THREAD = "webchat:TF:marie"
ANA, BO = Person("agt_1", "Ana"), Person("agt_2", "Bo")


@pytest.fixture
def stage() -> Bench:
    """A thread that Ana has."""
    stage = bench()
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", 1, "go:person"))
    desk.take(stage.runtime, THREAD, ANA)
    return stage


def test_the_traveller_is_told_that_their_agent_types(stage: Bench) -> None:
    """An agent who has the thread is announced by name; one who only looks is not."""
    assert typing_signs.agent_types(stage.runtime, THREAD, ANA)
    assert not typing_signs.agent_types(stage.runtime, THREAD, BO)
    assert stage.archive.told == [Hint(THREAD, "Ana")]


def test_the_desk_is_told_that_the_traveller_types(stage: Bench) -> None:
    """The traveller is nobody by name."""
    assert typing_signs.traveller_types(stage.runtime, THREAD)
    assert stage.archive.told == [Hint(THREAD)]


@pytest.mark.parametrize("thread", [THREAD, "webchat:TF:nobody"])
def test_nobody_is_told_while_the_assistant_has_the_talk(stage: Bench, thread: str) -> None:
    """What a traveller types and deletes is nobody's business before a person reads along."""
    desk.hand_back(stage.runtime, THREAD, ANA)
    assert not typing_signs.traveller_types(stage.runtime, thread)
    assert not typing_signs.agent_types(stage.runtime, thread, ANA)
    assert stage.archive.told == []
