"""The timetable under pressure: many buyers at once, a database that goes away, plans that stay on indexes."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import TypeVar

import msgspec
import psycopg
import pytest
from sqlalchemy import Connection, Engine, event, select, text

from bot.adapters.clock import SystemIds
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.tables.timetable import departures, hold_segments, holds, tickets
from bot.adapters.suppliers.timetable import Timetable
from bot.domain.booking.passengers import Party
from bot.domain.errors import OutcomeUnknownError, SupplierError
from bot.domain.ids import LOCATOR_ALPHABET, ticket_check_digit
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.search import Search
from bot.ports.supplier import Held, HoldRefused, Ticketed
from tests.builders.flights import ADULT, BACK, DAY, NOW, passengers
from tests.contracts.supplier_shops import SqlShop

pytestmark = pytest.mark.real

TF12 = f"TF12/{DAY}"
BUYERS = 8
LATER = NOW + timedelta(minutes=31)

Outcome = TypeVar("Outcome")


@pytest.fixture
def shop(postgres: str) -> Iterator[SqlShop]:
    """The small airline in PostgreSQL, with nothing sold."""
    made = SqlShop(postgres)
    yield made
    made.engine.dispose()


def offer_on(shop: SqlShop, flight: str = "TF12", *, party: Party | None = None, cabin: str = "economy") -> Offer:
    """An offer of a direct flight from Paris to New York."""
    offers = shop.supplier.search(Search("CDG", "JFK", DAY, None, party or Party(), cabin), now=NOW)
    return next(offer for offer in offers if offer.segments[0].flight == flight)


def at_once(jobs: list[Callable[[], Outcome]]) -> list[Outcome]:
    """The outcomes of jobs that run side by side."""
    with ThreadPoolExecutor(BUYERS) as pool:
        return [future.result() for future in [pool.submit(job) for job in jobs]]


def test_the_last_seats_are_sold_once_to_many_buyers_at_once(shop: SqlShop) -> None:
    """Twenty-four travellers want six business seats at the same moment: six get one, nobody's seat is sold twice."""
    offer = offer_on(shop, cabin="business")
    prices = {offer.total.minor}

    def buy(number: int) -> str:
        wanted = offer
        while True:
            answer = shop.supplier.hold(wanted, (ADULT,), reference=f"chk_{number}", now=NOW)
            if isinstance(answer, HoldRefused) and answer.offer:
                wanted = answer.offer
                prices.add(wanted.total.minor)
                continue
            return "held" if isinstance(answer, Held) else answer.reason

    outcomes = Counter(at_once([lambda number=number: buy(number) for number in range(24)]))  # type: ignore[misc]  # a default binds the loop's value
    assert outcomes == {"held": 6, "sold_out": 18}
    assert shop.taken(TF12, "business") == 6
    assert min(prices) == offer.total.minor, "a filling cabin becomes no cheaper"


def test_one_reference_asked_by_many_at_once_holds_once(shop: SqlShop) -> None:
    """Two workers that perform the same effect after a crash keep one booking between them."""
    offer = offer_on(shop)
    answers = at_once([lambda: shop.supplier.hold(offer, (ADULT,), reference="chk_1", now=NOW) for _ in range(BUYERS)])
    assert len(set(answers)) == 1
    assert isinstance(answers[0], Held)
    assert shop.taken(TF12, "economy") == 1


def test_one_hold_ticketed_by_many_at_once_has_one_set_of_tickets(shop: SqlShop) -> None:
    """A ticketing that two workers do at once issues each ticket once."""
    party = Party(2)
    hold = shop.supplier.hold(offer_on(shop, party=party), passengers(party), reference="chk_1", now=NOW)
    assert isinstance(hold, Held)
    answers = at_once([lambda: shop.supplier.ticket(hold.locator, reference="tkt_1", now=NOW) for _ in range(BUYERS)])
    assert len(set(answers)) == 1
    assert isinstance(answers[0], Ticketed)
    with shop.engine.connect() as connection:
        assert len(connection.execute(select(tickets)).all()) == 2


def test_trips_in_any_order_never_wait_for_each_other_in_a_circle(shop: SqlShop) -> None:
    """Round trips that share flights in both orders are held, ticketed and cancelled at once without a deadlock."""
    search = Search("PAR", "NYC", DAY, BACK)
    offers = shop.supplier.search(search, now=NOW, limit=4)
    chance = Random(7)  # noqa: S311  a test that repeats

    def live(number: int) -> None:
        offer = offers[number % len(offers)]
        swapped = msgspec.structs.replace(offer, slices=offer.slices[::-1]) if number % 2 else offer
        priced = shop.supplier.price(swapped, now=NOW).offer
        assert priced is not None
        answer = shop.supplier.hold(priced, (ADULT,), reference=f"chk_{number}", now=NOW)
        if isinstance(answer, Held):
            if chance.random() < 0.5:
                shop.supplier.ticket(answer.locator, reference=f"tkt_{number}", now=NOW)
            shop.supplier.cancel(answer.locator, now=NOW)

    at_once([lambda number=number: live(number) for number in range(60)])  # type: ignore[misc]  # as above
    with shop.engine.connect() as connection:
        kept = connection.execute(
            select(departures).where(departures.c.economy_held + departures.c.economy_sold > 0)
        ).all()
    assert kept == []


def test_lapsed_holds_are_swept_while_others_buy(shop: SqlShop) -> None:
    """Sweepers and buyers side by side count every seat once: all lapsed seats come back, none comes back twice."""
    for number in range(6):
        shop.supplier.hold(offer_on(shop, "TF14"), (ADULT,), reference=f"old_{number}", now=NOW)
    offer = offer_on(shop, "TF14")
    fresh = shop.supplier.price(offer, now=LATER).offer
    assert fresh is not None

    def buy(number: int) -> int:
        return int(isinstance(shop.supplier.hold(fresh, (ADULT,), reference=f"new_{number}", now=LATER), Held))

    jobs = [lambda: shop.supplier.release_expired(LATER), lambda: buy(1), lambda: buy(2)] * 2
    at_once(jobs)
    assert shop.taken(f"TF14/{DAY}", "economy") == 2
    assert shop.supplier.release_expired(LATER) == 0


def test_a_clock_sweep_gives_back_what_lapsed_and_says_how_much(shop: SqlShop) -> None:
    """Seats return to sale by the sweep even when nobody searches."""
    held = shop.supplier.hold(offer_on(shop), (ADULT,), reference="chk_1", now=NOW)
    assert isinstance(held, Held)
    assert shop.supplier.release_expired(held.until - timedelta(seconds=1)) == 0
    assert shop.supplier.release_expired(held.until) == 1
    assert shop.taken(TF12, "economy") == 0


def test_locators_are_readable_and_a_taken_one_is_drawn_again(shop: SqlShop) -> None:
    """Six characters without look-alikes; two travellers never share one."""
    offer = offer_on(shop)
    draws = iter([b"\0" * 6, b"\0" * 6, b"\1" * 6])

    class Draws(SystemIds):
        def random(self, size: int) -> bytes:
            del size
            return next(draws)

    seller = Timetable(shop.engine, ids=Draws())
    first = seller.hold(offer, (ADULT,), reference="chk_1", now=NOW)
    second = seller.hold(offer, (ADULT,), reference="chk_2", now=NOW)
    assert isinstance(first, Held)
    assert isinstance(second, Held)
    assert (first.locator, second.locator) == ("AAAAAA", "BBBBBB")
    assert set(first.locator + second.locator) <= set(LOCATOR_ALPHABET)


def test_when_every_locator_is_taken_it_is_tried_later(shop: SqlShop) -> None:
    """A source of chance that has run dry is a failure that changed nothing, and may be tried again."""

    class Stuck(SystemIds):
        def random(self, size: int) -> bytes:
            return b"\0" * size

    seller = Timetable(shop.engine, ids=Stuck())
    seller.hold(offer_on(shop), (ADULT,), reference="chk_1", now=NOW)
    with pytest.raises(SupplierError) as failed:
        seller.hold(offer_on(shop), (ADULT,), reference="chk_2", now=NOW)
    assert failed.value.retryable
    assert shop.taken(TF12, "economy") == 1


def test_tickets_carry_the_airlines_code_and_a_valid_check_digit(shop: SqlShop) -> None:
    """A number printed on a ticket can be typed in elsewhere: three digits of the airline, ten of the serial."""
    seller = Timetable(shop.engine, ids=SystemIds(), accounting_code="057")
    held = seller.hold(offer_on(shop), (ADULT,), reference="chk_1", now=NOW)
    assert isinstance(held, Held)
    answer = seller.ticket(held.locator, reference="tkt_1", now=NOW)
    assert isinstance(answer, Ticketed)
    assert answer.tickets[0].startswith("05724")
    assert ticket_check_digit(answer.tickets[0]) == int(answer.tickets[0][3:]) % 7


def test_a_booking_says_who_sits_where(shop: SqlShop) -> None:
    """The airline can find everybody on a flight: each hold lists its flights, cabins and passengers."""
    party = Party(1, 1)
    shop.supplier.hold(offer_on(shop, party=party), passengers(party), reference="chk_1", now=NOW)
    with shop.engine.connect() as connection:
        (segment,) = connection.execute(select(hold_segments)).all()
        (hold,) = connection.execute(select(holds)).all()
    assert (segment.day, segment.flight, segment.cabin) == (DAY, "TF12", "economy")
    assert [person["given"] for person in hold.passengers] == ["Marie", "Luc"]


def test_the_world_learns_which_airports_are_served(shop: SqlShop) -> None:
    """What the bot offers to fly to is what the timetable holds."""
    assert shop.supplier.served() == {"CDG", "ORY", "NCE", "LHR", "JFK", "EWR", "MAD"}


def test_a_database_that_is_away_fails_before_anything_happened() -> None:
    """A search that reaches no database may be repeated, and the traveller is told so."""
    away = Timetable(make_engine("postgresql://nobody:x@127.0.0.1:1/none"), ids=SystemIds())
    with pytest.raises(SupplierError) as failed:
        away.search(Search("CDG", "JFK", DAY), now=NOW)
    assert failed.value.retryable


def test_a_statement_that_fails_leaves_nothing_behind(shop: SqlShop) -> None:
    """A hold that breaks in the middle keeps no seat, and may be asked for again under the same reference."""
    offer = offer_on(shop)
    with shop.engine.begin() as connection:
        connection.execute(text("ALTER TABLE timetable_hold_segments RENAME TO moved_away"))
    try:
        with pytest.raises(SupplierError):
            shop.supplier.hold(offer, (ADULT,), reference="chk_1", now=NOW)
    finally:
        with shop.engine.begin() as connection:
            connection.execute(text("ALTER TABLE moved_away RENAME TO timetable_hold_segments"))
    assert shop.taken(TF12, "economy") == 0
    assert isinstance(shop.supplier.hold(offer, (ADULT,), reference="chk_1", now=NOW), Held)


@contextmanager
def lost_commit(engine: Engine) -> Iterator[list[int]]:
    """The first commit after something was held loses its connection; gives the server processes that were ended."""
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    ended: list[int] = []

    def cut(connection: Connection) -> None:
        if not ended and connection.scalar(select(holds.c.locator)):
            ended.append(connection.scalar(text("SELECT pg_backend_pid()")) or 0)
            with psycopg.connect(address) as other:
                other.execute("SELECT pg_terminate_backend(%s)", ended)

    event.listen(engine, "commit", cut)
    yield ended
    event.remove(engine, "commit", cut)


def test_a_connection_lost_while_committing_is_an_unknown_outcome(shop: SqlShop) -> None:
    """Nobody guesses: the hold is looked up by its reference, and what is found there is true."""
    offer = offer_on(shop)
    with lost_commit(shop.engine) as ended, pytest.raises(OutcomeUnknownError):
        shop.supplier.hold(offer, (ADULT,), reference="chk_1", now=NOW)
    assert len(ended) == 1
    assert shop.supplier.find("chk_1", now=NOW) is None
    assert shop.taken(TF12, "economy") == 0


def test_a_sweep_that_is_lost_costs_the_searcher_nothing(shop: SqlShop) -> None:
    """Offers are found although giving back lapsed seats broke; the next search gives them back."""
    shop.supplier.hold(offer_on(shop), (ADULT,), reference="chk_1", now=NOW)
    with lost_commit(shop.engine) as ended:
        assert shop.supplier.search(Search("CDG", "JFK", DAY), now=LATER)
    assert len(ended) == 1
    assert shop.supplier.search(Search("CDG", "JFK", DAY), now=LATER)
    assert shop.taken(TF12, "economy") == 0
