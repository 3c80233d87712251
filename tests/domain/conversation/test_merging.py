"""Few messages where each is billed: what a turn says is joined, nothing of it is lost, and the order stays."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels.whatsapp_messages import render
from bot.domain.conversation.effects import Say
from bot.domain.conversation.entry import Said
from bot.domain.conversation.limits import LIMITS
from bot.domain.conversation.merging import merged
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
    options_of,
    spoken,
)
from bot.domain.money import Money
from tests.adapters.channels.test_messenger_messages import MESSAGES

WHATSAPP = LIMITS["whatsapp"]
EUROS = Money(31200, "EUR")
YES_NO = (Option("Yes", "pick:1:yes"), Option("No", "pick:1:no"))
CARDS = tuple(Card(f"€{price}", ("CDG → JFK",), (Option("Choose", f"offer:{price}"),)) for price in (312, 356))
FLIGHTS = Carousel("Two flights:", CARDS, (Option("More options", "go:more"),))
PAGE = Link("Total €312.", "Pay", "https://x.example/pay/t")
RECEIPT = Receipt("ABC234", "Ada", "Visa 4242", (ReceiptLine("CDG–JFK", "TF12", 1, EUROS),), EUROS, EUROS, 1)
FILE = Media("document", "https://x.example/trip/t/itinerary.txt", "Your trip", "Itinerary", "trip.txt")


def _said(*messages: Message, author: str = "bot") -> tuple[Said, ...]:
    return tuple(Said(f"e#{number}", Say(message, author=author)) for number, message in enumerate(messages))


def _merged(*messages: Message) -> list[Message]:
    return [said.say.message for said in merged(_said(*messages), WHATSAPP)]


def _bubbles(*messages: Message) -> list[dict[str, Any]]:
    return [request for message in _merged(*messages) for request in render(message) if "type" in request]


def test_sentences_become_one_message_that_keeps_the_id_of_the_last() -> None:
    """Delivery is told of what really went out."""
    (one,) = merged(_said(Text("Hello."), Text("Noted."), Text("Where to?", YES_NO)), WHATSAPP)
    assert one == Said("e#2", Say(Text("Hello.\n\nNoted.\n\nWhere to?", YES_NO)))


@pytest.mark.parametrize("message", [FLIGHTS, PAGE, RECEIPT, FILE], ids=lambda message: type(message).__name__)
def test_sentences_go_in_front_of_what_comes_next(message: Message) -> None:
    """Flights, a page, a receipt and a file say first what was said before them."""
    (one,) = _merged(Text("Noted."), message)
    assert type(one) is type(message)
    assert spoken(one) == "\n".join(["Noted.\n", spoken(message)]).replace("\n\nABC234", "\nABC234")
    assert options_of(one) == options_of(message)


def test_a_turn_of_eight_bubbles_leaves_three() -> None:
    """A booking that is done, with all that is said around it, costs three messages instead of eight."""
    turn = (
        Text("Paid."), Text("Your tickets:"), RECEIPT, Text("A file for you."), Text("It opens anywhere."),
        PAGE, Text("One thing more."), Text("All well?", YES_NO),
    )  # fmt: skip
    assert len(turn) == 8
    assert len(_bubbles(*turn)) == 3


def test_dots_do_not_keep_sentences_apart() -> None:
    """They are shown first, and then one message comes."""
    assert _merged(Text("Hello."), Typing(), Text("I'm looking…")) == [Typing(), Text("Hello.\n\nI'm looking…")]


def test_an_answer_after_a_question_keeps_what_can_be_tapped() -> None:
    """Words that follow go above the buttons."""
    assert _merged(Text("Yes or no?", YES_NO), Text("Take your time.")) == [
        Text("Yes or no?\n\nTake your time.", YES_NO)
    ]


def test_two_questions_stay_two() -> None:
    """Nobody has to guess to which question a button belongs."""
    both = (Text("Yes or no?", YES_NO), Text("Really?", YES_NO))
    assert tuple(_merged(*both)) == both


def test_the_words_of_an_agent_stay_as_they_were_written() -> None:
    """A person's message is nobody else's."""
    theirs = _said(Text("Hello, I'm Sam."), Text("How can I help?"), author="Sam")
    assert merged(theirs, WHATSAPP) == theirs


@pytest.mark.parametrize(
    ("message", "room"),
    [(Text("Well?", YES_NO), 1024), (Text("Well."), 4096), (PAGE, 1024), (FILE, 1024)],
    ids=["buttons", "words", "page", "file"],
)
def test_what_would_not_fit_stays_apart(message: Message, room: int) -> None:
    """No message is split that was whole before it was joined."""
    fits = room - len(f"\n\n{spoken(message)}")
    assert len(_merged(Text("x" * fits), message)) == 1
    assert len(_merged(Text("x" * (fits + 1)), message)) == 2


def test_signs_that_would_be_read_as_bold_count_twice() -> None:
    """Each of them is kept as it is by a sign more."""
    assert len(_merged(Text("*a" * 1500), Text("x" * 1000))) == 2


@settings(max_examples=40, deadline=None)
@given(st.lists(MESSAGES, max_size=5))
def test_nothing_is_lost_and_nothing_costs_more(messages: list[Message]) -> None:
    """All words come in their order, all that can be tapped can be tapped, in no more messages than before."""
    whole = _merged(*messages)
    assert _squeezed(whole) == _squeezed(messages)
    assert _titles(whole) == _titles(messages)
    before = sum(len(render(message)) for message in messages)
    assert sum(len(render(message)) for message in whole) <= before


def _squeezed(messages: list[Message]) -> str:
    return "".join("".join(spoken(message).split()) for message in messages)


def _titles(messages: list[Message]) -> list[Option]:
    return [option for message in messages for option in options_of(message)]
