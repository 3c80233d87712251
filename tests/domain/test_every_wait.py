"""Every wait of the sample flow, with whatever travellers write there: it is answered, and nothing is lost."""

from collections.abc import Iterable, Sequence
from datetime import date

import pytest

from bot.domain.booking.passengers import Party
from bot.domain.conversation.effects import CallAgent
from bot.domain.conversation.state import Trip
from bot.domain.ids import digest
from tests.builders import world as builders
from tests.builders.talk import Talk
from tests.builders.ways import LANGUAGES, LEADS_ON, WAITS, WORDS, talk_at

QUESTIONS = {
    "en": (
        "and bags?", "can I cancel?", "is it refundable?", "how long is the flight?", "which terminal?",
        "do I need a passport?", "how can I pay?", "is it safe?", "are you a robot?", "can I take my dog?",
        "who operates the flight?", "is it direct?", "where do you fly?", "can I change it later?",
        "what is the meaning of all this?", "how much is it?", "can I choose a seat?",
    ),
    "fr": (
        "et les bagages ?", "puis-je annuler ?", "c'est remboursable ?", "combien de temps dure le vol ?",
        "quel terminal ?", "faut-il un passeport ?", "comment payer ?", "c'est sécurisé ?",
        "êtes-vous un robot ?", "je peux prendre mon chien ?", "quelle compagnie opère le vol ?", "c'est direct ?",
        "où volez-vous ?", "puis-je changer mon billet ?", "à quoi sert tout cela ?", "c'est combien ?",
        "peut-on choisir son siège ?",
    ),
}  # fmt: skip
SMALL_TALK = {"en": ("hello", "thanks", "bye"), "fr": ("bonjour", "merci", "au revoir")}
NONSENSE = (
    "qwrtz plmk", "blub di blub", "zut alors flûte", "caramba ñandú", "Kauderwelsch Quatsch",
    "أريد شيئا", "שלום עולם", "🙈🙉🙊", "👩‍👩‍👧‍👦", "%%%", "…", "x" * 300, "lorem ipsum " * 400, "\u202eolleh",
)  # fmt: skip
OPEN = ("search", "check_out")
"""Waits for the outside: words there are answered by what is waited for."""


def parts(trip: Trip) -> tuple[object, ...]:
    """What the traveller said of the trip."""
    return trip.origin, trip.destination, trip.depart, trip.back, trip.one_way, trip.party


def told(talk: Talk) -> str:
    """What the last turn said, after the checks that hold of any."""
    assert talk.words.strip()
    assert "{{" not in talk.words
    assert "None" not in talk.words
    assert "_" not in talk.words.replace("_x", "")
    return talk.words


def leads_on(talk: Talk, node: str, language: str) -> None:
    """The wait can still be finished."""
    if node not in OPEN:
        at = "offers" if node == "offers_help" else node
        talk.say(WORDS[language][LEADS_ON[node]])
        assert talk.node not in {node, at}, (talk.node, talk.words)


def never_thrice(said: Sequence[str]) -> None:
    """Nothing was said three times in a row."""
    assert not any(a == b == c for a, b, c in zip(said, said[1:], said[2:], strict=False)), said


def until_a_person_is_called(talk: Talk, texts: Iterable[str]) -> list[str]:
    """What was said to each text, as long as the bot answers."""
    said = []
    for text in texts:
        if talk.conversation.owner != "bot":
            break
        said.append(told(talk.say(text)))
    return said


def with_the_bot(talk: Talk) -> Talk:
    """The talk after the traveller went back to the bot, if a person was called."""
    return talk if talk.conversation.owner == "bot" else talk.tap_payload("go:bot")


def test_the_table_knows_every_wait() -> None:
    """Whoever adds a wait to the flow adds a way to it here, and it is tried like the others."""
    nodes = builders.book().nodes
    assert set(WAITS) == {name for name, node in nodes.items() if node.wait}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("node", WAITS)
def test_a_question_is_answered_and_the_talk_stands_where_it_stood(node: str, language: str) -> None:
    """Whatever is asked in the middle, the answer is followed by the step's own question, with its buttons."""
    for question in QUESTIONS[language]:
        talk = talk_at(node, language)
        before, options = talk.conversation, {option.title for option in talk.options}
        words = told(talk.say(question))
        assert talk.node == node or {talk.node, node} == {"offers", "offers_help"}, (question, words)
        assert parts(talk.conversation.trip) == parts(before.trip), question
        assert talk.conversation.basket == before.basket, question
        if node not in OPEN:
            assert options <= {option.title for option in talk.options}, (question, options, talk.options)
            assert len(words) > 30
        leads_on(talk, node, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("node", WAITS)
def test_small_talk_loses_nothing(node: str, language: str) -> None:
    """Thanks and greetings are answered, and the step is still there."""
    for text in SMALL_TALK[language]:
        talk = talk_at(node, language)
        before = talk.conversation
        told(talk.say(text))
        assert talk.node == node or {talk.node, node} == {"offers", "offers_help"}
        assert parts(talk.conversation.trip) == parts(before.trip)
        leads_on(talk, node, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("node", WAITS)
def test_nonsense_twice_calls_a_person_and_loses_nothing(node: str, language: str) -> None:
    """Nonsense, other scripts, pictures and endless texts: asked in other words, then a person; nothing is lost."""
    for text in NONSENSE:
        talk = talk_at(node, language)
        before = talk.conversation
        said = until_a_person_is_called(talk, (text,) * 5)
        never_thrice(said)
        if node != "ask_name":  # what a name is made of is told as often as needed: it was a name, and no riddle
            assert (talk.conversation.owner == "bot") == (node in OPEN), (text, said)
        assert parts(talk.conversation.trip) == parts(before.trip), text
        assert talk.conversation.basket.passengers == before.basket.passengers
        leads_on(with_the_bot(talk), node, language)


@pytest.mark.parametrize("node", WAITS)
def test_different_nonsense_is_answered_in_different_words_too(node: str) -> None:
    """Who never hits it hears an example, then something else, and never one and the same menu."""
    talk = talk_at(node, "en")
    never_thrice([digest(words) for words in until_a_person_is_called(talk, NONSENSE)])
    leads_on(with_the_bot(talk), node, "en")


@pytest.mark.parametrize("node", [node for node in WAITS if node not in (*OPEN, "ask_name")])
def test_the_second_answer_that_is_not_understood_calls_a_person(node: str) -> None:
    """Nobody is asked a third time: the agent reads that the bot did not understand, and the talk waits at its step."""
    talk = talk_at(node, "en")
    before = talk.conversation.position
    said = until_a_person_is_called(talk, ("%%%",) * 3)
    assert len(said) == (1 if node == "offers_help" else 2)
    assert "I still don't understand" in said[-1]
    assert talk.of(CallAgent) == (CallAgent("lost"),)
    assert talk.conversation.summary is not None
    assert talk.conversation.summary.failed[-1] == "not_understood"
    assert before is not None
    assert {talk.node, before.node} in ({before.node}, {"offers", "offers_help"})


@pytest.mark.parametrize("node", WAITS)
def test_a_traveller_who_changes_language_is_answered_in_the_new_one(node: str) -> None:
    """From then on the talk is in the other language, at the same step."""
    talk = talk_at(node, "en")
    before = talk.conversation
    told(talk.say("en français s'il vous plaît"))
    assert talk.conversation.language == "fr"
    assert parts(talk.conversation.trip) == parts(before.trip)
    leads_on(talk, node, "fr")


CORRECTIONS = {
    "en": {
        "sorry, from Lyon": ("origin", "LYS"),
        "no, to Madrid": ("destination", "MAD"),
        "not New York, Madrid": ("destination", "MAD"),
        "no, leave on the 14th": ("depart", date(2026, 12, 14)),
        "actually 3 people": ("party", Party(3)),
        "business instead": ("cabin", "business"),
        "direct only": ("most_stops", 0),
        "under 300 euros": ("budget", 300),
        "with a bag please": ("needs", ("bag",)),
        "in the evening": ("times", (18 * 60, 24 * 60)),
    },
    "fr": {
        "pardon, de Lyon": ("origin", "LYS"),
        "non, à Madrid": ("destination", "MAD"),
        "pas New York, Madrid": ("destination", "MAD"),
        "non, départ le 14": ("depart", date(2026, 12, 14)),
        "en fait nous sommes 3": ("party", Party(3)),
        "plutôt en affaires": ("cabin", "business"),
        "seulement direct": ("most_stops", 0),
        "moins de 300 euros": ("budget", 300),
        "avec une valise": ("needs", ("bag",)),
        "plutôt le soir": ("times", (18 * 60, 24 * 60)),
    },
}
KNOWN = {"origin": 1, "destination": 2, "depart": 3, "back": 4, "party": 5}
"""Field -> how many steps of the way must be behind for it to be known."""


def heard_of(talk: Talk) -> Trip:
    """The trip as the talk has it, or as it will be when seats that are held are given up for it."""
    return talk.conversation.basket.wish or talk.conversation.trip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("node", WAITS)
def test_a_correction_is_taken_at_every_wait(node: str, language: str) -> None:
    """At any step any part of the trip can be put right; nothing else is lost, and what changed is told."""
    for text, (field, value) in CORRECTIONS[language].items():
        talk = talk_at(node, language)
        before = talk.conversation.trip
        if getattr(before, field) in ("", None) and field in KNOWN:
            continue
        words = told(talk.say(text))
        after = heard_of(talk)
        assert getattr(after, field) == value, (text, words)
        for kept in {*KNOWN, "one_way", "cabin"} - {field}:
            assert getattr(after, kept) == getattr(before, kept), (text, kept, words)
        if node != "search":
            assert talk.conversation.basket.email == ("marie@example.com" if node in LATE else "")
        if node == "check_out" and talk.conversation.basket.wish:
            assert {"Yes, change", "Oui, changer"} & {option.title for option in talk.options}


LATE = {"review", "what_change", "check_out", "price_changed", "pay_again", "cancelled"}
"""Waits at which everything was said."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("node", ["ask_email", "review", "price_changed"])
def test_a_name_and_a_day_of_birth_are_put_right_later_too(node: str, language: str) -> None:
    """Also what was answered before the last answer: the traveller says it, and it is so."""
    no = WORDS[language]["no"]
    talk = talk_at(node, language).say(f"{no}, Marion Durand")
    assert [person.given for person in talk.conversation.basket.passengers] == ["Marion"], talk.words
    assert talk.node == node
    talk.say({"en": "no, born 25 July 1987", "fr": "non, née le 25 juillet 1987"}[language])
    assert [person.born for person in talk.conversation.basket.passengers] == [date(1987, 7, 25)], talk.words
    assert talk.node == node
    assert talk.conversation.basket.passengers[0].given == "Marion"


@pytest.mark.parametrize("node", sorted(set(WAITS) - {"search", "check_out"}))
def test_an_address_is_put_right_anywhere(node: str) -> None:
    """An e-mail address is kept whenever it is said."""
    talk = talk_at(node, "en").say("no, marion@example.org")
    assert talk.conversation.basket.email == "marion@example.org"
    told(talk)


@pytest.mark.parametrize("words", ["9" * 4301, f"12/12/{'1' * 5000}", f"{'1' * 5000} days"])
@pytest.mark.parametrize("node", WAITS)
def test_a_number_without_an_end_is_answered(node: str, words: str) -> None:
    """Nobody loses the talk by a key that was held down."""
    talk = talk_at(node, "en").say(words)
    assert talk.last
    assert talk.conversation.position is not None or talk.conversation.owner != "bot"
