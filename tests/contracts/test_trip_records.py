"""What every store that finds bookings promises, in memory and in PostgreSQL alike."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from threading import Thread
from typing import Any

import msgspec
import pytest

from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.unit_of_work import SqlRecords
from bot.domain.checkout_case import Checkout
from tests.builders.checkouts import HELD, NOW, feed, new_checkout, paid_checkout
from tests.fakes.records import MemoryRecords

_NUMBERS = count(1)
SINCE = NOW - timedelta(minutes=15)


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.real)])
def records(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Each store in turn."""
    if request.param == "memory":
        yield MemoryRecords()
        return
    engine = make_engine(request.getfixturevalue("postgres"))
    yield SqlRecords(engine)
    engine.dispose()


def stored(records: Any, checkout: Checkout, *, minutes: int = 0) -> Checkout:
    """A checkout as it is stored at last, begun some minutes later."""
    begun = msgspec.structs.replace(checkout, began_at=NOW + timedelta(minutes=minutes))
    with records.begin() as work:
        work.money.add(begun)
        work.money.save(msgspec.structs.replace(begun, version=1))
    return begun


@pytest.fixture
def thread() -> str:
    """A thread of its own."""
    return f"messenger:page:trips{next(_NUMBERS)}"


def test_the_bookings_of_a_thread_are_found_the_newest_first(records: Any, thread: str) -> None:
    """What is held or ticketed counts; what only was searched for does not, nor what another thread booked."""
    name = thread.rpartition(":")[2]
    stored(records, paid_checkout(f"chk_{name}_1", thread=thread))
    stored(records, feed(new_checkout(f"chk_{name}_2", thread=thread), HELD).checkout, minutes=1)
    stored(records, new_checkout(f"chk_{name}_3", thread=thread), minutes=2)
    stored(records, paid_checkout(f"chk_{name}_4", thread=f"{thread}other"))
    with records.begin() as work:
        assert work.trips.of_thread(thread, most=9) == (f"chk_{name}_2", f"chk_{name}_1")
        assert work.trips.of_thread(thread, most=1) == (f"chk_{name}_2",)
        assert work.trips.of_thread("messenger:page:nobody", most=9) == ()


@pytest.mark.parametrize(
    ("kept", "typed"), [("K7QM2{}", "K7QM2{}"), ("oi01q{}", "0101Q{}"), ("LA1234567AB{}X", "LA1234567AB{}X")]
)
def test_a_reference_is_found_folded(records: Any, thread: str, kept: str, typed: str) -> None:
    """Case, and signs that look alike, do not matter; the whole order comes along, because the surname decides."""
    number = str(next(_NUMBERS) % 8 + 2)
    name = f"chk_{thread.rpartition(':')[2]}"
    made = stored(records, paid_checkout(name, thread=thread, locator=kept.format(number)))
    with records.begin() as work:
        found = work.trips.with_locator(typed.format(number), most=50)
        assert (made.id, made.order) in [(one.checkout, one.order) for one in found]
        assert work.trips.with_locator("%", most=9) == ()
        assert work.trips.with_locator("", most=9) == (), "an order without a reference is found by none"


def test_wrong_tries_are_counted_for_each_subject_and_once_for_an_effect(records: Any, thread: str) -> None:
    """Later ones come first; a try that is noted again under its effect's name is the same try."""
    moments = [NOW - timedelta(minutes=minutes) for minutes in (20, 10, 1)]
    with records.begin() as work:
        for number, at in enumerate(moments):
            work.trips.note_wrong_try(f"{thread}{number}", thread, f"{thread}'s page", at=at)
        work.trips.note_wrong_try(f"{thread}2", thread, at=NOW)
    with records.begin() as work:
        assert work.trips.wrong_tries(thread, since=SINCE, most=9) == (moments[2], moments[1])
        assert work.trips.wrong_tries(thread, since=SINCE, most=1) == (moments[2],)
        assert len(work.trips.wrong_tries(f"{thread}'s page", since=SINCE, most=9)) == 2
        assert work.trips.wrong_tries("nobody", since=SINCE, most=9) == ()


def test_old_tries_are_forgotten_and_new_ones_kept(records: Any, thread: str) -> None:
    """The table does not grow for ever."""
    with records.begin() as work:
        work.trips.note_wrong_try(f"{thread}old", thread, at=NOW - timedelta(days=400))
        work.trips.note_wrong_try(f"{thread}new", thread, at=NOW)
        work.trips.forget_tries(before=NOW - timedelta(days=399))
        assert work.trips.wrong_tries(thread, since=NOW - timedelta(days=500), most=9) == (NOW,)


@pytest.mark.real
def test_who_counts_tries_of_a_subject_keeps_others_waiting(postgres: str, thread: str) -> None:
    """Many look-ups at once about one booking cannot all see the last free try."""
    engine = make_engine(postgres)
    records = SqlRecords(engine)
    seen: list[int] = []

    def one_try(number: int) -> None:
        with records.begin() as work:
            work.trips.hold_tries(thread, f"{thread}'s page")
            seen.append(len(work.trips.wrong_tries(thread, since=SINCE, most=99)))
            work.trips.note_wrong_try(f"{thread}{number}", thread, at=NOW)

    threads = [Thread(target=one_try, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    engine.dispose()
    assert sorted(seen) == list(range(8))
