"""Fares: rules as data, whole cents, and prices that move as they are documented to."""

from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.booking.passengers import Party
from bot.domain.shopping.fares import (
    BRANDS,
    CABIN_PERCENT,
    Direction,
    Flown,
    adult_fare,
    base_fare,
    party_fare,
    quote,
    taxes,
)

TODAY = date(2026, 11, 24)
TO_NEW_YORK = Direction(
    km=5830,
    departs=datetime.fromisoformat("2026-12-04T11:25"),
    load=0,
    flights=(Flown("FR", 5830),),
)


def fare(direction: Direction = TO_NEW_YORK, *, brand: str = "standard", cabin: str = "economy") -> int:
    """An adult's fare as of today."""
    return adult_fare(direction, brand=brand, cabin=cabin, today=TODAY)


def later(days: int) -> Direction:
    """The same flight so many days later, on the same weekday when it is whole weeks."""
    return msgspec.structs.replace(TO_NEW_YORK, departs=TO_NEW_YORK.departs + timedelta(days=days))


def test_the_base_grows_with_distance_and_less_so_far_out() -> None:
    """The documented bands: 29 euros, then 10, 4.5 and 3 cents a kilometre."""
    assert base_fare(0) == 2900
    assert base_fare(348) == 2900 + 3480
    assert base_fare(1000) == 12_900
    assert base_fare(4000) == 12_900 + 13_500
    assert base_fare(5830) == 12_900 + 13_500 + 5490


def test_a_fare_is_the_product_of_its_factors_rounded_up_to_whole_euros() -> None:
    """One worked example that staff can check by hand: ten days ahead, a Friday before noon, an empty plane."""
    cents = 31_890 * 150 * 112 / 100**2
    assert fare() == 53_600 == -(-cents // 100) * 100


def test_brands_and_cabins_are_ordered_by_price() -> None:
    """More comfort or freedom never costs less."""
    by_brand = [fare(brand=brand) for brand in BRANDS]
    by_cabin = [fare(cabin=cabin) for cabin in CABIN_PERCENT]
    assert by_brand == sorted(by_brand)
    assert by_cabin == sorted(by_cabin)
    assert len(set(by_brand)) == len(set(by_cabin)) == 3


def test_prices_rise_towards_departure() -> None:
    """Who books early pays less: the same weekday costs the less the farther it is, seasons apart."""
    weeks = [fare(later(7 * week)) for week in (-1, 0, 1, 8, 10, 20)]
    assert weeks == sorted(weeks, reverse=True)
    assert weeks[0] > 2 * weeks[-1]


def test_prices_rise_with_the_load_of_the_plane() -> None:
    """The last seats cost most."""
    loads = [fare(msgspec.structs.replace(TO_NEW_YORK, load=load)) for load in (0, 49, 50, 70, 85, 95, 100)]
    assert loads == sorted(loads)
    assert loads[0] == loads[1] < loads[2] < loads[3] < loads[4] < loads[5] == loads[6]


@pytest.mark.parametrize(
    ("day", "dearer_than"), [(date(2027, 7, 14), date(2027, 6, 16)), (date(2027, 1, 2), date(2027, 1, 9))]
)
def test_holidays_cost_more(day: date, dearer_than: date) -> None:
    """July, August and the days around New Year are peak season."""
    then = [
        adult_fare(
            msgspec.structs.replace(TO_NEW_YORK, departs=datetime.combine(each, TO_NEW_YORK.departs.time())),
            brand="light",
            cabin="economy",
            today=each - timedelta(days=60),
        )
        for each in (day, dearer_than)
    ]
    assert then[0] > then[1]


def test_busy_days_and_hours_cost_more() -> None:
    """A Friday costs more than a Tuesday, eight in the morning more than nine in the evening."""
    tuesday = adult_fare(later(-3), brand="light", cabin="economy", today=TODAY - timedelta(days=3))
    assert fare(brand="light") > tuesday
    morning, evening = (
        msgspec.structs.replace(TO_NEW_YORK, departs=TO_NEW_YORK.departs.replace(hour=hour)) for hour in (8, 21)
    )
    assert fare(morning) > fare(evening)


def test_staff_move_a_route_by_percent() -> None:
    """An adjustment of +10 makes a fare a tenth dearer, up to rounding; one of -50 halves it."""
    up, down = (fare(msgspec.structs.replace(TO_NEW_YORK, adjustment=percent)) for percent in (10, -50))
    assert up == 59_000
    assert abs(down * 2 - fare()) <= 200


def test_taxes_are_charged_for_each_departure_by_its_airport() -> None:
    """The part of a price that is taxes follows countries and long-haul flights, and never the fare."""
    assert taxes(TO_NEW_YORK) == 2650 + 4800
    over_roissy = msgspec.structs.replace(TO_NEW_YORK, flights=(Flown("FR", 690), Flown("FR", 5830)))
    assert taxes(over_roissy) == 2650 + 2650 + 4800
    assert taxes(msgspec.structs.replace(TO_NEW_YORK, flights=(Flown("SN", 1000),))) == 2200


def test_children_pay_three_quarters_and_infants_a_tenth_without_taxes() -> None:
    """A family's total is what the rules say, person by person, in whole cents."""
    assert party_fare(53_600, Party(2, 1, 1)) == 2 * 53_600 + 40_200 + 5360
    family = quote([TO_NEW_YORK], party=Party(2, 1, 1), brand="standard", cabin="economy", today=TODAY)
    assert family.taxes.minor == 3 * 7450
    assert family.total.minor == 2 * 53_600 + 40_200 + 5360 + 3 * 7450
    assert family.total.currency == "EUR"


@given(
    km=st.integers(100, 12_000),
    ahead=st.integers(0, 330),
    load=st.integers(0, 100),
    party=st.tuples(st.integers(1, 4), st.integers(0, 4), st.integers(0, 1)),
    adjustment=st.integers(-99, 500),
)
def test_every_quote_is_whole_and_taxes_are_a_part_of_it(
    km: int, ahead: int, load: int, party: tuple[int, int, int], adjustment: int
) -> None:
    """No combination gives a fraction, a fare below a euro, or taxes beyond the total; a return is two halves."""
    direction = Direction(
        km=km,
        departs=TO_NEW_YORK.departs + timedelta(days=ahead),
        load=load,
        flights=(Flown("GB", km),),
        adjustment=adjustment,
    )
    one = quote([direction], party=Party(*party), brand="light", cabin="economy", today=TODAY)
    both = quote([direction, direction], party=Party(*party), brand="light", cabin="economy", today=TODAY)
    assert one.total.minor - one.taxes.minor >= 100 * party[0]
    assert both.total.minor == 2 * one.total.minor
    assert isinstance(one.total.minor, int)


def test_each_brand_says_what_it_includes() -> None:
    """A flow can tell bags, changes and refunds of a brand from data: light has none, flex gives everything back."""
    light, standard, flex = BRANDS.values()
    assert (light.checked_bags, light.change_fee, light.refund_fee, light.seat_choice) == (0, None, None, False)
    assert (standard.checked_bags, standard.change_fee, standard.refund_fee) == (1, 7000, None)
    assert (flex.cabin_bags, flex.change_fee, flex.refund_fee) == (2, 0, 0)
