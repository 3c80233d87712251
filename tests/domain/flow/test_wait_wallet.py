"""The way to the wallet: the link, then what the chat shows as well, or the question that was open."""

import msgspec
import pytest

from bot.domain.conversation.account_effects import FindPayments, TellKnown
from bot.domain.conversation.effects import OpenWallet
from bot.domain.conversation.messages import Link
from bot.domain.conversation.wallet_events import WalletLinkMade
from tests.builders.returning import known
from tests.builders.talk import Talk

ASKS = "When would you like to leave?"


def linked(talk: Talk, url: str = "https://pay.example/wallet/1") -> Talk:
    """The talk after the link was made, or could not be."""
    return talk.happen(WalletLinkMade(f"{talk.last_event}#1", talk.now, url, talk.now // 1000 + 600))


def test_the_link_comes_first_and_then_what_the_chat_shows_itself() -> None:
    """Each is one tap away, at any later moment too."""
    talk = known().say("open my wallet")
    assert talk.of(OpenWallet) == (OpenWallet("en"),)
    linked(talk)
    assert isinstance(talk.messages[0], Link)
    titles = [option.title for option in talk.options]
    assert [title for title in titles if title.startswith(("Cards", "My "))] == [
        "Cards and accounts", "My payments", "My data", "My consents",
    ]  # fmt: skip
    assert talk.conversation.position is None
    assert FindPayments() in talk.tap("My payments").last
    assert TellKnown() in talk.tap_payload("go:known").last
    assert "Visa •4242" in talk.tap_payload("go:cards").words


def test_in_the_middle_of_a_booking_the_open_question_comes_again() -> None:
    """No menu stands in the way."""
    talk = linked(Talk().say("Paris to New York").say("open my wallet"))
    assert talk.words.endswith(f"\n{ASKS}")
    assert "Cards and accounts" not in [option.title for option in talk.options]
    assert talk.conversation.parents == ()


def test_words_before_the_link_comes_are_for_what_waits() -> None:
    """Nobody waits for a link, and it is told all the same when it is there."""
    talk = Talk().say("Paris to New York").say("open my wallet").say("on 4 December, one way")
    assert talk.node == "ask_party"
    linked(talk)
    assert isinstance(talk.messages[0], Link)
    assert talk.node == "ask_party"


@pytest.mark.parametrize("begun", [True, False], ids=["booking", "fresh"])
def test_a_link_that_cannot_be_made_is_told(*, begun: bool) -> None:
    """And the talk goes on."""
    talk = linked((Talk().say("Paris to New York") if begun else Talk()).say("open my wallet"), "")
    assert "I couldn't make a link" in talk.words


def test_without_the_flow_the_program_makes_the_link() -> None:
    """As it did before there was one."""
    talk = Talk()
    talk.world = msgspec.structs.replace(talk.world, live={"book": 1})
    assert talk.say("open my wallet").of(OpenWallet)
    assert [isinstance(message, Link) for message in linked(talk).messages] == [True]
