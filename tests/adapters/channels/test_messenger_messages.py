"""How messages look on Messenger: within every limit of the platform, whatever a flow says."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels.messenger_messages import render
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
from bot.simulators.messenger_rules import Receipts, check


def _payload(request: dict[str, Any]) -> dict[str, Any]:
    payload: dict[str, Any] = request["message"]["attachment"]["payload"]
    return payload


def _options(count: int) -> tuple[Option, ...]:
    return tuple(Option(f"Option {number}", f"pick:w1:{number}") for number in range(1, count + 1))


def test_a_text_has_its_options_as_quick_replies() -> None:
    """What can be answered is one tap away."""
    assert render(Text("Which way?", (Option("One way", "trip:oneway"),))) == (
        {
            "message": {
                "text": "Which way?",
                "quick_replies": [{"content_type": "text", "title": "One way", "payload": "trip:oneway"}],
            }
        },
    )


def test_a_long_text_comes_in_pieces_and_its_options_with_the_last() -> None:
    """Nothing of a long answer is lost, and its options stay visible."""
    first, second = render(Text("word " * 500, _options(2)))
    assert "quick_replies" not in first["message"]
    assert len(second["message"]["quick_replies"]) == 2


def test_more_options_than_fit_are_told_as_numbers() -> None:
    """No option disappears because there are too many."""
    (thirteen,) = render(Text("Which?", _options(13)))
    assert len(thirteen["message"]["quick_replies"]) == 13
    (fourteen,) = render(Text("Which?", _options(14)))
    assert "quick_replies" not in fourteen["message"]
    assert fourteen["message"]["text"].endswith("13. Option 13\n14. Option 14")


def test_a_title_that_is_too_long_ends_in_an_ellipsis() -> None:
    """A long word on a button is shortened, and its payload is not."""
    (request,) = render(Text("?", (Option("Talk to a person at the desk", "go:person"),)))
    (chip,) = request["message"]["quick_replies"]
    assert chip == {"content_type": "text", "title": "Talk to a person at…"[:19].rstrip() + "…", "payload": "go:person"}


def test_cards_become_a_carousel_after_their_sentence() -> None:
    """Flights stand side by side, each with its button, and what holds for all below them."""
    card = Card("€312.00 total", ("09:10 CDG → 12:05 JFK",), (Option("Choose", "offer:o1"),))
    text, carousel = render(Carousel("Three flights:", (card,), (Option("More options", "go:more"),)))
    assert text == {"message": {"text": "Three flights:"}}
    (element,) = _payload(carousel)["elements"]
    assert element == {
        "title": "€312.00 total",
        "subtitle": "09:10 CDG → 12:05 JFK",
        "buttons": [{"type": "postback", "title": "Choose", "payload": "offer:o1"}],
    }
    assert carousel["message"]["quick_replies"][0]["payload"] == "go:more"


def test_what_is_too_long_for_a_card_is_told_in_words() -> None:
    """Who operates a flight is said even where a card has no room for it."""
    lines = (
        "Fri 4 Dec · 09:10 CDG → 12:05 JFK",
        "8 h 55 · direct · operated by Threadfare Air",
        "Light · TF101",
    )
    text, carousel = render(Carousel("Flights:", (Card("€312.00", lines, _options(1)),)))
    assert all(line in text["message"]["text"] for line in lines)
    assert _payload(carousel)["elements"][0]["subtitle"] == "\n".join(lines[:2])


def test_more_than_ten_cards_are_shown_in_several_carousels() -> None:
    """No offer is dropped."""
    cards = tuple(Card(f"Offer {number}", ("line",), ()) for number in range(12))
    _, first, second = render(Carousel("Offers:", cards, _options(1)))
    assert [len(_payload(first)["elements"]), len(_payload(second)["elements"])] == [10, 2]
    assert "quick_replies" not in first["message"]
    assert "quick_replies" in second["message"]


def test_a_page_is_opened_by_a_button_at_full_height_that_cannot_be_shared() -> None:
    """The pay page fills the screen and is not forwarded by a slip of the thumb."""
    link = Link("Total €312.00. Held until 14:30.", "Pay securely", "https://x.example/pay/t", (Option("Cancel", "c"),))
    (request,) = render(link)
    assert _payload(request) == {
        "template_type": "button",
        "text": "Total €312.00. Held until 14:30.",
        "buttons": [
            {
                "type": "web_url",
                "title": "Pay securely",
                "url": "https://x.example/pay/t",
                "webview_height_ratio": "full",
                "webview_share_button": "hide",
            },
            {"type": "postback", "title": "Cancel", "payload": "c"},
        ],
    }


def test_more_options_beside_a_link_than_buttons_become_quick_replies() -> None:
    """A page and three other ways on: all can be tapped."""
    (request,) = render(Link("Pay", "Pay", "https://x.example", _options(3)))
    assert len(_payload(request)["buttons"]) == 1
    assert len(request["message"]["quick_replies"]) == 3


def test_a_receipt_is_a_receipt_with_plain_numbers() -> None:
    """What was paid is shown as the platform shows receipts, exact to the cent."""
    line = ReceiptLine("Paris – New York", "TF101", 2, Money(62400, "EUR"))
    receipt = Receipt(
        "TF-K3Q9ZX", "Ada Lovelace", "Visa 4242", (line,), Money(62410, "EUR"), Money(10010, "EUR"), 1790000000
    )
    (request,) = render(receipt)
    payload = _payload(request)
    assert payload["summary"] == {"subtotal": 524.0, "total_tax": 100.1, "total_cost": 624.1}
    assert payload["elements"] == [
        {"title": "Paris – New York", "subtitle": "TF101", "quantity": 2, "price": 624.0, "currency": "EUR"}
    ]
    assert payload["timestamp"] == "1790000000"
    assert "order_url" not in payload


def test_a_receipt_that_is_asked_for_again_has_a_number_of_its_own() -> None:
    """Meta refuses the same order number twice: the booking reference is told apart by when it was asked for."""
    once = Receipt("ABC234", "Ada", "Visa", (), Money(1, "EUR"), Money(0, "EUR"), 1)
    numbers = [
        _payload(render(msgspec.structs.replace(once, again=again))[0])["order_number"]
        for again in (0, 1790000000, 1790000001)
    ]
    assert numbers == ["ABC234", "ABC234-r6ab13b80", "ABC234-r6ab13b81"]


def test_yen_have_no_cents() -> None:
    """Currencies without decimals are not divided."""
    line = ReceiptLine("Tokyo", "", 1, Money(62400, "JPY"))
    (request,) = render(Receipt("A", "B", "C", (line,), Money(62400, "JPY"), Money(0, "JPY"), 1))
    assert _payload(request)["summary"]["total_cost"] == 62400


def test_typing_is_an_action_and_no_message() -> None:
    """The dots are shown without a bubble."""
    assert render(Typing()) == ({"sender_action": "mark_seen"}, {"sender_action": "typing_on"})


WORDS = st.text(alphabet=st.sampled_from("ab é👍\n.…*1שกำ\u0301🇫👩\u200d"), max_size=60)
LONG = st.builds(lambda text, times: text * times, WORDS, st.sampled_from([0, 1, 40, 90]))
OPTIONS = st.lists(
    st.builds(Option, WORDS.filter(str.strip), st.sampled_from(["go:x", "pick:1", "p" * 1000, "p" * 1001])), max_size=16
).map(tuple)
CARDS = st.lists(st.builds(Card, LONG, st.lists(WORDS, max_size=4).map(tuple), OPTIONS, WORDS, WORDS), max_size=12).map(
    tuple
)
MONEY = st.integers(0, 10**9).map(lambda minor: Money(minor, "EUR"))
LINES = st.one_of(
    st.lists(st.builds(ReceiptLine, WORDS.filter(str.strip), WORDS, st.integers(1, 9), MONEY), max_size=3),
    st.just([ReceiptLine("Seat", "", 1, Money(1, "EUR"))] * 101),
)
MESSAGES: st.SearchStrategy[Message] = st.one_of(
    st.builds(Text, LONG, OPTIONS),
    st.builds(Carousel, LONG, CARDS, OPTIONS),
    st.builds(Link, LONG, WORDS.filter(str.strip), st.just("https://x.example"), OPTIONS),
    st.builds(Receipt, st.just("N1"), LONG, WORDS, LINES.map(tuple), MONEY, MONEY, st.integers(0, 2**33), text=LONG),
    st.builds(
        Media,
        st.sampled_from(["image", "document"]),
        st.sampled_from(["https://x.example/a.png", "http://127.0.0.1/a.pdf", "https://x.example/a"]),
        LONG,
        WORDS.filter(str.strip),
        st.sampled_from(["", "trip.txt", "trip.pdf"]),
    ),
    st.just(Typing()),
)


@settings(max_examples=120, deadline=None)
@given(MESSAGES)
def test_every_message_is_within_every_limit_of_the_platform(message: Message) -> None:
    """Whatever staff write into a flow, Messenger takes it: judged by the rules of the fake, not by the renderer's."""
    requests = render(message)
    assert requests
    for request in requests:
        check({"recipient": {"id": "2002"}, **request}, Receipts())


@pytest.mark.parametrize("options", [0, 1, 3, 14])
def test_an_empty_text_still_says_something(options: int) -> None:
    """A flow without words does not stop the talk."""
    for request in render(Text("", _options(options))):
        assert request["message"]["text"].strip()


def test_an_answer_points_at_its_message() -> None:
    """Where the platform knows the message; else the answer begins with what it answers."""
    assert render(Text("Yes", answers="m_1", quote="Is it late?")) == (
        {"reply_to": {"mid": "m_1"}, "message": {"text": "Yes"}},
    )
    for answers in ("", "101:message:5#0"):
        assert render(Text("Yes", answers=answers, quote="Is it late?")) == (
            {"message": {"text": "> Is it late?\n\nYes"}},
        )
