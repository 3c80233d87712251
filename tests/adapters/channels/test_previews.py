"""What an editor sees of a message is what the channel is sent, read back: limits and all."""

import pytest
from hypothesis import given, settings

from bot.adapters.channels.previews import preview
from bot.domain.conversation.bubbles import Bubble, BubbleCard, Button
from bot.domain.conversation.messages import (
    Card,
    Carousel,
    Link,
    Media,
    Message,
    Option,
    Receipt,
    ReceiptLine,
    Text,
    Typing,
)
from bot.domain.money import Money
from bot.domain.rehearsal.acts import CHANNELS
from tests.adapters.channels.test_messenger_messages import MESSAGES

YES = Option("Yes, hold them and let me pay", "pick:1:yes")
FOUR = tuple(Option(f"Option {number}", f"pick:1:{number}") for number in range(4))
EURO = Money(100, "EUR")
LINE = ReceiptLine("CDG → JFK", "Alex", 1, EURO)
RECEIPT = Receipt("ABC234", "Alex", "Visa •4242", (LINE,), EURO, Money(0, "EUR"), 0)
CARDS = Carousel("Which?", (Card("€1", ("a", "b"), (Option("Choose", "offer:1"),)),) * 2, (YES,))
PICTURE = Media("image", "https://x.example/a.png", "Look", "a map")


def test_a_title_is_cut_as_the_platform_cuts_it() -> None:
    """The editor sees that a button is too long before a traveller does."""
    (bubble,) = preview("messenger", Text("Sure?", (YES,)))
    assert bubble == Bubble("Sure?", chips=(Button("Yes, hold them and…", "pick:1:yes"),))
    (bubble,) = preview("whatsapp", Text("Sure?", (YES,)))
    assert bubble.buttons == (Button("Yes, hold them and…", "pick:1:yes"),)
    (bubble,) = preview("webchat", Text("Sure?", (YES,)))
    assert bubble.chips == (Button(YES.title, YES.payload),)


def test_the_same_options_are_chips_a_list_or_words() -> None:
    """Each channel in its own way."""
    assert len(preview("messenger", Text("Which?", FOUR))[0].chips) == 4
    (listed,) = preview("whatsapp", Text("Which?", FOUR))
    assert ([row.title for row in listed.rows], listed.opens) == ([one.title for one in FOUR], "Options")
    assert "1. Option 0" in preview("instagram", Text("Which?", FOUR))[0].text


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
def test_cards_stand_side_by_side(channel: str) -> None:
    """With their buttons, and what is offered below them."""
    bubble = preview(channel, CARDS)[-1]
    assert bubble.cards[0] == BubbleCard("€1", "a\nb", (Button("Choose", "offer:1"),))
    assert [chip.payload for chip in bubble.chips] == ["pick:1:yes"]


def test_cards_are_a_list_on_whatsapp_and_whole_in_our_own_channels() -> None:
    """Nothing of them is lost."""
    assert preview("webchat", CARDS)[0].cards[0].text == "a\nb"
    assert "Which?" in preview("whatsapp", CARDS)[0].text


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_link_opens_its_page(channel: str) -> None:
    """Where the button leads can be read."""
    bubbles = preview(channel, Link("Pay here.", "Pay", "https://pay.example/1"))
    shown = [button.url for bubble in bubbles for button in bubble.buttons] + [bubble.text for bubble in bubbles]
    assert any("https://pay.example/1" in one for one in shown)


@pytest.mark.parametrize("channel", CHANNELS)
def test_pictures_and_receipts_are_shown(channel: str) -> None:
    """Where a platform has no receipt of its own it is words."""
    assert any(bubble.file == PICTURE.url for bubble in preview(channel, PICTURE))
    words = "\n".join(bubble.text for bubble in preview(channel, RECEIPT))
    assert "ABC234" in words
    assert "1.00" in words
    assert preview(channel, Typing()) == ()


@settings(max_examples=25, deadline=None)
@given(MESSAGES)
def test_whatever_a_flow_says_can_be_shown_in_every_channel(message: Message) -> None:
    """No message of a draft breaks the page on which it is looked at."""
    for channel in CHANNELS:
        assert all(isinstance(bubble, Bubble) for bubble in preview(channel, message))
