"""How messages look on WhatsApp: within every limit of the platform, in few bubbles, whatever a flow says."""

import time
from typing import Any

import pytest
from hypothesis import given, settings

from bot.adapters.channels.whatsapp_messages import literal, render
from bot.domain.conversation.messages import Card, Carousel, Link, Option, Receipt, ReceiptLine, Text, Typing
from bot.domain.money import Money
from bot.simulators.whatsapp_rules import check
from bot.simulators.whatsapp_sent import options as shown
from bot.simulators.whatsapp_sent import words
from tests.adapters.channels.test_messenger_messages import CARDS, LONG, MESSAGES, OPTIONS

LINES = ("Fri 4 Dec · 09:10 CDG → 12:05 JFK", "8 h 55 · direct · operated by Threadfare Air", "Light · TF101")


def _options(count: int) -> tuple[Option, ...]:
    return tuple(Option(f"Option {number}", f"pick:w1:{number}") for number in range(1, count + 1))


def _cards(count: int, lines: tuple[str, ...] = ("09:10 → 12:05 · nonstop",)) -> tuple[Card, ...]:
    return tuple(
        Card(f"€{312 + number}.00 total", lines, (Option("Choose", f"offer:o{number}"),)) for number in range(count)
    )


def _rows(request: dict[str, Any]) -> list[dict[str, str]]:
    (section,) = request["interactive"]["action"]["sections"]
    rows: list[dict[str, str]] = section["rows"]
    return rows


def test_up_to_three_options_are_buttons() -> None:
    """What can be answered is one tap away."""
    assert render(Text("Which way?", (Option("One way", "trip:oneway"),))) == (
        {
            "type": "interactive",
            "interactive": {
                "type": "button",
                "action": {"buttons": [{"type": "reply", "reply": {"id": "trip:oneway", "title": "One way"}}]},
                "body": {"text": "Which way?"},
            },
        },
    )


@pytest.mark.parametrize(("count", "kind"), [(3, "button"), (4, "list"), (10, "list")])
def test_more_options_than_buttons_are_a_list(count: int, kind: str) -> None:
    """No option disappears because there are too many for buttons."""
    (request,) = render(Text("Which?", _options(count)))
    assert request["interactive"]["type"] == kind
    assert len(shown(request)) == count


def test_more_options_than_a_list_has_rows_are_told_as_numbers() -> None:
    """Whoever cannot tap can type the number or the title."""
    (request,) = render(Text("Which?", _options(11)))
    assert request["text"]["body"].startswith("Which?\n1. Option 1\n2. Option 2\n")
    assert request["text"]["body"].endswith("11. Option 11")


@pytest.mark.parametrize(("length", "kind"), [(200, "list"), (201, "text")])
def test_a_payload_that_is_too_long_for_a_row_is_told_in_words(length: int, kind: str) -> None:
    """A payload is never shortened."""
    (request,) = render(Text("Which?", (*_options(3), Option("Far", "p" * length))))
    assert request.get("interactive", request)["type"] == kind


def test_options_that_would_look_or_answer_alike_are_no_buttons() -> None:
    """WhatsApp refuses two buttons of one name, and two of one meaning."""
    alike = (Option("Threadfare Air flexible", "a"), Option("Threadfare Air flexibility", "b"))
    (request,) = render(Text("Which?", alike))
    assert [row["description"] for row in _rows(render(Text("?", (Option("L" * 30, "a"), Option("L" * 31, "b"))))[0])]
    assert request["interactive"]["type"] == "list"
    (request,) = render(Text("Which?", (Option("Yes", "a"), Option("Sure", "a"))))
    assert request["type"] == "text"


def test_a_long_text_comes_in_pieces_and_its_buttons_with_the_last() -> None:
    """Nothing of a long answer is lost, its options stay visible, and it takes as few messages as it can."""
    first, second = render(Text("word " * 1000, _options(2)))
    assert first["type"] == "text"
    assert len(shown(second)) == 2
    assert len(render(Text("word " * 800))) == 1


def test_flights_are_one_message_with_a_list() -> None:
    """Flights stand below one another in a list that a word of the traveller's language opens."""
    (request,) = render(Carousel("Three flights:", _cards(3), (Option("More options", "go:more"),)))
    assert words(request) == "Three flights:"
    assert request["interactive"]["action"]["button"] == "Choose"
    assert _rows(request)[0] == {"id": "offer:o0", "title": "€312.00 total", "description": "09:10 → 12:05 · nonstop"}
    assert _rows(request)[-1] == {"id": "go:more", "title": "More options"}


def test_what_is_too_long_for_a_row_is_told_above_the_list() -> None:
    """Who operates a flight is said even where a row has no room for it, in the same message."""
    (request,) = render(Carousel("Flights:", _cards(9, LINES), _options(1)))
    assert words(request).startswith("Flights:\n\n1. €312.00 total\n")
    assert all(words(request).count(line) == 9 for line in LINES)
    assert len(_rows(request)) == 10


def test_more_cards_than_rows_are_told_in_words_with_numbers() -> None:
    """No offer is dropped."""
    (request,) = render(Carousel("Offers:", _cards(12), _options(1)))
    assert "12. €323.00 total" in request["text"]["body"]
    assert request["text"]["body"].endswith("13. Option 1")


def test_few_different_buttons_stay_buttons() -> None:
    """One booking needs no list to open."""
    card = Card("ABC234", ("CDG → JFK",), (Option("Open", "trip:1"), Option("Receipt", "trip:2")))
    (request,) = render(Carousel("Your booking:", (card,), (Option("Back", "go:back"),)))
    assert shown(request) == {"trip:1": "Open", "trip:2": "Receipt", "go:back": "Back"}
    assert words(request) == "Your booking:\n\nABC234\nCDG → JFK\n1. Open\n2. Receipt"


def test_cards_with_several_buttons_name_each_in_a_row() -> None:
    """What a row does stands first, and for which card below it."""
    cards = tuple(Card(f"B{n}", (), (Option("Open", f"o{n}"), Option("Receipt", f"r{n}"))) for n in range(2))
    (request,) = render(Carousel("Bookings:", cards))
    assert _rows(request)[1] == {"id": "r0", "title": "Receipt", "description": "B0"}
    assert request["interactive"]["action"]["button"] == "Options"


def test_cards_without_buttons_are_words_with_the_options_below() -> None:
    """What is only to be read is read, and what is below it can be tapped."""
    (request,) = render(Carousel("Seen:", (Card("One", ("a",), ()), Card("Two", (), ())), _options(5)))
    assert words(request) == "Seen:\n\nOne\na\n\nTwo"
    assert len(_rows(request)) == 5


def test_a_page_is_opened_by_a_button_and_the_options_follow() -> None:
    """Paying opens the browser; other ways on are buttons of their own."""
    link = Link("Total €312.00.", "Pay securely", "https://x.example/pay/t_1_", (Option("Cancel", "c"),))
    page, below = render(link)
    assert page["interactive"] == {
        "type": "cta_url",
        "action": {
            "name": "cta_url",
            "parameters": {"display_text": "Pay securely", "url": "https://x.example/pay/t_1_"},
        },
        "body": {"text": "Total €312.00."},
    }
    assert shown(below) == {"c": "Cancel"}


def test_a_receipt_is_told_in_words() -> None:
    """WhatsApp has no receipt: everything on it stands in one message, exact to the cent."""
    line = ReceiptLine("Paris – New York", "TF101", 2, Money(62400, "EUR"))
    receipt = Receipt(
        "ABC234", "Ada Lovelace", "Visa 4242", (line,), Money(62410, "EUR"), Money(10010, "EUR"), 1790000000,
        "https://x.example/trip/t",
    )  # fmt: skip
    (request,) = render(receipt)
    assert words(request) == (
        "ABC234\nAda Lovelace\n\nParis – New York · TF101 × 2: €624.00\n\n"
        "Total: €624.10 (taxes: €100.10)\nVisa 4242\nhttps://x.example/trip/t"
    )


def test_a_receipt_tells_no_sum_and_no_name_twice_and_writes_sums_in_the_language_of_the_reader() -> None:
    """One trip for all who travel: the total is its price."""
    total = Money(219900, "EUR")
    line = ReceiptLine("ven. 4 déc. 11:25 CDG → 13:20 JFK", "Marie Durand, Jean Durand", 1, total)
    receipt = Receipt(
        "VHXS6Y", "Marie Durand, Jean Durand", "Visa •3184", (line,), total, Money(30700, "EUR"), 1, language="fr"
    )  # fmt: skip
    (request,) = render(receipt)
    assert words(request).replace("\u202f", " ").replace("\u00a0", " ") == (
        "VHXS6Y\nMarie Durand, Jean Durand\n\nven. 4 déc. 11:25 CDG → 13:20 JFK\n\n"
        "Total: 2 199,00 € (taxes: 307,00 €)\nVisa •3184"
    )


def test_yen_have_no_cents_and_no_taxes_are_not_told() -> None:
    """Currencies without decimals are not divided."""
    (request,) = render(Receipt("A", "B", "C", (), Money(62400, "JPY"), Money(0, "JPY"), 1))
    assert "Total: ¥62,400\nC" in words(request)


def test_typing_marks_as_read_and_shows_dots() -> None:
    """The traveller sees that somebody reads and writes, without a bubble."""
    assert render(Typing()) == ({"status": "read", "typing_indicator": {"type": "text"}},)


@pytest.mark.parametrize(
    ("text", "shown_as"),
    [
        ("*Ada* Lovelace", "*\u200bAda* Lovelace"),
        ("_x_ ~y~ `z`", "_\u200bx_ ~\u200by~ `\u200bz`"),
        ("```code```", "`\u200b`\u200b`\u200bcode``\u200b`"),
        ("snake_case_name", "snake_case_name"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("5* hotel", "5* hotel"),
        ("*one alone", "*one alone"),
        ("https://x.example/_a_/*b*", "https://x.example/_a_/*b*"),
        ("_ada_@x.example", "_ada_@x.example"),
    ],
)
def test_what_people_type_is_shown_sign_by_sign(text: str, shown_as: str) -> None:
    """A star in a name makes nothing bold, and addresses stay whole."""
    assert literal(text) == shown_as
    assert words(render(Text(text))[0]) == shown_as


@pytest.mark.parametrize("hostile", ["*a" * 2000, "@" * 4000, "_" * 4000, "a.b@" * 1000, "a" * 4000])
def test_no_text_keeps_the_program_busy(hostile: str) -> None:
    """Signs without end are looked through in no time."""
    started = time.process_time()
    literal(hostile)
    assert time.process_time() - started < 1


@settings(max_examples=200, deadline=None)
@given(MESSAGES)
def test_every_message_is_within_every_limit_of_the_platform(message: Any) -> None:
    """Whatever staff write into a flow, WhatsApp takes it: judged by the rules of the fake, not by the renderer's."""
    requests = render(message)
    assert requests
    for request in requests:
        given = {"message_id": "wamid.1"} if "status" in request else {"to": "+447700900001"}
        check({"messaging_product": "whatsapp", **request, **given})


@settings(max_examples=60, deadline=None)
@given(CARDS, OPTIONS, LONG)
def test_every_option_can_be_tapped_or_read(cards: tuple[Card, ...], options: tuple[Option, ...], text: str) -> None:
    """No way on disappears, however many there are and whatever they are called."""
    requests = render(Carousel(text, cards, options))
    tappable = {payload for request in requests for payload in shown(request)}
    every = [*options, *(option for card in cards for option in card.options)]
    told = "".join("".join(words(request).split()) for request in requests)
    if not {option.payload for option in every} <= tappable:
        told = told.replace("\u200b", "")
        assert all("".join(option.title.split()) in told for option in options)
        assert all(f"{number}." in told for number in range(1, sum(len(card.options) for card in cards) + 1))


def test_an_emoji_at_the_border_is_never_cut() -> None:
    """A family of five stays a family."""
    family = "👨‍👩‍👧‍👦"
    first, second = render(Text("x" * 4090 + family))
    assert (words(first), words(second)) == ("x" * 4090, family)


def test_an_answer_points_at_its_message() -> None:
    """Where the platform knows the message; else the answer begins with what it answers."""
    assert render(Text("Yes", answers="wamid.A1", quote="Is it late?")) == (
        {"context": {"message_id": "wamid.A1"}, "type": "text", "text": {"body": "Yes"}},
    )
    for answers in ("", "101:message:5#0"):
        assert render(Text("Yes", answers=answers, quote="Is it late?")) == (
            {"type": "text", "text": {"body": "> Is it late?\n\nYes"}},
        )
