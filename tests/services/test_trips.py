"""Bookings are shown to their thread, and to who knows reference and surname; who guesses is locked out."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.effects import FindTrips, LookUpTrip
from bot.domain.conversation.events import TripLocked, TripNotFound, TripsFound
from bot.services import effects, trips
from bot.services.trips import ACCOUNT_LIMIT, LOCATOR_LIMIT, THREAD_LIMIT
from tests.builders.checkouts import HELD, NOW, feed, new_checkout, paid_checkout
from tests.builders.entries import THREAD, commit, due
from tests.builders.house import House, house

STRANGER = "messenger:page:eve"
FIND = FindTrips("en")


def look_up(home: House, locator: str, surname: str, *, thread: str = STRANGER, effect: str = "") -> Any:
    """The answer to a look-up."""
    name = effect or f"m{len(home.records.tries.wrong)}{locator}{surname}#0"
    return trips.look_up(home.runtime, name, thread, LookUpTrip(locator, surname, "en"))


@pytest.fixture
def home() -> House:
    """A house with one paid booking of Ada's thread, of Marie Durand, under ABC234."""
    made = house()
    made.records.money.add(paid_checkout())
    return made


def test_a_thread_is_shown_what_it_booked(home: House) -> None:
    """Whichever talk of the thread made them, held and ticketed bookings are found, with their own links."""
    held = msgspec.structs.replace(new_checkout("chk_2"), began_at=NOW + timedelta(minutes=1))
    home.records.money.add(feed(held, HELD).checkout)
    found = trips.find(home.runtime, "m1#0", THREAD, FIND)
    assert {trip.state for trip in found.trips} == {"ticketed", "held"}
    assert all(trip.url.startswith("https://tickets.example/trip/") for trip in found.trips)
    assert not any(trip.by_reference for trip in found.trips)


def test_what_was_never_booked_is_not_shown(home: House) -> None:
    """A search that ended before anything was held, and another's booking, are no booking of this thread."""
    home.records.money.add(new_checkout("chk_2", thread=STRANGER))
    assert trips.find(home.runtime, "m1#0", STRANGER, FIND).trips == ()


def test_reference_and_surname_open_a_booking_in_any_writing(home: House) -> None:
    """From another thread, folded, and marked as found by its reference."""
    found = look_up(home, "abc-234", "DURAND")
    assert isinstance(found, TripsFound)
    assert [(trip.locator, trip.by_reference) for trip in found.trips] == [("ABC234", True)]
    assert home.meter.counts["trip_lookups", "found"] == 1


def test_a_reference_of_years_ago_does_not_hide_the_one_of_today(home: House) -> None:
    """References come again after years: the surname tells them apart."""
    twin = paid_checkout("chk_2")
    people = tuple(msgspec.structs.replace(one, family="Curie") for one in twin.order.passengers)
    order = msgspec.structs.replace(twin.order, passengers=people)
    home.records.money.add(msgspec.structs.replace(twin, order=order))
    for surname, checkout in (("Durand", "chk_1"), ("Curie", "chk_2")):
        found = look_up(home, "ABC234", surname)
        assert [trip.id for trip in found.trips] == [checkout]


class Watched:
    """The trips part of a transaction, noting what it was asked."""

    def __init__(self, trips: Any, asked: list[str]) -> None:
        self._trips, self._asked = trips, asked

    def __getattr__(self, name: str) -> Any:
        self._asked.append(name)
        return getattr(self._trips, name)


def test_a_wrong_reference_and_a_wrong_surname_take_the_same_way(home: House) -> None:
    """The answer and the statements are the same, so that neither words nor time tell whether a reference exists."""
    asked: list[list[str]] = []
    begin = home.records.begin

    @contextmanager
    def watched() -> Iterator[Any]:
        with begin() as work:
            work.trips = Watched(work.trips, asked[-1])
            work.money = Watched(work.money, asked[-1])
            yield work

    home.records.begin = watched
    answers = []
    for locator, surname in (("ABC234", "Curie"), ("ZZZ234", "Durand")):
        asked.append([])
        answers.append(look_up(home, locator, surname, effect="m1#0"))
        home.records.tries.wrong.clear()
    assert answers[0] == answers[1] == TripNotFound("m1#0", answers[0].at, "unknown")
    assert asked[0] == asked[1]
    assert "checkout" not in asked[0], "no booking is read for who does not know its surname"


def test_five_wrong_tries_lock_the_thread_for_a_quarter_of_an_hour(home: House) -> None:
    """The fifth is told so, and even the right pair opens nothing before the time is over; then it does."""
    answers = [look_up(home, f"QQQ23{number}", "Durand") for number in range(5)]
    assert [type(one) for one in answers] == [TripNotFound] * 4 + [TripLocked]
    until = int((home.clock.now() + timedelta(minutes=15)).timestamp())
    assert answers[-1].until == until
    home.clock.move(seconds=14 * 60)
    locked = look_up(home, "ABC234", "Durand")
    assert isinstance(locked, TripLocked)
    assert locked.until == until, "asking while it is locked does not lock it for longer"
    home.clock.move(seconds=61)
    assert isinstance(look_up(home, "ABC234", "Durand"), TripsFound)
    assert home.meter.counts["trip_lookups", "locked"] == 2


def test_wrong_tries_of_long_ago_do_not_count(home: House) -> None:
    """Who mistypes once an hour is never locked out."""
    for number in range(3 * THREAD_LIMIT.most):
        assert isinstance(look_up(home, f"QQQ2{number}Z", "Durand"), TripNotFound)
        home.clock.move(seconds=3600)


def test_a_right_try_between_wrong_ones_wins_nothing(home: House) -> None:
    """Knowing one booking does not help to guess another."""
    for number in range(4):
        look_up(home, f"QQQ23{number}", "Durand")
        assert isinstance(look_up(home, "ABC234", "Durand"), TripsFound)
    assert isinstance(look_up(home, "QQQ239", "Durand"), TripLocked)


def test_a_reference_that_is_guessed_from_many_threads_is_locked_for_all(home: House) -> None:
    """Fresh threads gain nothing against one booking; its own thread is shown it all the same."""
    for number in range(LOCATOR_LIMIT.most):
        look_up(home, "ABC234", f"Guess{chr(97 + number)}", thread=f"messenger:page:{number}")
    assert isinstance(look_up(home, "ABC234", "Durand", thread="messenger:page:fresh"), TripLocked)
    assert len(trips.find(home.runtime, "m1#0", THREAD, FIND).trips) == 1


def test_a_whole_account_is_locked_when_a_crowd_guesses(home: House) -> None:
    """Many threads with a guess each are stopped together, on their account alone."""
    for number in range(ACCOUNT_LIMIT.most):
        look_up(home, f"QQ{number}AA", "Durand", thread=f"messenger:page:{number}")
    assert isinstance(look_up(home, "ABC234", "Durand", thread="messenger:page:fresh"), TripLocked)
    assert isinstance(look_up(home, "ABC234", "Durand", thread="webchat:TF:fresh"), TripsFound)


def test_a_look_up_that_is_performed_twice_counts_once(home: House) -> None:
    """A worker that dies after its commit costs the traveller no try."""
    for _ in range(10):
        assert isinstance(look_up(home, "QQQ234", "Durand", effect="m1#0"), TripNotFound)


def test_tries_of_two_threads_count_for_both_though_their_events_have_one_id(home: House) -> None:
    """Whoever chooses the ids of events guesses no more often for it at one booking."""
    for thread in (STRANGER, f"{STRANGER}2"):
        for number in range(LOCATOR_LIMIT.most // 2):
            look_up(home, "ABC234", "Nobody", thread=thread, effect=f"same{number}#0")
    assert isinstance(look_up(home, "ABC234", "Durand", thread="messenger:page:fresh"), TripLocked)


def test_old_tries_are_forgotten(home: House) -> None:
    """After a day nothing is left of them."""
    look_up(home, "QQQ234", "Durand")
    home.clock.move(seconds=25 * 3600)
    look_up(home, "QQQ235", "Durand")
    assert len({effect for effect, _ in home.records.tries.wrong}) == 1


def test_a_link_shows_its_trip_and_nothing_else(home: House) -> None:
    """The page behind a link is the booking's as long as the link is good; a hold without a reference has none."""
    (trip,) = trips.find(home.runtime, "m1#0", THREAD, FindTrips("fr")).trips
    token = trip.url.rpartition("/")[2]
    seen = trips.of_link(home.runtime, token)
    assert seen is not None
    assert (seen.trip.locator, seen.language, seen.trip.url) == ("ABC234", "fr", trip.url)
    assert trips.of_link(home.runtime, token.replace("-fr-", "-en-")) is None
    home.records.money.checkouts.clear()
    assert trips.of_link(home.runtime, token) is None


@pytest.mark.parametrize("wanted", [FIND, LookUpTrip("ABC234", "Canarysurname", "en")])
def test_an_effect_that_nobody_can_perform_is_answered_in_the_end(home: House, wanted: Any) -> None:
    """A traveller who waits is told when bookings cannot be looked up at all."""
    home.runtime.conversations.commit(commit(1, dues=(due(wanted),)))
    home.records.away = True
    for _ in range(effects.MOST_LEASES):
        with pytest.raises(Exception, match="away"):
            effects.perform(home.runtime, THREAD, "m1#0")
        home.clock.move(seconds=effects.LEASE_MS / 1000 + 1)
    effects.perform(home.runtime, THREAD, "m1#0")
    assert home.memory.effects == {}


def test_reference_and_surname_reach_no_log_no_job_no_address_and_no_table_of_tries(
    home: House, caplog: pytest.LogCaptureFixture
) -> None:
    """What a traveller types to find a booking is kept in the talk and named nowhere else."""
    caplog.set_level(logging.DEBUG)
    canaries = ("QCANRY", "Canarysurname")
    home.runtime.conversations.commit(commit(1, dues=(due(LookUpTrip(*canaries, "en")),)))
    home.runtime.jobs.ring("effect|s00|digest")
    assert effects.perform(home.runtime, THREAD, "m1#0")
    found = trips.find(home.runtime, "m1#0", THREAD, FIND)
    places = {
        "logs": caplog.text,
        "jobs": repr(home.jobs.rung),
        "tries": repr(home.records.tries.wrong),
        "counters": repr(home.meter.counts),
        "addresses": "".join(trip.url for trip in found.trips),
    }
    assert home.records.tries.wrong
    assert not [place for place, text in places.items() for word in (*canaries, "ABC234", "Durand") if word in text]
    assert not [place for place, text in places.items() if THREAD in text]
