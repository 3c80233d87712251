"""The talk while a bank asks, while cancelling comes too late, and when an offer is over before the yes."""

import pytest

from bot.domain.conversation.effects import BeginCheckout, CancelCheckout, SearchFlights
from bot.domain.conversation.events import CheckoutEnded, PaymentChallenged, PaymentDeclined
from bot.domain.conversation.messages import Link
from tests.builders import world as builders
from tests.builders.returning import known
from tests.builders.talk import Talk
from tests.domain.test_turn_checkout import held_event

BANK = "http://localhost/pay/x"
QUARTER = 15 * 60_000


def challenged(language: str = "en") -> tuple[Talk, str]:
    """A talk whose traveller's bank has just asked, and its checkout."""
    talk = Talk()
    checkout = talk.to_checkout()
    if language == "fr":
        talk.say("en français s'il vous plaît")
    talk.happen(held_event(talk, checkout))
    talk.happen(PaymentChallenged("c", 0, checkout, BANK, talk.now // 1000 + 600))
    return talk, checkout


def link(talk: Talk) -> Link:
    """The one link that was said."""
    (message,) = talk.messages
    assert isinstance(message, Link)
    return message


def test_the_thread_says_that_the_bank_asks_and_leads_there() -> None:
    """A traveller who has closed the page finds the way back to her bank in the chat, and can still cancel."""
    talk, _ = challenged()
    assert link(talk).url == BANK
    assert link(talk).title == "Go to my bank"
    assert "confirm the payment" in talk.words
    assert "within 10 minutes" in talk.words
    assert "Cancel" in {option.title for option in talk.options}


def test_the_bank_asks_in_french_too() -> None:
    """The same in a French talk."""
    talk, _ = challenged("fr")
    assert link(talk).title == "Aller à ma banque"


@pytest.mark.parametrize("words", ["where are we?", "hello?", "help"])
def test_whatever_she_asks_meanwhile_she_reads_that_the_bank_waits(words: str) -> None:
    """Nobody is told to pay while her bank waits for her to confirm."""
    talk, _ = challenged()
    talk.say(words)
    assert "our bank waits about 10 minutes more" in talk.words
    assert link(talk).title == "Go to my bank"


@pytest.mark.parametrize("words", ["and now?", "now what?", "today?", "is it still on for friday?", "et maintenant ?"])
def test_a_day_named_in_passing_gives_no_seats_back(words: str) -> None:
    """While payment is awaited a slip is no wish to travel on another day."""
    talk, _ = challenged()
    assert "our bank waits" in talk.say(words).words or "otre banque attend" in talk.words


@pytest.mark.parametrize("words", ["can we leave on the 10th instead?", "2 adults", "no, from Lyon"])
def test_a_wish_while_the_bank_waits_is_asked_about(words: str) -> None:
    """What is said of the trip in earnest is not lost, and changes nothing unasked."""
    talk, _ = challenged()
    assert "I must give them back. Shall I?" in talk.say(words).words


def test_after_a_no_the_link_is_one_to_pay_again() -> None:
    """A question that is answered is not told of any more."""
    talk, checkout = challenged()
    talk.happen(PaymentDeclined("d", 0, checkout, "declined_authenticate", BANK))
    assert link(talk).title == "Pay securely"
    assert "couldn't confirm" in talk.words
    assert link(talk.say("where are we?")).title == "Pay securely"


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("declined_unconfirmed", "waited in vain"),
        ("another_card", "put that card aside"),
    ],
)
def test_each_end_of_a_challenge_has_words_of_its_own(reason: str, told: str) -> None:
    """Too late and put aside are not a no of the bank."""
    talk, checkout = challenged()
    talk.happen(PaymentDeclined("d", 0, checkout, reason, BANK))
    assert told in talk.words
    assert "Nothing was charged" in talk.words


def test_who_starts_over_is_asked_by_no_bank_in_the_next_checkout() -> None:
    """Nothing of an old question is left for the next booking."""
    talk, _ = challenged()
    talk.say("start over")
    assert "bank_until" not in talk.conversation.slots


def test_tickets_that_could_not_be_issued_are_explained() -> None:
    """Whoever sees the amount in her bank's app reads what becomes of it, and is asked whether to look again."""
    talk, checkout = challenged()
    talk.happen(CheckoutEnded("e", 0, checkout, "unticketed"))
    assert "Your bank was told to let the money go" in talk.words
    assert talk.node == "pay_again"


def test_cancelling_too_late_is_told_with_the_tickets() -> None:
    """Nobody is left to think that a booking was cancelled which was made."""
    talk, checkout = challenged()
    talk.say("cancel").happen(builders.issued(checkout))
    assert "too late to cancel" in talk.words
    assert "Paid and ticketed" in talk.words
    assert "gave_up" not in talk.conversation.slots


def test_tickets_that_nobody_cancelled_come_without_excuses() -> None:
    """A second booking does not remember that the first was cancelled."""
    talk, checkout = challenged()
    talk.say("cancel").happen(CheckoutEnded("e", 0, checkout, "cancelled"))
    talk.tap("Search again").tap("Choose").tap("Yes, hold them")
    talk.happen(builders.issued(talk.conversation.basket.checkout))
    assert "too late" not in talk.words


_ANSWERS = ("Marie Durand", "24 July 1987", "marie@example.com", "Yes, hold them")
_GOES_ON_AT = (0, 2, 3, 3)
"""The answer that is asked for next: somebody without a date of birth is not somebody yet."""


@pytest.mark.parametrize("answered", range(len(_ANSWERS)))
def test_an_answer_after_the_offer_is_over_is_kept_and_new_prices_are_looked_for(answered: int) -> None:
    """At whichever question the quarter of an hour ends: she is told at once, and nobody is named twice."""
    talk = Talk().to_offers().tap("Choose")
    for answer in _ANSWERS[:answered]:
        talk.say(answer)
    talk.now += QUARTER
    talk.say(_ANSWERS[answered])
    assert "Prices have moved on" in talk.words
    assert talk.of(SearchFlights)
    assert not talk.of(BeginCheckout)
    assert talk.node == "offers"
    talk.tap("Choose")
    for answer in _ANSWERS[_GOES_ON_AT[answered] :]:
        talk.say(answer)
    (begun,) = talk.of(BeginCheckout)
    assert (begun.passengers[0].given, begun.email) == ("Marie", "marie@example.com")


def test_a_yes_in_time_is_a_yes() -> None:
    """A second before the end the price still holds."""
    talk = Talk().to_review()
    assert talk.conversation.basket.offer is not None
    talk.now = int(talk.conversation.basket.offer.expires.timestamp() * 1000) - 2000
    assert talk.tap("Yes, hold them").of(BeginCheckout)


def test_a_correction_is_taken_whatever_the_offer() -> None:
    """Whoever changes her mind about the trip is not told of prices that nobody wants any more."""
    talk = Talk().to_review()
    talk.now += QUARTER
    talk.say("no, from Lyon")
    assert "Prices have moved" not in talk.words
    assert talk.conversation.trip.origin == "LYS"


@pytest.mark.parametrize("words", ["cancel", "start over"])
def test_who_gives_up_before_the_seats_are_held_is_not_asked_to_pay_for_them(words: str) -> None:
    """The airline's answer that crosses a "cancel" brings no link to pay for what is being given back."""
    talk = Talk()
    checkout = talk.to_checkout()
    talk.say(words)
    assert talk.of(CancelCheckout) == (CancelCheckout(checkout),)
    talk.happen(held_event(talk, checkout))
    assert talk.messages == ()
    assert "pay_url" not in talk.conversation.slots


def test_a_booking_begun_after_another_was_given_up_brings_its_link() -> None:
    """What was given up is that booking alone; even its late end takes nothing from the next."""
    talk = Talk()
    first = talk.to_checkout()
    talk.say("start over")
    second = talk.to_checkout()
    talk.happen(CheckoutEnded("e", 0, first, "cancelled"))
    assert link(talk.happen(held_event(talk, second))).title == "Pay securely"


def test_tickets_issued_although_all_was_begun_anew_are_explained() -> None:
    """Who starts over too late reads why she has tickets all the same."""
    talk, checkout = challenged()
    talk.say("start over").happen(builders.issued(checkout))
    assert "too late to cancel" in talk.words
    assert "Paid and ticketed" in talk.words


def test_a_form_after_the_offer_is_over_leads_to_new_prices_and_names_nobody_twice() -> None:
    """Fields are no way around the quarter of an hour."""
    talk = Talk(thread="webchat:tf:ada").to_offers().tap("Choose")
    talk.now += QUARTER
    talk.send_form(given="Marie", family="Durand", born="1987-07-24", email="marie@example.com")
    assert "Prices have moved on" in talk.words
    assert talk.tap("Choose").node == "review"


def test_somebody_known_after_the_offer_is_over_is_kept_while_new_prices_are_looked_for() -> None:
    """Neither is a tap."""
    talk = known().to_offers().tap("Choose")
    talk.now += QUARTER
    assert "Prices have moved on" in talk.tap("Marie Durand").words
    assert talk.tap("Choose").node == "review"
