"""Beside a question only what is certain is taken: nobody is counted, named or moved by words in passing."""

import pytest

from bot.domain.conversation.state import Basket
from tests.builders.talk import Talk

TRIP = "Paris to New York on 4 December, one way"
IN = {
    "en": TRIP,
    "fr": "Bonjour, Paris New York le 4 décembre, aller simple",
    "es": "Hola, de París a Nueva York el 4 de diciembre, solo ida",
    "de": "Hallo, von Paris nach New York am 4. Dezember, nur Hinflug",
}
ALONE = {"en": "1 adult", "fr": "1 adulte", "es": "1 adulto", "de": "1 Erwachsener"}
BORN = {"en": "24 July 1987", "fr": "24 juillet 1987", "es": "24 de julio de 1987", "de": "24. Juli 1987"}


ANSWERS = (
    *("Children", "Bags", "enfants", "Bagages", "niños", "Equipaje", "Kinder", "Gepäck", "Light", "depends"),
    *("don't know", "weiß ich nicht"),
)
"""Words of what is answered to the questions here."""


def at(step: str, language: str = "en") -> Talk:
    """A talk in a language that stands at a step."""
    talk = Talk().say(IN[language])
    if step == "party":
        return talk
    talk.say(ALONE[language])
    if step == "offers":
        return talk
    talk.tap_payload(next(option.payload for option in talk.options if option.payload.startswith("offer:")))
    told = {"name": "Marie Durand", "born": BORN[language], "email": "marie@example.com"}
    for missing, words in told.items():
        if missing == step:
            break
        talk.say(words)
    return talk


def people(basket: Basket) -> object:
    """Everything that a basket knows of people."""
    return basket.given, basket.family, basket.passengers, basket.email


@pytest.mark.parametrize(
    ("language", "words", "party"),
    [
        ("en", "2 adults, do children pay less?", (2, 0, 0)),
        ("fr", "2 adultes, les enfants paient moins ?", (2, 0, 0)),
        ("es", "2 adultos, ¿los niños pagan menos?", (2, 0, 0)),
        ("de", "2 Erwachsene, zahlen Kinder weniger?", (2, 0, 0)),
        ("en", "1 adult, is there a child fare?", (1, 0, 0)),
        ("en", "2 adults, can a child sit on my lap?", (2, 0, 0)),
        ("en", "2 adults, how old is a child?", (2, 0, 0)),
        ("de", "2 Erwachsene und 1 Baby, braucht das Baby einen Sitz?", (2, 0, 1)),
        ("en", "2 adults, are infants free?", (2, 0, 0)),
        ("en", "me, and can my son come for free?", None),
        ("en", "2 adults do children pay less?", None),
        ("en", "2 adults, if I add a child later, what does it cost?", None),
        ("en", "2 adults, I will be with my kids later, can they take bags?", None),
        ("en", "My wife has two kids. Can they take bags?", None),
        ("en", "2. Can I take bags?", (2, 0, 0)),
        ("en", "2! Can I take bags?", (2, 0, 0)),
        ("en", "two. is it refundable?", (2, 0, 0)),
        ("fr", "Deux. C'est remboursable ?", (2, 0, 0)),
        ("en", "me and my wife, can I take bags?", (2, 0, 0)),
        ("en", "I'm travelling alone, can I take bags?", (1, 0, 0)),
        ("en", "I want to travel with my 2 kids. Can I take bags?", (1, 2, 0)),
        ("en", "My kids are going. Can they take bags?", None),
        ("fr", "Je suis seul, les bagages sont inclus ?", (1, 0, 0)),
        ("es", "Solo yo, ¿puedo llevar equipaje?", (1, 0, 0)),
        ("en", "2 adults, does my son get a cot?", (2, 0, 0)),
        ("en", "2 adults and a dog?", (2, 0, 0)),
        ("en", "There will be 3 of us, can I take bags?", (3, 0, 0)),
        ("es", "Viajamos 2 adultos. ¿Puedo llevar equipaje?", (2, 0, 0)),
        ("fr", "2 adultes et les bagages ?", (2, 0, 0)),
        ("de", "2 Erwachsene, wie bekommt mein Sohn ein Bett?", (2, 0, 0)),
        ("en", "2 adults, and what if my wife can't come?", (2, 0, 0)),
        ("en", "1 adult. My son comes later, can I add him?", None),
        ("fr", "2 adultes, c'est gratuit pour les enfants ?", None),
        ("fr", "2 adultes et un bébé, il paie combien le bébé ?", None),
        ("de", "Meine Frau und ich, ist Gepäck inklusive?", (2, 0, 0)),
    ],
)
def test_nobody_is_counted_out_of_a_question(language: str, words: str, party: tuple[int, int, int] | None) -> None:
    """The question is answered; the count is taken where it stands for itself, and asked again where it does not."""
    talk = at("party", language).say(words)
    told = talk.conversation.trip.party
    assert (told and (told.adults, told.children, told.infants)) == party
    assert any(word in talk.words for word in ANSWERS)
    assert talk.node == ("ask_party" if party is None else "ask_ages" if party[1] else "offers")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        *[
            ("de", f"{words} Darf ich einen Koffer mitnehmen?")
            for words in (
                "Mein Mann.", "Meine Frau.", "Mein Sohn.", "Gute Frage.", "Einen Moment.", "Eine Sekunde.",
                "Letzte Frage.", "Ganz Kurz.", "Mit Kind.", "Viele Grüße.", "Alles Klar.",
            )
        ],
        *[
            ("fr", f"{words} Puis-je prendre une valise ?")
            for words in ("Bonne Question.", "Un Instant.", "Très Bien.", "Au Fait,", "Mon Mari.")
        ],
        *[
            ("es", f"{words} ¿Puedo llevar equipaje?")
            for words in (
                "Un Momento.", "Por Favor.", "Por Cierto,", "Muy Bien.", "Buena Pregunta.", "Perdone Usted.",
            )
        ],
        *[
            ("en", f"{words} Can I take bags?")
            for words in (
                "Hold On.", "One Moment.", "Saturday Morning.", "Next Week.", "Flex Please.", "My Husband.",
                "I Don't Know.", "Credit Card,", "I Don’t Know.", "Dear Sir,",
            )
        ],
        ("en", "BY THE WAY, CAN I TAKE BAGS?"),
        ("en", "I WANT TO KNOW. CAN I TAKE BAGS?"),
        ("en", "STRANGE THINGS, CAN I TAKE BAGS?"),
    ],
)  # fmt: skip
def test_small_talk_is_no_passenger(language: str, words: str) -> None:
    """Whatever is written with capitals; the name is asked for again."""
    talk = at("name", language).say(words)
    assert (talk.node, people(talk.conversation.basket)) == ("ask_name", ("", "", (), ""))
    assert any(word in talk.words for word in ("Bags", "Bagages", "Equipaje", "Gepäck"))


@pytest.mark.parametrize(
    "words",
    [
        "MARIE DURAND. Can I take bags?",
        "I'm Marie Durand. Can I take bags?",
        "Noël Petit. Puis-je prendre une valise ?",
    ],
)
def test_names_are_still_taken(words: str) -> None:
    """Also those that are words elsewhere."""
    assert at("name").say(words).node == "ask_born"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("email", "I wrote to help@example.com, can I get a refund?"),
        ("email", "not marie@example.com, can I take bags?"),
        ("email", "Is support@threadfare.example your address? Can I take bags?"),
        ("email", "Is it help@example.com? Can I take bags?"),
        ("email", "My husband's is paul@example.com. Can I take bags?"),
        ("born", "My wife was born on 3 May 1990. Can she take bags?"),
        ("born", "on 24 July 1987 and on 5 December, can I take bags?"),
        ("born", "I flew in 12 March 2015. Can I take bags?"),
    ],
)
def test_no_address_and_no_birthday_is_taken_out_of_a_sentence(step: str, words: str) -> None:
    """They may be anybody's."""
    talk = at(step)
    before = people(talk.conversation.basket)
    talk.say(words)
    assert (talk.node, people(talk.conversation.basket)) == (f"ask_{step}", before)
    assert "Light" in talk.words


@pytest.mark.parametrize(
    ("language", "step", "words"),
    [
        ("en", "email", "My email is marie@example.com. Can I take bags?"),
        ("en", "email", "it's marie@example.com, can I take bags?"),
        ("fr", "email", "Mon e-mail est marie@example.com. Puis-je prendre une valise ?"),
        ("es", "email", "Mi correo es marie@example.com, ¿puedo llevar equipaje?"),
        ("de", "email", "Meine E-Mail ist marie@example.com. Darf ich einen Koffer mitnehmen?"),
        ("en", "born", "I was born on 24 July 1987. Can I take bags?"),
        ("en", "born", "24/07/1987, can I take bags?"),
        ("fr", "born", "Née le 24 juillet 1987, puis-je prendre une valise ?"),
        ("es", "born", "Nací el 24 de julio de 1987. ¿Puedo llevar equipaje?"),
        ("de", "born", "Ich bin am 24. Juli 1987 geboren. Darf ich einen Koffer mitnehmen?"),
    ],
)
def test_ones_own_address_and_birthday_are_taken(language: str, step: str, words: str) -> None:
    """With the words that lead to them."""
    assert at(step, language).say(words).node == {"email": "review", "born": "ask_email"}[step]


@pytest.mark.parametrize(
    ("language", "step", "words"),
    [
        ("en", "review", "I live in Rome. Can I take bags?"),
        ("en", "offers", "My friend lives in Rome. Can I take bags?"),
        ("en", "offers", "Can I take bags? I have a connection to Rome on 6 December."),
        ("en", "offers", "I come back on 10 December with another airline. Can I take bags?"),
        ("en", "offers", "My kids are with me. Can they take bags?"),
        ("en", "party", "I live in Rome. Can I take bags?"),
        ("fr", "offers", "J'habite à Rome. Puis-je prendre une valise ?"),
        ("es", "review", "Vivo en Roma. ¿Puedo llevar equipaje?"),
        ("de", "offers", "Mein Freund wohnt in Rom. Darf ich einen Koffer mitnehmen?"),
    ],
)
def test_a_place_or_a_day_in_passing_moves_nobody(language: str, step: str, words: str) -> None:
    """The flights that were found stay, and nothing is searched."""
    talk = at(step, language)
    trip, offer, node = talk.conversation.trip, talk.conversation.basket.offer, talk.node
    talk.say(words)
    assert (talk.conversation.trip, talk.conversation.basket.offer, talk.node) == (trip, offer, node)
    assert any(word in talk.words for word in ("Bags", "Bagages", "Equipaje", "Gepäck"))


@pytest.mark.parametrize(
    ("language", "step", "words"),
    [
        ("en", "offers", "To Rome instead. Can I take bags?"),
        ("en", "review", "I'd rather fly on 6 December. Can I take bags?"),
        ("en", "offers", "Leave on 6 December. Can I take bags?"),
        ("en", "offers", "2 adults. Can I take bags?"),
        ("en", "offers", "Make it 2 adults. Can I take bags?"),
        ("fr", "offers", "Plutôt à Rome. Puis-je prendre une valise ?"),
        ("es", "offers", "Mejor el 6 de diciembre. ¿Puedo llevar equipaje?"),
        ("de", "offers", "Lieber nach Rom. Darf ich einen Koffer mitnehmen?"),
    ],
)
def test_another_wish_is_still_taken(language: str, step: str, words: str) -> None:
    """In a sentence of its own that says nothing else."""
    talk = at(step, language)
    trip = talk.conversation.trip
    assert talk.say(words).conversation.trip != trip
