"""The one door: whole messages in, everything they say out."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.booking.passengers import Party
from bot.domain.understanding.places import Gazetteer, PlaceRow
from bot.domain.understanding.understand import understand
from bot.domain.understanding.understood import Span, Understood
from bot.domain.understanding.word_lists import listed
from tests.domain.understanding.gazetteers import PLACES, ROWS, SERVED

LOS_ANGELES = PlaceRow(
    code="LAX",
    kind="CA",
    country="US",
    zone="America/Los_Angeles",
    latitude=34.0,
    longitude=-118.0,
    rank=0.6,
    cities=("LAX",),
    airports=("LAX",),
    currency="USD",
    names={"en": ("Los Angeles",)},
)
TODAY = date(2026, 3, 10)
"""A Tuesday."""
WEST = Gazetteer.build((*ROWS, LOS_ANGELES), SERVED | {"LAX"})


def hear(text: str, language: str = "en", expecting: str | None = None, departing: date | None = None) -> Understood:
    """What is understood of a text on that Tuesday."""
    return understand(text, language=language, today=TODAY, expecting=expecting, places=PLACES, departing=departing)


def test_one_sentence_fills_every_slot() -> None:
    """Nobody is asked again for what was said at once."""
    heard = hear("Paris to New York on Friday, back on the 12th, 2 adults, business")
    assert (heard.origin, heard.destination) == ("PAR", "NYC")
    assert (heard.departure, heard.return_date) == (date(2026, 3, 13), date(2026, 4, 12))
    assert (heard.passengers, heard.cabin, heard.one_way) == (Party(2), "business", False)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("de Paris à New York le 5 juin, retour le 12, 2 adultes", "fr"),
        ("de París a Nueva York el 5 de junio, vuelta el 12, 2 adultos", "es"),
        ("von Paris nach New York am 5. Juni, zurück am 12., 2 Erwachsene", "de"),
    ],
)
def test_one_sentence_fills_every_slot_in_the_other_languages(text: str, language: str) -> None:
    """The same journey is understood in French, Spanish and German."""
    heard = hear(text, language)
    assert (heard.origin, heard.destination, heard.passengers) == ("PAR", "NYC", Party(2))
    assert (heard.departure, heard.return_date) == (date(2026, 6, 5), date(2026, 6, 12))


def test_a_language_other_than_that_of_the_talk_is_understood() -> None:
    """A traveller may change the language in the middle."""
    assert hear("le 5 juin").departure == date(2026, 6, 5)
    assert hear("am 5. Juni", "fr").departure == date(2026, 6, 5)


@pytest.mark.parametrize("expecting", ["name", "birth_date", "email", "passengers", "cabin", "choice", "confirm"])
def test_no_date_is_read_while_something_else_is_expected(expecting: str) -> None:
    """Read: "June Smith" and "the 2nd" are no days while a name or a choice is asked for."""
    heard = hear("June 5", expecting=expecting)
    assert (heard.dates, heard.departure) == ((), None)


@pytest.mark.parametrize("expecting", ["name", "birth_date", "email"])
def test_no_place_is_read_while_a_person_is_described(expecting: str) -> None:
    """A traveller called Paris Berlin changes no flight."""
    assert hear("Paris Berlin", expecting=expecting).places == ()


@pytest.mark.parametrize("expecting", [None, "origin", "destination", "date", "departure", "return"])
def test_a_whole_sentence_is_read_while_the_journey_is_asked_for(expecting: str | None) -> None:
    """An answer may say more than was asked."""
    heard = hear("from Paris on 5 june", expecting=expecting)
    assert heard.origin == "PAR"
    assert heard.dates == (Span(date(2026, 6, 5), date(2026, 6, 5)),)


def test_a_correction_at_another_step_is_understood() -> None:
    """Read: "no, from Lyon" while a date is asked for changes the origin."""
    heard = hear("no, from Lyon", expecting="date")
    assert (heard.origin, heard.correction, heard.answer) == ("LYS", True, "no")


def test_a_refused_place_is_told_apart() -> None:
    """Read: "not Berlin" takes Berlin away and books nothing."""
    heard = hear("not Berlin")
    assert (heard.negated, heard.places, heard.destination) == (("BER",), (), None)


def test_an_unserved_place_is_named_as_it_was_written() -> None:
    """The bot can say that it does not fly to Warsaw."""
    heard = hear("Paris to Warsaw")
    assert (heard.origin, heard.destination, heard.unserved) == ("PAR", None, ("Warsaw",))


def test_an_ambiguous_place_fills_nothing_and_is_asked() -> None:
    """San Jose is in California and in Costa Rica."""
    heard = hear("to San Jose")
    assert heard.destination is None
    assert [choice.codes for choice in heard.ambiguous] == [("SJC", "SJO")]


def test_an_ambiguous_day_carries_its_choices() -> None:
    """Read: "next friday" is echoed with a button for the other Friday."""
    heard = hear("next friday", expecting="date")
    assert set(heard.date_choices) == {date(2026, 3, 13), date(2026, 3, 20)}
    assert heard.departure == heard.date_choices[0]


def test_an_english_date_in_numbers_may_be_read_both_ways() -> None:
    """3/4 is the 4th of March or the 3rd of April."""
    assert set(hear("5/4", expecting="date").date_choices) == {date(2026, 5, 4), date(2026, 4, 5)}
    assert hear("5/4", "fr", expecting="date").date_choices == ()


@pytest.mark.parametrize(("text", "past"), [("yesterday", date(2026, 3, 9)), ("12/25/2025", date(2025, 12, 25))])
def test_a_past_day_is_flagged(text: str, past: date) -> None:
    """The bot says that the day is over instead of searching it."""
    assert hear(text, expecting="date").past == past


def test_a_period_is_no_day() -> None:
    """Read: "In June" asks for the day within June."""
    heard = hear("in june")
    assert heard.departure is None
    assert heard.period == Span(date(2026, 6, 1), date(2026, 6, 30), "period")


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("5 june back on sunday", date(2026, 6, 7)),
        ("5 june, returning the 12th", date(2026, 6, 12)),
        ("5 june for 3 nights", date(2026, 6, 8)),
        ("5 june for a week", date(2026, 6, 12)),
        ("from 5 to 12 june", date(2026, 6, 12)),
        ("5 june and 12 june", date(2026, 6, 12)),
        ("5 june back a week later", date(2026, 6, 12)),
    ],
)
def test_the_way_back_is_read_against_the_way_out(text: str, back: date) -> None:
    """A day of return lies after the departure, however it is said."""
    heard = hear(text)
    assert (heard.departure, heard.return_date) == (date(2026, 6, 5), back)


def test_a_return_that_was_asked_for_is_read_against_the_known_departure() -> None:
    """Read: "sunday" after "when back?" is the Sunday after the flight out."""
    heard = hear("sunday", expecting="return", departing=date(2026, 6, 5))
    assert (heard.departure, heard.return_date) == (None, date(2026, 6, 7))


def test_one_way_has_no_return() -> None:
    """A stay in a one-way wish books no flight back."""
    heard = hear("one way Paris Berlin 5 june")
    assert (heard.one_way, heard.return_date) == (True, None)


@pytest.mark.parametrize(
    "text",
    [
        "4242 4242 4242 4242",
        "2 adultes de Nice à LHR à 9h",
        "AF 1234",
        "under 300 euros",
        "my number is +33 6 12 34 56 78",
        "2 adults",
    ],
)
def test_numbers_that_are_no_dates_are_none(text: str) -> None:
    """No card, flight, price, phone or count of people becomes a day."""
    assert hear(text).dates == ()


@pytest.mark.parametrize("text", ["", "   ", "…", "😀😀", "¿?", "\u202e\u200f", "x" * 5000])
def test_nothing_understood_is_an_answer_too(text: str) -> None:
    """Nonsense leaves every slot empty."""
    heard = hear(text)
    assert (heard.places, heard.dates, heard.passengers) == ((), (), None)


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=120),
    st.sampled_from(["en", "fr", "es", "de"]),
    st.sampled_from([None, "origin", "destination", "date", "return", "passengers", "name"]),
)
def test_no_text_breaks_the_door(text: str, language: str, expecting: str | None) -> None:
    """Whatever a traveller types in whatever script, understanding never raises."""
    assert isinstance(hear(text, language, expecting), Understood)


_WORDS = st.sampled_from(
    listed("next last 5 12 may june to from - / . the friday week in for and 2026 31 29 feb first day of two end")
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_WORDS, max_size=9))
def test_no_shuffle_of_the_words_of_dates_breaks_the_door(words: list[str]) -> None:
    """Every heap of date words gives days whose end is not before their start."""
    for span in hear(" ".join(words), expecting="date").dates:
        assert span.start <= span.end


@pytest.mark.parametrize(("text", "language"), [("a week later", "en"), ("une semaine après", "fr")])
def test_days_after_the_trip_are_the_day_of_return_when_that_was_asked(text: str, language: str) -> None:
    """Read "a week later" as the way back a week after the way out, and as another day out otherwise."""
    heard = hear(text, language, expecting="return", departing=date(2026, 6, 5))
    assert (heard.departure, heard.return_date) == (None, date(2026, 6, 12))
    assert hear(text, language, departing=date(2026, 6, 5)).departure == date(2026, 6, 12)


@pytest.mark.parametrize("text", ["JAN 18", "18 JAN", "le 18 AUG"])
def test_a_month_is_no_airport(text: str) -> None:
    """JAN and AUG are codes of airports; beside a day they are months."""
    heard = hear(text, expecting="date")
    assert heard.places == heard.unserved == ()
    assert len(heard.dates) == 1


_PLACE_WORDS = st.sampled_from(
    listed(
        "from to paris "
        "nyc jfk cdg new york nice in via not no and or between returning for two flights a de à pour sur "
        "london heathrow , . - Berlin berlinn escale stop airport massachusetts france la weather 6 pm demain"
    )
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(_PLACE_WORDS, max_size=14), st.sampled_from(["en", "fr"]), st.sampled_from([None, "origin", "destination"])
)
def test_no_heap_of_words_about_places_leads_back_where_it_began(
    words: list[str], language: str, expecting: str | None
) -> None:
    """Nobody is sold a flight from a place to itself."""
    heard = hear(" ".join(words), language, expecting)
    assert heard.origin is None or heard.origin != heard.destination


@pytest.mark.parametrize(
    "text",
    [
        "אני רוצה לטוס לפריז",
        "أريد السفر إلى باريس",
        "✈️🇫🇷➡️🇺🇸 🤷",
        "x" * 300,
        "Jean-" * 60,
        "to " * 2000,
        "asdf jklö qwertz uiop",
        "blorp zibble frantoon",
        "glubi blarf zoing pour",
        "\u202eParis ot",
        "I\u0307stanbul to Paris",
    ],
)
@pytest.mark.parametrize("expecting", [None, "origin", "destination", "passengers", "choice"])
def test_odd_texts_fill_no_trip_and_raise_nothing(text: str, expecting: str | None) -> None:
    """Other scripts, emoji, endless words and nonsense are not understood, and nothing worse."""
    heard = hear(text, expecting=expecting)
    assert heard.origin is None or heard.origin != heard.destination


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what's the weather in Paris tomorrow", "en"),
        ("book a table for two in Paris on Friday", "en"),
        ("j'ai besoin d'un hôtel à Paris pour 2", "fr"),
        ("pon una alarma para mañana", "es"),
        ("wie ist morgen das Wetter in Paris", "de"),
    ],
)
def test_a_message_about_something_else_fills_nothing(text: str, language: str) -> None:
    """Its place, day and people are not those of a trip."""
    heard = hear(text, language)
    assert (heard.scope, heard.intent) == ("out", "other")
    assert heard == Understood(scope="out", intent="other", language=heard.language)


def test_a_person_is_called_whatever_the_message_is_about() -> None:
    """Who asks for a person gets one, not a sentence about the weather."""
    assert hear("the weather is awful, let me talk to a person").intent == "person"


def test_a_name_that_nobody_knows_is_told_back() -> None:
    """So that the bot can say "I don't know Atlantis"."""
    heard = hear("from Paris to Atlantis")
    assert (heard.origin, heard.destination, heard.unknown, heard.scope) == ("PAR", None, ("Atlantis",), "in")
    assert hear("Atlantis", expecting="destination").unknown == ("Atlantis",)


@pytest.mark.parametrize(
    ("text", "origin", "destination", "negated"),
    [
        ("no, berlin", None, "BER", ()),
        ("not Berlin, Paris please", None, "PAR", ("BER",)),
        ("Ne, lieber nicht Berlin. Paris bitte", None, "PAR", ("BER",)),
        ("plutôt Lyon", None, "LYS", ()),
        ("plutôt Lyon que Paris", None, "LYS", ("PAR",)),
        ("actually from nice", "NCE", None, ()),
    ],
)
def test_corrections_take_the_place_that_is_wanted(
    text: str, origin: str | None, destination: str | None, negated: tuple[str, ...]
) -> None:
    """At any step, what is taken back is not flown to."""
    heard = hear(text, expecting="destination")
    assert (heard.origin, heard.destination, heard.negated, heard.correction) == (origin, destination, negated, True)


def test_the_same_place_at_both_ends_is_told_apart() -> None:
    """Read: "from Paris to Paris" leaves from Paris and goes nowhere, so that the bot can say why it asks."""
    heard = hear("from Paris to Paris")
    assert (heard.origin, heard.destination, heard.twice) == ("PAR", None, "PAR")


def test_a_talk_about_a_trip_hears_more_than_its_beginning() -> None:
    """Read: "it is on the 12th" begins no talk, but changes a trip that is talked of."""
    assert hear("it is on the 12th").departure is None
    assert hear("it is on the 12th", expecting="trip").departure == date(2026, 3, 12)
    assert hear("change the day to 12 March").departure == date(2026, 3, 12)
    assert hear("the weather on the 12th", expecting="trip").departure is None


def test_now_beside_a_count_of_people_is_no_day() -> None:
    """Read: "we are three now" changes who travels and leaves the day alone."""
    heard = hear("we are 3 now", expecting="trip")
    assert (heard.passengers, heard.departure) == (Party(3), None)


@pytest.mark.parametrize("text", ["que peut-on faire à Berlin", "faut-il un visa pour Berlin", "il est à Berlin"])
def test_french_is_told_by_its_small_words(text: str) -> None:
    """What reads "on" and "a" is no English for that."""
    assert hear(text, "fr").language == "fr"


def test_the_dog_that_comes_along_is_no_passenger() -> None:
    """Read: "just me and my dog" opens a talk for one."""
    heard = hear("just me and my dog")
    assert (heard.scope, heard.passengers) == ("in", Party(1))


def test_los_angeles_is_no_article_where_none_can_stand() -> None:
    """Read: "de la à New York" leaves from Los Angeles where it is served."""
    heard = understand(
        "un vol de la à new york",
        language="fr",
        today=TODAY,
        expecting=None,
        places=WEST,
    )
    assert (heard.origin, heard.destination) == ("LAX", "NYC")
