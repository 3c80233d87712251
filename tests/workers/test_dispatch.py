"""One round of deciding: what it asks of Redis, and that nothing which could go waits for the next."""

from typing import Any

import pytest

from bot.domain.conversation.agent_events import AgentSpoke
from bot.domain.conversation.events import PaymentChecking
from bot.domain.conversation.messages import Text
from bot.ports.conversations import Commit
from tests.builders.entries import talk, turn
from tests.builders.house import House
from tests.builders.world import NOW_MS
from tests.workers.test_courier import courier, fates, home, is_over, passing, speak

__all__ = ["home", "passing"]  # fixtures
CHAT = "webchat:site:ada"


def answer(home: House, thread: str, version: int = 1) -> None:
    """What a supplier or a gateway answered makes the bot speak."""
    checking = turn(PaymentChecking(f"{thread}.p{version}", NOW_MS, "c"), "Checking.", of=talk(version, thread=thread))
    assert home.runtime.conversations.commit(Commit(talk(version, thread=thread), version - 1, checking))


def test_whether_windows_are_open_is_asked_once_for_all_that_may_go(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that is not to a traveller's word costs no round trip of its own, however many there are."""
    asked: list[int] = []

    def load_many(threads: tuple[str, ...]) -> Any:
        asked.append(len(threads))
        return tuple(map(alone, threads))

    alone = home.runtime.conversations.load
    for number in range(5):
        answer(home, f"messenger:page:{number}")
    answer(home, CHAT)
    speak(home, "hello", thread="messenger:page:heard")
    monkeypatch.setattr(home.runtime.conversations, "load_many", load_many)
    monkeypatch.setattr(home.runtime.conversations, "load", lambda _: pytest.fail("asked one by one"))
    one = courier(home)
    one.pull(wait_ms=0)
    one.step()
    assert asked == [5]
    assert sorted(home.messenger.words) == ["Checking."] * 5 + ["hello"]


def test_on_our_own_channels_one_round_sends_all_that_was_said(home: House) -> None:
    """Who writes in the web chat reads the second turn when the first is there, not at the next tick."""
    for version in range(1, 6):
        speak(home, f"{version}", version=version, thread=CHAT)
    one = courier(home)
    one.pull(wait_ms=0)
    one.step()
    assert [message for message, fate, _ in fates(home) if fate == "sent"] == [f"ada.m{n}#0" for n in range(1, 6)]
    assert is_over(home)


def test_an_agents_words_do_not_wait_for_the_next_tick_behind_what_is_dropped(home: House) -> None:
    """Whoever takes over is heard at once, also when the bot had something to say just then."""
    speak(home, "bot")
    taken = talk(2, epoch=1, owner="agent")
    spoke = turn(AgentSpoke("desk:a", NOW_MS, "sam", "Sam", "Hi."), Text("Hi."), of=taken, author="Sam")
    assert home.runtime.conversations.commit(Commit(taken, 1, spoke))
    one = courier(home)
    one.pull(wait_ms=0)
    one.step()
    assert home.messenger.words == ["Hi."]


def test_a_thread_that_is_none_keeps_nobody_else_back(home: House) -> None:
    """One broken key in the journal fails its own message, and the courier goes on."""
    speak(home, "to nobody", thread="messenger:page")
    speak(home, "hello")
    one = courier(home)
    one.pull(wait_ms=0)
    for _ in range(3):
        one.step()
    assert home.messenger.words == ["hello"]
    assert ("page.m1#0", "failed") in [(message, fate) for message, fate, _ in fates(home)]
    assert is_over(home)
