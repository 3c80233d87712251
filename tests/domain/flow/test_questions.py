"""Questions are told from answers and wishes, by their words and by their form, in four languages."""

import pytest

from bot.domain.flow.questions import is_question, read_question
from bot.domain.understanding.dates.tokens import fold, tokenize


def asked(text: str) -> str:
    """What a text asks."""
    return read_question(tokenize(fold(text)))


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("and bags?", "bags"),
        ("Et les bagages ?", "bags"),
        ("can I cancel", "refund"),
        ("puis-je annuler ?", "refund"),
        ("is it refundable?", "refund"),
        ("how long is the flight?", "duration"),
        ("which terminal?", "terminal"),
        ("do I need a passport?", "documents"),
        ("faut-il un visa ?", "documents"),
        ("how can I pay?", "payment"),
        ("do you take paypal", "payment"),
        ("is it safe?", "safe"),
        ("are you a robot?", "robot"),
        ("can I bring my dog?", "pets"),
        ("does my baby need a seat?", "children"),
        ("where are we?", "step"),
        ("et maintenant ?", "step"),
        ("what is love to you?", "unknown"),
        ("¿y el equipaje?", "bags"),
        ("¿puedo cancelar?", "refund"),
        ("¿es reembolsable?", "refund"),
        ("¿puedo cambiar mi billete?", "changes"),
        ("¿cuánto dura el vuelo?", "duration"),
        ("¿qué terminal?", "terminal"),
        ("¿necesito pasaporte?", "documents"),
        ("¿cómo puedo pagar?", "payment"),
        ("¿es seguro?", "safe"),
        ("¿es usted un robot?", "robot"),
        ("¿puedo llevar a mi perro?", "pets"),
        ("¿adónde vuelan?", "destinations"),
        ("¿a qué hora llega?", "times"),
        ("¿cuánto cuesta?", "price"),
        ("¿está incluida la maleta?", "bags"),
        ("¿y ahora qué?", "step"),
        ("¿qué es el amor para ti?", "unknown"),
        ("und das Gepäck?", "bags"),
        ("Kann ich stornieren?", "refund"),
        ("ist das erstattbar?", "refund"),
        ("kann ich umbuchen?", "changes"),
        ("wie lange dauert der Flug?", "duration"),
        ("welches Terminal?", "terminal"),
        ("Brauche ich einen Reisepass?", "documents"),
        ("wie kann ich bezahlen?", "payment"),
        ("ist das sicher?", "safe"),
        ("Sind Sie ein Roboter?", "robot"),
        ("darf mein Hund mit?", "pets"),
        ("wohin fliegen Sie?", "destinations"),
        ("wann kommen wir an?", "times"),
        ("was kostet das?", "price"),
        ("und jetzt?", "step"),
        ("was bedeutet dir die Liebe?", "unknown"),
    ],
)
def test_a_question_is_known_by_its_subject(text: str, subject: str) -> None:
    """What is asked is answered, whatever the words around it."""
    assert asked(text) == subject


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "?",
            "Nice?",
            "Paris",
            "2 adults and a child",
            "cancel",
            "with a bag",
            "yes",
            "4 December",
            "later",
            "👍",
        ),
        *("2 adultos y un niño", "cancelar", "con maleta", "sí", "4 de diciembre", "más tarde", "quiero ir a Roma"),
        *("2 Erwachsene und ein Kind", "stornieren", "mit Gepäck", "ja", "4. Dezember", "später", "ich will nach Rom"),
    ],
)
def test_answers_and_wishes_are_no_questions(text: str) -> None:
    """Nobody's answer is taken for a question."""
    assert asked(text) == ""


def test_a_sign_alone_has_no_form() -> None:
    """A question mark alone is a cry for help, read elsewhere."""
    assert not is_question(tokenize("?"))
