"""Each limit of each platform, at it and one beyond it; and files, which not every platform shows."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.adapters.channels import instagram_messages, messenger_messages, whatsapp_messages
from bot.domain.conversation.messages import Card, Carousel, Link, Media, Message, Option, Receipt, Text
from bot.domain.money import Money
from bot.simulators.instagram_rules import check_instagram
from bot.simulators.messenger_rules import Receipts, check
from bot.simulators.whatsapp_rules import check as check_whatsapp

Request = dict[str, Any]
RENDERERS: dict[str, Callable[[Message], tuple[Request, ...]]] = {
    "messenger": messenger_messages.render,
    "instagram": instagram_messages.render,
    "whatsapp": whatsapp_messages.render,
}
PLANE = "🛫"


def _judge(channel: str, request: Request) -> None:
    """Have the platform's fake look at a request as the platform would."""
    if channel == "whatsapp":
        check_whatsapp({"messaging_product": "whatsapp", "to": "+447700900001", **request})
    elif channel == "instagram":
        check_instagram({"recipient": {"id": "2002"}, **request})
    else:
        check({"recipient": {"id": "2002"}, **request}, Receipts())


def _kinds(channel: str, message: Message) -> list[str]:
    """What a message becomes: each request by what it is."""
    requests = RENDERERS[channel](message)
    for request in requests:
        _judge(channel, request)
    return [_kind(request) for request in requests]


def _kind(request: Request) -> str:
    if "message" not in request:
        return str(request["interactive"]["type"] if request["type"] == "interactive" else request["type"])
    attachment = request["message"].get("attachment", {})
    kind = attachment.get("payload", {}).get("template_type") or attachment.get("type") or "text"
    return f"{kind}+chips" if "quick_replies" in request["message"] else kind


def _options(count: int, payload: int = 10) -> tuple[Option, ...]:
    return tuple(Option(f"Option {number}", f"{number:0{payload}}") for number in range(count))


def _cards(count: int) -> Carousel:
    return Carousel("Flights:", tuple(Card(f"€{n}", ("CDG",), (Option("Choose", f"offer:{n}"),)) for n in range(count)))


def _link(words: str, *options: Option) -> Link:
    return Link(words, "Pay", "https://x.example/pay/t", options)


CASES: tuple[tuple[str, Message, list[str]], ...] = (
    ("messenger", Text("x" * 2000), ["text"]),
    ("messenger", Text("x" * 2001), ["text", "text"]),
    ("messenger", Text(PLANE * 1000), ["text"]),
    ("messenger", Text(PLANE * 1001), ["text", "text"]),
    ("messenger", Text("?", _options(13, payload=1000)), ["text+chips"]),
    ("messenger", Text("?", _options(14)), ["text"]),
    ("messenger", Text("?", _options(2, payload=1001)), ["text"]),
    ("messenger", _cards(10), ["text", "generic"]),
    ("messenger", _cards(11), ["text", "generic", "generic"]),
    ("messenger", _link("x" * 640), ["button"]),
    ("messenger", _link("x" * 641), ["text", "button"]),
    ("messenger", _link("x", *_options(2)), ["button"]),
    ("messenger", _link("x", *_options(3)), ["button+chips"]),
    ("messenger", _link("x", *_options(14)), ["button", "text"]),
    ("instagram", Text("x" * 1000), ["text"]),
    ("instagram", Text("x" * 1001), ["text", "text"]),
    ("instagram", Text("é" * 500), ["text"]),
    ("instagram", Text("é" * 501), ["text", "text"]),
    ("instagram", Text("?", _options(13, payload=1000)), ["text+chips"]),
    ("instagram", Text("?", _options(14)), ["text"]),
    ("instagram", _cards(10), ["text", "generic"]),
    ("instagram", _cards(11), ["text", "generic", "generic"]),
    ("instagram", _link("x"), ["text", "button"]),
    ("whatsapp", Text("x" * 4096), ["text"]),
    ("whatsapp", Text("x" * 4097), ["text", "text"]),
    ("whatsapp", Text("?", _options(3, payload=256)), ["button"]),
    ("whatsapp", Text("?", _options(3, payload=257)), ["text"]),
    ("whatsapp", Text("x" * 1024, _options(3)), ["button"]),
    ("whatsapp", Text("x" * 1025, _options(3)), ["text", "button"]),
    ("whatsapp", Text("?", _options(4, payload=200)), ["list"]),
    ("whatsapp", Text("?", _options(4, payload=201)), ["text"]),
    ("whatsapp", Text("x" * 4096, _options(10)), ["list"]),
    ("whatsapp", Text("x" * 4097, _options(10)), ["text", "list"]),
    ("whatsapp", Text("?", _options(11)), ["text"]),
    ("whatsapp", _cards(1), ["button"]),
    ("whatsapp", _cards(10), ["list"]),
    ("whatsapp", _cards(11), ["text"]),
    ("whatsapp", _link("x" * 1024), ["cta_url"]),
    ("whatsapp", _link("x" * 1025), ["text", "cta_url"]),
    ("whatsapp", _link("x", *_options(1)), ["cta_url", "button"]),
    ("whatsapp", _link("x", *_options(4)), ["list"]),
    ("whatsapp", _link("x", *_options(11)), ["cta_url", "text"]),
)


@pytest.mark.parametrize(("channel", "message", "kinds"), CASES, ids=lambda case: str(case)[:40])
def test_a_message_goes_as_far_down_the_chain_as_its_limits_push_it(
    channel: str, message: Message, kinds: list[str]
) -> None:
    """Carousel, list, buttons, numbered words: the first that has room for everything."""
    assert _kinds(channel, message) == kinds


PICTURE = Media("image", "https://x.example/map.png", "Here we meet.", "Map")
PDF = Media("document", "https://x.example/rules.pdf", "Conditions:", "Conditions of carriage", "rules.pdf")
PLAIN = Media("document", "https://x.example/trip/t/itinerary.txt", "Your trip:", "Itinerary", "trip.txt")
CALENDAR = Media("document", "https://x.example/trip/t/calendar.ics", "", "Calendar", "trip.ics")


@pytest.mark.parametrize(
    ("channel", "media", "kinds"),
    [
        ("messenger", PICTURE, ["text", "image"]),
        ("messenger", PDF, ["text", "file"]),
        ("messenger", PLAIN, ["text", "file"]),
        ("messenger", CALENDAR, ["file"]),
        ("instagram", PICTURE, ["text", "image"]),
        ("instagram", PDF, ["text", "file"]),
        ("instagram", PLAIN, ["text", "button"]),
        ("instagram", CALENDAR, ["text", "button"]),
        ("whatsapp", PICTURE, ["image"]),
        ("whatsapp", PDF, ["document"]),
        ("whatsapp", PLAIN, ["document"]),
        ("whatsapp", CALENDAR, ["cta_url"]),
        ("whatsapp", Media("image", "https://x.example/map.webp", "", "Map"), ["cta_url"]),
        ("whatsapp", Media("image", "https://x.example/map.png", "x" * 1025, "Map"), ["text", "image"]),
        ("messenger", Media("image", "http://127.0.0.1:8000/map.png", "", "Map"), ["button"]),
    ],
)
def test_a_file_is_sent_where_its_kind_is_shown_and_linked_where_not(
    channel: str, media: Media, kinds: list[str]
) -> None:
    """Nobody is sent a file that does not open; what the platform cannot fetch is a link."""
    assert _kinds(channel, media) == kinds


def test_a_document_on_whatsapp_has_its_words_and_its_name() -> None:
    """The words stand below it in the same message, which is billed once."""
    (request,) = whatsapp_messages.render(PLAIN)
    assert request["document"] == {"link": PLAIN.url, "caption": "Your trip:", "filename": "trip.txt"}


def test_what_is_tapped_beside_a_link_on_whatsapp_stands_below_the_sentence_about_it() -> None:
    """Which card pays, and how much, is read where the thumb is."""
    page, ways = whatsapp_messages.render(
        _link("Your seats are held.\nOne tap pays now: €312 with Visa.", Option("Pay with Visa", "pay"))
    )
    assert page["interactive"]["body"]["text"] == "Your seats are held."
    assert ways["interactive"]["body"]["text"] == "One tap pays now: €312 with Visa."


def test_a_page_with_a_list_of_options_is_one_message_on_whatsapp() -> None:
    """Its address stands in the words above the list, and is never cut."""
    (request,) = whatsapp_messages.render(_link("What else?", *_options(5)))
    assert request["interactive"]["body"]["text"] == "What else?\n\nPay: https://x.example/pay/t"


def test_a_list_is_opened_by_a_word() -> None:
    """Not by a sign that stands there twice: WhatsApp draws one of its own."""
    (request,) = whatsapp_messages.render(Text("Which?", _options(5)))
    assert request["interactive"]["action"]["button"] == "Options"


def test_what_is_tapped_beside_a_page_is_named_where_nothing_else_is_said_of_it() -> None:
    """No bubble is empty."""
    _, ways = whatsapp_messages.render(_link("Total €312.", Option("Cancel", "c"), Option("Receipt", "r")))
    assert ways["interactive"]["body"]["text"] == "Cancel · Receipt"


def test_a_lone_cancel_stands_below_the_last_sentence_and_no_bubble_repeats_a_button() -> None:
    """WhatsApp has no room beside a page's button: what follows it still reads as somebody's words."""
    held = _link(
        "Your seats are held. Total €312.00, taxes included. Please pay within 15 minutes.", Option("Cancel", "c")
    )
    page, ways = whatsapp_messages.render(held)
    assert page["interactive"]["body"]["text"] == "Your seats are held. Total €312.00, taxes included."
    assert ways["interactive"]["body"]["text"] == "Please pay within 15 minutes."
    _, button = instagram_messages.render(held)
    assert button["message"]["attachment"]["payload"]["text"] == "Please pay within 15 minutes."


def test_a_sum_or_a_short_word_in_a_sentence_does_not_part_it() -> None:
    """A point without a blank, and a question mark after one, are no borders."""
    page, ways = whatsapp_messages.render(_link("C'est 1.200 € ? Payez avant 12.30.", Option("Annuler", "c")))
    assert page["interactive"]["body"]["text"] == "C'est 1.200 € ?"
    assert ways["interactive"]["body"]["text"] == "Payez avant 12.30."


@pytest.mark.parametrize("channel", RENDERERS)
def test_a_card_with_brief_lines_tells_all_of_them_and_nothing_twice_on_messenger(channel: str) -> None:
    """Both ways of a trip stand on the card; where words are needed beside it, they are the brief ones, too."""
    brief = ("4 Dec 11:25 CDG–13:20 JFK, direct", "Light")
    card = Card("€312 total", ("x" * 81, "y" * 81), (Option("Choose", "offer:1"),), brief=brief)
    requests = RENDERERS[channel](Carousel("Flights:", (card, card)))
    for request in requests:
        _judge(channel, request)
    assert "x" * 20 not in str(requests)
    assert all(line in str(requests[-1]) for line in brief)
    assert str(requests).count(brief[0]) == {"messenger": 2, "instagram": 4, "whatsapp": 2}[channel]


def test_options_that_begin_with_figures_have_no_numbers_before_them() -> None:
    """A "5" after "how many?" is five people, so nothing else on the screen is called five."""
    (request,) = instagram_messages.render(Text("How many?", (Option("1 adult", "a"), Option("Somebody else", "b"))))
    assert request["message"]["text"] == "How many?\n• 1 adult\n• Somebody else"


def test_below_flights_that_were_shown_before_numbers_go_on() -> None:
    """The third flight stays "3" when the question is asked again."""
    (request,) = instagram_messages.render(Text("Which one?", (Option("More", "go:more"),), first=4))
    assert request["message"]["text"] == "Which one?\n4. More"


@pytest.mark.parametrize("channel", RENDERERS)
def test_what_was_said_before_a_receipt_is_said_first(channel: str) -> None:
    """Sentences that were joined to it are not lost on any platform."""
    nothing = Money(0, "EUR")
    requests = RENDERERS[channel](Receipt("N1", "Ada", "Visa", (), nothing, nothing, 1, text="Booked."))
    assert "Booked." in str(requests[0])
    assert "N1" in str(requests[-1])
