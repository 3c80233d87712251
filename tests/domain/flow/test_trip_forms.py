"""Forms about the trip: days of a calendar and how many travel."""

from datetime import date

import pytest

from bot.domain.booking.passengers import Party
from bot.domain.conversation.effects import SearchFlights
from tests.builders.talk import Talk

CITIES = "Paris to New York"


def test_days_and_people_are_picked_instead_of_written() -> None:
    """Three forms later the flights are searched."""
    talk = Talk().say(CITIES)
    [depart] = talk.form.fields
    assert (depart.name, depart.kind, depart.least) == ("depart", "date", "2026-11-24")
    [back] = talk.send_form(depart="2026-12-04").form.fields
    assert (back.name, back.least, back.most) == ("back", "2026-12-04", depart.most)
    counts = talk.send_form(back="2026-12-12").form.fields
    assert [(one.name, one.value, len(one.options)) for one in counts] == [
        ("adults", "1", 9),
        ("children", "0", 9),
        ("infants", "0", 9),
    ]
    [wanted] = talk.send_form(adults="2", children="1", infants="0").of(SearchFlights)
    assert (wanted.search.depart, wanted.search.back) == (date(2026, 12, 4), date(2026, 12, 12))
    assert wanted.search.party == Party(2, 1, 0)


def test_words_and_buttons_stay_beside_the_form() -> None:
    """A form is an offer, not a duty."""
    talk = Talk().say(CITIES).say("next Friday")
    assert "One way" in [option.title for option in talk.options]
    assert talk.tap("One way").say("2 adults").node == "offers"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-01", "That day has passed"),
        ("2029-01-01", "We sell flights up to"),
        ("", "A day and a month please"),
        ("hello", "A day and a month please"),
    ],
)
def test_a_day_that_cannot_be_is_told_at_its_field(day: str, sentence: str) -> None:
    """The calendar opens where the traveller left it, with the reason beside it."""
    talk = Talk().say(CITIES).send_form(depart=day)
    [field] = talk.form.fields
    assert sentence in field.problem
    assert field.value == day
    assert talk.node == "ask_depart"


def test_a_return_before_the_departure_is_told_at_its_field() -> None:
    """Nothing is searched that cannot be flown."""
    talk = Talk().say(CITIES).send_form(depart="2026-12-04").send_form(back="2026-12-01")
    assert "before you leave" in talk.form.fields[0].problem


@pytest.mark.parametrize(
    ("sent", "wrong", "sentence"),
    [
        ({"adults": "9", "children": "1", "infants": "0"}, "adults", "up to 9 travellers"),
        ({"adults": "0", "children": "1", "infants": "0"}, "adults", "fly with an adult"),
        ({"adults": "1", "children": "0", "infants": "2"}, "infants", "one infant for each adult"),
        ({"adults": "many"}, "adults", "Please fill this in"),
        ({"adults": "9" * 400}, "adults", "up to 9 travellers"),
    ],
)
def test_a_party_that_cannot_fly_is_told_at_its_field(sent: dict[str, str], wrong: str, sentence: str) -> None:
    """What airlines do not carry is said before a search."""
    talk = Talk().say(f"{CITIES} on 4 December one way").send_form(**sent)
    [(name, problem)] = [(field.name, field.problem) for field in talk.form.fields if field.problem]
    assert name == wrong
    assert sentence in problem


def test_a_day_in_a_form_answers_nothing_found() -> None:
    """Another day is picked where the first had no flights; the calendar stands at the first."""
    talk = Talk(offers=0).say(f"{CITIES} on 4 December one way, 1 adult")
    assert talk.node == "nothing"
    [field] = talk.form.fields
    assert field.value == "2026-12-04"
    assert talk.send_form(depart="2026-12-05").of(SearchFlights)
