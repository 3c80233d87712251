"""What every supplier of flights promises, in memory and over PostgreSQL alike."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.domain.booking.passengers import Party
from bot.domain.errors import IllegalError, InvalidError
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.search import Search
from bot.ports.supplier import Held, HoldRefused, Ticketed, TicketRefused
from tests.builders.flights import ADULT, BACK, CHILD, DAY, INFANT, NOW, passengers
from tests.contracts.supplier_shops import MemoryShop, Shop, SqlShop

TF12 = f"TF12/{DAY}"
SOON = NOW + timedelta(minutes=5)
MUCH_LATER = NOW + timedelta(minutes=31)


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.real)])
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """Each supplier in turn, with the same flights."""
    if request.param == "memory":
        yield MemoryShop()
        return
    sql = SqlShop(request.getfixturevalue("postgres"))
    yield sql
    sql.engine.dispose()


def find(shop: Shop, origin: str = "CDG", destination: str = "JFK", **wish: Any) -> tuple[Offer, ...]:
    """Offers for the day out."""
    search = msgspec.structs.replace(Search(origin, destination, DAY), **wish)
    return shop.supplier.search(search, now=NOW)


def cheapest(shop: Shop, **wish: Any) -> Offer:
    """The first offer from Paris to New York on TF12, for one adult unless told otherwise."""
    return next(offer for offer in find(shop, **wish) if offer.segments[0].flight == "TF12")


def held(shop: Shop, offer: Offer, reference: str = "chk_1") -> Held:
    """A hold that must succeed."""
    answer = shop.supplier.hold(offer, passengers(offer.party), reference=reference, now=NOW)
    assert isinstance(answer, Held)
    return answer


def ticketed(shop: Shop, locator: str, reference: str = "tkt_1") -> Ticketed:
    """Tickets that must be issued."""
    answer = shop.supplier.ticket(locator, reference=reference, now=SOON)
    assert isinstance(answer, Ticketed)
    return answer


def test_offers_come_cheapest_first_with_local_times_and_a_deadline(shop: Shop) -> None:
    """A traveller sees the best price first, times as the airports' clocks show them, and until when it is good."""
    offers = find(shop)
    assert [offer.total.minor for offer in offers] == sorted(offer.total.minor for offer in offers)
    (tf12,) = cheapest(shop).segments
    assert (f"{tf12.departs:%H:%M}", f"{tf12.arrives:%H:%M}", tf12.minutes) == ("11:25", "13:20", 475)
    assert (tf12.carrier, tf12.operator, tf12.cabin, tf12.key) == ("TF", "TF", "economy", TF12)
    assert {offer.expires for offer in offers} == {NOW + timedelta(minutes=15)}


def test_a_metropolitan_code_stands_for_all_its_airports(shop: Shop) -> None:
    """Paris to New York finds Orly and Newark as well as Roissy and Kennedy."""
    found = find(shop, "PAR", "NYC")
    assert {offer.slices[0].origin for offer in found} == {"CDG", "ORY"}
    assert {offer.slices[0].destination for offer in found} == {"JFK", "EWR"}


def test_a_return_leaves_after_the_way_out_has_arrived(shop: Shop) -> None:
    """A round trip has two directions in order, and its total is the sum of two one-way fares."""
    offers = find(shop, "PAR", "NYC", back=BACK)
    assert offers
    for offer in offers:
        out, back = offer.slices
        assert out.departs.date() == DAY
        assert back.departs.date() == BACK
    first = find(shop, "LHR", "CDG", back=DAY)
    assert first == (), "the only flight back leaves before the way out arrives"


def test_a_connection_is_found_where_nothing_flies_directly(shop: Shop) -> None:
    """Nice to New York goes over Roissy with an hour at least between the flights, because America is abroad."""
    offers = find(shop, "NCE", "JFK", party=Party(1))
    ways = {tuple(segment.flight for segment in offer.segments) for offer in offers}
    assert ("TF1301", "TF12") in ways
    assert ("TF1303", "TF12") not in ways, "25 minutes are too few"
    assert ("TF1305", "TF12") not in ways, "a night in Roissy is not shown while something better flies"
    assert all(offer.slices[0].stops == 1 for offer in offers)


def test_who_wants_no_stops_sees_none(shop: Shop) -> None:
    """Non-stop means non-stop, even when nothing is left then."""
    assert find(shop, "NCE", "JFK", most_stops=0) == ()
    assert find(shop, "CDG", "JFK", most_stops=0)


@pytest.mark.parametrize(("origin", "destination"), [("XXX", "JFK"), ("CDG", "XXX"), ("CDG", "ORY"), ("CDG", "CDG")])
def test_a_wish_that_nobody_can_fly_finds_nothing(shop: Shop, origin: str, destination: str) -> None:
    """Unknown places and trips within one city give no offers, and no error."""
    assert find(shop, origin, destination) == ()


def test_a_better_cabin_is_sold_where_the_plane_has_it(shop: Shop) -> None:
    """Who wants premium sits in premium across the ocean, and in economy on a plane that has no premium."""
    feeder, ocean = find(shop, "NCE", "JFK", cabin="premium")[0].segments
    assert (feeder.cabin, ocean.cabin) == ("economy", "premium")
    assert find(shop, "CDG", "LHR", cabin="premium") == ()
    assert find(shop, "CDG", "LHR", cabin="business")[0].segments[0].cabin == "business"


def test_a_flight_is_not_sold_in_its_last_hour(shop: Shop) -> None:
    """Nobody buys a flight that they cannot reach: sales end sixty minutes before departure."""
    leaves = NOW.replace(month=12, day=4, hour=10, minute=25)
    wish = Search("CDG", "JFK", DAY)
    at_the_limit = shop.supplier.search(wish, now=leaves - timedelta(minutes=60))
    assert "TF12" in {offer.segments[0].flight for offer in at_the_limit}
    too_late = shop.supplier.search(wish, now=leaves - timedelta(minutes=59))
    assert {offer.segments[0].flight for offer in too_late} == {"TF14"}


def test_an_offer_is_priced_again_as_it_is_now(shop: Shop) -> None:
    """Before the basket is shown, the same trip is priced anew: same id and total, a later deadline."""
    offer = cheapest(shop)
    again = shop.supplier.price(offer, now=SOON).offer
    assert again == msgspec.structs.replace(offer, expires=SOON + timedelta(minutes=15))


def test_another_brand_of_the_same_trip_can_be_priced(shop: Shop) -> None:
    """A traveller may go up from light to flex without a new search."""
    flex = shop.supplier.price(msgspec.structs.replace(cheapest(shop), brand="flex"), now=NOW).offer
    assert flex is not None
    assert flex.total.minor > cheapest(shop).total.minor
    assert flex.id != cheapest(shop).id


def test_a_flight_that_was_taken_out_is_gone(shop: Shop) -> None:
    """An offer whose flight no longer exists is refused by name, when priced and when held."""
    offer = cheapest(shop)
    shop.withdraw(TF12)
    assert shop.supplier.price(offer, now=NOW).reason == "offer_gone"
    refusal = shop.supplier.hold(offer, (ADULT,), reference="chk_1", now=NOW)
    assert refusal == HoldRefused("offer_gone")


def test_a_hold_keeps_the_seats_of_every_flight_for_half_an_hour(shop: Shop) -> None:
    """While a traveller pays, nobody else gets the seats; an infant on a lap takes none."""
    party = Party(1, 1, 1)
    offer = cheapest(shop, party=party)
    answer = shop.supplier.hold(offer, (ADULT, CHILD, INFANT), reference="chk_1", now=NOW)
    assert isinstance(answer, Held)
    assert (len(answer.locator), answer.until, answer.total) == (6, NOW + timedelta(minutes=30), offer.total)
    assert shop.taken(TF12, "economy") == 2


def test_the_same_reference_holds_once(shop: Shop) -> None:
    """A hold whose answer was lost may be asked for again: the same locator, no seat more."""
    offer = cheapest(shop)
    assert held(shop, offer) == held(shop, offer)
    assert shop.taken(TF12, "economy") == 1


def test_a_reference_is_not_used_for_another_request(shop: Shop) -> None:
    """Another basket under a used reference is a fault of ours, and changes nothing."""
    held(shop, cheapest(shop))
    with pytest.raises(IllegalError):
        shop.supplier.hold(cheapest(shop, party=Party(2)), passengers(Party(2)), reference="chk_1", now=NOW)
    assert shop.taken(TF12, "economy") == 1


def test_passengers_must_be_the_party_that_was_priced(shop: Shop) -> None:
    """A child's fare is not sold to an adult."""
    with pytest.raises(InvalidError):
        shop.supplier.hold(cheapest(shop, party=Party(1, 1)), (ADULT, ADULT), reference="chk_1", now=NOW)


def test_a_price_that_moved_is_told_with_the_new_offer(shop: Shop) -> None:
    """When staff raise a route's fares, a hold at the old price is refused and the new one can be agreed to."""
    offer = cheapest(shop)
    shop.adjust("CDG-JFK", 10)
    refusal = shop.supplier.hold(offer, (ADULT,), reference="chk_1", now=NOW)
    assert isinstance(refusal, HoldRefused)
    assert refusal.reason == "price_changed"
    assert refusal.offer is not None
    assert refusal.offer.total.minor > offer.total.minor
    assert shop.taken(TF12, "economy") == 0
    assert held(shop, refusal.offer).total == refusal.offer.total


def test_what_is_held_is_sold_at_its_price_whatever_happens_to_the_flights(shop: Shop) -> None:
    """Between hold and tickets neither a new price nor the last seat that goes to others touches the traveller."""
    kept = held(shop, cheapest(shop))
    shop.adjust("CDG-JFK", 10)
    shop.sell_out(cheapest(shop))
    assert shop.supplier.find("chk_1", now=SOON) == kept
    assert len(ticketed(shop, kept.locator).tickets) == 1


def test_the_last_seats_may_go_to_others_at_any_moment(shop: Shop) -> None:
    """An offer that was shown a moment ago is refused when its flights have sold out, and keeps nothing."""
    offer = cheapest(shop)
    shop.sell_out(offer)
    refused = shop.supplier.hold(offer, passengers(offer.party), reference="chk_1", now=NOW)
    assert refused == HoldRefused("sold_out")
    assert offer.id not in {one.id for one in find(shop)}


def test_a_plane_that_fills_up_raises_the_price(shop: Shop) -> None:
    """Half-full planes cost more: what others bought since the search may change the price."""
    before = cheapest(shop)
    held(shop, cheapest(shop, party=Party(9)), "chk_2")
    held(shop, cheapest(shop, party=Party(1)), "chk_3")
    priced = shop.supplier.price(before, now=NOW).offer
    assert priced is not None
    assert priced.total.minor > before.total.minor


def test_seats_that_are_gone_are_refused(shop: Shop) -> None:
    """A business cabin of six sells six seats: the search hides it then, and an old offer says sold out."""
    wish: dict[str, Any] = {"cabin": "business", "party": Party(2)}
    offer = cheapest(shop, **wish)
    held(shop, cheapest(shop, cabin="business", party=Party(5)), "chk_2")
    assert {one.segments[0].flight for one in find(shop, **wish)} == {"TF14"}
    assert shop.supplier.price(offer, now=NOW).reason == "sold_out"
    refusal = shop.supplier.hold(offer, passengers(Party(2)), reference="chk_1", now=NOW)
    assert refusal == HoldRefused("sold_out")
    assert shop.taken(TF12, "business") == 5


def test_seats_of_a_lapsed_hold_are_sold_again(shop: Shop) -> None:
    """Who does not pay in time loses the seats to the next traveller at once."""
    held(shop, cheapest(shop, cabin="business", party=Party(6)))
    assert shop.supplier.find("chk_1", now=SOON) is not None
    offers = shop.supplier.search(Search("CDG", "JFK", DAY, None, Party(6), "business"), now=MUCH_LATER)
    tf12 = next(offer for offer in offers if offer.segments[0].flight == "TF12")
    answer = shop.supplier.hold(tf12, passengers(Party(6)), reference="chk_2", now=MUCH_LATER)
    assert isinstance(answer, Held)
    assert shop.taken(TF12, "business") == 6
    assert shop.supplier.find("chk_1", now=MUCH_LATER) == TicketRefused("hold_expired")
    assert shop.supplier.hold(tf12, passengers(Party(6)), reference="chk_2", now=MUCH_LATER) == answer


def test_a_hold_is_extended_by_a_quarter_of_an_hour_and_no_more(shop: Shop) -> None:
    """While a bank's challenge is open the seats are kept a little longer, once."""
    hold = held(shop, cheapest(shop))
    first = NOW + timedelta(minutes=40)
    assert shop.supplier.extend(hold.locator, until=first, now=SOON) == first
    assert shop.supplier.extend(hold.locator, until=NOW, now=SOON) == first, "never made shorter"
    most = NOW + timedelta(minutes=45)
    assert shop.supplier.extend(hold.locator, until=NOW + timedelta(hours=9), now=SOON) == most
    assert shop.supplier.find("chk_1", now=NOW + timedelta(minutes=44)) == Held(hold.locator, most, hold.total)


def test_a_hold_long_before_departure_is_extended_by_a_week_for_a_debit(shop: Shop) -> None:
    """A bank account takes days to pay: seats that leave in fourteen days or more wait for it."""
    early = NOW - timedelta(days=20)
    offer = shop.supplier.search(Search("CDG", "JFK", DAY, None, Party(1), "economy"), now=early)[0]
    hold = shop.supplier.hold(offer, passengers(offer.party), reference="chk_1", now=early)
    assert isinstance(hold, Held)
    week = early + timedelta(days=7, minutes=5)
    for _ in range(2):
        assert shop.supplier.extend(hold.locator, until=week, now=early + timedelta(minutes=5)) == week
    most = early + timedelta(days=7, minutes=30)
    assert shop.supplier.extend(hold.locator, until=week + timedelta(days=9), now=early + timedelta(days=1)) == most
    assert shop.supplier.find("chk_1", now=early + timedelta(days=6)) == Held(hold.locator, most, hold.total)
    later = shop.supplier.ticket(hold.locator, reference="tkt_1", now=early + timedelta(days=6))
    assert isinstance(later, Ticketed)


def test_a_hold_in_the_last_fortnight_stays_a_matter_of_minutes(shop: Shop) -> None:
    """Nobody blocks seats for days that others would buy."""
    hold = held(shop, cheapest(shop))
    end = shop.supplier.extend(hold.locator, until=NOW + timedelta(days=7), now=SOON)
    assert end == NOW + timedelta(minutes=45)


def test_a_lapsed_hold_is_not_brought_back_by_extending_it(shop: Shop) -> None:
    """Seats that others may have bought meanwhile are not promised again."""
    hold = held(shop, cheapest(shop))
    end = shop.supplier.extend(hold.locator, until=NOW + timedelta(minutes=40), now=MUCH_LATER)
    assert end == NOW + timedelta(minutes=30)
    with pytest.raises(InvalidError):
        shop.supplier.extend("ZZZZZZ", until=SOON, now=NOW)


def test_each_passenger_gets_a_ticket_with_a_number_of_its_own(shop: Shop) -> None:
    """Thirteen digits, the airline's 999 first; two bookings never share one; infants have tickets too."""
    one = held(shop, cheapest(shop, party=Party(1, 0, 1)), "chk_1")
    other = held(shop, cheapest(shop, party=Party(2)), "chk_2")
    numbers = ticketed(shop, one.locator, "tkt_1").tickets + ticketed(shop, other.locator, "tkt_2").tickets
    assert len(set(numbers)) == 4
    assert all(number.isdigit() and len(number) == 13 and number.startswith("999") for number in numbers)
    assert shop.taken(TF12, "economy") == 3


def test_the_same_reference_tickets_once(shop: Shop) -> None:
    """A ticketing whose answer was lost may be asked for again, even after the hold's end: the same numbers."""
    hold = held(shop, cheapest(shop))
    first = ticketed(shop, hold.locator)
    assert shop.supplier.ticket(hold.locator, reference="tkt_1", now=MUCH_LATER) == first
    assert shop.supplier.ticket(hold.locator, reference="tkt_other", now=SOON) == TicketRefused("refused")
    assert shop.supplier.find("tkt_1", now=MUCH_LATER) == first
    assert shop.supplier.find("chk_1", now=MUCH_LATER) == first
    assert held(shop, cheapest(shop)).locator == hold.locator
    assert shop.taken(TF12, "economy") == 1


def test_a_hold_that_ended_is_not_ticketed(shop: Shop) -> None:
    """No ticket after the deadline, none after a cancellation, none for a locator that nobody knows."""
    lapsed = held(shop, cheapest(shop), "chk_1")
    assert shop.supplier.ticket(lapsed.locator, reference="t1", now=MUCH_LATER) == TicketRefused("hold_expired")
    given_back = held(shop, cheapest(shop), "chk_2")
    assert shop.supplier.cancel(given_back.locator, now=SOON)
    assert shop.supplier.ticket(given_back.locator, reference="t2", now=SOON) == TicketRefused("cancelled")
    assert shop.supplier.ticket("ZZZZZZ", reference="t3", now=SOON) == TicketRefused("refused")


def test_what_became_of_a_reference_can_be_asked(shop: Shop) -> None:
    """After a lost answer we look up what happened instead of doing it twice."""
    assert shop.supplier.find("chk_1", now=NOW) is None
    hold = held(shop, cheapest(shop))
    assert shop.supplier.find("chk_1", now=SOON) == hold
    shop.supplier.cancel(hold.locator, now=SOON)
    assert shop.supplier.find("chk_1", now=SOON) == TicketRefused("cancelled")
    again = shop.supplier.hold(cheapest(shop), (ADULT,), reference="chk_1", now=SOON)
    assert again == HoldRefused("offer_gone")


def test_cancelling_gives_seats_back_once(shop: Shop) -> None:
    """A cancelled hold and a voided ticket free their seats, however often it is asked."""
    hold = held(shop, cheapest(shop), "chk_1")
    sold = held(shop, cheapest(shop), "chk_2")
    ticketed(shop, sold.locator)
    assert shop.taken(TF12, "economy") == 2
    for locator in (hold.locator, sold.locator, hold.locator, sold.locator, "ZZZZZZ"):
        assert shop.supplier.cancel(locator, now=SOON)
    assert shop.taken(TF12, "economy") == 0
    assert shop.supplier.find("tkt_1", now=SOON) == TicketRefused("cancelled")


def test_a_ticket_cannot_be_voided_after_its_flight_has_left(shop: Shop) -> None:
    """A flown ticket is not cancelled by mistake: the answer is no, and the seat stays sold."""
    sold = held(shop, cheapest(shop))
    ticketed(shop, sold.locator)
    assert not shop.supplier.cancel(sold.locator, now=NOW + timedelta(days=11))
    assert shop.taken(TF12, "economy") == 1


def test_a_round_trip_over_two_flights_each_way_is_held_and_given_back_whole(shop: Shop) -> None:
    """Four flights are one booking: all seats or none."""
    offer = next(one for one in find(shop, "NCE", "JFK", back=BACK, party=Party(2)) if len(one.segments) == 4)
    hold = held(shop, offer)
    assert [shop.taken(segment.key, segment.cabin) for segment in offer.segments] == [2, 2, 2, 2]
    assert shop.supplier.cancel(hold.locator, now=SOON)
    assert [shop.taken(segment.key, segment.cabin) for segment in offer.segments] == [0, 0, 0, 0]
