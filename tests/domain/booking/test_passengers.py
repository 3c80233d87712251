"""Who travels: kinds by age on the day of the flight, and parties that can book by themselves."""

from datetime import date

import pytest

from bot.domain.booking.passengers import Party, age_on, kind_on, party_problem


@pytest.mark.parametrize(
    ("born", "day", "kind"),
    [
        (date(2024, 12, 20), date(2026, 12, 18), "infant"),
        (date(2024, 12, 20), date(2026, 12, 27), "child"),
        (date(2014, 12, 20), date(2026, 12, 19), "child"),
        (date(2014, 12, 20), date(2026, 12, 20), "adult"),
        (date(2024, 2, 29), date(2026, 2, 28), "infant"),
        (date(2024, 2, 29), date(2026, 3, 1), "child"),
    ],
)
def test_kind_counts_on_the_day_of_the_flight(born: date, day: date, kind: str) -> None:
    """An infant that turns two before the return needs a seat on the return."""
    assert kind_on(born, day) == kind


def test_age_is_in_full_years() -> None:
    """The day before a birthday is still the year before."""
    assert age_on(date(1987, 7, 24), date(2026, 7, 23)) == 38


@pytest.mark.parametrize(
    ("party", "problem"),
    [
        (Party(1), ""),
        (Party(2, 1, 2), ""),
        (Party(9), ""),
        (Party(0), "party_nobody"),
        (Party(10), "party_too_many"),
        (Party(0, 1), "party_no_adult"),
        (Party(1, 0, 2), "party_too_many_infants"),
    ],
)
def test_parties_that_cannot_book_are_told_why(party: Party, problem: str) -> None:
    """Nobody, too many, no adult, too many laps."""
    assert party_problem(party) == problem


def test_infants_need_no_seat() -> None:
    """Seats and travellers are counted apart."""
    party = Party(2, 1, 1)
    assert (party.seats, party.travellers) == (3, 4)
    assert party.kinds() == ("adult", "adult", "child", "infant")
