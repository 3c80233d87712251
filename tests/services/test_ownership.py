"""Whose a thread is: claims that name what was seen, first words that take it, and where the bot goes on."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.conversation.agent_events import AgentSpoke, AgentTook
from bot.domain.conversation.events import ChoiceTapped, MessageEchoed, TextReceived
from bot.domain.conversation.state import Conversation
from bot.domain.errors import ConflictError
from bot.domain.staff.person import Person
from bot.services import desk, holders, turns
from bot.services.desk import Beside
from tests.builders.world import NOW_MS
from tests.web.archive import Bench, bench
from tests.web.staff_door import somebody

THREAD = "webchat:TF:marie"
ANA, BO = Person("agt_1", "Ana"), Person("agt_2", "Bo")


@pytest.fixture
def stage() -> Bench:
    """A thread that the bot has."""
    stage = bench()
    turns.take(stage.runtime, THREAD, TextReceived("t1", 1, "Paris to New York on 4 December, one way, 1 adult"))
    return stage


def state(stage: Bench) -> Conversation:
    """The thread as it is."""
    found = desk.thread_state(stage.runtime, THREAD)
    assert found is not None
    return found


def test_a_claim_of_what_is_not_so_any_more_is_refused(stage: Bench) -> None:
    """Who looks at an old page does not take a thread that a colleague has taken and given back since."""
    seen = state(stage).epoch
    desk.take(stage.runtime, THREAD, BO)
    desk.hand_back(stage.runtime, THREAD, BO)
    said = stage.archive.texts(THREAD)
    with pytest.raises(ConflictError, match="changed hands since you looked"):
        desk.take(stage.runtime, THREAD, ANA, epoch=seen)
    assert state(stage).owner == "bot"
    assert stage.archive.texts(THREAD) == said
    desk.take(stage.runtime, THREAD, ANA, epoch=state(stage).epoch)
    assert state(stage).agent == ANA.id


def test_a_double_click_is_one_claim(stage: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two claims of one agent, one of them in the middle of the other, introduce the agent once and both succeed."""
    seen = state(stage).epoch
    _meanwhile(monkeypatch, lambda: desk.take(stage.runtime, THREAD, ANA, epoch=seen))
    desk.take(stage.runtime, THREAD, ANA, epoch=seen)
    assert state(stage).epoch == seen + 1
    assert [text for text in stage.archive.texts(THREAD) if "Ana" in text] == ["You're now talking with Ana."]


@pytest.mark.parametrize(("seconds", "ago"), [(0, "0 s"), (2, "2 s"), (150, "2 min"), (7300, "2 h"), (200_000, "2 d")])
def test_the_loser_is_told_who_and_when(stage: Bench, seconds: int, ago: str) -> None:
    """By name and in words: the name is the one that the account has now."""
    ana = somebody("Ana Lopez")
    with stage.runtime.records.begin() as work:
        work.people.keep(ana)
    desk.take(stage.runtime, THREAD, Person(ana.id, "Ana"))
    stage.clock.pass_time(seconds=seconds)
    with pytest.raises(ConflictError, match=rf"^Ana Lopez took it {ago} ago\.$"):
        desk.take(stage.runtime, THREAD, BO)
    assert holders.name_of(stage.runtime, state(stage)) == "Ana Lopez"


def test_an_agent_whom_nobody_knows_is_another_agent(stage: Bench) -> None:
    """A name that is lost keeps no sentence from being one."""
    desk.take(stage.runtime, THREAD, ANA)
    talk = state(stage)
    stage.archive.desk.threads.pop(THREAD, None)
    assert holders.taken_by(stage.runtime, talk) == "Another agent took it 0 s ago."


def test_the_first_word_of_an_agent_takes_the_thread_in_one_turn(stage: Bench) -> None:
    """Nobody has to claim first: the bot is silent from the turn on in which an agent speaks, introduced by name."""
    before = state(stage)
    desk.reply(stage.runtime, THREAD, ANA, "Hello, may I help?", key="aaaa")
    after = state(stage)
    assert (after.owner, after.agent, after.version, after.epoch) == ("human", ANA.id, before.version + 1, 1)
    assert stage.archive.texts(THREAD)[-2:] == ["You're now talking with Ana.", "Hello, may I help?"]
    said = stage.archive.texts(THREAD)
    turns.take(stage.runtime, THREAD, TextReceived("t2", 2, "Rome instead"))
    assert stage.archive.texts(THREAD) == said


def test_a_first_word_in_the_queue_counts_for_how_long_others_wait(stage: Bench) -> None:
    """A traveller who was answered without a claim was waited for all the same."""
    turns.take(stage.runtime, THREAD, ChoiceTapped("t2", 2, "go:person"))
    stage.clock.pass_time(seconds=40)
    desk.reply(stage.runtime, THREAD, ANA, "Hello", key="aaaa")
    assert [take.waited for take in stage.archive.taken] == [40_000]
    [event] = [event for event in stage.archive.happenings.events if event.kind == "taken"]
    assert (event.agent, event.name) == (ANA.id, "Ana")
    assert stage.archive.desk.thread(THREAD).agent_name == "Ana"


def test_a_first_word_of_what_is_not_so_any_more_is_refused(stage: Bench) -> None:
    """An answer that was written for a thread of another time stays in its field."""
    seen = state(stage).epoch
    desk.take(stage.runtime, THREAD, BO)
    desk.hand_back(stage.runtime, THREAD, BO)
    with pytest.raises(ConflictError, match="changed hands"):
        desk.reply(stage.runtime, THREAD, ANA, "Hello", key="aaaa", beside=Beside(epoch=seen))
    assert state(stage).owner == "bot"


def test_of_two_first_words_one_is_said(stage: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two agents who begin to write at once: one has the thread, and the other keeps the words and reads who has it."""
    _meanwhile(monkeypatch, lambda: desk.reply(stage.runtime, THREAD, BO, "I am Bo", key="bbbb"))
    with pytest.raises(ConflictError, match="Bo took it"):
        desk.reply(stage.runtime, THREAD, ANA, "I am Ana", key="aaaa")
    assert "I am Ana" not in stage.archive.texts(THREAD)


@pytest.mark.parametrize("channel", ["messenger", "instagram", "whatsapp"])
def test_an_answer_in_another_tool_silences_the_bot_and_keeps_nobody_out(stage: Bench, channel: str) -> None:
    """Whoever answers from the page's inbox or the phone has the traveller; an agent of the desk may still come in."""
    thread = f"{channel}:101:marie"
    turns.take(stage.runtime, thread, TextReceived("t1", NOW_MS, "hello"))
    turns.take(stage.runtime, thread, MessageEchoed("e1", NOW_MS + 1, "Hello from the phone", app="263902037430900"))
    said = stage.archive.texts(thread)
    turns.take(stage.runtime, thread, TextReceived("t2", NOW_MS + 2, "Paris to New York tomorrow"))
    assert stage.archive.texts(thread) == said
    desk.reply(stage.runtime, thread, ANA, "Ana here", key="aaaa")
    found = desk.thread_state(stage.runtime, thread)
    assert found is not None
    assert found.agent == ANA.id


def test_the_bot_goes_on_where_the_agent_says(stage: Bench) -> None:
    """An agent sends a traveller back to a step of the way, and the bot says that it is back and asks there."""
    desk.take(stage.runtime, THREAD, ANA)
    assert "ask_depart" in {way.to for way in desk.ways_back(stage.runtime, state(stage))}
    desk.hand_back(stage.runtime, THREAD, ANA, to="ask_depart")
    position = state(stage).position
    assert position is not None
    assert position.node == "ask_depart"
    assert stage.archive.texts(THREAD)[-1].startswith("The assistant is back with you. When would you like to leave?")


@pytest.mark.parametrize("to", ["review", "check_out", "pay_again", "nowhere", "ask_name"])
def test_a_way_back_that_is_none_is_refused(stage: Bench, to: str) -> None:
    """Nobody is sent past a price or terms, nor to a step that lacks what it needs, by whatever a form says."""
    desk.take(stage.runtime, THREAD, ANA)
    with pytest.raises(ConflictError, match="cannot go on there"):
        desk.hand_back(stage.runtime, THREAD, ANA, to=to)
    assert state(stage).agent == ANA.id


def test_events_of_an_older_program_are_still_read() -> None:
    """What was written before claims named an epoch, or returns a place, is taken as it was meant."""
    assert AgentTook("a", 1, "x", "X").epoch is None
    assert AgentSpoke("a", 1, "x", "X", "Hi").epoch is None


def _meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let something happen once between the look at a thread and its turn."""
    real = turns.take

    def take(*args: Any, **more: Any) -> Any:
        monkeypatch.setattr(turns, "take", real)
        act()
        return real(*args, **more)

    monkeypatch.setattr(turns, "take", take)
