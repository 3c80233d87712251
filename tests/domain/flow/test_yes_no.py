"""A yes beside a question, or with a condition, does nothing: the question is answered, and the yes asked for again."""

import pytest

from bot.domain.conversation.account_effects import ChooseConsent, EraseTraveller
from bot.domain.conversation.aftersale_effects import CancelBooking
from bot.domain.conversation.effects import (
    BeginCheckout,
    CallAgent,
    CancelCheckout,
    RedeemLinkCode,
    RemoveMethod,
    UnlinkChat,
)
from bot.domain.conversation.events import SeatsHeld
from bot.domain.money import Money
from tests.builders.returning import VISA, known
from tests.builders.talk import Talk
from tests.builders.ways import talk_at
from tests.domain.flow.test_giving_back import asked, quoted
from tests.domain.flow.test_linked_chats import linked

BAGS = "Bags for each passenger and direction"
CODE = "BCDF-GH23"
DEEDS = (BeginCheckout, CancelBooking, CancelCheckout, EraseTraveller, RedeemLinkCode, RemoveMethod, UnlinkChat)

HEDGED = (
    "yes?",
    "ok?",
    "yes yes yes ????",
    "Yes, one question",
    "yes or no",
    "yes, no",
    "yes, but can I get the money in cash?",
    "yes, when do I get the money?",
    "yes when do I get the money",
    "Yes! Can I take bags?",
    "ok how many bags",
    "ok how much luggage",
    "yes, as long as I get everything back",
    "yes, as long as it is refundable",
    "yes, so long as I can cancel",
    "yes, but only if bags are included",
    "yes, after you tell me about bags",
    "yes, i'd like to know if i can take bags",
    "ok. tell me about refunds",
    "yes, what happens to my booking?",
    "yes, but is my refund safe?",
    "yes, is it safe?",
    "Yes. Is my booking refundable?",
    "yes is my booking refundable",
    "oui, quand est-ce que je suis remboursé ?",
    "oui combien de bagages",
    "ok combien de bagages",
    "oui, et ma réservation ?",
    "oui, à condition que les bagages soient inclus",
    "oui si c'est remboursable",
    "ok et les bagages",
    "sí, ¿cuándo recibo el dinero?",
    "sí, si me devuelven todo",
    "si me devuelven todo",
    "sí, ¿y mi reserva?",
    "sí, pero quiero saber si el equipaje está incluido",
    "sí, siempre que sea reembolsable",
    "vale y el equipaje",
    "ja, wann bekomme ich das Geld?",
    "ja, wenn ich alles zurückbekomme",
    "ja, ist meine Buchung sicher?",
    "Ja, wenn es erstattbar ist",
    "Ja, falls es erstattbar ist",
    "Ja, sofern es erstattbar ist",
    "Ja, aber ich möchte wissen, ob Gepäck dabei ist",
    "ja und das Gepäck",
)
PLAIN = (
    "yes",
    "Yes please",
    "yes, thanks",
    "yes that's right, thank you!",
    "Yes, do it",
    "yes, hold them",
    "yes, hold the seats please",
    "oui",
    "oui, c'est bon",
    "oui, merci",
    "sí",
    "sí, por favor",
    "si si",
    "vale, gracias",
    "ja",
    "ja, bitte",
    "Ja, das ist richtig",
    "👍",
)


def deeds(talk: Talk) -> list[str]:
    """What the last turn wants to be done."""
    return [type(effect).__name__ for effect in talk.last if isinstance(effect, DEEDS)]


def slot(talk: Talk, name: str) -> str:
    """What a slot of the talk holds."""
    return talk.conversation.slots.get(name, "")


def payloads(talk: Talk) -> list[str]:
    """What the last turn gave to tap."""
    return [option.payload for option in talk.options]


@pytest.mark.parametrize("words", HEDGED)
def test_a_hedged_yes_cancels_no_booking(words: str) -> None:
    """The quote is asked about again, and a yes that follows is a yes to it."""
    talk = asked()
    terms = slot(talk, "quoted")
    talk.say(words)
    assert deeds(talk) == []
    assert slot(talk, "quoted") == terms
    assert f"back:yes:{terms}" in payloads(talk)
    assert deeds(talk.say("yes")) == ["CancelBooking"]


@pytest.mark.parametrize("words", HEDGED)
def test_a_hedged_yes_forgets_nobody(words: str) -> None:
    """What goes and what stays is said again, with the buttons."""
    talk = known().say("forget me").say(words)
    assert deeds(talk) == []
    assert slot(talk, "removing") == "data:erase"
    assert "data:erase:yes" in payloads(talk)
    assert deeds(talk.say("yes")) == ["EraseTraveller"]


@pytest.mark.parametrize("words", HEDGED)
def test_a_hedged_yes_removes_no_card(words: str) -> None:
    """The card stays, and is asked about again, in the middle of a booking, too."""
    talk = known().to_offers().tap("Choose").tap("Marie Durand").say("remove my card").say(words)
    assert deeds(talk) == []
    assert slot(talk, "removing") == VISA.id
    assert f"card:yes:{VISA.id}" in payloads(talk)
    assert deeds(talk.say("yes")) == ["RemoveMethod"]


@pytest.mark.parametrize("words", ["yes?", "yes, if it is safe", "ok how many bags", "oui, et mes cartes ?"])
def test_a_hedged_yes_unlinks_and_links_no_chat(words: str) -> None:
    """Neither is done by halves."""
    talk = linked().say("my chats").tap("Unlink WhatsApp").say(words)
    assert deeds(talk) == []
    assert deeds(talk.say("yes")) == ["UnlinkChat"]
    talk = known().say(CODE)
    assert slot(talk, "removing").startswith("link:")
    assert deeds(talk.say(words)) == []
    assert deeds(talk.say("yes")) == ["RedeemLinkCode"]


@pytest.mark.parametrize("words", ["no, how do I get the refund?", "no how many bags", "no?"])
def test_a_no_beside_a_question_leaves_the_question_open(words: str) -> None:
    """It is answered, and the quote still stands."""
    talk = asked().say(words)
    assert "Your booking stays as it is." not in talk.words
    assert slot(talk, "quoted")


@pytest.mark.parametrize("words", ["yes, but I want to talk to a person", "ok, talk to a person", "oui, un conseiller"])
def test_a_yes_before_a_wish_for_a_person_brings_the_person(words: str) -> None:
    """And cancels nothing."""
    talk = asked().say(words)
    assert deeds(talk) == []
    assert talk.of(CallAgent)


def test_a_yes_in_the_words_of_the_wish_is_one() -> None:
    """What was asked for may be said once more."""
    assert deeds(asked().say("yes, cancel my booking")) == ["CancelBooking"]
    assert deeds(known().say("forget me").say("yes, forget me")) == ["EraseTraveller"]
    assert deeds(known().say("remove my card").say("yes, remove my card")) == ["RemoveMethod"]
    assert deeds(known().say("remove my card").say("yes, show my payments")) == []


def test_what_is_asked_beside_a_yes_is_answered_in_the_message_that_asks_again() -> None:
    """One message, the answer first; a condition is told that only a plain yes counts."""
    talk = asked().say("ok how many bags")
    assert len(talk.messages) == 1
    assert talk.words.startswith(BAGS)
    assert talk.words.endswith("Shall I cancel the booking, as I counted it above?")
    assert asked().say("yes, if you are quick").words.startswith("I act on a plain yes or no only.")
    assert "I don't know that, and won't guess" in asked().say("yes, but can I get the money in cash?").words


@pytest.mark.parametrize(
    ("begun", "words", "told"),
    [
        ("annuler ma réservation", "oui, si c'est rapide", "Je n'agis que sur un oui ou un non tout court."),
        ("cancelar mi reserva", "sí, siempre que sea rápido", "Solo actúo con un sí o un no a secas."),
        ("Buchung stornieren", "ja, wenn es schnell geht", "Ich handle nur auf ein klares Ja oder Nein."),
    ],
)
def test_it_is_said_in_every_language(begun: str, words: str, told: str) -> None:
    """With the question in the same language."""
    talk = known().say(begun)
    talk.happen(quoted(talk)).say(words)
    assert talk.words.startswith(told)
    assert deeds(talk) == []


@pytest.mark.parametrize("words", PLAIN)
def test_a_plain_yes_is_done(words: str) -> None:
    """Politeness takes nothing from it."""
    assert deeds(asked().say(words)) == ["CancelBooking"]
    assert deeds(known().say("forget me").say(words)) == ["EraseTraveller"]
    assert deeds(known().say("remove my card").say(words)) == ["RemoveMethod"]
    assert deeds(Talk().to_review().say(words)) == ["BeginCheckout"]


@pytest.mark.parametrize("words", [*HEDGED, "book it?", "yes, hold them?"])
def test_a_hedged_yes_holds_no_seats(words: str) -> None:
    """The review waits for a plain one."""
    talk = Talk().to_review().say(words)
    assert deeds(talk) == []
    assert talk.last


@pytest.mark.parametrize(
    "words",
    [
        "yes, i'd like to know if i can take bags",
        "ok how many bags",
        "ok how much luggage",
        "ok combien de bagages",
        "no how many bags",
        "yes, but only if bags are included",
        "vale y el equipaje",
        "ja und das Gepäck",
    ],
)
def test_a_question_in_a_message_without_its_form_is_answered_at_the_review(words: str) -> None:
    """Neither its yes nor its no is taken, and the review comes again."""
    talk = Talk().to_review().say(words)
    assert {"0", "1", "2"} <= set(talk.words)
    assert "Light" in talk.words
    assert talk.node == "review"
    assert deeds(talk) == []


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ("ask_back", "no how many bags"),
        ("ask_depart", "tomorrow i'd like to know if i can take bags"),
        ("offers", "the second, i wonder if i can take my bag"),
        ("ask_email", "marie@example.com I wonder if my bag can fly"),
        ("check_out", "ok how many bags"),
    ],
)
def test_what_stands_beside_such_a_question_is_not_taken_for_the_answer(node: str, words: str) -> None:
    """It is told what was asked, and the step stays."""
    talk = talk_at(node, "en")
    trip, email = talk.conversation.trip, talk.conversation.basket.email
    talk.say(words)
    assert BAGS in talk.words
    assert talk.node == node
    assert (talk.conversation.trip, talk.conversation.basket.email) == (trip, email)


@pytest.mark.parametrize("words", ["no how many bags", "later. Can I take bags?", "no. How many bags?"])
def test_a_no_or_later_beside_a_question_is_no_answer_to_a_consent(words: str) -> None:
    """The question is answered, and the consent is asked for again."""
    talk = known().say("hello").say(words)
    assert talk.of(ChooseConsent) == ()
    assert BAGS in talk.words
    assert "Do you agree" in talk.words


def test_a_doubted_no_refuses_no_consent() -> None:
    """A no with a question mark is kept as nothing."""
    assert known().say("hello").say("no?").of(ChooseConsent) == ()


def wishing() -> Talk:
    """A talk that is asked whether held seats are given back for another trip."""
    talk = talk_at("check_out", "en").say("to Rome instead")
    assert "I must give them back. Shall I?" in talk.words
    return talk


@pytest.mark.parametrize("words", ["Is it refundable?", "thanks", "ok how many bags", "yes?", "help", "qwrtz"])
def test_whether_seats_are_given_back_is_asked_again_after_other_words(words: str) -> None:
    """What a yes does stands in the last message, and only then is it done."""
    talk = wishing().say(words)
    assert deeds(talk) == []
    assert "I must give them back. Shall I?" in talk.words
    assert "One tap pays" not in talk.words
    assert deeds(talk.say("yes")) == ["CancelCheckout"]


@pytest.mark.parametrize("words", ["yes", "sure", "yes, please"])
def test_seats_are_given_back_for_a_plain_yes(words: str) -> None:
    """The other trip is looked for."""
    assert deeds(wishing().say(words)) == ["CancelCheckout"]


def test_a_no_keeps_the_seats_and_ends_the_question() -> None:
    """A yes after it is about nothing that was asked."""
    talk = wishing().say("no")
    assert deeds(talk.say("yes")) == []


def test_a_yes_after_news_gives_no_seats_back() -> None:
    """It may be about the link to pay: the older question is put again, and its button still works."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.say("to Rome instead")
    talk.happen(SeatsHeld("h", 0, checkout, "http://localhost/pay/x", Money(61240, "EUR"), talk.now // 1000 + 900))
    assert deeds(talk.say("yes")) == []
    assert "I must give them back. Shall I?" in talk.words
    assert deeds(talk.say("yes")) == ["CancelCheckout"]
