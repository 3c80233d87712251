"""What a message is about, from the words that are left when places, days and people are taken out."""

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.scope import Said, read_scope


def scope(text: str, *, ends: int = 0, pointed: int = 0, day: bool = False, asked: bool = False) -> str | None:
    """The scope of a message with so many places; "\u00a7" stands for words that were read already."""
    return read_scope(
        Said(tokenize(fold(text)), ends=ends, pointed=pointed, place=ends > 0, day=day, people=False, asked=asked)
    )


@pytest.mark.parametrize(
    "text", ["flights", "un vol", "i need a plane", "flug buchen", "quiero un vuelo", "cheap fares"]
)
def test_a_word_of_flying_is_enough(text: str) -> None:
    """Whoever speaks of flights speaks to an airline."""
    assert scope(text) == "in"


@pytest.mark.parametrize(
    "text",
    ["remind me about my flight", "translate a flight to paris", "rappelle-moi de réserver un vol", "set an alarm"],
)
def test_a_request_to_another_helper_is_out_whatever_follows(text: str) -> None:
    """Read: "remind me about my flight" books none."""
    assert scope(text) == "out"


@pytest.mark.parametrize(
    "text", ["what's the weather in \u00a7", "a hotel in \u00a7", "une table à \u00a7", "ein hotel in \u00a7"]
)
def test_things_of_other_trades_are_out(text: str) -> None:
    """A place does not make a journey of a hotel or a table."""
    assert scope(text, ends=1) == "out"


def test_two_ends_with_a_word_of_direction_are_a_journey() -> None:
    """Read: "from Paris to Rome" needs no verb; a few strange words do not count against it."""
    assert scope("from \u00a7 to \u00a7 splendidly", ends=2, pointed=2) == "in"
    assert scope("is \u00a7 bigger \u00a7", ends=2) == "out"


def test_a_bare_place_is_a_wish_only_when_nothing_else_is_said() -> None:
    """Read: "Paris please" is one, "Paris is beautiful" is none."""
    assert scope("\u00a7 please", ends=1) == "in"
    assert scope("\u00a7 is beautiful", ends=1) == "out"


def test_a_bare_day_is_a_wish_only_when_nothing_else_is_said() -> None:
    """Read: "on Friday please" is one, "my birthday is on Friday" and "à vendredi" are none."""
    assert scope("on \u00a7 please", day=True) == "in"
    assert scope("my birthday is on \u00a7", day=True) == "out"
    assert scope("a \u00a7", day=True) == "out"


def test_what_somebody_tells_of_life_is_no_wish() -> None:
    """Read: "I live in Madrid" fills nothing; "I live in Madrid and want to go to Rome" does."""
    assert scope("i live in \u00a7", ends=1) == "out"
    assert scope("i live in \u00a7 and want to go to \u00a7", ends=2, pointed=2) == "in"


def test_an_answer_to_a_question_is_taken_unless_it_speaks_of_something_else() -> None:
    """While the bot asks where to, "my aunt in Paris" answers, and the weather does not."""
    assert scope("my aunt's splendid \u00a7", ends=1, asked=True) == "in"
    assert scope("and the weather in \u00a7", ends=1, asked=True) == "out"


@pytest.mark.parametrize("text", ["hello", "yes", "asdf qwertz", "merci beaucoup", ""])
def test_what_speaks_of_neither_is_neither(text: str) -> None:
    """A greeting is no request for anything."""
    assert scope(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "do i need a visa to fly to \u00a7",
        "i lost my luggage on the flight from \u00a7",
        "i cannot find my luggage, i do not see it after my flight, it never arrived",
        "j'ai oublié mon sac dans l'avion de \u00a7",
        "wie fliegen flugzeuge",
    ],
)
def test_what_is_asked_of_others_is_out_although_a_flight_is_named(text: str) -> None:
    """Nobody who lost a suitcase is sold a seat; once a talk is on, a word like "visa" may mean a card."""
    assert read_scope(Said(tokenize(fold(text)), begins=True)) == "out"


def test_visa_answers_a_question_of_a_talk() -> None:
    """Read: "my visa card" says how to pay when that was asked."""
    assert read_scope(Said(tokenize(fold("a flight, with my visa")), asked=True)) == "in"


@pytest.mark.parametrize(("language", "found"), [("en", "in"), ("fr", "in"), ("de", "out")])
def test_words_of_other_trades_count_in_their_own_language(language: str, found: str) -> None:
    """Read: "dom" is a cathedral in German alone."""
    said = Said(tokenize(fold("dom to \u00a7 return")), language=language, ends=2, pointed=2, place=True)
    assert read_scope(said) == found


@pytest.mark.parametrize("text", ["zugfahrt nach \u00a7", "ein hotelbett in \u00a7"])
def test_german_compounds_of_other_trades_are_out(text: str) -> None:
    """A word that begins like a train is one."""
    said = Said(tokenize(fold(text)), language="de", ends=1, pointed=1, place=True)
    assert read_scope(said) == "out"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my mother wants to go to \u00a7", "in"),
        ("she wants to go to \u00a7", "in"),
        ("she goes to \u00a7", "out"),
        ("who goes to \u00a7", "out"),
        ("il va à \u00a7", "out"),
        ("il faut aller à \u00a7", "in"),
        ("he returns from \u00a7", "out"),
        ("il va pleuvoir à \u00a7", "out"),
        ("je vais à \u00a7", "in"),
        ("mon patron doit être à \u00a7", "in"),
    ],
)
def test_who_speaks_of_others_books_only_when_somebody_wishes(text: str, found: str) -> None:
    """A traveller may book for others; what others do anyway is no wish."""
    assert scope(text, ends=1, pointed=1) == found


@pytest.mark.parametrize(
    ("text", "found"), [("anything cheap \u00a7", "in"), ("combien de jours \u00a7", "out"), ("bis \u00a7", "out")]
)
def test_a_day_is_a_wish_when_a_price_is_asked_for(text: str, found: str) -> None:
    """Read: "anything cheap in July" shops; "how many days until July" and "bis Montag" do not."""
    assert scope(text, day=True) == found


def test_people_one_has_are_no_party() -> None:
    """Read: "for two children" counts who travels, "I have two children" does not."""
    for text, found in (("for \u00a7", "in"), ("i have \u00a7", "out")):
        assert read_scope(Said(tokenize(fold(text)), people=True)) == found


@pytest.mark.parametrize(
    ("text", "found"), [("your cheapest destinations", "in"), ("the history of destinations", "out")]
)
def test_where_one_can_go_may_be_asked_without_a_place(text: str, found: str) -> None:
    """A talk may begin with "show me your destinations"."""
    assert (scope(text) or "out") == found


def test_booking_a_thing_that_nobody_knows_is_no_journey() -> None:
    """Read: "book § please" is one, "book luigi's in §" is a table."""
    assert scope("book \u00a7 please", ends=1) == "in"
    assert scope("book luigi in \u00a7", ends=1) == "out"
