"""News of an account in a talk: told once, at any step, and the step goes on as if nothing had been said."""

from typing import Any

import msgspec
import pytest

from bot.domain.conversation.activity_events import AccountActivityNoted
from bot.domain.conversation.agent_events import AgentTook
from bot.domain.conversation.profile import LinkedChat, Profile
from bot.domain.money import Money
from bot.domain.payment.activity import Activity
from tests.builders.activity import happened
from tests.builders.returning import held, known
from tests.builders.talk import Talk
from tests.builders.ways import WAITS, position, talk_at
from tests.builders.world import NOW_MS

CHATS = (LinkedChat("c_here", "webchat", NOW_MS, here=True),)


def news(talk: Talk, *items: Activity, name: str = "ntc_1", **fields: Any) -> Talk:
    """The talk after news of the account."""
    return talk.happen(AccountActivityNoted(name, talk.now, items or (happened(),), **fields))


def told(talk: Talk) -> str:
    """All words of the last turn."""
    return " ".join(str(getattr(message, "text", "")) for message in talk.messages)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("node", WAITS)
def test_it_is_told_at_every_step_and_the_step_is_asked_again(node: str, language: str) -> None:
    """The traveller reads it in the language of the talk, and can answer what was asked before as before."""
    talk = known(talk_at(node, language), revision=5, chats=CHATS)
    before = position(talk)
    news(talk)
    after = position(talk)
    assert ("A payment method was added" if language == "en" else "Un moyen de paiement a été ajouté") in told(talk)
    assert (after.node, after.awaited) == (before.node, before.awaited)
    assert {option.title for option in before.options} <= {option.title for option in after.options}


def test_several_things_are_one_message() -> None:
    """Added and preferred at once is one note, with how to call a person if it was somebody else."""
    talk = news(known(chats=CHATS), happened(), happened("preferred_changed"), more=3)
    (message,) = talk.messages
    assert told(talk) == (
        "News of your account: A payment method was added (Visa •4242). Your preferred payment method was changed "
        "(Visa •4242). And 3 more. Was this not you? Write “Talk to a person”."
    )
    assert getattr(message, "options", ()) == ()


def test_amounts_are_told_as_the_reader_writes_them() -> None:
    """Those that are there: who wants none gets an event without them."""
    paid = happened("payment_made", money=Money(31200, "EUR"))
    assert "(€312.00, Visa •4242)" in told(news(known(chats=CHATS), paid))
    assert "(Visa •4242)" in told(news(known(chats=CHATS), happened("payment_made")))


def test_the_same_news_is_told_once() -> None:
    """However often it is handed over."""
    talk = news(news(known(chats=CHATS)))
    assert talk.messages == ()


def test_it_is_told_while_an_agent_has_the_thread() -> None:
    """One note that asks nothing; the thread stays the agent's."""
    talk = known(Talk().say("I want to talk to a person"), chats=CHATS)
    talk.happen(AgentTook("desk_1", talk.now, "sam", "Sam"))
    news(talk, happened("new_device", about="Firefox"))
    assert told(talk) == "News of your account: Your wallet was opened on a new device (Firefox)."
    assert talk.conversation.owner == "human"


def test_a_chat_that_knows_nobody_is_told_nothing() -> None:
    """It was unlinked, or its number changed hands, while the news was on its way."""
    talk = known(chats=CHATS)
    talk.conversation = msgspec.structs.replace(talk.conversation, profile=Profile(9))
    news(talk)
    assert talk.messages == ()


def test_a_question_about_a_card_is_over_when_news_comes_between() -> None:
    """A yes answers what was said last: it removes no card."""
    talk = known(chats=CHATS).say("remove my card")
    news(talk)
    talk.say("yes")
    assert "Removing" not in told(talk)


def test_the_link_to_pay_stays() -> None:
    """News of the account in the middle of paying shows the way to pay once more."""
    talk = known(chats=CHATS)
    checkout = held(talk)
    news(talk)
    assert "payment method was added" in told(talk)
    assert talk.awaited == checkout
