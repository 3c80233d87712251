"""The desk's promises: one agent a thread, nothing of the bot's after a takeover."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.conversation.events import ChoiceTapped, MessageEchoed, TextReceived
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.staff.person import Person
from bot.services import desk, turns
from tests.web.archive import Bench, bench

THREAD = "webchat:TF:marie"
ANA, BO = Person("agt_1", "Ana"), Person("agt_2", "Bo")


@pytest.fixture
def stage() -> Bench:
    """A thread whose traveller has asked for a person."""
    stage = bench()
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", 1, "go:person", "Talk to a person"))
    return stage


def test_who_asks_for_a_person_waits_at_the_desk(stage: Bench) -> None:
    """No traveller who asks for a person is overlooked."""
    [waits] = stage.archive.waiting()
    assert (waits.thread, waits.owner) == (THREAD, "queue")


def test_taking_a_thread_raises_its_epoch_and_silences_the_bot(stage: Bench) -> None:
    """From the moment an agent has the thread, the bot answers nothing."""
    before = desk.thread_state(stage.runtime, THREAD)
    desk.take(stage.runtime, THREAD, ANA)
    after = desk.thread_state(stage.runtime, THREAD)
    assert before is not None
    assert after is not None
    assert (after.owner, after.agent) == ("human", ANA.id)
    assert after.epoch > before.epoch
    said = stage.archive.texts(THREAD)
    turns.take(stage.runtime, THREAD, TextReceived("t2", 2, "Paris to New York tomorrow"))
    assert stage.archive.texts(THREAD) == said


def test_a_thread_that_another_agent_has_is_not_taken(stage: Bench) -> None:
    """Two agents never answer the same traveller at once, and the second reads who was first, and when."""
    desk.take(stage.runtime, THREAD, ANA)
    stage.clock.pass_time(seconds=2)
    with pytest.raises(ConflictError, match=r"^Ana took it 2 s ago\.$"):
        desk.take(stage.runtime, THREAD, BO)


def test_taking_twice_is_taking_once(stage: Bench) -> None:
    """A double click introduces the agent once."""
    desk.take(stage.runtime, THREAD, ANA)
    said = stage.archive.texts(THREAD)
    desk.take(stage.runtime, THREAD, ANA)
    assert stage.archive.texts(THREAD) == said


def _faster(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let somebody be faster once, between the look at who has the thread and the turn."""
    real = turns.take

    def take(*args: Any, **more: Any) -> Any:
        monkeypatch.setattr(turns, "take", real)
        act()
        return real(*args, **more)

    monkeypatch.setattr(turns, "take", take)


def test_of_two_agents_who_take_at_once_one_has_the_thread(stage: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slower of two agents learns it at once, and the traveller is introduced to one alone."""
    _faster(monkeypatch, lambda: desk.take(stage.runtime, THREAD, BO))
    with pytest.raises(ConflictError, match="Bo took it 0 s ago"):
        desk.take(stage.runtime, THREAD, ANA)
    state = desk.thread_state(stage.runtime, THREAD)
    assert state is not None
    assert state.agent == BO.id
    assert not any("Ana" in text for text in stage.archive.texts(THREAD))


def test_a_reply_that_comes_too_late_is_not_lost_silently(stage: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent whose thread was given back meanwhile keeps the draft and is told."""
    desk.take(stage.runtime, THREAD, ANA)
    _faster(monkeypatch, lambda: desk.hand_back(stage.runtime, THREAD, ANA))
    with pytest.raises(ConflictError, match="changed hands"):
        desk.reply(stage.runtime, THREAD, ANA, "One moment", key="aaaa")
    assert "One moment" not in stage.archive.texts(THREAD)


def test_of_two_posts_of_one_reply_at_once_one_is_said(stage: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A double click on a slow line says a sentence once, and both clicks hear that it was said."""
    desk.take(stage.runtime, THREAD, ANA)
    _faster(monkeypatch, lambda: desk.reply(stage.runtime, THREAD, ANA, "One moment", key="aaaa"))
    desk.reply(stage.runtime, THREAD, ANA, "One moment", key="aaaa")
    assert stage.archive.texts(THREAD).count("One moment") == 1


@pytest.mark.parametrize("key", ["", "a b", "1234", "x" * 65])
def test_a_reply_without_an_id_of_its_own_is_refused(stage: Bench, key: str) -> None:
    """Two different replies are never taken for one."""
    desk.take(stage.runtime, THREAD, ANA)
    with pytest.raises(InvalidError, match="id of its own"):
        desk.reply(stage.runtime, THREAD, ANA, "One moment", key=key)


def test_a_thread_taken_meanwhile_is_not_given_back_by_another(stage: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends the waiting to the bot does not take them away from the colleague who has just taken them."""
    _faster(monkeypatch, lambda: desk.take(stage.runtime, THREAD, BO))
    with pytest.raises(ConflictError, match="Bo took it"):
        desk.hand_back(stage.runtime, THREAD, ANA)
    state = desk.thread_state(stage.runtime, THREAD)
    assert state is not None
    assert state.agent == BO.id


def test_a_thread_answered_in_another_tool_can_be_taken_and_given_back(stage: Bench) -> None:
    """Somebody's answer from another inbox does not lock a traveller away from desk and bot."""
    turns.take(stage.runtime, THREAD, MessageEchoed("e1", 3, "Hello from the page", app="263902037430900"))
    desk.take(stage.runtime, THREAD, ANA)
    state = desk.thread_state(stage.runtime, THREAD)
    assert state is not None
    assert state.agent == ANA.id
    turns.take(stage.runtime, THREAD, MessageEchoed("e2", 4, "And again", app="263902037430900"))
    desk.hand_back(stage.runtime, THREAD, ANA)
    state = desk.thread_state(stage.runtime, THREAD)
    assert state is not None
    assert state.owner == "bot"


def test_a_takeover_is_certain_when_the_archive_has_it(stage: Bench) -> None:
    """Until then a last word of the bot may still be on its way, and the desk says so."""
    assert desk.is_certain(stage.runtime, THREAD)
    stage.archive.behind = True
    desk.take(stage.runtime, THREAD, ANA)
    assert not desk.is_certain(stage.runtime, THREAD)
    stage.archive.catch_up()
    assert desk.is_certain(stage.runtime, THREAD)


def test_a_reply_goes_out_under_the_agents_name(stage: Bench) -> None:
    """A traveller reads who answers."""
    desk.take(stage.runtime, THREAD, ANA)
    desk.reply(stage.runtime, THREAD, ANA, "  I am looking into it. ", key="aaaa")
    last = stage.archive.lines(THREAD)[-1]
    assert last.author == "Ana"
    assert stage.archive.texts(THREAD)[-1] == "I am looking into it."


def test_a_reply_sent_again_is_said_once(stage: Bench) -> None:
    """A connection that broke in the middle makes no agent repeat themselves."""
    desk.take(stage.runtime, THREAD, ANA)
    for _ in range(3):
        desk.reply(stage.runtime, THREAD, ANA, "One moment", key="aaaa")
    assert stage.archive.texts(THREAD).count("One moment") == 1


def test_nobody_answers_in_a_thread_that_another_agent_has(stage: Bench) -> None:
    """An answer goes out only from the agent who has the thread, and who comes second reads who that is."""
    desk.take(stage.runtime, THREAD, ANA)
    with pytest.raises(ConflictError, match="Ana took it"):
        desk.reply(stage.runtime, THREAD, BO, "Hello", key="aaaa")


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_an_empty_or_endless_reply_is_refused_with_a_sentence(stage: Bench, text: str) -> None:
    """An agent is told what can be sent."""
    desk.take(stage.runtime, THREAD, ANA)
    with pytest.raises(InvalidError, match="1 to 2000 characters"):
        desk.reply(stage.runtime, THREAD, ANA, text, key="aaaa")


def test_a_thread_given_back_is_the_bots_again(stage: Bench) -> None:
    """After the agent the bot goes on where it stopped, and says so."""
    desk.take(stage.runtime, THREAD, ANA)
    said = len(stage.archive.texts(THREAD))
    desk.hand_back(stage.runtime, THREAD, ANA)
    state = desk.thread_state(stage.runtime, THREAD)
    assert state is not None
    assert state.owner == "bot"
    assert len(stage.archive.texts(THREAD)) > said
    assert not stage.archive.waiting()


def test_another_agents_thread_is_not_given_back(stage: Bench) -> None:
    """Nobody ends another's conversation."""
    desk.take(stage.runtime, THREAD, ANA)
    with pytest.raises(ConflictError, match="Ana took it"):
        desk.hand_back(stage.runtime, THREAD, BO)


def test_a_thread_that_is_none_is_named_so(stage: Bench) -> None:
    """A mistyped address opens nothing."""
    with pytest.raises(InvalidError, match="no such thread"):
        desk.take(stage.runtime, "webchat:TF:nobody", ANA)
