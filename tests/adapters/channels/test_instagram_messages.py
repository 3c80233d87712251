"""How messages look on Instagram: within every limit of the platform, and readable where nothing can be tapped."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels.instagram_messages import render
from bot.domain.conversation.fitting import octets
from bot.domain.conversation.messages import Card, Carousel, Link, Message, Option, Receipt, ReceiptLine, Text, Typing
from bot.domain.money import Money
from bot.simulators.instagram_rules import check_instagram
from tests.adapters.channels.test_messenger_messages import MESSAGES

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
CLUSTERS = {
    "emoji": ["🛫", FAMILY, "🇫🇷", "👋🏽", "1\ufe0f\u20e3", "✈️"],
    "right to left": ["ש", "שׁ", "ל\u05b8", "م", "مُ", "س"],
    "Thai": ["ก", "กำ", "ที่", "นี่", "ก้", "เ"],
    "Hindi and Korean": ["क्ष", "नि", "र", "\u1112\u1161\u11ab", "한", "श्री"],
    "mixed": ["a", " ", "é", "e\u0301", FAMILY, "กำ", "ש", ". "],
}


def _texts(message: Message) -> list[str]:
    return [request["message"]["text"] for request in render(message) if "text" in request["message"]]


def _payload(request: dict[str, Any]) -> dict[str, Any]:
    payload: dict[str, Any] = request["message"]["attachment"]["payload"]
    return payload


def _options(count: int) -> tuple[Option, ...]:
    return tuple(Option(f"Option {number}", f"pick:w1:{number}") for number in range(1, count + 1))


def test_options_can_be_tapped_and_are_told_by_number() -> None:
    """On a phone one taps, on a desktop, which shows no quick replies, one reads what can be said."""
    assert render(Text("Which way?", (Option("One way", "trip:oneway"), Option("Return", "trip:return")))) == (
        {
            "message": {
                "text": "Which way?\n1. One way\n2. Return",
                "quick_replies": [
                    {"content_type": "text", "title": "One way", "payload": "trip:oneway"},
                    {"content_type": "text", "title": "Return", "payload": "trip:return"},
                ],
            }
        },
    )


def test_more_options_than_fit_are_told_by_number_only() -> None:
    """No option disappears because there are too many."""
    assert "quick_replies" in render(Text("Which?", _options(13)))[0]["message"]
    (fourteen,) = render(Text("Which?", _options(14)))
    assert "quick_replies" not in fourteen["message"]
    assert fourteen["message"]["text"].endswith("14. Option 14")


def test_cards_are_told_in_words_before_they_are_shown() -> None:
    """A traveller at a desktop sees the flights, too, and what else can be said."""
    cards = tuple(Card(f"€{price}", ("CDG → JFK",), (Option("Choose", f"offer:{price}"),)) for price in (312, 356))
    text, carousel = render(Carousel("Two flights:", cards, (Option("More options", "go:more"),)))
    assert text["message"] == {
        "text": "Two flights:\n\n1. €312\nCDG → JFK\n\n2. €356\nCDG → JFK\n\n3. More options",
    }
    assert [element["title"] for element in _payload(carousel)["elements"]] == ["€312", "€356"]
    assert carousel["message"]["quick_replies"][0]["payload"] == "go:more"


def test_a_card_with_several_buttons_says_which() -> None:
    """What cannot be tapped on a desktop can be read there, and each of them said by its number."""
    told, _ = _rendered_card((Option("Choose", "a"), Option("Details", "b")))
    assert told == "Flights:\n\n€312\nline\n1. Choose\n2. Details"


def _rendered_card(options: tuple[Option, ...]) -> tuple[str, dict[str, Any]]:
    text, carousel = render(Carousel("Flights:", (Card("€312", ("line",), options),)))
    return text["message"]["text"], carousel


def test_more_than_ten_cards_are_shown_in_several_carousels() -> None:
    """No offer is dropped."""
    cards = tuple(Card(f"Offer {number}", ("line",), ()) for number in range(12))
    first, second = [request for request in render(Carousel("Offers:", cards)) if "attachment" in request["message"]]
    assert [len(_payload(first)["elements"]), len(_payload(second)["elements"])] == [10, 2]


def test_a_page_has_its_bare_address_and_a_button() -> None:
    """Paying works where buttons are not shown."""
    link = Link("Total €312.00.", "Pay securely", "https://x.example/pay/t", (Option("Cancel", "c"),))
    text, button = render(link)
    assert text == {"message": {"text": "Total €312.00.\nhttps://x.example/pay/t\n1. Cancel"}}
    assert _payload(button) == {
        "template_type": "button",
        "text": "Pay securely",
        "buttons": [
            {"type": "web_url", "title": "Pay securely", "url": "https://x.example/pay/t"},
            {"type": "postback", "title": "Cancel", "payload": "c"},
        ],
    }


def test_an_address_is_never_cut() -> None:
    """A long sentence before it does not break the link."""
    url = "https://x.example/pay/" + "t" * 60
    texts = _texts(Link("word " * 195, "Pay", url, _options(2)))
    assert url in texts
    assert texts[-1] == "1. Option 1\n2. Option 2"


def test_a_receipt_is_told_in_signs_that_need_no_language() -> None:
    """What was said before it, what was paid, for whom and how, exact to the cent, in one text."""
    lines = (
        ReceiptLine("Paris – New York", "TF101", 2, Money(62400, "EUR")),
        ReceiptLine("Seat", "", 1, Money(10, "EUR")),
    )
    receipt = Receipt(
        "ABC234",
        "Ada",
        "Visa 4242",
        lines,
        Money(62410, "EUR"),
        Money(10010, "EUR"),
        1,
        "https://x.e/r",
        text="Booked.",
    )
    (told,) = _texts(receipt)
    assert told == (
        "Booked.\n\nABC234\nAda\n\nParis – New York · TF101 × 2: €624.00\nSeat: €0.10\n\n"
        "Total: €624.10 (taxes: €100.10)\nVisa 4242\nhttps://x.e/r"
    )


def test_typing_is_an_action_and_no_message() -> None:
    """The dots are shown without a bubble."""
    assert render(Typing()) == ({"sender_action": "mark_seen"}, {"sender_action": "typing_on"})


@settings(max_examples=120, deadline=None)
@given(MESSAGES)
def test_every_message_is_within_every_limit_of_the_platform(message: Message) -> None:
    """Whatever staff write into a flow, Instagram takes it: judged by the rules of the fake."""
    requests = render(message)
    assert requests
    for request in requests:
        check_instagram({"recipient": {"id": "2002"}, **request})


@pytest.mark.parametrize("script", CLUSTERS)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_text_is_cut_at_a_thousand_bytes_and_never_inside_a_character(script: str, data: st.DataObject) -> None:
    """Emoji, Hebrew, Arabic, Thai, Hindi and Korean arrive whole at the border of two bubbles."""
    clusters = CLUSTERS[script]
    pattern = data.draw(st.lists(st.sampled_from(clusters), min_size=1, max_size=40).filter(_squeezed_of))
    text = "x" * data.draw(st.integers(0, 12)) + "".join(pattern) * (1 + 2400 // octets("".join(pattern)))
    pieces = _texts(Text(text))
    assert len(pieces) > 1
    assert all(octets(piece) <= 1000 for piece in pieces)
    assert _squeezed("".join(pieces)) == _squeezed(text)
    for piece in pieces:
        assert _whole(_squeezed(piece), clusters), piece


def _whole(piece: str, clusters: list[str]) -> bool:
    """Whether the piece is nothing but whole characters, read with the longest first."""
    known = sorted({*map(_squeezed, clusters), "x"} - {""}, key=len, reverse=True)
    while piece:
        found = next((cluster for cluster in known if piece.startswith(cluster)), "")
        if not found:
            return False
        piece = piece.removeprefix(found)
    return True


def _squeezed_of(parts: list[str]) -> str:
    return _squeezed("".join(parts))


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("short", range(4))
def test_an_emoji_at_the_border_goes_to_the_next_bubble(short: int) -> None:
    """Bytes count, not characters: four of them are one emoji."""
    text = "x" * (1000 - short) + "🛫"
    assert _texts(Text(text)) == ["x" * (1000 - short), "🛫"]
    assert _texts(Text("x" * 996 + "🛫")) == ["x" * 996 + "🛫"]


@pytest.mark.parametrize("options", [0, 1, 3, 14])
def test_an_empty_text_still_says_something(options: int) -> None:
    """A flow without words does not stop the talk."""
    for request in render(Text("", _options(options))):
        assert request["message"]["text"].strip()


def test_an_answer_points_at_its_message() -> None:
    """Where the platform knows the message; else the answer begins with what it answers."""
    assert render(Text("Yes", answers="aWdf1", quote="Is it late?")) == (
        {"reply_to": {"mid": "aWdf1"}, "message": {"text": "Yes"}},
    )
    for answers in ("", "101:message:5#0"):
        assert render(Text("Yes", answers=answers, quote="Is it late?")) == (
            {"message": {"text": "> Is it late?\n\nYes"}},
        )
