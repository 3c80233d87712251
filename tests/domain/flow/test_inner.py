"""Questions beside a trip are told from trips that only look like one, in four languages."""

import pytest

from bot.domain.flow.inner import read_inner
from bot.domain.understanding.clauses import composed

ASKS = [
    ("Can I take bags? Paris to New York next Friday", "bags"),
    ("What is the baggage allowance for Nice to Paris tomorrow?", "bags"),
    ("Paris to New York next Friday, can I take bags?", "bags"),
    ("Paris to Rome on Friday and how many suitcases can I bring", "bags"),
    ("Hi! Is hand luggage included? Nice to London on 4 December", "bags"),
    ("Paris to Rome tomorrow. And bags?", "bags"),
    ("What about bags from Paris to Rome?", "bags"),
    ("How much is a suitcase from Paris to Rome?", "bags"),
    ("I'd like to know if I can take two bags from Paris to Rome", "bags"),
    ("Is it refundable? Paris to Rome on Friday", "refund"),
    ("Are tickets from Paris to Rome refundable?", "refund"),
    ("From Paris to Rome on Friday, can I change my ticket?", "changes"),
    ("Can I fly from Paris to Rome with my dog?", "pets"),
    ("Do I need a visa? Paris to New York, 2 adults", "documents"),
    ("Paris to Rome tomorrow, do you take paypal?", "payment"),
    ("Can I have a window seat from Paris to Rome?", "seats"),
    ("Do children need a seat of their own? Paris to Rome, 2 adults and a child", "children"),
    ("paris to new york friday can i take bags", "bags"),
    ("von paris nach rom morgen darf ich einen koffer mitnehmen", "bags"),
    ("Can I fly to Nice with a baby?", "children"),
    ("On peut voyager avec un bébé jusqu'à Nice ?", "children"),
    ("What's the difference between light and flex? Paris to Rome", "fares"),
    ("Can a child fly alone from Paris to Rome?", "unaccompanied"),
    ("Puis-je prendre une valise ? Paris New York vendredi prochain", "bags"),
    ("Combien de bagages pour Nice Paris demain ?", "bags"),
    ("Paris Rome le 4 décembre, est-ce que les bagages sont inclus ?", "bags"),
    ("Je voudrais savoir si je peux prendre mon chien de Paris à Rome", "pets"),
    ("De Paris à Rome demain. C'est remboursable ?", "refund"),
    ("Et les bagages ? Paris Rome demain", "bags"),
    ("¿Puedo llevar equipaje? De París a Nueva York el viernes", "bags"),
    ("De Madrid a París mañana, ¿está incluida la maleta?", "bags"),
    ("¿Cuántas maletas puedo llevar de Niza a París mañana?", "bags"),
    ("¿Es reembolsable? Madrid a Roma el 4 de diciembre", "refund"),
    ("De Madrid a Roma el viernes, ¿puedo llevar a mi perro?", "pets"),
    ("Wie viel Gepäck darf ich mitnehmen? Von Paris nach New York am Freitag", "bags"),
    ("Wie viele Koffer darf ich von Nizza nach Paris mitnehmen?", "bags"),
    ("Von Paris nach Rom am Freitag, ist Gepäck inklusive?", "bags"),
    ("Was ist mit Gepäck? Von Paris nach Rom morgen", "bags"),
    ("Darf mein Hund mit? Von Madrid nach Paris am Freitag", "pets"),
    ("Von Paris nach Rom morgen. Kann ich stornieren?", "refund"),
    ("Paris to Rome on 4 December and bags?", "bags"),
    ("Paris to Rome on 4 December, 1 bag?", "bags"),
    ("is my bag lost? Paris to Rome", "assistance"),
    ("Ist mein Koffer verloren? Von Paris nach Rom", "assistance"),
    ("Can dogs fly? Paris to Rome", "pets"),
    ("Peut-on prendre des chats de Paris à Rome ?", "pets"),
    ("¿Puedo llevar dos perros? De París a Roma", "pets"),
    ("Dürfen Hunde mit? Von Paris nach Rom", "pets"),
]
"""Messages that ask beside a trip, and what."""

TRIPS = [
    "2 adults with 1 bag from Paris to New York",
    "Paris to New York with a bag?",
    "Are there flights from Paris to Rome tomorrow with a checked bag?",
    "Can I fly from Paris to Rome with one bag?",
    "How much is Paris to Rome with a suitcase?",
    "Can we book Paris to Rome, 2 adults, a child and two bags?",
    "Paris to Rome, 2 adults and a child?",
    "Do you have 2 seats from Paris to Rome tomorrow?",
    "Do you have refundable tickets from Paris to Rome?",
    "Is there a flexible fare from Paris to Rome?",
    "I want to fly alone from Paris to Rome",
    "Can I fly alone from Paris to Rome?",
    "Could you find me a flight for 2 adults and 1 bag from Paris to Rome?",
    "Paris to Rome, May 5, with bags",
    "Paris Rome avec une valise ?",
    "Peut-on partir de Paris à Rome demain, 2 adultes et un enfant ?",
    "Combien coûte Paris Rome avec bagage ?",
    "2 adultes avec 1 valise de Paris à Rome",
    "Y a-t-il des vols Paris Rome avec bagage en soute ?",
    "¿Hay vuelos de Madrid a París con maleta?",
    "2 adultos con 1 maleta de Madrid a París",
    "¿Cuánto cuesta Madrid París con equipaje?",
    "¿Tienen 2 asientos de Madrid a París mañana?",
    "2 Erwachsene mit 1 Koffer von Paris nach Rom",
    "Was kostet Paris Rom mit Gepäck?",
    "Gibt es Flüge von Paris nach Rom mit Koffer?",
    "Können wir von Paris nach Rom fliegen, 2 Erwachsene und ein Kind?",
]
"""Mere trips, many of them with the form of a question."""


def asked(text: str) -> list[tuple[str, bool]]:
    """What a text asks beside a trip, and whether it is sure, whatever else the same words tell."""
    return [(one.topic, one.sure) for one in read_inner(composed(text))[0]]


@pytest.mark.parametrize(("text", "topic"), ASKS)
def test_a_question_beside_a_trip_is_known(text: str, topic: str) -> None:
    """It is sure: no word of the trip turns it into a wish."""
    assert asked(text) == [(topic, True)]


@pytest.mark.parametrize("text", TRIPS)
def test_a_mere_trip_asks_nothing(text: str) -> None:
    """Nobody who wants to fly is told what they did not ask."""
    told = [topic for topic, sure in asked(text) if sure]
    assert told == []


@pytest.mark.parametrize(
    "text",
    ["where are we? Paris to Rome", "Paris to Rome for everyone", "Paris to Rome, a price for both of us", "bags", "2"],
)
def test_what_is_no_question_asks_nothing_at_all(text: str) -> None:
    """Small talk about the step, prices wished for, and words alone."""
    assert asked(text) == []


def test_what_flights_tell_by_themselves_is_asked_only_where_no_trip_is_told() -> None:
    """How long, how much, where to: in the words of a trip that is what the search answers."""
    assert asked("How long is the flight from Paris to Rome?") == [("duration", False)]
    assert asked("How much is it? Paris to Rome") == [("price", False)]


def test_what_is_said_in_passing_asks_as_long_as_nothing_else_is_told() -> None:
    """Words of asking without the form of a question."""
    assert asked("I need a receipt. Paris to Rome") == [("receipt", False)]
    assert asked("I have a question about bags. Paris to Rome") == [("bags", False)]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Is it refundable? And bags? Paris to Rome", ["refund", "bags"]),
        ("What about bags and pets? Paris to Rome", ["bags", "pets"]),
        ("What about bags, seats and my dog?", ["bags", "seats", "pets"]),
        ("C'est remboursable, et les bagages ?", ["refund", "bags"]),
        ("Does my baby need a seat?", ["children"]),
    ],
)
def test_several_questions_are_told_apart(text: str, topics: list[str]) -> None:
    """Each of them, in the order in which they were asked."""
    assert [topic for topic, _ in asked(text)] == topics


def test_that_a_question_comes_is_no_part_of_an_answer() -> None:
    """The words "one more thing" count no travellers."""
    _, announcing = read_inner("One more thing: can I take bags?")
    assert [clause.text for clause in announcing] == ["One more thing"]
