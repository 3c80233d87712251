"""In the thread a traveller learns what is kept, turns each purpose on and off, and is forgotten after a yes."""

import pytest

from bot.domain.conversation.account_effects import ChooseConsent, EraseTraveller, TellKnown
from bot.domain.conversation.account_events import ConsentChosen, ErasureRefused, KnownTold, TravellerErased
from bot.domain.privacy import MAIL, PEOPLE, PURPOSES, SAVED_METHODS, Kept, Known
from tests.builders.returning import known
from tests.builders.talk import Talk

KEPT = Known((Kept("talk", 12), Kept("people", 2), Kept("methods", 1), Kept("devices", 0)))


def told(talk: Talk, kept: Known = KEPT) -> Talk:
    """The talk after what is kept was counted."""
    return talk.happen(KnownTold(f"{talk.last_event}#0", talk.now, kept))


def test_what_is_kept_is_told_as_numbers() -> None:
    """Never the things themselves: somebody may look over the shoulder."""
    talk = Talk().say("what do you know about me?")
    assert TellKnown() in talk.last
    text = told(talk).words
    assert "what was said here (12 messages)" in text
    assert "people who flew with you (2)" in text
    assert "browsers" not in text
    assert {"My consents", "Take my data along", "Forget me"} <= {option.title for option in talk.options}


def test_who_is_unknown_is_told_so() -> None:
    """Nothing is kept but the chat itself."""
    assert "I know nothing about you" in told(Talk().say("privacy"), Known(())).words


def test_data_are_taken_along_on_the_page() -> None:
    """A chat holds no file."""
    talk = Talk().say("export my data")
    assert "downloaded" in talk.words
    assert "go:wallet" in [option.payload for option in talk.options]


def test_each_purpose_is_told_and_can_be_turned() -> None:
    """What is allowed can be taken back, what is not can be allowed again where a word is enough."""
    talk = Talk().say("my consents")
    assert TellKnown() in talk.last
    told(talk, Known((Kept("methods", 1),), allowed=(SAVED_METHODS, MAIL)))
    assert "Remembering people for the next booking: no." in talk.words
    payloads = {option.payload for option in talk.options}
    assert {f"data:off:{SAVED_METHODS}", f"data:on:{PEOPLE}", f"data:off:{MAIL}"} <= payloads
    talk.tap_payload(f"data:on:{PEOPLE}")
    assert ChooseConsent(PEOPLE, given=True, language="en") in talk.last
    talk.tap_payload(f"data:off:{MAIL}")
    assert ChooseConsent(MAIL, given=False, language="en") in talk.last


def test_saved_methods_are_not_removed_without_a_yes() -> None:
    """Taking that consent back costs every card, so it is asked first; no keeps all."""
    wanted = ChooseConsent(SAVED_METHODS, given=False, language="en")
    talk = told(Talk().say("my consents")).tap_payload(f"data:off:{SAVED_METHODS}")
    assert wanted not in talk.last
    assert "removes every saved payment method" in talk.words
    assert wanted in talk.say("yes").last
    talk = told(Talk().say("my consents")).tap_payload(f"data:off:{SAVED_METHODS}").say("no")
    assert "stays as it was" in talk.words


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("given", [True, False])
def test_what_was_chosen_is_said(purpose: str, given: bool) -> None:  # noqa: FBT001  a row of cases
    """In words of its own for each purpose."""
    talk = Talk().say("hello").happen(ConsentChosen("m9#0", 0, purpose, given))
    assert "privacy_" not in talk.words
    assert talk.words


def test_being_forgotten_takes_a_yes() -> None:
    """What goes and what stays is said first; a yes that says more is about that."""
    talk = Talk().say("forget me")
    assert "tax law" in talk.words
    assert EraseTraveller() not in talk.last
    assert EraseTraveller() in talk.say("yes").last
    assert "Nothing is forgotten" in Talk().say("forget me").say("no").words
    assert EraseTraveller() not in Talk().say("forget me").say("yes, to Paris tomorrow").last
    assert EraseTraveller() in Talk().say("forget me").tap("Yes, forget me").last


def test_a_yes_to_another_question_forgets_nothing() -> None:
    """The question is over with the next message."""
    assert EraseTraveller() not in Talk().say("forget me").say("what can you do").say("yes").last


def test_the_talk_forgets_at_once_and_says_so() -> None:
    """People, cards, the trip that was planned: as if nobody had ever written here."""
    talk = known(Talk().say("Paris to New York"))
    assert talk.conversation.profile.is_known
    talk.happen(TravellerErased("ers_1:a", 0, revision=7, asked=True))
    after = talk.conversation
    assert not after.profile.is_known
    assert (after.profile.revision, after.trip.destination, after.position) == (7, "", None)
    assert "I have forgotten you" in talk.words


def test_another_chat_forgets_in_silence_and_says_why_later() -> None:
    """Some platforms let nobody write first."""
    talk = known(Talk().say("hello")).happen(TravellerErased("ers_1:b", 0, revision=7))
    assert talk.last == ()
    assert not talk.conversation.profile.is_known
    assert "forgotten in another chat" in talk.say("hello").words
    assert "forgotten in another chat" not in talk.say("hello").words


def test_a_chat_that_a_person_has_forgets_too() -> None:
    """Whoever has the thread."""
    talk = known(Talk().say("hello")).say("I want to talk to a person")
    talk.happen(TravellerErased("ers_1:a", 0, revision=7, asked=True))
    assert not talk.conversation.profile.is_known
    assert talk.conversation.owner == "queue"


def test_money_under_way_is_the_reason_to_wait() -> None:
    """In a sentence that says when to ask again."""
    assert "still under way" in Talk().say("hello").happen(ErasureRefused("m9#0", 0)).words


@pytest.mark.parametrize("payload", ["data:off:marketing", "data:on:saved_card", "data:nothing", "data:"])
def test_buttons_that_nobody_made_do_nothing(payload: str) -> None:
    """Whoever sends them."""
    talk = Talk().say("hello").tap_payload(payload)
    assert not any(isinstance(effect, ChooseConsent | EraseTraveller) for effect in talk.last)
