"""A question beside something else is answered, and what else was said is taken, in one turn."""

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.adapters.data.places import gazetteer
from bot.domain.conversation.account_effects import ChooseConsent
from bot.domain.conversation.effects import SearchFlights
from bot.domain.flow.definition import parse_flow
from bot.domain.world import World
from tests.builders import world as builders
from tests.builders.returning import known
from tests.builders.talk import Talk
from tests.domain.flow.test_asking import with_surfboards
from tests.domain.flow.test_inner import TRIPS

BAGS = "Bags for each passenger and direction"
NOBODY_WROTE = "I don't know about that"


def ends(talk: Talk) -> tuple[str | None, str | None]:
    """Where the journey goes."""
    return talk.conversation.trip.origin, talk.conversation.trip.destination


def asked_for(step: str) -> Talk:
    """A talk that stands at a step about people."""
    talk = Talk().to_offers().tap("Choose")
    for said in {"name": [], "born": ["Marie Durand"], "email": ["Marie Durand", "24 July 1987"]}[step]:
        talk.say(said)
    return talk


def with_bags(node: dict[str, object], **more: object) -> World:
    """A world whose staff made another step of the answer about bags."""
    documents = {one["flow"]: one for one in map(msgspec.json.decode, catalogue.sample_flows())}
    documents["questions"]["nodes"] |= {"bags": node, **more}
    flows = (parse_flow(msgspec.json.encode(one), revision=1) for one in documents.values())
    return builders.world_with(*flows, entry="book")


@pytest.mark.parametrize(
    ("words", "answer", "source", "asks", "trip"),
    [
        ("Can I take bags? Paris to New York", BAGS, "Source: fare", "When would you like to leave?", ("PAR", "NYC")),
        ("Paris to New York, can I take bags", BAGS, "Source: fare", "When would you like to leave?", ("PAR", "NYC")),
        (
            "What is the baggage allowance for Nice to Paris tomorrow?",
            BAGS,
            "Source: fare",
            "When are you coming back?",
            ("NCE", "PAR"),
        ),
        ("Can I take bags? I want to go to Rome", BAGS, "Source: fare", "Where are you flying from?", ("", "ROM")),
        (
            "Puis-je prendre une valise ? Paris New York",
            "Bagages par passager",
            "Source : conditions",
            "Quand souhaitez-vous partir ?",
            ("PAR", "NYC"),
        ),
        (
            "De París a Nueva York, ¿puedo llevar equipaje?",
            "Equipaje por pasajero",
            "Fuente: condiciones",
            "¿Cuándo quiere salir?",
            ("PAR", "NYC"),
        ),
        (
            "Wie viel Gepäck darf ich mitnehmen? Von Paris nach New York",
            "Gepäck je Person",
            "Quelle: Tarifbedingungen",
            "Wann möchten Sie fliegen?",
            ("PAR", "NYC"),
        ),
    ],
)
def test_a_question_of_the_first_message_is_answered_and_its_trip_is_taken(
    words: str, answer: str, source: str, asks: str, trip: tuple[str, str]
) -> None:
    """The welcome comes first, then one message: the answer, its source, and the next question about the trip."""
    talk = Talk().say(words)
    welcome, told = talk.words.split("\n", 1)
    assert "Threadfare Air" in welcome
    assert told.startswith(answer)
    assert f"\n{source}" in told
    assert told.endswith(asks)
    assert tuple(end or "" for end in ends(talk)) == trip
    assert talk.conversation.slots.get("topic") is None


def test_a_whole_trip_is_searched_while_its_question_is_answered() -> None:
    """Nobody waits a turn for their flights because they asked something, and nothing is told of what was asked."""
    talk = Talk(offers=-1).say("Paris to New York on 4 December, one way, 1 adult. Can I take bags?")
    assert talk.messages[1].text.startswith(BAGS)  # type: ignore[union-attr]
    assert "Looking for flights Paris → New York" in talk.words
    [search] = talk.of(SearchFlights)
    assert search.narrowing.needs == ()


def test_several_questions_are_answered_before_the_trip_goes_on() -> None:
    """In the order in which they were asked, each once, and a person is offered once."""
    talk = Talk().say("Is it refundable? And bags? Can I bring my dog, and is it refundable? Paris to New York")
    told = talk.words
    assert told.index("refundable without a fee") < told.index(BAGS) < told.index(NOBODY_WROTE)
    assert told.count("refundable without a fee") == 1
    assert [option.title for option in talk.options].count("Talk to a person") == 1
    assert talk.node == "ask_depart"


@pytest.mark.parametrize("begun", ["", "Paris to Rome"])
def test_several_questions_alone_are_answered_too(begun: str) -> None:
    """Before a booking and in the middle of one."""
    talk = Talk().say(begun) if begun else Talk()
    talk.say("can I take bags? is it refundable?")
    assert talk.words.index(BAGS) < talk.words.index("refundable without a fee")
    assert talk.node == ("ask_depart" if begun else "")


def test_a_question_that_only_staff_know_is_answered_beside_a_trip() -> None:
    """What they have added is known by its words; what nobody knows is no reason to stop a booking."""
    talk = Talk(with_surfboards()).say("Can I take my surfboard? Paris to New York")
    assert "Surfboards fly for 50 euros." in talk.words
    assert talk.node == "ask_depart"
    talk = Talk(with_surfboards()).say("Can you help my mother? Paris to New York")
    assert "I don't know" not in talk.words
    assert talk.node == "ask_depart"


@pytest.mark.parametrize("words", TRIPS)
def test_a_mere_trip_is_taken_and_nothing_answered(words: str) -> None:
    """The form of a question alone tells nobody about bags."""
    talk = Talk().say(words)
    assert None not in ends(talk)
    assert not any(source in talk.words for source in ("Source", "Fuente:", "Quelle:"))


@pytest.mark.parametrize(
    ("words", "needs"), [("can we fly to Rome with a checked bag?", ("bag",)), ("to Rome, 2 adults and a child?", ())]
)
def test_a_trip_that_has_one_end_only_is_no_question_either(words: str, needs: tuple[str, ...]) -> None:
    """It begins a booking."""
    talk = Talk().say(words)
    assert talk.node == "ask_origin"
    assert talk.conversation.trip.needs == needs


@pytest.mark.parametrize(
    "words",
    [
        "Can I take bags to New York?",
        "I fly tomorrow. How many bags can I take?",
        "I've booked Paris to Rome. How many bags can I take?",
        "How many bags can I take? I’ve booked Paris to Rome.",
        "I booked a flight from Paris to Rome, how many bags can I take?",
        "J'ai réservé un vol de Paris à Rome. Bags?",
        "He reservado Madrid Roma. Bags?",
        "Ich habe Paris Rom gebucht. Bags?",
    ],
)
def test_who_only_asks_begins_no_booking(words: str) -> None:
    """They may have a ticket already."""
    talk = Talk().say(words)
    assert any(answer in talk.words for answer in (BAGS, "Bagages par", "Equipaje por", "Gepäck je"))
    assert talk.conversation.position is None


@pytest.mark.parametrize(
    "words",
    [
        "I missed my flight from Paris to Rome, can I get a refund?",
        "I flew from Paris to Rome yesterday. Can I get a refund?",
        "Can I get a refund? My flight from Paris to Rome was cancelled.",
        "J'ai raté mon vol de Paris à Rome, puis-je annuler ?",
        "Mon vol de Paris à Rome est annulé. Puis-je être remboursé ?",
        "Perdí mi vuelo de París a Roma. ¿Es reembolsable?",
        "Han cancelado mi vuelo de París a Roma, ¿es reembolsable?",
        "Ich habe meinen Flug von Paris nach Rom verpasst. Kann ich stornieren?",
        "Ich bin von Paris nach Rom geflogen, bekomme ich eine Erstattung?",
    ],
)
def test_who_has_flown_or_missed_a_flight_begins_no_booking(words: str) -> None:
    """They are told what comes back, and no other flight is searched."""
    talk = Talk().say(words)
    assert "Light" in talk.words
    assert talk.conversation.position is None


def test_of_a_trip_that_is_told_in_a_question_nothing_else_is_wished() -> None:
    """Who asks whether bags are included wants to see all fares."""
    trip = Talk().say("Are bags included from Paris to Rome, and what about pets?").conversation.trip
    assert (trip.origin, trip.destination, trip.needs) == ("PAR", "ROM", ())


def test_a_long_message_is_not_parted() -> None:
    """It tells more than an answer and a question: nothing is taken out of it, and its question is answered."""
    filler = " We look forward to it so very much." * 20
    talk = Talk().say("Paris to New York").say(f"Can I take bags? Tomorrow.{filler}")
    assert BAGS in talk.words
    assert (talk.node, talk.conversation.trip.depart) == ("ask_depart", None)


def test_who_lost_a_bag_is_offered_a_person_and_keeps_the_trip() -> None:
    """An allowance would be no help."""
    talk = Talk().say("is my bag lost? Paris to Rome")
    assert "Talk to a person" in [option.title for option in talk.options]
    assert BAGS not in talk.words
    assert talk.node == "ask_depart"


def test_where_no_questions_are_published_the_program_answers() -> None:
    """Without a source, in the same place, and the trip is taken."""
    talk = Talk()
    talk.world = msgspec.structs.replace(
        talk.world, live={name: number for name, number in talk.world.live.items() if name == "book"}
    )
    talk.say("Can I take bags? Paris to New York")
    assert f"{BAGS} – " in talk.words
    assert "Source" not in talk.words
    assert talk.node == "ask_depart"


def test_whoever_is_asked_for_a_consent_first_loses_neither_answer_nor_trip() -> None:
    """The answer is told, and the trip goes on."""
    talk = known().say("hello")
    assert "Do you agree" in talk.words
    talk.say("Can I take bags? Paris to New York")
    assert BAGS in talk.words
    assert (talk.node, ends(talk)) == ("ask_depart", ("PAR", "NYC"))


@pytest.mark.parametrize("words", ["Yes. Can I take bags?", "yes, and can I take bags?"])
def test_no_consent_is_given_beside_a_question(words: str) -> None:
    """Only a whole message that agrees is a proof; it is asked for again."""
    talk = known().say("hello").say(words)
    assert BAGS in talk.words
    assert "Do you agree" in talk.words
    assert talk.of(ChooseConsent) == ()


def test_who_comes_back_with_a_question_and_a_trip_is_greeted_and_not_asked_first() -> None:
    """The consent is asked for when there is time for it."""
    talk = known().say("Can I take bags? Paris to New York")
    assert talk.words.startswith("Welcome back!")
    assert BAGS in talk.words
    assert (talk.node, ends(talk)) == ("ask_depart", ("PAR", "NYC"))


@pytest.mark.parametrize(
    ("begun", "words", "node"),
    [
        ("hi", "Paris, and can I take bags?", "ask_destination"),
        ("hi", "Can I take bags? Paris to New York", "ask_depart"),
        ("hi", "What is the baggage allowance for Nice to Paris?", "ask_depart"),
        ("from Paris", "New York. How many bags can I take?", "ask_depart"),
        ("Paris to New York", "tomorrow, and can I take bags?", "ask_back"),
        ("Paris to New York tomorrow", "one way, can I take bags?", "ask_party"),
        ("Paris to New York tomorrow, one way", "2, and can I take bags?", "offers"),
        ("Paris to New York tomorrow, one way", "to Rome instead, can I take bags?", "ask_party"),
        ("Paris to New York tomorrow", "the 12th, can I take bags?", "ask_party"),
        ("Paris to New York tomorrow", "12, can I take bags?", "ask_party"),
        ("Paris to New York", "4 December and bags?", "ask_back"),
        ("Paris to New York", "4 December, 1 bag?", "ask_back"),
        ("Paris to New York tomorrow, one way", "2 adults and bags?", "offers"),
        ("Paris to New York tomorrow, one way", "2 adults and 1 child. Can I take bags?", "ask_ages"),
        ("Paris to New York tomorrow, one way, 1 adult, 2 children", "4 and 6, can I take bags?", "offers"),
    ],
)
def test_an_answer_about_the_trip_is_taken_beside_a_question(begun: str, words: str, node: str) -> None:
    """Nobody has to say it again."""
    talk = Talk().say(begun).say(words)
    assert BAGS in talk.words
    assert talk.node == node


@pytest.mark.parametrize(
    ("begun", "words"),
    [
        ("hi", "ok, can I take bags?"),
        ("hi", "Nice! Can I take bags?"),
        ("Paris to New York", "one more thing, can I take bags?"),
        ("Paris to New York", "Can I take bags to Rome?"),
        ("Paris to New York tomorrow", "no, can I take bags?"),
        ("Paris to New York tomorrow, one way", "One question: can I take bags?"),
        ("Paris to New York tomorrow, one way", "just one thing, can I take bags?"),
        ("Paris to New York tomorrow, one way", "I'm 34. Can I take bags?"),
        ("Paris to New York on 4 December, one way, 1 adult", "the first one, can I take bags?"),
        ("Paris to New York on 4 December, one way, 1 adult", "the one on Saturday, can I take bags?"),
        ("Paris to New York on 4 December, one way, 1 adult", "Can I take bags on 5 December?"),
    ],
)
def test_what_may_be_meant_otherwise_is_asked_again(begun: str, words: str) -> None:
    """The question is answered, and nothing is guessed."""
    talk = Talk().say(begun)
    before, node = talk.conversation.trip, talk.node
    talk.say(words)
    assert BAGS in talk.words
    assert (talk.conversation.trip, talk.node) == (before, node)


def test_a_city_that_is_not_served_is_told_beside_the_answer() -> None:
    """Both are answers."""
    talk = Talk().say("from Paris").say("Oslo, and can I take bags?")
    assert BAGS in talk.words
    assert "We don't fly to Oslo" in talk.words
    assert talk.node == "ask_destination"


@pytest.mark.parametrize(
    "words",
    [
        "Marie Durand, and can I bring my dog?",
        "Can I bring my dog? Marie Durand",
        "Marie Durand. Can I bring my dog?",
        "Marie Durand can I bring my dog",
        "Marie Durand – puis-je prendre mon chien ?",
        "Ich heiße Marie Durand, darf mein Hund mit?",
        "Marie Durand, ¿puedo llevar a mi perro?",
        "Marie Durand, darf mein Hund mit?",
    ],
)
def test_a_name_is_taken_beside_a_question(words: str) -> None:
    """It is written as one, and stands for itself."""
    talk = asked_for("name").say(words)
    assert (talk.conversation.basket.given, talk.conversation.basket.family) == ("Marie", "Durand")
    assert talk.node == "ask_born"


@pytest.mark.parametrize(
    "words",
    [
        "marie durand, can I bring my dog?",
        "Marie, can I bring my dog?",
        "Can I bring Marie Durand's dog?",
        "Thank You. Can I bring my dog?",
        "Good Morning, can I bring my dog?",
        "New York. Can I bring my dog?",
        "OK Great, can I bring my dog?",
        "No, Marion Durand. Can I bring my dog?",
        "Two Adults. Can I bring my dog?",
    ],
)
def test_no_name_is_guessed_out_of_a_question(words: str) -> None:
    """The question is answered, and the name asked for again."""
    talk = asked_for("name").say(words)
    assert NOBODY_WROTE in talk.words
    assert talk.node == "ask_name"
    assert talk.conversation.basket.given == ""


@pytest.mark.parametrize(
    ("step", "words", "node"),
    [
        ("born", "24 July 1987. Can I take bags?", "ask_email"),
        ("born", "24/07/2020, can I take bags?", "ask_born"),
        ("born", "one question, can I take bags?", "ask_born"),
        ("email", "marie@example.com, and can I take bags?", "review"),
        ("email", "thanks, can I take bags?", "ask_email"),
        ("name", "Can I take bags? On 5 December instead.", "offers"),
        ("name", "on 5 December, can I take bags?", "ask_name"),
    ],
)
def test_whole_days_and_addresses_are_taken_beside_a_question(step: str, words: str, node: str) -> None:
    """And another wish for the trip where it is a sentence of its own."""
    talk = asked_for(step).say(words)
    assert BAGS in talk.words
    assert talk.node == node


@pytest.mark.parametrize("words", ["yes, can I take bags?", "Yes. Can I take bags?"])
def test_a_yes_beside_a_question_holds_no_seats(words: str) -> None:
    """It may hang on the answer."""
    talk = Talk().to_review().say(words)
    assert BAGS in talk.words
    assert talk.node == "review"


def test_a_price_that_is_over_is_told_so_beside_a_question_too() -> None:
    """Nobody is led on to a payment at an old price."""
    talk = asked_for("name")
    talk.now += 16 * 60 * 1000
    talk.say("Marie Durand, can I bring my dog?")
    assert talk.node == "offers"


@pytest.mark.parametrize(
    ("begun", "words", "node"),
    [
        ("", "Can I take bags? Paris to New York", "ask_depart"),
        ("Paris to New York", "tomorrow, and can I take bags?", "ask_back"),
    ],
)
def test_a_trip_beside_a_question_leads_out_of_the_menu(begun: str, words: str, node: str) -> None:
    """Whatever waits behind it takes what it was told."""
    talk = Talk().say(begun) if begun else Talk()
    talk.say("questions").say(words)
    assert BAGS in talk.words
    assert talk.node == node


@pytest.mark.parametrize("begun", ["", "from Paris"])
def test_an_answer_that_asks_something_itself_comes_after_the_trip_was_taken(begun: str) -> None:
    """What staff ask is asked last, and the booking waits behind it."""
    asks = {
        "do": [{"do": "ask", "text": "menu", "options": [{"text": "seats_button", "value": "seats"}]}],
        "wait": {"for": "choice", "exits": {"seats": "seats", "yes": "seats", "no": "left", "no_match": "bags"}
                 | {"timeout": "left", "person": "person"}},
    }  # fmt: skip
    talk = Talk(with_bags(asks))
    talk = talk.say(begun) if begun else talk
    talk.say("Can I take bags? Paris to New York" if not begun else "New York, and can I take bags?")
    assert talk.words.endswith("What would you like to know?")
    assert [place.node for place in talk.conversation.parents] == ["ask_depart"]
    assert ends(talk) == ("PAR", "NYC")


def test_an_answer_that_calls_somebody_keeps_the_trip() -> None:
    """Whoever takes over sees where they want to go."""
    calls = {"do": [{"do": "hand_over", "text": "person_coming"}]}
    talk = Talk(with_bags(calls)).say("Can I take bags? Paris to New York")
    assert talk.conversation.owner == "queue"
    assert ends(talk) == ("PAR", "NYC")


def test_a_name_of_several_cities_is_asked_about_after_the_answer() -> None:
    """The traveller taps which, as without a question."""
    places = gazetteer(frozenset(["CDG", "SJC", "SJO"]))
    talk = Talk(msgspec.structs.replace(builders.world(), places=places)).say("hi").say("Paris")
    talk.say("San Jose, and can I take bags?")
    assert len(talk.messages) == 1
    assert talk.words.index(BAGS) < talk.words.index("San Jose")
    talk.tap_payload(next(option.payload for option in talk.options if option.payload.endswith(":SJO")))
    assert ends(talk) == ("PAR", "SJO")


def test_a_question_at_a_step_of_the_trip_counts_nobody() -> None:
    """Who asks whether they can bring children has not said how many come along."""
    talk = Talk().say("Paris to New York on 4 December, one way").say("can we fly with 2 kids?")
    assert talk.words.startswith("Children from 2 to 11 have a seat of their own")
    assert talk.node == "ask_party"


@pytest.mark.parametrize(
    "words", ["Can I bring my dog? I need a hotel in Paris", "Can I take bags? I need a taxi in Nice"]
)
def test_what_is_not_sold_here_begins_no_booking_beside_a_question(words: str) -> None:
    """A city that is named for something else is no destination."""
    talk = Talk().say(words)
    assert "I can't help with that" in talk.words
    assert talk.conversation.position is None


def test_without_questions_nobody_knows_what_staff_might_have_added() -> None:
    """The trip is taken, and nothing is said to what nobody understands."""
    world = builders.world()
    alone = msgspec.structs.replace(world, live={"book": world.live["book"]})
    talk = Talk(alone).say("Can I take my surfboard? Paris to New York")
    assert (talk.node, ends(talk)) == ("ask_depart", ("PAR", "NYC"))
