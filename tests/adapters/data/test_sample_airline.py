"""The sample airline in PostgreSQL: there at once, whole, extended day by day, and never touched where it was sold."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, event, func, select, text

from bot.adapters.clock import SystemIds
from bot.adapters.data.sample_airline import HORIZON_DAYS, load
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.tables import metadata
from bot.adapters.sql.tables.timetable import airports, departures
from bot.adapters.suppliers.timetable import Timetable
from bot.domain.booking.passengers import Party, Passenger
from bot.domain.shopping.departures import CABINS
from bot.domain.shopping.search import Search
from bot.ports.supplier import Held

pytestmark = pytest.mark.real

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
ADULT = Passenger("adult", "Marie", "Durand", date(1987, 7, 24))


def silent(what: str, share: float) -> None:
    """Nobody watches."""
    del what, share


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, float]]:
    """What the load said while it ran."""
    return []


@pytest.fixture(scope="module")
def engine(postgres: str, steps: list[tuple[str, float]]) -> Iterator[Engine]:
    """A database with the whole sample airline in it."""
    made = make_engine(postgres)
    metadata.create_all(made)
    load(postgres, today=TODAY, progress=lambda what, share: steps.append((what, share)))
    yield made
    made.dispose()


def count(engine: Engine) -> int:
    """Departures in the timetable."""
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(departures)).scalar_one())


def test_every_day_of_the_horizon_has_all_flights(engine: Engine) -> None:
    """From yesterday, which it still is somewhere, to the last day that is sold: three hundred flights each."""
    with engine.connect() as connection:
        days = connection.execute(select(departures.c.day, func.count()).group_by(departures.c.day)).all()
        served = connection.execute(select(func.count()).select_from(airports)).scalar_one()
    assert {number for _, number in days} == {300}
    assert min(day for day, _ in days) == TODAY - timedelta(days=1)
    assert max(day for day, _ in days) == TODAY + timedelta(days=HORIZON_DAYS)
    assert served == 45


def test_progress_goes_from_nought_to_one(engine: Engine, steps: list[tuple[str, float]]) -> None:
    """Who starts the demo sees that something happens, and when it is done."""
    assert count(engine)
    shares = [share for _, share in steps]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert len(shares) > 10


def test_stored_times_agree_with_the_zones(engine: Engine) -> None:
    """Local and UTC times of a row are the same moment, as PostgreSQL's own zone data sees it."""
    wrong = text(
        "SELECT count(*) FROM timetable_departures AS one"
        " JOIN timetable_airports AS start ON start.code = one.origin"
        " JOIN timetable_airports AS finish ON finish.code = one.destination"
        " WHERE one.departs AT TIME ZONE start.zone <> one.departs_at"
        " OR one.arrives_at AT TIME ZONE finish.zone <> one.arrives OR one.day <> one.departs::date"
    )
    with engine.connect() as connection:
        assert connection.scalar(wrong) == 0


def test_every_plane_has_an_economy_cabin_and_some_have_premium(engine: Engine) -> None:
    """Premium is sold on long flights only, business everywhere."""
    with engine.connect() as connection:
        with_cabin = {
            cabin: connection.scalar(
                select(func.count()).select_from(departures).where(departures.c[f"{cabin}_capacity"] > 0)
            )
            for cabin in CABINS
        }
    assert with_cabin["economy"] == with_cabin["business"] == count(engine)
    assert 0 < (with_cabin["premium"] or 0) < count(engine) / 5


def test_a_second_start_has_nothing_to_do(engine: Engine, postgres: str) -> None:
    """The demo starts quickly when everything is there: no day is begun, only the end is told."""
    before = count(engine)
    told: list[float] = []
    load(postgres, today=TODAY, progress=lambda _step, share: told.append(share))
    assert told == [1]
    assert count(engine) == before


def test_later_days_are_added_and_sold_seats_stay_sold(engine: Engine, postgres: str) -> None:
    """A booking made today is there tomorrow, after the timetable has grown by a day."""
    seller = Timetable(engine, ids=SystemIds())
    offer = seller.search(Search("PAR", "NYC", TODAY + timedelta(days=10)), now=NOW)[0]
    assert isinstance(seller.hold(offer, (ADULT,), reference="chk_grow", now=NOW), Held)
    before = count(engine)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: load(postgres, today=TODAY + timedelta(days=1), progress=silent), range(2)))
    assert count(engine) == before + 300
    assert isinstance(seller.find("chk_grow", now=NOW), Held)
    with engine.connect() as connection:
        assert connection.execute(select(func.sum(departures.c.economy_held))).scalar_one() == len(offer.segments)


def test_a_search_over_the_whole_airline_asks_little(engine: Engine) -> None:
    """A traveller never waits for our own timetable: a round trip of any size is found with a handful of questions."""
    seller = Timetable(engine, ids=SystemIds())
    routes = [("PAR", "NYC"), ("NYC", "PAR"), ("LON", "PAR"), ("NCE", "LAX"), ("EDI", "TUN")]
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    for index in range(60):
        origin, destination = routes[index % len(routes)]
        day = TODAY + timedelta(days=10 + 5 * index)
        asked.clear()
        offers = seller.search(Search(origin, destination, day, day + timedelta(days=7), Party(2)), now=NOW)
        assert offers, (origin, destination, day)
        assert sum(statement.lstrip().upper().startswith(("SELECT", "WITH")) for statement in asked) <= 5, asked


def test_searches_read_by_index(engine: Engine) -> None:
    """The timetable may grow tenfold without a search becoming slower: no plan reads the whole table."""
    query = (
        "EXPLAIN SELECT * FROM timetable_departures WHERE origin IN ('CDG', 'ORY') AND day = '2026-12-04'"
        " OR destination IN ('JFK', 'EWR', 'LGA') AND day BETWEEN '2026-12-04' AND '2026-12-06' AND origin IN"
        " (SELECT destination FROM timetable_departures WHERE origin IN ('CDG', 'ORY') AND day = '2026-12-04')"
    )
    with engine.connect() as connection:
        plan = "\n".join(connection.scalars(text(query)))
    assert "Seq Scan" not in plan
    assert "ix_timetable_departures_origin_day" in plan
    assert "ix_timetable_departures_destination_day" in plan
