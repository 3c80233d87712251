"""Paying with a saved card in the thread: plain before the tap, once after it."""

import pytest

from bot.domain.conversation.effects import CancelCheckout, PayWithSaved
from bot.domain.conversation.events import (
    CheckoutEnded,
    PaymentChallenged,
    PaymentChecking,
    PaymentDeclined,
    ProfileChanged,
    TicketIssued,
)
from bot.domain.conversation.messages import Link
from bot.domain.conversation.profile import Profile
from tests.builders.returning import KNOWN, MASTERCARD, URL, VISA, held, known
from tests.builders.talk import Talk
from tests.builders.world import issued

BANK = "https://bank.example/challenge/1"


def titles(talk: Talk) -> list[str]:
    """What the last turn gave to tap."""
    return [option.title for option in talk.options]


def link(talk: Talk) -> Link:
    """The link that was said last."""
    return next(message for message in reversed(talk.messages) if isinstance(message, Link))


def test_a_saved_card_is_offered_beside_the_link() -> None:
    """A traveller reads what a tap costs and which card pays, and may use another card all the same."""
    talk = known()
    held(talk)
    assert titles(talk) == ["Pay with Visa •4242", "Cancel", "Talk to a person"]
    assert (link(talk).title, link(talk).url) == ("Use another card", URL)
    assert link(talk).text.endswith("One tap pays now: €612.40 with Visa •4242.")


def test_without_a_saved_card_there_is_the_link_alone() -> None:
    """A newcomer sees no button that she does not need."""
    talk = known(methods=())
    held(talk)
    assert titles(talk) == ["Cancel", "Talk to a person"]
    assert link(talk).title == "Pay securely"
    assert "tap" not in link(talk).text


def test_a_long_name_is_shortened_to_its_digits() -> None:
    """Every channel shows the whole of every button; the sentence above names the card in full."""
    talk = known(methods=(MASTERCARD, VISA))
    held(talk)
    assert titles(talk) == ["Pay with •4444", "Pay with Visa •4242", "Cancel", "Talk to a person"]
    assert "Mastercard •4444 / Visa •4242" in link(talk).text


def test_a_tap_pays_that_checkout_with_that_card() -> None:
    """The tap is answered at once, and names what is being paid."""
    talk = known()
    checkout = held(talk)
    talk.tap("Pay with Visa •4242")
    assert talk.of(PayWithSaved) == (PayWithSaved(checkout, "mth_visa"),)
    assert talk.words == "Paying €612.40 with Visa •4242…"


def test_the_words_on_the_button_pay_too() -> None:
    """Who types what the button says has said it."""
    talk = known()
    held(talk)
    assert talk.say("pay with visa •4242").of(PayWithSaved)


@pytest.mark.parametrize("words", ["yes", "pay", "ok", "pay with my card"])
def test_other_words_pay_nothing(words: str) -> None:
    """Money is not taken for a word that might mean something else: the buttons are shown again."""
    talk = known()
    held(talk)
    talk.say(words)
    assert talk.of(PayWithSaved) == ()
    assert "Pay with Visa •4242" in titles(talk)


def test_a_second_tap_pays_nothing_more() -> None:
    """Impatience costs nothing: while the bank is asked there is one payment."""
    talk = known()
    held(talk)
    payload = talk.options[0].payload
    talk.tap_payload(payload)
    talk.tap_payload(payload)
    assert talk.of(PayWithSaved) == ()
    assert talk.words == "I'm asking your bank, one moment. Nothing is charged twice."


def test_a_card_of_the_page_that_was_first_is_told_with_what_came_of_it() -> None:
    """Her tap came while the page's card was asked: she reads that, then the bank's answer, and may tap again."""
    talk = known()
    checkout = held(talk)
    talk.tap("Pay with Visa •4242")
    talk.happen(PaymentChecking("c:2", talk.now, checkout, other=True))
    assert "Another card is being asked" in talk.words
    assert "the one you tapped pays nothing" in talk.words
    talk.happen(PaymentDeclined("c:3", talk.now, checkout, "declined_funds", URL))
    assert "isn't enough money" in talk.words
    assert talk.tap("Pay with Visa •4242").of(PayWithSaved)


def test_after_a_no_of_the_bank_the_card_may_be_tapped_again() -> None:
    """The traveller hears why, and chooses: the same card, or another one."""
    talk = known()
    checkout = held(talk)
    talk.tap("Pay with Visa •4242")
    talk.happen(PaymentDeclined("c:2", talk.now, checkout, "declined_funds", URL))
    assert "isn't enough money" in talk.words
    assert talk.tap("Pay with Visa •4242").of(PayWithSaved)


def test_a_tap_on_an_older_booking_is_stale() -> None:
    """A button of last week's booking does not pay this week's."""
    talk = known()
    checkout = held(talk)
    old = talk.options[0].payload
    talk.happen(CheckoutEnded("c:2", talk.now, checkout, "expired"))
    assert talk.tap_payload(old).of(PayWithSaved) == ()
    held(talk.say("start over"))
    talk.tap_payload(old)
    assert talk.of(PayWithSaved) == ()
    assert "from earlier" in talk.words


def test_the_bank_that_wants_to_see_her_is_a_link() -> None:
    """The way to the bank stands in the thread, and stands there again for who asks."""
    talk = known()
    checkout = held(talk)
    talk.tap("Pay with Visa •4242")
    talk.happen(PaymentChallenged("c:2", talk.now, checkout, BANK, talk.now // 1000 + 600))
    assert (link(talk).title, link(talk).url) == ("Go to my bank", BANK)
    talk.say("hm?")
    assert link(talk).url == BANK
    assert titles(talk) == ["Cancel", "Talk to a person"]
    assert talk.say("cancel").of(CancelCheckout) == (CancelCheckout(checkout),)


def test_while_the_bank_waits_for_her_no_other_card_is_said_to_pay() -> None:
    """A card that she typed on the page is with her bank: a tap on an older button shows the way there."""
    talk = known()
    checkout = held(talk)
    payload = talk.options[0].payload
    talk.happen(PaymentChallenged("c:2", talk.now, checkout, BANK, talk.now // 1000 + 600))
    talk.tap_payload(payload)
    assert talk.of(PayWithSaved) == ()
    assert link(talk).url == BANK
    assert "Paying" not in talk.words


def test_the_end_of_an_earlier_booking_takes_nothing_from_this_one() -> None:
    """Seats that went back late do not take the link of the new booking away, nor open it to a second payment."""
    talk = known()
    old = held(talk)
    held(talk.say("start over"))
    slots = talk.conversation.slots
    talk.happen(CheckoutEnded("c:9", talk.now, old, "cancelled"))
    assert "Cancelled" in talk.words
    assert talk.conversation.slots == slots
    assert talk.say("hm?").messages
    assert link(talk).url == URL
    talk.tap("Pay with Visa •4242")
    talk.happen(PaymentDeclined("c:10", talk.now, old, "declined_funds", ""))
    assert talk.say("hm?").words.startswith("I'm asking your bank")


def test_tickets_end_the_payment() -> None:
    """Nothing of a payment is left over for the next booking."""
    talk = known()
    checkout = held(talk)
    talk.tap("Pay with Visa •4242")
    talk.happen(PaymentChallenged("c:2", talk.now, checkout, BANK, talk.now // 1000 + 600))
    talk.happen(issued(checkout))
    assert isinstance(issued(checkout), TicketIssued)
    assert talk.conversation.slots == {"welcomed": "yes"}


def test_a_card_that_expired_meanwhile_is_not_offered() -> None:
    """A card of last month is not on a button; the link is."""
    talk = known(methods=(MASTERCARD.__class__("mth_old", "Visa •0001", 10, 2026),))
    held(talk)
    assert titles(talk) == ["Cancel", "Talk to a person"]


def test_a_card_that_was_removed_while_its_button_stood_there_is_left_to_the_records() -> None:
    """A button outlives its card; what a tap on it means is decided where the truth is."""
    talk = known()
    held(talk)
    payload = talk.options[0].payload
    talk.happen(ProfileChanged("trv_1:2:0", talk.now, Profile(revision=2, people=KNOWN.people)))
    talk.tap_payload(payload)
    assert talk.words == "Paying €612.40 with your saved card…"
    assert [effect.method for effect in talk.of(PayWithSaved)] == ["mth_visa"]


def test_a_wish_that_waits_for_a_yes_is_dropped_by_paying() -> None:
    """Who was asked whether to give the seats up and pays instead keeps them."""
    talk = known()
    held(talk)
    payload = talk.options[0].payload
    talk.say("I want to go to Madrid")
    assert "Shall I?" in talk.words
    assert talk.tap_payload(payload).of(PayWithSaved)
    assert talk.conversation.basket.wish is None
