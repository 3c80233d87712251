"""The courier: in order, once, never after a takeover, and what becomes of everything that goes wrong."""

from collections.abc import Iterator
from threading import Event as Flag
from threading import Thread
from time import monotonic, sleep
from typing import Any

import msgspec
import pytest

from bot.adapters.redis.client import Store
from bot.adapters.redis.conversations import RedisConversations
from bot.adapters.redis.journal import RedisJournal
from bot.domain.conversation.agent_events import AgentSpoke
from bot.domain.conversation.entry import FateEntry
from bot.domain.conversation.events import CheckoutEnded
from bot.domain.conversation.messages import Link, Typing
from bot.domain.errors import UnavailableError
from bot.domain.ids import shard_of
from bot.ports.conversations import Commit
from tests.builders.entries import THREAD, commit, heard, talk, turn
from tests.builders.house import House, house
from tests.builders.world import NOW_MS
from tests.fakes.channel import FakeChannel, failure
from workers import dispatch, retry, senders
from workers.clerk import Clerk, guarded
from workers.courier import GROUP, Courier
from workers.job import Job

SHARD = shard_of(THREAD)
BOB = "messenger:page:bob"


class InlineSenders:
    """Sends at once, in the thread of the test."""

    room = 64

    def __init__(self, home: House) -> None:
        self.runtime = home.runtime
        self.report: Any = None

    def start(self) -> None:
        """Nothing to start."""

    def stop(self) -> None:
        """Nothing to stop."""

    def give(self, job: Job) -> None:
        """Send and report."""
        self.report(senders.speak(self.runtime, job))


class Time:
    """The courier's own clock."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The time, in seconds."""
        return self.now


@pytest.fixture
def home() -> House:
    """A house in memory."""
    return house()


@pytest.fixture(autouse=True)
def passing(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The time by which retries wait, moved by tests; waiting is always as long as it may be."""
    time = Time()
    for place in ("workers.dispatch.monotonic", "workers.shards.monotonic"):
        monkeypatch.setattr(place, time)
    monkeypatch.setattr(retry, "_chance", lambda _, most: most)
    monkeypatch.setattr(dispatch, "delay", lambda tries, asked=0: asked + 2 ** (tries - 1))
    return time


class InlineClerk(Clerk):
    """Does at once what is left to it."""

    def do(self, what: str, job: Any) -> None:
        """Do it."""
        guarded(what, job)


def courier(home: House, owner: str = "one", **more: Any) -> Courier:
    """A courier whose senders and clerk are inline."""
    return Courier(home.runtime, owner=owner, senders=InlineSenders(home), clerk=InlineClerk(), **more)  # type: ignore[arg-type]  # as good as one


def work(one: Courier, rounds: int = 4) -> None:
    """Let it pull and decide until nothing is left to do at once."""
    one.pull(wait_ms=0)
    for _ in range(rounds):
        one.step()


def speak(home: House, *said: Any, version: int = 1, thread: str = THREAD) -> None:
    """A turn that says something."""
    assert home.runtime.conversations.commit(commit(version, *said, thread=thread))


def fates(home: House) -> list[tuple[str, str, str]]:
    """What the journal says became of messages."""
    noted = [one.entry for stream in home.memory.streams.values() for one in stream]
    return [(entry.message, entry.fate, entry.reason) for entry in noted if isinstance(entry, FateEntry)]


def is_over(home: House) -> bool:
    """Whether nothing is marked and nothing waits to be finished."""
    pending = [position for key, many in home.memory.pending.items() if key[0] == GROUP for position in many]
    return not pending and not home.memory.marks


def test_what_was_said_is_sent_in_order(home: House) -> None:
    """A traveller reads the talk as it was told."""
    for version in range(1, 5):
        speak(home, f"{version}a", f"{version}b", version=version)
    work(courier(home), rounds=8)
    assert home.messenger.words == ["1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b"]
    assert fates(home)[0] == ("m1#0", "sent", "")
    assert is_over(home)


def test_a_sent_message_is_known_by_the_platforms_id(home: House) -> None:
    """What the platform tells of it later is told of the right line."""
    speak(home, "hello")
    work(courier(home))
    (told,) = (n.entry for s in home.memory.streams.values() for n in s if isinstance(n.entry, FateEntry))
    assert (told.platform_id, told.thread, told.at) == ("mid.m1#0", THREAD, NOW_MS)


def test_our_own_channels_need_no_sender(home: House) -> None:
    """The web chat shows what the archive holds: sending is noting it."""
    speak(home, "hello", thread="webchat:tf:ada")
    work(courier(home))
    assert fates(home) == [("ada.m1#0", "sent", "")]
    assert is_over(home)


def test_dots_leave_no_trace_and_hold_nothing_up(home: House) -> None:
    """A typing indicator that fails costs the traveller nothing."""
    home.messenger.fail["m1#0"] = [failure("transient", retryable=True)]
    speak(home, Typing(), "hello")
    work(courier(home))
    assert home.messenger.words == ["hello"]
    assert fates(home) == [("m1#1", "sent", "")]
    assert is_over(home)


def test_after_a_takeover_what_was_said_before_is_dropped(home: House) -> None:
    """The bot never talks into an agent's conversation."""
    speak(home, "the bot's words")
    home.memory.talks[THREAD] = talk(2, epoch=1, owner="human")
    work(courier(home))
    assert home.messenger.words == []
    assert fates(home) == [("m1#0", "dropped", "thread_changed_hands")]
    assert is_over(home)


def test_an_agents_words_are_sent_even_after_handing_back(home: House) -> None:
    """What a person wrote reaches the traveller in any case."""
    state = talk(1, epoch=3, owner="human")
    entry = turn(AgentSpoke("a1", NOW_MS, "mia", "Mia", "I did it"), "I did it", of=state, author="Mia")
    home.runtime.conversations.commit(Commit(state, 0, entry))
    home.memory.talks[THREAD] = talk(2, epoch=4)
    work(courier(home))
    assert home.messenger.words == ["I did it"]


def test_a_transient_failure_is_tried_again_and_nothing_overtakes_it(home: House, passing: Time) -> None:
    """An outage of the platform delays a talk and does not scramble it; other threads go on."""
    home.messenger.fail["m1#0"] = [failure("transient", retryable=True)] * 2
    speak(home, "first")
    speak(home, "second", version=2)
    speak(home, "other", thread=BOB)
    one = courier(home)
    work(one)
    assert home.messenger.words == ["other"]
    passing.now += 1
    for _ in range(2):
        one.step()
    assert home.messenger.words == ["other"]
    passing.now += 2
    for _ in range(3):
        one.step()
    assert home.messenger.words == ["other", "first", "second"]
    assert is_over(home)


def test_while_it_waits_for_a_retry_a_takeover_counts(home: House, passing: Time) -> None:
    """A message that could not be sent at once is not sent after an agent has come."""
    home.messenger.fail["m1#0"] = [failure("transient", retryable=True)]
    speak(home, "hello")
    one = courier(home)
    work(one)
    home.memory.talks[THREAD] = talk(2, epoch=1, owner="human")
    passing.now += 5
    work(one)
    assert home.messenger.words == []
    assert fates(home) == [("m1#0", "dropped", "thread_changed_hands")]


def test_a_rate_limit_slows_its_account_alone(home: House, passing: Time) -> None:
    """One busy Page does not silence the others, and its own messages go out when it may speak again."""
    home.messenger.fail["m1#0"] = [failure("rate_limited", retryable=True, retry_after=30)]
    speak(home, "limited")
    one = courier(home)
    work(one)
    speak(home, "same page", thread=BOB)
    speak(home, "other page", thread="messenger:other:eve")
    work(one)
    assert home.messenger.words == ["other page"]
    passing.now += 40
    work(one)
    assert sorted(home.messenger.words[1:]) == ["limited", "same page"]
    assert is_over(home)


def test_a_long_message_goes_on_where_it_stopped(home: House, passing: Time) -> None:
    """A message in two parts whose second failed is not begun again."""
    calls = []
    home.messenger.before = lambda key: (
        calls.append(key)
        or (home.messenger.fail[key].append(failure("transient", retryable=True)) if len(calls) == 2 else None)
    )
    speak(home, "part one\n---\npart two")
    one = courier(home)
    work(one)
    passing.now += 2
    work(one)
    assert home.messenger.words == ["part one", "part two"]


@pytest.mark.parametrize("reason", ["window_closed", "unavailable", "dead_address", "another_app", "not_served"])
def test_what_cannot_be_said_at_all_fails_whole(home: House, reason: str) -> None:
    """The desk sees that none of it reached the traveller, and why."""
    home.messenger.fail["m1#0"] = [failure(reason)]
    speak(home, "one", "two")
    work(courier(home))
    assert fates(home) == [("m1#0", "failed", reason), ("m1#1", "failed", reason)]
    assert is_over(home)


def test_one_bad_message_does_not_keep_the_next_back(home: House) -> None:
    """A message that the platform refuses for its content fails alone."""
    home.messenger.fail["m1#0"] = [failure("content")]
    speak(home, "bad", "good")
    speak(home, "later", version=2)
    work(courier(home), rounds=8)
    assert home.messenger.words == ["good", "later"]
    assert ("m1#0", "failed", "content") in fates(home)
    assert is_over(home)


def test_a_fault_of_ours_fails_the_message_and_not_the_courier(home: House) -> None:
    """A message that we cannot render is shown as failed, and every other is sent."""
    home.messenger.before = lambda key: 1 / 0 if key == "m1#0" else None
    speak(home, "broken")
    speak(home, "fine", thread=BOB)
    work(courier(home))
    assert home.messenger.words == ["fine"]
    assert ("m1#0", "failed", "fault") in fates(home)


def test_outside_the_window_nothing_is_sent(home: House) -> None:
    """Platforms forbid free words a day after the traveller's last sign of life; the desk sees what was not said."""
    state = msgspec.structs.replace(talk(1), last_heard=NOW_MS - 25 * 3600 * 1000)
    entry = turn(CheckoutEnded("c1:end", NOW_MS, "c1", "expired"), "Your hold ended", of=state)
    home.runtime.conversations.commit(Commit(state, 0, entry))
    work(courier(home))
    assert home.messenger.words == []
    assert fates(home) == [("c1:end#0", "failed", "window_closed")]


def test_old_words_are_given_up(home: House, passing: Time) -> None:
    """A quarter of an hour later the words of a talk are out of place."""
    home.messenger.fail["m1#0"] = [failure("transient", retryable=True)] * 2
    speak(home, "hello")
    one = courier(home)
    work(one)
    home.clock.move(minutes=16)
    passing.now += 5
    work(one)
    assert fates(home) == [("m1#0", "failed", "transient")]


def test_an_unknown_outcome_waits_for_the_echo(home: House) -> None:
    """A message that did arrive is not sent again: the platform's echo tells."""
    home.messenger.fail["m1#0"] = [failure("unknown_outcome")]
    speak(home, "hello")
    one = courier(home)
    work(one)
    assert fates(home) == []
    home.runtime.journal.note((FateEntry(THREAD, "sent", "m1#0", "mid.1"),))
    work(one)
    assert home.messenger.words == ["hello"]
    assert is_over(home)


def test_what_nobody_told_of_is_said_once_more_and_then_given_up(home: House, passing: Time) -> None:
    """A traveller who may have been told nothing is told again: twice is better than never; thrice is not."""
    home.messenger.fail["m1#0"] = [failure("unknown_outcome")]
    home.messenger.fail["m1#1"] = [failure("unknown_outcome")] * 2
    speak(home, "small talk", "pay here")
    one = courier(home)
    work(one)
    for _ in range(3):
        passing.now += 9
        work(one)
    assert home.messenger.words == ["small talk", "small talk", "pay here", "pay here"]
    assert fates(home) == [("m1#0", "sent", ""), ("m1#1", "failed", "unknown_outcome")]
    assert is_over(home)


def test_the_next_courier_finishes_what_was_not_begun(home: House, passing: Time) -> None:
    """A courier that died before it marked anything loses nothing."""
    speak(home, "hello")
    courier(home, "dead").pull(wait_ms=0)
    home.clock.move(seconds=7)
    passing.now += 7
    work(courier(home, "next"))
    assert home.messenger.words == ["hello"]
    assert is_over(home)


def test_the_next_courier_sends_what_may_have_gone_out_only_when_nobody_tells_that_it_did(
    home: House, passing: Time
) -> None:
    """A courier killed while it was sending leaves a mark: what echoes tell of is not repeated, nothing is lost."""
    died = courier(home, "dead")
    home.messenger.before = lambda _: (_ for _ in ()).throw(KeyboardInterrupt)
    speak(home, "hello", "there")
    died.pull(wait_ms=0)
    with pytest.raises(KeyboardInterrupt):
        died.step()
    home.messenger.before = lambda _: None
    home.clock.move(seconds=7)
    passing.now += 7
    one = courier(home, "next")
    work(one)
    assert home.messenger.words == []
    home.runtime.journal.note((FateEntry(THREAD, "sent", "m1#0", "mid.1"),))
    passing.now += 9
    work(one, rounds=8)
    assert fates(home)[-1] == ("m1#1", "sent", "")
    assert home.messenger.words == ["there"]
    assert is_over(home)


def test_an_echo_that_came_before_the_next_courier_counts(home: House, passing: Time) -> None:
    """What the platform told while nobody was listening is not forgotten."""
    died = courier(home, "dead")
    home.messenger.before = lambda _: (_ for _ in ()).throw(KeyboardInterrupt)
    speak(home, "hello")
    died.pull(wait_ms=0)
    with pytest.raises(KeyboardInterrupt):
        died.step()
    home.runtime.journal.note((FateEntry(THREAD, "sent", "m1#0", "mid.1"),))
    home.messenger.before = lambda _: None
    home.clock.move(seconds=7)
    passing.now += 7
    work(courier(home, "next"))
    assert fates(home) == [("m1#0", "sent", "")]
    assert home.messenger.words == []
    assert is_over(home)


def test_what_may_be_out_is_decided_message_by_message(home: House, passing: Time) -> None:
    """Of a marked turn everything is repeated but the words that the platform told of, and in order."""
    died = courier(home, "dead")
    home.messenger.before = lambda _: (_ for _ in ()).throw(KeyboardInterrupt)
    speak(home, Link("Pay here", "Pay", "https://tickets.example/pay/x"), "by ten", "or call us")
    died.pull(wait_ms=0)
    with pytest.raises(KeyboardInterrupt):
        died.step()
    home.messenger.before = lambda _: None
    home.clock.move(seconds=7)
    passing.now += 7
    one = courier(home, "next")
    work(one)
    home.runtime.journal.note((FateEntry(THREAD, "sent", "m1#1", "mid.1"),))
    work(one)
    passing.now += 9
    work(one, rounds=10)
    assert home.messenger.words == ["Pay here", "or call us"]
    assert fates(home)[1:] == [("m1#0", "sent", ""), ("m1#2", "sent", "")]
    assert is_over(home)


def test_a_message_that_ended_is_not_sent_again_because_its_turn_was_not_over(home: House, passing: Time) -> None:
    """Of a turn with two messages the first is not repeated when the courier dies before the second."""
    home.messenger.fail["m1#1"] = [failure("transient", retryable=True)]
    speak(home, "first", "second")
    work(courier(home, "dead"))
    home.clock.move(seconds=7)
    passing.now += 7
    work(courier(home, "next"), rounds=8)
    assert home.messenger.words == ["first", "second"]
    assert is_over(home)


def test_who_lost_a_shard_sends_nothing_of_it(home: House, passing: Time) -> None:
    """Two couriers after a pause of one of them: each message goes out once."""
    slow = courier(home, "slow")
    slow.pull(wait_ms=0)
    speak(home, "hello")
    slow.pull(wait_ms=0)
    home.clock.move(seconds=7)
    passing.now += 7
    work(courier(home, "next"))
    slow.step()
    slow.step()
    assert home.messenger.words == ["hello"]
    assert home.meter.counts["fenced", "courier"] == 1


def test_a_reader_that_dies_ends_the_courier(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw ends the process, which is started again, instead of leaving one that never sends a word."""

    def read(*_: Any, **__: Any) -> Any:
        raise TypeError

    monkeypatch.setattr(home.runtime.journal, "read", read)
    ended = Thread(target=Courier(home.runtime, owner="me", senders=InlineSenders(home)).run, args=(Flag(),))  # type: ignore[arg-type]  # sends at once
    ended.daemon = True
    ended.start()
    ended.join(5)
    assert not ended.is_alive()
    assert home.memory.leases == {}


def on_whatsapp(name: str = "ada") -> str:
    """A thread of WhatsApp, and a channel for it."""
    return f"whatsapp:number:{name}"


@pytest.fixture(name="whatsapp")
def _whatsapp(home: House) -> House:
    """A house that writes on WhatsApp, too."""
    channels = {**home.runtime.channels, "whatsapp": home.messenger}
    return msgspec.structs.replace(home, runtime=msgspec.structs.replace(home.runtime, channels=channels))


def test_a_long_talk_on_whatsapp_is_spaced_and_not_refused(whatsapp: House, passing: Time) -> None:
    """One message in six seconds to one person, forty at once to begin with: the rest comes in order, a bit later."""
    one = courier(whatsapp, per_second={})
    speak(whatsapp, *(f"{number}" for number in range(30)), thread=on_whatsapp())
    speak(whatsapp, *(f"{number}" for number in range(30, 42)), version=2, thread=on_whatsapp())
    speak(whatsapp, "somebody else", thread=on_whatsapp("bob"))
    work(one, rounds=8)
    assert len(whatsapp.messenger.words) == 41
    assert "somebody else" in whatsapp.messenger.words
    assert "sending" not in whatsapp.memory.marks.values(), "what waits may be dropped when a person takes over"
    for seconds in (3, 3):
        passing.now += seconds
        work(one)
    assert whatsapp.messenger.words[-1] == "40"
    passing.now += 6
    work(one)
    words = [word for word in whatsapp.messenger.words if word.isdigit()]
    assert words == [f"{number}" for number in range(42)]
    assert is_over(whatsapp)


def test_whom_the_platform_calls_written_to_too_fast_is_left_alone_for_a_while(whatsapp: House, passing: Time) -> None:
    """After such a refusal only what time brings is sent to that person; nobody else waits."""
    key = "ada.m1#0"
    whatsapp.messenger.fail[key] = [failure("too_fast", retryable=True, retry_after=1)]
    speak(whatsapp, "one", thread=on_whatsapp())
    speak(whatsapp, "two", version=2, thread=on_whatsapp())
    one = courier(whatsapp)
    work(one)
    speak(whatsapp, "somebody else", thread=on_whatsapp("bob"))
    work(one)
    assert whatsapp.messenger.words == ["somebody else"]
    passing.now += 6
    work(one)
    assert whatsapp.messenger.words == ["somebody else", "one"]
    passing.now += 6
    work(one)
    assert whatsapp.messenger.words == ["somebody else", "one", "two"]


def test_after_a_turn_that_failed_for_good_the_thread_goes_on(home: House, passing: Time) -> None:
    """One turn that the platform will not take costs the traveller that turn alone, also when others are retried."""
    home.messenger.fail["m1#0"] = [failure("transient", retryable=True)]
    home.messenger.fail["m2#0"] = [failure("permission")]
    for version, words in enumerate(("one", "two", "three"), 1):
        speak(home, words, version=version)
    one = courier(home)
    work(one)
    assert home.messenger.words == []
    passing.now += 2
    work(one, rounds=8)
    assert home.messenger.words == ["one", "three"]
    assert ("m2#0", "failed", "permission") in fates(home)
    assert is_over(home)


class HangingSenders(InlineSenders):
    """Sends at once, but for a Page that hangs until `let_go`."""

    def __init__(self, home: House) -> None:
        super().__init__(home)
        self.hanging: list[Job] | None = []

    def give(self, job: Job) -> None:
        """Send and report, or hang."""
        if self.hanging is not None and job.account == "messenger:page":
            self.hanging.append(job)
        else:
            super().give(job)

    def let_go(self) -> None:
        """The Page answers again."""
        hanging, self.hanging = self.hanging or [], None
        for job in hanging:
            super().give(job)


def test_an_account_that_hangs_fills_neither_memory_nor_the_way_of_others(home: House) -> None:
    """However much is said on a Page that hangs, others are answered meanwhile; later all of it goes out."""
    hanging = HangingSenders(home)
    one = Courier(home.runtime, owner="one", senders=hanging, per_second={})  # type: ignore[arg-type]  # as good as one
    one._dispatch._lanes._most = 8
    for version in range(1, 6):
        for user in range(6):
            speak(home, f"{version}", version=version, thread=f"messenger:page:{user}")
    work(one)
    assert len(one._dispatch._lanes.jobs) == 4
    speak(home, "somebody else", thread="messenger:other:eve")
    work(one)
    assert home.messenger.words == ["somebody else"]
    hanging.let_go()
    for _ in range(30):
        work(one)
    told = {
        thread: [words for name, _, words in home.messenger.sent if name == thread]
        for thread, *_ in home.messenger.sent
    }
    assert told.pop("messenger:other:eve") == ["somebody else"]
    assert told == {f"messenger:page:{user}": ["1", "2", "3", "4", "5"] for user in range(6)}
    assert is_over(home)
    assert len(one._dispatch._lanes.parking) == 0


def test_what_was_left_in_the_journal_survives_an_outage_of_the_store_while_it_is_read_again(home: House) -> None:
    """Nothing is sent twice and nothing is lost when reading again breaks off."""
    hanging = HangingSenders(home)
    one = Courier(home.runtime, owner="one", senders=hanging, per_second={})  # type: ignore[arg-type]  # as good as one
    one._dispatch._lanes._most = 8
    for version in range(1, 9):
        speak(home, f"{version}", version=version, thread="messenger:page:7")
    work(one)
    hanging.let_go()
    one.step()
    one.step()
    home.memory.away = True
    with pytest.raises(UnavailableError):
        one.pull(wait_ms=0)
    home.memory.away = False
    for _ in range(30):
        work(one)
    assert home.messenger.words == [f"{version}" for version in range(1, 9)]
    assert is_over(home)


def test_shards_are_shared_out_fairly(home: House, passing: Time) -> None:
    """A second courier takes half of the work over, and the first gets it back when the second has gone."""
    one, two = courier(home, "one"), courier(home, "two")
    for _ in range(2):
        for each in (one, two, one, two):
            passing.now += 3
            each.pull(wait_ms=0)
    assert (len(one._shards.owned), len(two._shards.owned)) == (8, 8)
    two._shards.release()
    passing.now += 3
    one.pull(wait_ms=0)
    assert len(one._shards.owned) == 16


def test_while_the_store_is_away_nothing_is_forgotten(home: House, passing: Time) -> None:
    """What was sent is noted when Redis is back, and sent no second time."""
    one = courier(home)
    speak(home, "hello")
    one.pull(wait_ms=0)
    home.messenger.before = lambda _: setattr(home.memory, "away", True)
    one.step()
    with pytest.raises(UnavailableError):
        one.step()
    home.memory.away = False
    home.messenger.before = lambda _: None
    passing.now += 2
    work(one)
    assert home.messenger.words == ["hello"]
    assert fates(home) == [("m1#0", "sent", "")]
    assert is_over(home)


@pytest.fixture
def real(valkey: str) -> Iterator[tuple[House, FakeChannel]]:
    """A house over a real Valkey, with a platform that takes five milliseconds."""
    store, blocking = Store(valkey), Store(valkey, wait=10)
    channel = FakeChannel("messenger", before=lambda _: sleep(0.005))
    journal, conversations = RedisJournal(store, blocking=blocking), RedisConversations(store)
    yield house(conversations=conversations, journal=journal, channels={"messenger": channel}), channel
    store.close()
    blocking.close()


def until(done: Any, seconds: float = 15) -> None:
    """Wait for something."""
    end = monotonic() + seconds
    while not done() and monotonic() < end:
        sleep(0.02)
    assert done()


@pytest.mark.real
@pytest.mark.usefixtures("passing")
def test_two_couriers_over_a_real_valkey_send_everything_once_and_in_order(
    real: tuple[House, FakeChannel], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty talks of five turns, one courier leaving in the middle: each talk arrives whole and in order."""
    for place in ("workers.dispatch.monotonic", "workers.shards.monotonic"):
        monkeypatch.setattr(place, monotonic)
    home, channel = real
    stops = [Flag(), Flag()]
    couriers = [Courier(home.runtime, owner=f"c{number}") for number in range(2)]
    threads = [Thread(target=one.run, args=(stop,)) for one, stop in zip(couriers, stops, strict=True)]
    for thread in threads:
        thread.start()
    for version in range(1, 6):
        for user in range(40):
            name = f"messenger:page:{user}"
            state = talk(version, thread=name)
            home.runtime.conversations.commit(
                Commit(state, version - 1, turn(heard(f"{user}.{version}"), "x", of=state))
            )
        if version == 3:
            stops[0].set()
    until(lambda: len(channel.sent) >= 200)
    stops[1].set()
    for thread in threads:
        thread.join()
    assert len(channel.sent) == 200
    for user in range(40):
        keys = [key for name, key, _ in channel.sent if name == f"messenger:page:{user}"]
        assert keys == [f"{user}.{version}#0" for version in range(1, 6)]
