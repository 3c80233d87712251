"""Trips become offers: same trip same id, price of the moment, and honest refusals."""

from datetime import timedelta

import msgspec

from bot.domain.booking.passengers import Party
from bot.domain.shopping.departures import Departure, Seats
from bot.domain.shopping.market import Market, Terms, fits, make_offer, offer_id, price_of, reprice
from bot.domain.shopping.offers import Offer
from tests.builders.flights import AIRPORTS, BACK, DAY, LONG_HAUL, NOW, flight

FEEDER = flight("TF1301", "NCE-CDG", "08:35", minutes=80)
OCEAN = flight("TF12", "CDG-JFK", "11:25", minutes=475, cabins=LONG_HAUL)
HOME = flight("TF13", "JFK-CDG", "18:35", minutes=425, day=BACK, cabins=LONG_HAUL)
TERMS = Terms(Party(2), "economy")
MARKET = Market(AIRPORTS)


def offer(*trip: tuple[Departure, ...], terms: Terms = TERMS) -> Offer:
    """An offer made now."""
    return make_offer(trip, terms, market=MARKET, now=NOW)


def again(old: Offer, *departures: Departure) -> Offer | str:
    """The offer priced again while these departures exist."""
    return reprice(old, {one.key: one for one in departures}, market=MARKET, now=NOW)


def test_an_offer_tells_all_that_law_and_travellers_want() -> None:
    """Total with taxes, the taxes in it, every flight, and until when it is good."""
    made = offer((FEEDER, OCEAN), (HOME,))
    assert [segment.flight for segment in made.segments] == ["TF1301", "TF12", "TF13"]
    assert made.taxes.minor == 2 * (2650 + 2650 + 4800 + 3100 + 4800)
    assert made.total.minor > made.taxes.minor
    assert made.expires == NOW + timedelta(minutes=15)
    assert (made.brand, made.cabin, made.party) == ("light", "economy", Party(2))


def test_an_id_stands_for_the_trip_and_its_terms_whatever_it_costs() -> None:
    """A tap on yesterday's card still names the same trip; another brand, party or order is another offer."""
    ids = {
        offer_id([(OCEAN,)], TERMS),
        offer_id([(OCEAN,)], Terms(Party(1), "economy")),
        offer_id([(OCEAN,)], Terms(Party(2), "business")),
        offer_id([(OCEAN,)], Terms(Party(2), "economy", "flex")),
        offer_id([(FEEDER, OCEAN)], TERMS),
        offer_id([(FEEDER,), (OCEAN,)], TERMS),
    }
    assert len(ids) == 6
    fuller = msgspec.structs.replace(OCEAN, cabins={"economy": Seats(20, 15)})
    assert offer((fuller,)).id == offer((OCEAN,)).id
    assert offer((fuller,)).total != offer((OCEAN,)).total


def test_a_through_fare_counts_the_distance_between_its_ends() -> None:
    """A change of planes does not cost a second base fare: only taxes are added."""
    direct = flight("TF70", "NCE-JFK", "08:35", minutes=520, cabins=LONG_HAUL)
    through = price_of([(FEEDER, OCEAN)], TERMS, market=MARKET, today=NOW.date())
    straight = price_of([(direct,)], TERMS, market=MARKET, today=NOW.date())
    assert through.total.minor - through.taxes.minor == straight.total.minor - straight.taxes.minor
    assert through.taxes.minor > straight.taxes.minor


def test_the_fullest_flight_of_a_way_sets_its_price() -> None:
    """A nearly full feeder makes the whole way dear, because its seats are the scarce ones."""
    full = msgspec.structs.replace(FEEDER, cabins={"economy": Seats(20, 17)})
    assert offer((full, OCEAN)).total.minor > offer((FEEDER, OCEAN)).total.minor


def test_an_adjustment_moves_one_direction_of_a_route_alone() -> None:
    """Staff who raise Paris to New York leave the way back as it was."""
    raised = Market(AIRPORTS, {"CDG-JFK": 20})
    today = NOW.date()
    assert price_of([(OCEAN,)], TERMS, market=raised, today=today) != price_of(
        [(OCEAN,)], TERMS, market=MARKET, today=today
    )
    assert price_of([(HOME,)], TERMS, market=raised, today=today) == price_of(
        [(HOME,)], TERMS, market=MARKET, today=today
    )


def test_pricing_again_gives_the_same_offer_while_nothing_changes() -> None:
    """A traveller who decides within minutes pays what was shown."""
    made = offer((FEEDER, OCEAN), (HOME,))
    assert again(made, FEEDER, OCEAN, HOME) == made


def test_an_offer_is_gone_when_a_flight_is_missing_closed_or_moved() -> None:
    """A changed timetable never sells a connection that cannot be made."""
    made = offer((FEEDER, OCEAN))
    assert again(made, FEEDER) == "offer_gone"
    later = msgspec.structs.replace(FEEDER, arrives_at=FEEDER.arrives_at + timedelta(minutes=40))
    assert again(made, later, OCEAN) == "offer_gone"
    leaves = FEEDER.departs_at - timedelta(minutes=30)
    found = {one.key: one for one in (FEEDER, OCEAN)}
    assert reprice(made, found, market=MARKET, now=leaves) == "offer_gone"


def test_an_offer_is_sold_out_when_one_flight_lacks_seats() -> None:
    """All flights of a trip have seats for everybody, or none is sold."""
    made = offer((FEEDER, OCEAN))
    assert again(made, msgspec.structs.replace(FEEDER, cabins={"economy": Seats(20, 19)}), OCEAN) == "sold_out"
    smaller = msgspec.structs.replace(OCEAN, cabins={"business": Seats(6)})
    assert again(made, FEEDER, smaller) == "sold_out", "a plane without the cabin has no seat in it"


def test_infants_need_no_seat() -> None:
    """Two adults with a baby fit where two seats are left."""
    two_left = msgspec.structs.replace(OCEAN, cabins={"economy": Seats(20, 18)})
    assert fits([(two_left,)], Terms(Party(2, 0, 1), "economy"))
    assert not fits([(two_left,)], Terms(Party(2, 1), "economy"))
    assert two_left.day == DAY
