"""Talk about saved cards: at any step, and back to it."""

import pytest

from bot.domain.conversation.agent_events import AgentTook
from bot.domain.conversation.effects import RemoveMethod
from bot.domain.conversation.events import PaymentDeclined, ProfileChanged
from bot.domain.conversation.profile import SavedMethod
from tests.builders.returning import KNOWN, MASTERCARD, URL, VISA, held, known
from tests.builders.talk import Talk

OLD = SavedMethod("mth_old", "Visa •0001", 10, 2026)
ACCOUNT = SavedMethod("mth_iban", "FR •0189", 0, 0, "bank_account")
ASK_NAME = "Passenger 1 (adult): first name and family name, as in the passport?"


def titles(talk: Talk) -> list[str]:
    """What the last turn gave to tap."""
    return [option.title for option in talk.options]


def test_saved_cards_are_told_with_a_way_to_remove_each() -> None:
    """A traveller sees what is kept of her cards, and that one has expired, and goes on where she was."""
    talk = known(methods=(VISA, MASTERCARD, OLD))
    talk.to_offers().tap("Choose").say("which cards do you have?")
    told = "Saved in this chat: Visa •4242 (12/31), Mastercard •4444 (12/31), Visa •0001 (expired). "
    assert talk.words == told + ASK_NAME
    removing = ["Remove Visa •4242", "Remove •4444", "Remove Visa •0001"]
    assert titles(talk)[-7:] == [
        *removing,
        "Prefer Visa •4242",
        "Prefer •4444",
        "Open my wallet",
        "Talk to a person",
    ]


@pytest.mark.parametrize("words", ["my cards", "remove my card"])
def test_where_nothing_is_saved_it_is_said(words: str) -> None:
    """Nobody looks for a card that is not there."""
    assert known(methods=()).say(words).words == "No card is saved in this chat."


def test_the_only_card_is_removed_after_a_yes() -> None:
    """One wish, one question, one yes; and nothing before the yes."""
    talk = known().say("remove my card")
    assert talk.words.startswith("Shall I remove Visa •4242?")
    assert talk.of(RemoveMethod) == ()
    talk.tap("Yes, remove it")
    assert talk.of(RemoveMethod) == (RemoveMethod("mth_visa"),)
    assert talk.words == "Removing Visa •4242…"


def test_of_several_cards_she_is_asked_which() -> None:
    """No card is removed by mistake for another."""
    talk = known(methods=(VISA, MASTERCARD)).say("forget my card")
    assert talk.of(RemoveMethod) == ()
    talk.tap("Remove •4444").say("yes")
    assert talk.of(RemoveMethod) == (RemoveMethod("mth_mc"),)


def test_a_yes_to_the_card_is_no_yes_to_the_booking() -> None:
    """In the middle of a review "yes" removes the card that was asked about, and holds no seats."""
    talk = known().to_offers().tap("Choose").tap("Marie Durand")
    assert talk.node == "review"
    talk.say("remove my card").say("yes")
    assert talk.of(RemoveMethod)
    assert talk.node == "review"


def test_a_no_keeps_the_card_and_the_place() -> None:
    """Who changes her mind is back where she was."""
    talk = known().to_offers().tap("Choose").say("remove my card").say("no")
    assert talk.words == f"Visa •4242 stays saved. {ASK_NAME}"
    assert talk.of(RemoveMethod) == ()


def test_other_words_end_the_question() -> None:
    """A yes that comes later means what was asked last."""
    talk = known().to_offers().tap("Choose").say("remove my card").tap_payload("pick:0:none")
    talk.tap("Marie Durand").say("yes")
    assert talk.of(RemoveMethod) == ()
    assert talk.node == "check_out"


@pytest.mark.parametrize("words", ["no, from Lyon", "yes, and from Lyon", "yes, 2 adults", "no, on 10 December"])
def test_a_wish_while_a_card_is_asked_about_is_taken_and_removes_nothing(words: str) -> None:
    """Who corrects the trip instead of answering loses neither the correction nor the card."""
    talk = known().to_offers().tap("Choose").say("remove my card").say(words)
    assert talk.of(RemoveMethod) == ()
    assert "Looking for flights" in talk.words
    assert talk.node == "offers"


def test_a_yes_after_other_news_removes_no_card() -> None:
    """The bank's answer came in between: what she says next is about that."""
    talk = known()
    checkout = held(talk)
    talk.say("remove my card")
    talk.happen(PaymentDeclined("c:2", talk.now, checkout, "declined_funds", URL))
    assert talk.say("yes").of(RemoveMethod) == ()


def test_the_removal_is_told_and_the_talk_goes_on() -> None:
    """The traveller hears that it is done, and the question where she was comes again."""
    talk = known().to_offers().tap("Choose").say("remove my card").say("yes")
    profile = KNOWN.__class__(revision=2, people=KNOWN.people, group=2, email=KNOWN.email)
    talk.happen(ProfileChanged("trv_1:2:0", talk.now, profile, "method_removed", "Visa •4242"))
    assert talk.words == f"Visa •4242 is removed: I can't pay with it any more. {ASK_NAME}"
    assert talk.conversation.profile == profile


def test_while_seats_are_held_the_link_comes_again_without_the_card() -> None:
    """Who removes her card while she should pay can still pay."""
    talk = known()
    held(talk)
    talk.say("remove my card").say("yes")
    profile = KNOWN.__class__(revision=2, people=KNOWN.people)
    talk.happen(ProfileChanged("trv_1:2:0", talk.now, profile, "method_removed", "Visa •4242"))
    assert titles(talk) == ["Cancel", "Talk to a person"]
    assert "wait for payment" in talk.words


def test_a_button_of_a_card_that_is_gone_says_so() -> None:
    """An old button removes nothing twice."""
    talk = known(methods=())
    assert talk.tap_payload("card:yes:mth_visa").words == "That payment method isn't saved here any more."
    assert talk.of(RemoveMethod) == ()


@pytest.mark.parametrize("payload", ["card:", "card:pay:mth_visa", "card:yes", "card:ask:"])
def test_a_button_that_we_never_made_removes_nothing(payload: str) -> None:
    """A forged payload leads to a sentence."""
    talk = known().tap_payload(payload)
    assert talk.of(RemoveMethod) == ()
    assert talk.messages


def test_an_older_profile_changes_nothing() -> None:
    """News that come late or twice do not bring a removed card back."""
    talk = known(revision=3, methods=())
    talk.happen(ProfileChanged("trv_1:2:0", talk.now, KNOWN))
    assert talk.conversation.profile.methods == ()
    assert talk.messages == ()


def test_news_of_a_card_are_told_while_a_person_has_the_thread() -> None:
    """The traveller is told what happens to her card, and the bot does not talk into the agent's work."""
    talk = known().to_offers().happen(AgentTook("a1", 0, "agt_1", "Ida"))
    talk.happen(ProfileChanged("trv_1:2:0", talk.now, KNOWN.__class__(revision=2), "method_removed", "Visa •4242"))
    assert talk.words == "Visa •4242 is removed: I can't pay with it any more."


def test_a_talk_that_came_to_its_end_is_not_begun_by_a_card() -> None:
    """Between two bookings cards are talked about without a greeting."""
    talk = known().say("my cards")
    assert talk.words == "Saved in this chat: Visa •4242 (12/31)."
    assert titles(talk) == ["Remove Visa •4242", "Not here: Visa •4242", "Open my wallet", "Talk to a person"]


def test_the_answer_comes_even_to_a_question_that_timed_out() -> None:
    """A button from yesterday evening removes a card this morning."""
    talk = known().to_offers()
    talk.now += 26 * 3600 * 1000
    assert talk.tap_payload("card:yes:mth_visa").of(RemoveMethod) == (RemoveMethod("mth_visa"),)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("remove my bank account", "Shall I remove FR •0189?"),
        ("supprime mon compte bancaire", "Shall I remove FR •0189?"),
        ("remove my card", "Shall I remove Visa •4242?"),
        ("remove my Visa", "Shall I remove Visa •4242?"),
    ],
)
def test_a_card_and_an_account_are_told_apart(words: str, asked: str) -> None:
    """Who says which of the two is meant is asked about that one."""
    talk = known(methods=(VISA, ACCOUNT)).say(words)
    assert talk.words.startswith(asked)


@pytest.mark.parametrize(("words", "kept"), [("remove my bank account", VISA), ("remove my card", ACCOUNT)])
def test_what_is_not_saved_is_not_mixed_up_with_what_is(words: str, kept: SavedMethod) -> None:
    """Words about an account never lead to the removal of a card, nor the other way round."""
    talk = known(methods=(kept,)).say(words)
    assert talk.words.startswith("I know no saved card or account of that name.")
    assert talk.say("yes").of(RemoveMethod) == ()
