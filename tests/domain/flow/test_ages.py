"""Ages of children: read as the answer to a question, and beside the children themselves."""

import pytest

from bot.domain.booking.passengers import Party
from bot.domain.flow.ages import ages_beside, read_ages
from tests.builders.talk import Talk


@pytest.mark.parametrize(
    ("text", "wanted", "ages"),
    [
        ("4", 1, (4,)),
        ("4 and 9", 2, (4, 9)),
        ("4 ans et 9 ans", 2, (4, 9)),
        ("both 5", 2, (5, 5)),
        ("one is 4, the other 7", 2, (4, 7)),
        ("18 months", 1, (1,)),
        ("6 mois", 1, (0,)),
        ("four", 1, (4,)),
        ("4", 2, (4,)),
        ("4, 5 and 6", 2, ()),
        ("44", 1, ()),
        ("5 December", 1, ()),
        ("2 adults and 2 children", 2, ()),
        ("hello", 1, ()),
    ],
)
def test_ages_are_read_and_nothing_else(text: str, wanted: int, ages: tuple[int, ...]) -> None:
    """An age is a number of years up to seventeen, or of months; words that say more are no ages."""
    assert read_ages(text, wanted) == ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("2 adults and a child of 4", (4,)),
        ("2 adultes et 2 enfants de 4 et 7 ans", (4, 7)),
        ("2 kids, 4 and 7 years old", (4, 7)),
        ("2 children 2 adults", ()),
        ("1 child of 44", ()),
    ],
)
def test_ages_beside_children_are_read(text: str, ages: tuple[int, ...]) -> None:
    """Who says the ages at once is not asked."""
    assert ages_beside(text) == ages


def family(text: str = "2 adults and 2 children") -> Talk:
    """A talk that has heard of children."""
    return Talk().say("Paris to New York on 4 December, one way").say(text)


def test_only_ages_of_children_are_asked() -> None:
    """Adults are not asked how old they are, nor are children whose age was said."""
    assert family().node == "ask_ages"
    assert family("2 adults").node == "offers"
    assert family("2 adults and a child of 4").node == "offers"
    assert family("1 adult and 1 baby").node == "offers"


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("4 and 9", Party(2, 2)),
        ("1 and 9", Party(2, 1, 1)),
        ("12 and 9", Party(3, 1)),
        ("18 months, 13", Party(3, 0, 1)),
    ],
)
def test_ages_decide_who_is_a_child(text: str, party: Party) -> None:
    """Under two a lap, from twelve on an adult's fare; the change is told."""
    talk = family().say(text)
    assert talk.conversation.trip.party == party
    assert talk.node == "offers"


def test_one_age_of_two_asks_for_the_other() -> None:
    """Nothing that was said is asked again."""
    talk = family().say("4")
    assert talk.node == "ask_ages"
    assert talk.say("9").conversation.trip.ages == (4, 9)
    assert talk.node == "offers"


def test_ages_that_make_no_party_say_what_can_be() -> None:
    """Two infants need two adults."""
    talk = family("1 adult and 2 children").say("both 1")
    assert "lap" in talk.words
    assert talk.node == "ask_party"


def test_while_ages_are_asked_the_trip_can_be_changed() -> None:
    """A correction is heard there as anywhere."""
    talk = family().say("no, from Lyon")
    assert talk.conversation.trip.origin == "LYS"
    assert talk.node == "ask_ages"
