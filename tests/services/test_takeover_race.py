"""A takeover while the bot is answering and the courier sending, at every step of the booking, five hundred times."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from random import Random
from threading import Barrier, Event
from time import sleep

import msgspec
import pytest

from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.events import TextReceived
from bot.domain.ids import shard_of
from bot.domain.staff.person import Person
from bot.ports.conversations import Commit
from bot.ports.journal import Mark, ShardLease
from bot.ports.runtime import Runtime
from bot.services import desk, outbox, turns
from tests.builders.house import House, house
from tests.builders.ways import WAITS, talk_at
from tests.contracts.stores import valkey_bench
from tests.fakes.memory import SHARD_NAMES

AGAIN = -(-500 // len(WAITS))
"""Races at each step: five hundred in all, in each of the two stores."""
ANA = Person("agt_1", "Ana")
WORDS = ("help", "hello?", "qwrtz", "tomorrow", "thanks")
_NUMBERS = count(1)


class Race(msgspec.Struct, frozen=True):
    """One thread at a step, three who start at once: the traveller with the bot, the courier, and an agent."""

    runtime: Runtime
    thread: str
    lease: ShardLease
    seed: int
    epoch: int
    start: Barrier
    taken: Event

    def traveller(self) -> None:
        """Writes three times, and the bot answers as long as it has the thread."""
        random = self._begin("traveller")
        for number in range(3):
            turns.take(self.runtime, self.thread, TextReceived(f"{self.thread}:{number}", 0, random.choice(WORDS)))

    def agent(self) -> None:
        """Takes the thread, by a claim or by a first word."""
        random = self._begin("agent")
        if random.random() < 0.5:
            desk.take(self.runtime, self.thread, ANA)
        else:
            desk.reply(self.runtime, self.thread, ANA, "Hello", key="".join(random.choices("abcdef", k=12)))
        self.taken.set()

    def courier(self) -> list[str]:
        """Marks whatever was said; whether the agent has the thread is looked at before each mark is asked for."""
        random, fates = self._begin("courier"), list[str]()
        for _ in range(random.randrange(1, 6)):
            after = self.taken.is_set()
            for entry in self.entries():
                marked = self.mark(entry) == "marked"
                assert not (marked and after and self.is_bots(entry)), entry
                fates.append("sent" if marked else "dropped")
        return fates

    def entries(self) -> list[TurnEntry]:
        """The turns of the thread in which something was said and that were not read before."""
        noted = self.runtime.journal.read("courier", (self.lease.shard,), most=1000, wait_ms=0)
        entries = [one.entry for one in noted if one.entry.thread == self.thread]
        return [entry for entry in entries if isinstance(entry, TurnEntry) and entry.said]

    def is_bots(self, entry: TurnEntry) -> bool:
        """Whether the bot said it while it had the thread."""
        return entry.epoch == self.epoch and outbox.epoch_of(entry) is not None

    def mark(self, entry: TurnEntry) -> str:
        """Ask for the mark that lets the words of a turn out."""
        messages = tuple(said.id for said in entry.said)
        return self.runtime.journal.mark_sending((Mark(self.lease, self.thread, messages, outbox.epoch_of(entry)),))[0]

    def _begin(self, who: str) -> Random:
        random = Random(f"{who} {self.seed}")  # noqa: S311  a race that can be run again
        self.start.wait()
        for _ in range(random.randrange(30)):
            sleep(0)
        return random


@pytest.fixture(params=["memory", pytest.param("valkey", marks=pytest.mark.real)])
def home(request: pytest.FixtureRequest) -> Iterator[House]:
    """A house whose talks are in memory, or in a real Valkey."""
    if request.param == "memory":
        yield house()
        return
    with valkey_bench(request.getfixturevalue("valkey")) as stores:
        stores.journal.read("courier", SHARD_NAMES, most=1, wait_ms=0)  # whoever reads first makes the groups
        yield house(conversations=stores.conversations, journal=stores.journal)


@pytest.fixture(scope="module")
def hands() -> Iterator[ThreadPoolExecutor]:
    """Three who act at once."""
    with ThreadPoolExecutor(3) as pool:
        yield pool


def begin(home: House, node: str, seed: int) -> Race:
    """A thread of its own at a step."""
    thread = f"webchat:TF:race{next(_NUMBERS)}"
    talk = msgspec.structs.replace(talk_at(node, "en").conversation, thread=thread, version=1)
    entry = TurnEntry(thread, 1, talk.epoch, "bot", TextReceived(f"{thread}:first", 0, "hi"))
    assert home.runtime.conversations.commit(Commit(talk, 0, entry))
    lease = home.runtime.journal.lease_shard("courier", shard_of(thread), owner="one", ttl_ms=600_000)
    assert lease is not None
    return Race(home.runtime, thread, lease, seed, talk.epoch, Barrier(3), Event())


@pytest.mark.parametrize("node", WAITS)
def test_no_word_of_the_bot_is_marked_after_a_takeover(home: House, hands: ThreadPoolExecutor, node: str) -> None:
    """However close they come, at whatever step: once an agent has the thread nothing that the bot decided goes out."""
    fates: Counter[str] = Counter()
    for seed in range(AGAIN):
        race = begin(home, node, seed)
        for done in [hands.submit(act) for act in (race.traveller, race.courier, race.agent)]:
            fates.update(done.result(timeout=30) or ())
        for entry in race.entries():
            fates["dropped"] += race.is_bots(entry)
            assert race.mark(entry) == ("thread_changed_hands" if race.is_bots(entry) else "marked")
        talk = desk.thread_state(home.runtime, race.thread)
        assert talk is not None
        assert (talk.owner, talk.agent, talk.epoch) == ("human", ANA.id, race.epoch + 1)
    assert fates["dropped"], "nothing that the bot said came too late: these were no races"


def test_after_a_takeover_the_bot_decides_nothing_more(home: House) -> None:
    """Whatever the traveller writes then is for the agent alone."""
    race = begin(home, "offers", 1)
    desk.take(home.runtime, race.thread, ANA)
    assert [entry.said[0].say.author for entry in race.entries()] == ["bot"]
    for number, words in enumerate(WORDS):
        turns.take(home.runtime, race.thread, TextReceived(f"{race.thread}:{number}", 0, words))
    assert race.entries() == []
