"""People of earlier bookings are one tap away, and never the wrong ones."""

from datetime import date

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.booking.passengers import Passenger
from bot.domain.conversation.events import ProfileChanged
from bot.domain.flow.definition import parse_flow
from tests.builders.returning import JEAN, KNOWN, LEA, known
from tests.builders.talk import Talk
from tests.builders.world import passenger, world_with


def titles(talk: Talk) -> list[str]:
    """What the last turn gave to tap."""
    return [option.title for option in talk.options]


def asked(party: str, **fields: object) -> Talk:
    """A talk of a known traveller at the question for names."""
    return known(**fields).say(f"Paris to New York on 4 December, one way, {party}").tap("Choose")


def test_who_flew_before_is_one_tap() -> None:
    """Neither name nor date of birth nor address is typed again."""
    talk = asked("1 adult")
    assert titles(talk) == ["Marie Durand", "Jean Durand", "Somebody else", "Talk to a person"]
    talk.tap("Marie Durand")
    assert talk.node == "review"
    assert talk.conversation.basket.passengers == (passenger(),)
    assert "marie@example.com" in talk.words


def test_no_date_of_birth_is_shown_in_full() -> None:
    """Who looks over her shoulder learns no birthday that she did not type just now."""
    talk = asked("2 adults").tap("Marie Durand").say("Luc Martin").say("1 May 1990")
    assert "Marie Durand (••/••/1987)" in talk.words
    assert "Luc Martin (1 May 1990)" in talk.words
    assert "24" not in talk.words.partition("Marie Durand")[2].partition("\n")[0]


@pytest.mark.parametrize("day", ["24 July 1987", "25 July 1987"])
def test_a_date_of_birth_told_at_the_review_is_taken_and_nothing_is_learnt_by_guessing(day: str) -> None:
    """The year alone is read back, so travellers tell the rest: right or wrong, it is answered in the same words."""
    talk = asked("1 adult").tap("Marie Durand").say(day)
    assert "Date of birth noted. Please check:" in talk.words
    assert talk.conversation.basket.passengers[0].born == date(1987, 7, int(day[:2]))
    assert talk.node == "review"


def test_of_several_nobody_knows_whose_date_of_birth_it_is() -> None:
    """It says how to tell, and changes nothing."""
    talk = asked("2 adults").tap("Same as last time").say("24 July 1987")
    assert "“Names”" in talk.words
    assert talk.conversation.basket.passengers == (passenger(), JEAN)


def test_the_same_group_is_one_tap() -> None:
    """A couple books as one person does."""
    talk = asked("2 adults")
    assert titles(talk) == ["Same as last time", "Marie Durand", "Jean Durand", "Somebody else", "Talk to a person"]
    talk.tap("Same as last time")
    assert talk.conversation.basket.passengers == (passenger(), JEAN)
    assert talk.node == "review"


def test_a_group_that_is_not_the_whole_party_leaves_the_rest_to_be_asked() -> None:
    """Two of three are known: one tap, and one name."""
    talk = asked("2 adults and 1 child of 4").tap("Same as last time")
    assert "Passenger 3 (child)" in talk.words
    assert titles(talk) == ["Léa Durand", "Somebody else", "Talk to a person"]
    assert talk.tap("Léa Durand").node == "review"


def test_a_group_that_does_not_fit_is_not_offered() -> None:
    """Nobody is put into a seat of another kind."""
    assert "Same as last time" not in titles(asked("1 adult"))
    assert "Same as last time" not in titles(asked("2 adults and 1 child of 4", people=(passenger(), LEA), group=2))


def test_a_family_is_put_in_the_order_of_its_seats() -> None:
    """Adults first, however they were named last time."""
    talk = asked("2 adults and 1 child of 4", people=(LEA, passenger(), JEAN), group=3).tap("Same as last time")
    assert [person.given for person in talk.conversation.basket.passengers] == ["Marie", "Jean", "Léa"]


def test_a_child_that_has_grown_up_is_an_adult() -> None:
    """Who turns twelve before the flight flies as an adult, whatever the last ticket said."""
    grown = Passenger("child", "Paul", "Durand", date(2014, 12, 4))
    talk = asked("1 adult", people=(grown,), group=1)
    assert titles(talk) == ["Paul Durand", "Somebody else", "Talk to a person"]
    assert talk.tap("Paul Durand").conversation.basket.passengers[0].kind == "adult"
    assert titles(asked("1 adult", people=(msgspec.structs.replace(grown, born=date(2014, 12, 5)),), group=1)) == []


def test_nobody_is_offered_twice() -> None:
    """Who has a seat is not offered another one."""
    talk = asked("2 adults").tap("Jean Durand")
    assert titles(talk) == ["Marie Durand", "Somebody else", "Talk to a person"]


def test_somebody_else_is_asked_for_by_name() -> None:
    """A friend who comes along for the first time is typed as ever."""
    talk = asked("1 adult").tap("Somebody else")
    assert talk.words == "First name and family name, as in the passport, please."
    assert talk.say("Luc Martin").words == "Date of birth of Luc Martin?"


def test_a_name_that_is_typed_is_the_person_who_is_known() -> None:
    """Typing what a button says is tapping it."""
    assert asked("1 adult").say("marie durand").node == "review"


def test_a_tap_after_people_have_changed_takes_nobody() -> None:
    """A button never takes another person than the one whose name it bears."""
    talk = asked("1 adult")
    payload = talk.options[0].payload
    changed = msgspec.structs.replace(KNOWN, revision=2, people=(JEAN, passenger()))
    talk.happen(ProfileChanged("trv_1:2:0", talk.now, changed)).tap_payload(payload)
    assert talk.conversation.basket.passengers == ()
    assert titles(talk)[0] == "Jean Durand"


def test_a_newcomer_sees_no_buttons() -> None:
    """Who has never flown with us is asked as ever."""
    assert titles(Talk().to_offers().tap("Choose")) == []


def test_a_flow_without_a_way_on_for_known_people_offers_none() -> None:
    """A flow that was published before goes on as it was."""
    document = msgspec.json.decode(catalogue.sample_flows()[0])
    del document["nodes"]["ask_name"]["wait"]["exits"]["known"]
    flow = parse_flow(msgspec.json.encode(document), revision=1)
    wait = flow.nodes["ask_name"].wait
    assert wait is not None
    assert "known" not in wait.exits
    talk = known(Talk(world_with(flow)))
    assert titles(talk.to_offers().tap("Choose")) == []


@pytest.mark.parametrize(
    ("first", "offered"), [("Hello", ["Yes", "No", "Later", "Paris → New York", "Talk to a person"]), ("to Madrid", [])]
)
def test_the_last_route_is_offered_to_who_has_not_said_where(first: str, offered: list[str]) -> None:
    """One tap says both ends of the trip; who has said one end is not led astray."""
    talk = known().say(first)
    assert titles(talk) == offered
    if offered:
        trip = talk.tap("Paris → New York").conversation.trip
        assert (trip.origin, trip.destination) == ("PAR", "NYC")
        assert talk.words == "Noted: Paris → New York. When would you like to leave?"


def test_a_route_that_is_not_flown_any_more_is_not_offered() -> None:
    """No button leads nowhere."""
    assert titles(known(destination="GIG").say("Hello")) == ["Yes", "No", "Later", "Talk to a person"]
