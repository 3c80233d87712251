"""When paying goes badly: a person is called, and paying goes on meanwhile."""

import pytest

from bot.domain.conversation.agent_events import AgentTook
from bot.domain.conversation.effects import CallAgent, CancelCheckout, PayWithSaved
from bot.domain.conversation.events import CheckoutEnded, PaymentDeclined
from bot.domain.conversation.messages import Link
from tests.builders import world as builders
from tests.builders.returning import known
from tests.builders.talk import Talk
from tests.builders.ways import talk_at
from tests.domain.test_turn_checkout import held_event

URL = "http://localhost/pay/x"


def checkout_of(talk: Talk) -> str:
    """The checkout that the talk is about."""
    return talk.conversation.basket.checkout


def declined(talk: Talk, times: int, reason: str = "declined_card") -> Talk:
    """The talk after the bank has said no so often."""
    for _ in range(times):
        name = f"d{talk.heard}.{talk.now}"
        talk.happen(PaymentDeclined(name, talk.now, checkout_of(talk), reason, URL))
    return talk


def test_one_decline_calls_nobody() -> None:
    """A typing error is no trouble."""
    talk = declined(talk_at("check_out", "en"), 1)
    assert talk.conversation.owner == "bot"
    assert not talk.of(CallAgent)


def test_the_second_decline_calls_a_person_and_the_link_lives_on() -> None:
    """The traveller is told that somebody comes, and has the way to pay in the same message as ever."""
    talk = declined(talk_at("check_out", "en"), 2)
    assert talk.of(CallAgent) == (CallAgent("payment"),)
    assert [one.url for one in talk.messages if isinstance(one, Link)] == [URL]
    assert "somebody will answer here. Meanwhile you can still pay" in talk.words
    assert "Back to assistant" in {option.title for option in talk.options}
    assert talk.conversation.summary is not None
    assert talk.conversation.summary.failed == ("declined_card", "declined_card")


def test_declines_of_two_checkouts_are_not_counted_together() -> None:
    """Each purchase has its own tries."""
    talk = declined(talk_at("check_out", "en"), 1)
    talk.happen(CheckoutEnded("e", talk.now, checkout_of(talk), "expired"))
    talk.say("yes").tap("Choose").say("yes")
    assert talk.node == "check_out"
    talk.happen(held_event(talk, checkout_of(talk), "h2"))
    assert declined(talk, 1).conversation.owner == "bot"
    assert declined(talk, 1).conversation.owner == "queue"


def test_a_decline_of_a_checkout_that_was_given_up_calls_nobody() -> None:
    """What the traveller has given up is no trouble of theirs."""
    talk = talk_at("check_out", "en")
    talk.tap("Cancel")
    assert declined(talk, 2).conversation.owner == "bot"


@pytest.mark.parametrize(("unclear", "owner"), [(True, "queue"), (False, "bot")])
def test_a_payment_of_which_nobody_knows_calls_a_person(unclear: bool, owner: str) -> None:  # noqa: FBT001
    """When staff have to find out what became of the money, the traveller is not left with a machine."""
    talk = talk_at("check_out", "en")
    talk.happen(CheckoutEnded("e", talk.now, checkout_of(talk), "failed", unclear=unclear))
    assert talk.conversation.owner == owner
    assert ("looks into the payment" in talk.words) == unclear
    if unclear:
        assert "Shall I look for flights again?" in talk.tap("Back to assistant").words


def test_who_waits_may_go_back_to_the_bot_and_finds_the_link() -> None:
    """Nobody is kept waiting for a person they do not want."""
    talk = declined(talk_at("check_out", "en"), 2).tap("Back to assistant")
    assert talk.conversation.owner == "bot"
    assert "Pay securely" in {getattr(one, "title", "") for one in talk.messages}


def test_who_has_paid_before_anybody_came_has_the_bot_again() -> None:
    """Nobody waits for help that is not needed any more: the tickets come, and the talk goes on."""
    talk = declined(talk_at("check_out", "en"), 2)
    talk.happen(builders.issued(checkout_of(talk)))
    assert talk.conversation.owner == "bot"
    assert talk.conversation.summary is None
    assert talk.words.startswith("The assistant is back with you. Paid and ticketed.")
    assert "Have a good trip!" in talk.words


def test_who_has_paid_after_an_agent_came_stays_with_the_agent() -> None:
    """A person who has taken the thread keeps it: the tickets are told, and the bot says nothing else."""
    talk = declined(talk_at("check_out", "en"), 2)
    talk.happen(AgentTook("a", talk.now, "ana", "Ana"))
    talk.happen(builders.issued(checkout_of(talk)))
    assert talk.conversation.owner == "human"
    assert "Paid and ticketed" in talk.words
    assert "Have a good trip!" not in talk.words


def test_tickets_do_not_take_away_the_person_who_was_asked_for() -> None:
    """Who asked for a person gets one, whatever is paid meanwhile."""
    talk = talk_at("check_out", "en").say("I want to talk to a person")
    talk.happen(builders.issued(checkout_of(talk)))
    assert talk.conversation.owner == "queue"


def test_a_saved_card_pays_while_a_person_is_awaited() -> None:
    """The buttons to pay by go on working; all other words are for the person who comes."""
    talk = known()
    checkout = talk.to_checkout()
    talk.happen(held_event(talk, checkout))
    saved = next(option for option in talk.options if option.title.startswith("Pay with"))
    declined(talk, 2)
    talk.tap_payload(saved.payload)
    assert talk.of(PayWithSaved)
    assert talk.conversation.owner == "queue"
    assert not talk.say("hello?").last
    assert not talk.tap_payload("go:help").last


def test_the_seats_can_be_given_up_while_a_person_is_awaited() -> None:
    """The button below the link does what it says, and who has waited for nothing is told so."""
    talk = declined(talk_at("check_out", "en"), 2)
    cancel = next(option for option in talk.options if option.title == "Cancel")
    assert talk.tap_payload(cancel.payload).of(CancelCheckout)
    talk.happen(CheckoutEnded("e", talk.now, checkout_of(talk), "cancelled"))
    assert "nothing was charged" in talk.words
    assert "Shall I look for other flights?" in talk.tap_payload("go:bot").words


def test_who_cannot_try_again_is_not_told_to() -> None:
    """When the link is over, the person who comes is the only way."""
    talk = declined(talk_at("check_out", "en"), 1)
    talk.happen(PaymentDeclined("last", talk.now, checkout_of(talk), "declined_card"))
    assert talk.conversation.owner == "queue"
    assert "still pay" not in talk.words
    assert "looks into the payment" in talk.words


def test_a_card_that_did_not_reach_us_is_no_decline() -> None:
    """What went wrong on our side is tried again, as often as it takes."""
    talk = declined(talk_at("check_out", "en"), 3, "card_unreadable")
    assert talk.conversation.owner == "bot"
    assert declined(talk, 1).conversation.owner == "bot"
