"""Proves bot/sandbox/pipeline.py."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from bot.sandbox import replies
from bot.sandbox.cards import Fault
from bot.sandbox.database import Database
from bot.sandbox.judge import RefusedError
from bot.sandbox.pipeline import Order, Pipeline
from bot.sandbox.replies import Reply
from bot.sandbox.store import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """Records in memory."""
    database = Database("")
    yield Store(database)
    database.close()


def order(fault: Fault | None = None, *, key: str = "k", digest: str = "d") -> Order:
    """An order under a key."""
    return Order(key, digest, fault, "capture:pay_1")


class Work:
    """Counts how often it was done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> Reply:
        """Do it."""
        self.done += 1
        return replies.json_reply({"done": self.done})


@pytest.mark.parametrize(
    ("fault", "first", "second", "done"),
    [
        (None, 200, 200, 1),
        ("timeout_before", 504, 200, 1),
        ("error_before", 500, 200, 1),
        ("conflict", 409, 200, 1),
        ("error_stored", 500, 500, 0),
        ("error_after", 500, 500, 1),
        ("timeout_after", 200, 200, 1),
        ("timeout_late", 200, 200, 1),
    ],
)
def test_each_fault_answers_twice_as_the_table_says(
    store: Store, fault: Fault | None, first: int, second: int, done: int
) -> None:
    """Who repeats a request under its key gets what the table of faults promises, and the work is done at most once."""
    pipeline, work = Pipeline(store, hang=0), Work()
    assert pipeline.run(order(fault), work).status == first
    again = pipeline.run(order(fault), work)
    assert (again.status, work.done) == (second, done)


def test_a_fault_strikes_once_whatever_the_key(store: Store) -> None:
    """A payment that was troubled once goes through under its next key."""
    pipeline, work = Pipeline(store, hang=0), Work()
    assert pipeline.run(order("error_before", key="one"), work).status == 500
    assert pipeline.run(order("error_before", key="two"), work).status == 200


def test_a_key_in_use_is_refused_while_the_first_request_runs(store: Store) -> None:
    """Two requests at once under one key do the work once; the second hears that it must wait."""
    pipeline, entered, leave = Pipeline(store, hang=0), Event(), Event()

    def slow() -> Reply:
        entered.set()
        leave.wait(5)
        return replies.json_reply({})

    held = Pipeline(store, hang=30)
    with ThreadPoolExecutor() as threads:
        first = threads.submit(held.run, order("timeout_late"), slow)
        while not held._running:
            time.sleep(0.001)
        busy = held.run(order(), slow)
        assert (busy.status, b"idempotency_key_in_use" in busy.body) == (409, True)
        assert not entered.is_set()
        leave.set()
        held.stop()
        assert first.result(5).status == 200
    assert pipeline.run(order(), slow).replayed


def test_many_at_once_under_one_key_do_it_once(store: Store) -> None:
    """A hundred impatient taps are one charge."""
    pipeline, work = Pipeline(store, hang=0), Work()
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: pipeline.run(order(), work), range(100)))
    assert work.done == 1
    assert {answer.status for answer in answers} <= {200, 409}


def test_a_refusal_frees_the_key(store: Store) -> None:
    """What was refused did not happen, and may be asked again under the same key."""
    pipeline, work = Pipeline(store, hang=0), Work()

    def refuse() -> Reply:
        raise RefusedError("payment_unexpected_state")

    with pytest.raises(RefusedError):
        pipeline.run(order(), refuse)
    assert pipeline.run(order(), work).status == 200


def test_work_that_breaks_leaves_nothing_behind(store: Store) -> None:
    """A crash in the middle of an operation stores neither half of its effects nor an answer."""
    pipeline = Pipeline(store, hang=0)

    def break_down() -> Reply:
        store.strike("half of it")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        pipeline.run(order(), break_down)
    assert store.request("k") is None
    assert store.strike("half of it")


def test_another_request_under_a_used_key_is_refused(store: Store) -> None:
    """A key means one request for ever."""
    pipeline, work = Pipeline(store, hang=0), Work()
    pipeline.run(order(), work)
    assert pipeline.run(order(digest="other"), work).status == 422
    assert work.done == 1


@pytest.mark.parametrize(("fault", "done"), [("timeout_before", 0), ("timeout_after", 1), ("timeout_late", 0)])
def test_a_caller_is_kept_waiting_until_the_hang_is_over(store: Store, fault: Fault, done: int) -> None:
    """A tester can see the moment at which a silent request takes effect: before, or only after, the silence."""
    pipeline, work = Pipeline(store, hang=30), Work()
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(pipeline.run, order(fault), work)
        time.sleep(0.1)
        assert (waiting.done(), work.done) == (False, done)
        pipeline.stop()
        waiting.result(5)
    assert work.done == int(fault != "timeout_before")
