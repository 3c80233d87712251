"""Stand-ins: whoever is named in a real thread is named in no rehearsal."""

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.booking.passengers import Passenger
from bot.domain.conversation.events import TextReceived
from bot.domain.conversation.profile import Profile
from bot.domain.conversation.state import Basket, new_conversation
from bot.domain.flow.scene import Scene
from bot.domain.rehearsal.acts import Act, Jumps
from bot.domain.rehearsal.disguise import Known, birthday, disguised, in_form, known_of, plainly
from tests.builders.rehearsals import means, stage

ZOE = Passenger("adult", "Zoë Anne", "Müller-Lévy", date(1990, 5, 17))
KNOWN = known_of(
    msgspec.structs.replace(
        new_conversation("webchat:tf:zoe"),
        basket=Basket(passengers=(ZOE,), given="Omar", locator="QRSTUV"),
        profile=Profile(people=(ZOE,)),
        slots={"booking_surname": "Okonkwo", "booking_locator": "K7QM2X"},
    )
)


def at(*acts: Act) -> Scene:
    """Where acts lead."""
    told = stage(*acts)
    return Scene(told.conversation, TextReceived("r", told.now, ""), means().world, told.now)


def test_names_that_are_known_are_replaced_wherever_they_stand() -> None:
    """In any spelling, in the middle of any sentence, and the same person always has the same stand-in."""
    told = plainly("Zoe is Zoë Müller-Lévy, not Mueller. Okonkwo pays; Omar doesn't.", KNOWN)
    assert not {"zoe", "zoë", "müller", "lévy", "okonkwo", "omar"} & set(told.lower().replace("-", " ").split())
    assert told.startswith("Alex is Alex Martin")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("write to zoe@home.example", "write to alex.martin@example.com"),
        ("call +49 170 1234567 now", "call +44 20 7946 0018 now"),
        ("my ticket 2201234567890", "my ticket 9990000000001"),
        ("it is K7QM2X or qrstuv", "it is TEST42 or TEST42"),
        ("is ABC234 mine?", "is TEST42 mine?"),
        ("Paris to New York on 4 December 2026", "Paris to New York on 4 December 2026"),
        ("flight TF1302 at 10:30, 2 adults", "flight TF1302 at 10:30, 2 adults"),
    ],
)
def test_contacts_and_references_are_replaced_by_others_of_their_kind(text: str, told: str) -> None:
    """What a trip is about stays as it was said."""
    assert plainly(text, KNOWN) == told


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(categories=["L"]), min_size=2, max_size=12), min_size=2, max_size=2))
def test_no_known_name_is_left_in_any_script(name: list[str]) -> None:
    """Travellers are called in all letters of the world."""
    talk = msgspec.structs.replace(new_conversation("webchat:tf:a"), basket=Basket(given=name[0], family=name[1]))
    told = plainly(f"I am {name[0]}, {name[1]} in {name[1].upper()} letters", known_of(talk))
    left = {word.strip(",").casefold() for word in told.split()} & {part.casefold() for part in name}
    assert left <= {"alex", "martin", "letters", "in", "am"}


def test_who_is_nobody_hides_nobody() -> None:
    """A thread that was never archived has no names that are known."""
    assert known_of(None) == Known()
    assert plainly("Hello", Known()) == "Hello"


@pytest.mark.parametrize(
    ("step", "text", "told"),
    [
        ("ask_name", "Pippa Longstocking", "Robin Martin"),
        ("ask_name", "call a person please", "call a person please"),
        ("ask_born", "17/05/1990", "1990-01-01"),
        ("ask_born", "in spring", "in spring"),
        ("ask_email", "pippa@villa.example", "alex.martin@example.com"),
        ("ask_origin", "Paris", "Paris"),
        ("ask_origin", "born on 17 May 1990", "1990-01-01"),
    ],
)
def test_an_answer_is_disguised_by_what_was_asked(step: str, text: str, told: str) -> None:
    """A name that nobody knows yet is known by the question; a wish instead of a name stays one."""
    assert disguised(text, Known(), at(Jumps("book", step)), people=1) == told


@pytest.mark.parametrize(
    ("step", "text", "told"),
    [
        ("ask_surname", "Longstocking", "Martin"),
        ("ask_reference", "qwerty", "TEST42"),
        ("ask_reference", "K7QM2X Longstocking", "TEST42 Martin"),
    ],
)
def test_references_are_disguised_where_one_is_asked_for(step: str, text: str, told: str) -> None:
    """Nobody finds the booking of the real thread."""
    assert disguised(text, Known(), at(Jumps("my_trip", step)), people=0) == told


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("given", "Pippa", "Alex"),
        ("family", "Longstocking", "Martin"),
        ("email", "a@b.example", "alex.martin@example.com"),
        ("born", "1990-05-17", "1990-01-01"),
        ("born", "soon", ""),
        ("given", "", ""),
        ("origin", "Paris", "Paris"),
    ],
)
def test_fields_of_a_form_are_disguised_by_their_names(name: str, value: str, told: str) -> None:
    """Forms tell who travels as plainly as words do."""
    assert in_form(name, value, Known(), people=0) == told


def test_a_birthday_stays_in_its_year() -> None:
    """A child stays a child."""
    assert birthday(date(2019, 8, 30)) == "2019-01-01"
