"""A PIN before a saved method pays, as the thread tells it: a link, never the PIN itself, and another way beside it."""

import msgspec
import pytest

from bot.domain.conversation.effects import CancelCheckout, PayWithSaved
from bot.domain.conversation.events import PaymentDeclined
from bot.domain.conversation.messages import Link
from bot.domain.conversation.pin_events import PinAsked, PinConfirmed
from bot.domain.flow.pin_talk import is_awaited
from bot.domain.money import Money
from bot.domain.payment.pin_typed import PIN_REMOVED
from bot.domain.payment.wallet_rules import ChannelRule
from tests.builders.returning import MASTERCARD, PRICE, URL, VISA, held, known
from tests.builders.talk import Talk
from tests.builders.world import issued

PAGE = "https://pay.example/pin/token"


def titles(talk: Talk) -> list[str]:
    """What the last turn gave to tap."""
    return [option.title for option in talk.options]


def link(talk: Talk) -> Link:
    """The link that was said last."""
    return next(message for message in reversed(talk.messages) if isinstance(message, Link))


def asked(talk: Talk | None = None) -> tuple[Talk, str]:
    """A talk in which a PIN is asked for; gives its checkout."""
    talk = talk or known(pin=True)
    checkout = held(talk)
    talk.tap("Pay with Visa •4242")
    until = talk.now // 1000 + 600
    talk.happen(PinAsked(f"{checkout}:pin:1", talk.now, checkout, PAGE, "Visa •4242", PRICE, until))
    return talk, checkout


def test_a_tap_on_a_guarded_method_says_that_the_pin_comes_first() -> None:
    """Nobody reads that it pays before it does."""
    talk = known(pin=True)
    checkout = held(talk)
    talk.tap("Pay with Visa •4242")
    assert talk.of(PayWithSaved) == (PayWithSaved(checkout, "mth_visa"),)
    assert talk.words == "Your PIN comes first: I'm making a link to enter it…"
    assert "paying" not in talk.conversation.slots


def test_the_link_names_what_it_pays_and_has_other_ways_beside_it() -> None:
    """Method, sum, time, a warning; and buttons to pay otherwise or to give up."""
    talk, checkout = asked()
    assert (link(talk).url, link(talk).title) == (PAGE, "Enter my PIN")
    assert link(talk).text.startswith(
        "Enter your PIN on this page and Visa •4242 pays €612.40. The link works for 10 min"
    )
    assert "Never write your PIN in the chat." in link(talk).text
    assert titles(talk) == ["Pay another way", "Cancel", "Talk to a person"]
    assert is_awaited(talk.conversation, talk.now)
    assert not is_awaited(talk.conversation, talk.now + 600_000)
    talk.tap("Cancel")
    assert talk.of(CancelCheckout) == (CancelCheckout(checkout),)


def test_other_words_lead_back_to_the_link_while_it_is_good() -> None:
    """Who asks where things stand reads it with the time that is left; later there is the page for cards."""
    talk, _ = asked()
    talk.now += 240_000
    talk.say("hello?")
    assert (link(talk).url, link(talk).title) == (PAGE, "Enter my PIN")
    assert "within 6 minutes" in link(talk).text
    talk.now += 400_000
    talk.say("hello?")
    assert link(talk).url == URL


def test_another_way_to_pay_is_one_tap_away() -> None:
    """Whoever has forgotten the PIN is not stuck, and nothing they type then is taken for one."""
    talk, _ = asked()
    talk.tap("Pay another way")
    assert link(talk).url == URL
    assert titles(talk) == ["Pay with Visa •4242", "Cancel", "Talk to a person"]
    assert not is_awaited(talk.conversation, talk.now)


def test_the_right_pin_is_told_as_a_payment() -> None:
    """From then on a second tap pays nothing more, and tickets follow."""
    talk, checkout = asked()
    talk.happen(PinConfirmed(f"{checkout}:confirmed:1", talk.now, checkout, "Visa •4242", PRICE))
    assert talk.words == "Paying €612.40 with Visa •4242…"
    assert not is_awaited(talk.conversation, talk.now)
    talk.say("and now?")
    assert talk.words == "I'm asking your bank, one moment. Nothing is charged twice."
    talk.happen(issued(checkout))
    assert "pin_url" not in talk.conversation.slots


def test_a_bank_that_says_no_after_the_pin_leads_to_the_page() -> None:
    """The methods are offered anew, and the next tap asks for the PIN anew."""
    talk, checkout = asked()
    talk.happen(PinConfirmed(f"{checkout}:confirmed:1", talk.now, checkout, "Visa •4242", PRICE))
    talk.happen(PaymentDeclined(f"{checkout}:9", talk.now, checkout, "declined_card", URL))
    assert titles(talk) == ["Pay with Visa •4242", "Cancel", "Talk to a person"]


def test_a_pin_that_is_set_meanwhile_is_asked_for_all_the_same() -> None:
    """The thread had not heard of it and said that it pays: the link puts that right."""
    talk, _ = asked(known())
    assert "paying" not in talk.conversation.slots
    assert link(talk).url == PAGE


def test_a_pin_in_the_chat_is_answered_with_the_link() -> None:
    """The words are gone already; what to do is said, and the page is one tap away."""
    talk, _ = asked()
    talk.say(PIN_REMOVED, redacted=1)
    assert link(talk).url == PAGE
    assert link(talk).text.startswith("I removed what looks like your PIN: please delete your message too.")


def test_news_of_an_older_checkout_takes_no_link_away() -> None:
    """What another booking asked for is told, and the present link stays."""
    talk, checkout = asked()
    until = talk.now // 1000 + 600
    talk.happen(PinAsked("old:pin:1", talk.now, "old#1", "https://pay.example/pin/old", "Visa •4242", PRICE, until))
    assert talk.conversation.slots["pin_url"] == PAGE
    assert talk.awaited == checkout


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (ChannelRule("terminal", ("mth_visa",)), "That saved method may not pay in this chat"),
        (ChannelRule("terminal", limit=Money(61239, "EUR")), "That is above the limit"),
    ],
)
def test_what_may_not_pay_here_is_not_offered_and_says_why(rule: ChannelRule, reason: str) -> None:
    """No button, and an answer to whoever asks for it by name."""
    talk = known(rules=(rule,))
    held(talk)
    assert titles(talk) == ["Cancel", "Talk to a person"]
    talk.say("I want to pay with my Visa")
    assert link(talk).text.startswith(reason)
    assert link(talk).url == URL


def test_an_expired_card_says_so_when_it_is_asked_for() -> None:
    """Nobody looks for a button that is not there."""
    talk = known(methods=(msgspec.structs.replace(VISA, exp_year=2026, exp_month=1), MASTERCARD))
    held(talk)
    talk.say("pay with my visa please")
    assert link(talk).text.startswith("That saved card has expired.")


def test_rules_of_another_channel_change_nothing_here() -> None:
    """What may pay here is settled here."""
    talk = known(rules=(ChannelRule("whatsapp", ("mth_visa",)),))
    held(talk)
    assert titles(talk) == ["Pay with Visa •4242", "Cancel", "Talk to a person"]


def test_the_channels_own_preferred_method_comes_first() -> None:
    """Whatever is preferred elsewhere."""
    talk = known(methods=(VISA, MASTERCARD), rules=(ChannelRule("terminal", preferred="mth_mc"),))
    held(talk)
    assert titles(talk)[:2] == ["Pay with •4444", "Pay with Visa •4242"]
