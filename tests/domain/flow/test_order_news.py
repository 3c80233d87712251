"""What staff have told about a purchase: links and receipts whoever has the thread, a step where the bot can go on."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.agent_events import AgentTook
from bot.domain.conversation.messages import Link, Receipt
from bot.domain.conversation.order_events import MailReceipt, PayLinkSent, ReceiptSent, StepRepeated
from tests.builders.returning import PRICE, URL, held, known
from tests.builders.talk import Talk
from tests.builders.world import booked

NEW = "https://pay.example/pay/newer"


def sent(talk: Talk, checkout: str, why: Any = "new") -> PayLinkSent:
    """Staff have a link told that is good for ten minutes."""
    return PayLinkSent(f"{checkout}:{why}", talk.now, checkout, NEW, PRICE, talk.now // 1000 + 601, why)


def with_a_person(talk: Talk) -> Talk:
    """An agent takes the thread."""
    return talk.happen(AgentTook("took", talk.now, "agt_1", "Ana"))


@pytest.mark.parametrize("why", ["new", "again", "longer"])
@pytest.mark.parametrize("agent", [True, False])
def test_a_link_is_told_whoever_has_the_thread(why: str, agent: bool) -> None:  # noqa: FBT001  both are one rule
    """The traveller reads the price, how long she has, and where to pay."""
    talk = known()
    checkout = held(talk)
    if agent:
        with_a_person(talk)
    talk.happen(sent(talk, checkout, why))
    [link] = talk.messages
    assert isinstance(link, Link)
    assert (link.url, link.title) == (NEW, "Pay securely")
    assert "€612.40" in link.text
    assert "10 " in link.text


def test_from_then_on_the_talk_tells_the_new_link() -> None:
    """A traveller who asks where she is gets the link that is good, not the one before."""
    talk = known()
    checkout = held(talk)
    talk.happen(sent(talk, checkout)).say("and now?")
    assert NEW in str(talk.messages)
    assert URL not in str(talk.messages)


def test_a_link_for_what_was_given_up_or_is_anothers_is_not_told() -> None:
    """Nobody is asked to pay for seats that go back, nor for a stranger's."""
    talk = known()
    checkout = held(talk)
    talk.tap("Cancel").happen(sent(talk, checkout))
    assert talk.messages == ()
    stranger = Talk()
    stranger.conversation = msgspec.structs.replace(stranger.conversation, slots={"disowned": "old"})
    stranger.happen(sent(stranger, "old"))
    assert stranger.messages == ()


def test_in_french_too() -> None:
    """Every text is worded in the traveller's language."""
    talk = Talk().say("Bonjour, un vol Paris New York le 4 décembre")
    talk.happen(sent(talk, "another"))
    assert "nouveau lien" in talk.words


def test_a_receipt_is_told_again_and_mailed() -> None:
    """The same receipt as on the day of purchase, marked as asked for again; its address is not in the effect."""
    talk = with_a_person(known())
    asked = datetime(2026, 11, 24, 12, tzinfo=UTC)
    talk.happen(ReceiptSent("desk:receipt:a", talk.now, "chk#0", booked(), asked))
    said, receipt = talk.messages
    assert booked().locator in str(said)
    assert isinstance(receipt, Receipt)
    assert receipt.again == int(asked.timestamp())
    assert talk.of(MailReceipt) == (MailReceipt("chk#0", "en"),)
    stranger = Talk()
    stranger.conversation = msgspec.structs.replace(stranger.conversation, slots={"disowned": "chk#0"})
    assert stranger.happen(ReceiptSent("desk:receipt:a", talk.now, "chk#0", booked(), asked)).last == ()


def test_a_step_is_put_once_more_where_the_bot_can_take_the_answer() -> None:
    """The same question with the same taps; while a person has the thread nothing is asked."""
    talk = Talk().to_offers()
    before = talk.words
    talk.happen(StepRepeated("s1", talk.now, "agt_1"))
    assert talk.words.splitlines()[-1] == before.splitlines()[-1]
    assert talk.node == "offers"
    with_a_person(talk).happen(StepRepeated("s2", talk.now, "agt_1"))
    assert talk.last == ()
    assert talk.conversation.owner == "human"
