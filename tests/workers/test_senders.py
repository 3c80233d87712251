"""Senders: many threads of talk side by side, each told how far it came."""

from threading import Barrier
from time import monotonic, sleep

from bot.domain.ids import shard_of
from bot.ports.channel import SendResult
from bot.ports.journal import ShardLease
from tests.builders.entries import THREAD, commit
from tests.builders.house import house
from tests.fakes.channel import failure
from workers.lanes import Job
from workers.senders import Senders, Sent, Spoken, speak


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
