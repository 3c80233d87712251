"""Two agents who answer at once: one is heard, and the other is told, in every order of what the store is asked."""

import random
from collections.abc import Callable
from threading import Condition, Thread, current_thread
from typing import Any

import msgspec
import pytest

from bot.adapters.redis.client import Store
from bot.adapters.redis.conversations import RedisConversations
from bot.domain.conversation.answers import AnsweredError
from bot.domain.conversation.events import ChoiceTapped
from bot.domain.conversation.messages import Text
from bot.domain.errors import ConflictError
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import answering, desk, turns
from bot.services.answering import Typed
from tests.builders.house import house
from tests.builders.world import NOW_MS

ANA, BO = Person("per_ana", "Ana"), Person("per_bo", "Bo")
ROUNDS = 200


class Turnstile:
    """A store of conversations through which threads go one call at a time, in an order that a seed decides."""

    def __init__(self, store: Any, seed: int, names: tuple[str, ...]) -> None:
        self._store, self._dice, self._left = store, random.Random(seed), set(names)  # noqa: S311  an order
        self._told, self._waiting, self._next = Condition(), set[str](), ""

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._store, name)

        def passed(*args: Any, **more: Any) -> Any:
            self._wait(current_thread().name)
            return call(*args, **more)

        return passed if callable(call) else call

    def leave(self, name: str) -> None:
        """A thread is done."""
        with self._told:
            self._left.discard(name)
            self._choose()

    def _wait(self, name: str) -> None:
        if name not in self._left:
            return
        with self._told:
            self._waiting.add(name)
            self._choose()
            self._told.wait_for(lambda: self._next == name)
            self._next = ""
            self._waiting.discard(name)

    def _choose(self) -> None:
        if not self._next and self._left and self._waiting == self._left:
            self._next = self._dice.choice(sorted(self._waiting))
            self._told.notify_all()


def race(runtime: Runtime, seed: int, journal: Callable[[], list[str]], thread: str) -> tuple[list[str], list[str]]:
    """Two agents take, answer and give back at once, from pages that are equally old: what was said, and refusals."""
    turns.take(runtime, thread, ChoiceTapped(f"{thread}.t1", NOW_MS, "go:person", "Talk to a person"))
    state = desk.thread_state(runtime, thread)
    assert state is not None
    gate = Turnstile(runtime.conversations, seed, ("Ana", "Bo"))
    raced = msgspec.structs.replace(runtime, conversations=gate)
    refused: list[str] = []

    def once(agent: Person) -> bool:
        try:
            desk.take(raced, thread, agent)
            typed = Typed(f"From {agent.name}", f"key{agent.name}", known=state.version)
            answering.send(raced, thread, agent, typed)
            desk.hand_back(raced, thread, agent)
        except AnsweredError:
            refused.append("answered")
        except ConflictError:
            refused.append("taken")
            return False
        return True

    def answer(agent: Person) -> None:
        try:
            any(once(agent) for _ in range(4))
        finally:
            gate.leave(agent.name)

    workers = [Thread(target=answer, args=(one,), name=one.name) for one in (ANA, BO)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    return [text for text in journal() if text.startswith("From")], refused


def _raced(runtime: Runtime, journal_of: Callable[[str], list[str]]) -> None:
    told = []
    for seed in range(ROUNDS):
        thread = f"webchat:TF:race{seed}"
        said, refused = race(runtime, seed, lambda thread=thread: journal_of(thread), thread)  # type: ignore[misc]  # bound now
        assert len(said) == 1, (seed, said)
        told += refused
    assert told.count("answered") > ROUNDS // 10


def test_two_hundred_races_of_two_agents_give_one_answer_each() -> None:
    """Whatever the order in which the store is asked, a traveller reads one answer, and the slower agent reads it."""
    home = house()

    def journal(thread: str) -> list[str]:
        entries = [noted.entry for stream in home.memory.streams.values() for noted in stream]
        mine = [entry for entry in entries if getattr(entry, "thread", "") == thread and hasattr(entry, "said")]
        return [one.say.message.text for entry in mine for one in entry.said if isinstance(one.say.message, Text)]

    _raced(home.runtime, journal)


@pytest.mark.real
def test_two_hundred_races_over_a_real_valkey_give_one_answer_each(valkey: str) -> None:
    """The same where the turn is one script of the store."""
    store = Store(valkey)
    home = house(conversations=RedisConversations(store))
    home.runtime.conversations.declare_whole()

    def journal(thread: str) -> list[str]:
        state = home.runtime.conversations.load(thread)
        assert state is not None
        return [f"From {one.name}" for one in state.answers]

    _raced(home.runtime, journal)
    store.close()
