"""Senders: many threads of talk side by side, each told how far it came."""

from threading import Barrier
from time import monotonic, sleep

import pytest

from bot.domain.errors import UnavailableError
from bot.domain.ids import shard_of
from bot.ports.channel import SendResult
from bot.ports.http import Answered, Call, Reply
from bot.ports.journal import ShardLease
from tests.builders.entries import THREAD, commit
from tests.builders.house import House, house
from tests.fakes.channel import failure
from workers.job import Job
from workers.senders import Senders, Sent, Spoken, speak

GOOD = Reply(200, {}, b"{}")


def job(*said: str, thread: str = THREAD) -> Job:
    """A turn on its way."""
    return Job(ShardLease(shard_of(thread), "me", 1), "1-1", commit(1, *said, thread=thread).entry)


def test_a_whole_turn_is_spoken_in_order() -> None:
    """Each message is known by the platform's id of it."""
    home = house()
    one = job("a", "b")
    assert speak(home.runtime, one) == Spoken(
        one, (Sent("m1#0", "mid.m1#0"), Sent("m1#1", "mid.m1#1")), requests=2, last=SendResult("mid.m1#1")
    )
    assert home.messenger.words == ["a", "b"]


def test_what_went_out_before_a_failure_is_told() -> None:
    """Nobody hears the first message again because of the second."""
    home = house()
    home.messenger.fail["m1#1"] = [failure("content")]
    one = job("a", "b", "c")
    spoken = speak(home.runtime, one)
    assert [sent.message for sent in spoken.sent] == ["m1#0"]
    assert spoken.error is not None
    assert (spoken.error.reason, one.left) == ("content", ("m1#1", "m1#2"))


def test_a_channel_that_is_not_served_is_a_fault_and_no_crash() -> None:
    """A message for a channel that was switched off is shown as failed."""
    spoken = speak(house().runtime, job("a", thread="fax:page:ada"))
    assert spoken.error is not None
    assert (spoken.error.reason, spoken.error.retryable) == ("fault", False)


def test_threads_of_talk_are_sent_side_by_side() -> None:
    """A platform that takes long for one traveller holds up no other."""
    home, meeting = house(), Barrier(8, timeout=5)
    home.messenger.before = lambda _: meeting.wait()
    told: list[Spoken] = []
    senders = Senders(home.runtime)
    senders.report = told.append
    for number in range(8):
        senders.give(job("hello", thread=f"messenger:page:{number}"))
    end = monotonic() + 5
    while len(told) < 8 and monotonic() < end:
        sleep(0.01)
    senders.stop()
    assert [spoken.error for spoken in told] == [None] * 8


class HeldWire:
    """A wire on which answers wait until a test gives them."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Answered]] = []
        self.closed = False

    def carry(self, call: Call, answered: Answered) -> None:
        """Keep the call."""
        self.calls.append((call.url.rpartition("/")[2], answered))

    def close(self) -> None:
        """Note it."""
        self.closed = True

    def answer(self, outcome: Reply | Exception = GOOD) -> str:
        """Answer the oldest call; gives which it was."""
        name, answered = self.calls.pop(0)
        answered(outcome)
        return name


def over(wire: HeldWire) -> tuple[House, Senders, list[Spoken]]:
    """A house whose senders use the wire, and what they tell."""
    home = house(wire=wire)
    told: list[Spoken] = []
    senders = Senders(home.runtime)
    senders.report = told.append
    return home, senders, told


def test_on_the_wire_many_jobs_are_on_their_way_and_each_keeps_its_order() -> None:
    """A second message is not sent before the first was answered, and nobody else waits for that."""
    wire = HeldWire()
    home, senders, told = over(wire)
    senders.give(job("a", "b"))
    senders.give(job("c", thread="messenger:page:bob"))
    assert [name for name, _ in wire.calls] == ["m1#0", "bob.m1#0"]
    assert [wire.answer() for _ in range(2)] == ["m1#0", "bob.m1#0"]
    assert [name for name, _ in wire.calls] == ["m1#1"]
    assert [len(spoken.sent) for spoken in told] == [1]
    wire.answer()
    assert [len(spoken.sent) for spoken in told] == [1, 2]
    assert home.messenger.words == ["a", "c", "b"]
    senders.stop()
    assert wire.closed


@pytest.mark.parametrize(
    ("outcome", "reason", "retryable"),
    [(UnavailableError("away"), "transient", True), (ValueError("odd"), "fault", False)],
)
def test_what_goes_wrong_on_the_wire_is_told_with_what_went_out_before(
    outcome: Exception, reason: str, *, retryable: bool
) -> None:
    """What did not leave is tried again, from where it stopped; a fault of ours costs its message alone."""
    wire = HeldWire()
    _, senders, told = over(wire)
    one = job("a", "b")
    senders.give(one)
    wire.answer()
    wire.answer(outcome)
    (spoken,) = told
    assert [sent.message for sent in spoken.sent] == ["m1#0"]
    assert spoken.error is not None
    assert (spoken.error.reason, spoken.error.retryable, one.left) == (reason, retryable, ("m1#1",))
