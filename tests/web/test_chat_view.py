"""Lines of a talk as they are drawn: who says what, cards, receipts, and nothing that is not there yet."""

from typing import Any

import msgspec
from flask.testing import FlaskClient

from bot.domain.conversation.messages import Card, Carousel, Link, Media, Option, Receipt, ReceiptLine, Typing
from bot.domain.money import Money
from bot.ports.talk_records import Line
from bot.web import auth
from bot.web.chat_view import bubble
from bot.web.chat_words import CHAT_WORDS
from bot.web.desk.words import DESK_WORDS
from tests.web.archive import Bench, greeting


def _send(browser: FlaskClient, **said: str) -> Any:
    return browser.post("/chat/messages", json={"client_id": "abcdefgh", **said})


def _thread(stage: Bench, browser: FlaskClient) -> str:
    """The thread of a browser that has opened the page."""
    browser.get("/chat")
    cookie = browser.get_cookie("tf_chat")
    assert cookie is not None
    visitor = auth.unsign(stage.runtime, "tf_chat", cookie.value) or ""
    return f"webchat:TF:{visitor.partition(' ')[0]}"


def test_what_is_held_back_is_not_shown(stage: Bench, browser: FlaskClient) -> None:
    """A traveller sees the bot's words when they were sent, and never those that a takeover held back."""
    thread = _thread(stage, browser)
    for fate in ("said", "sending", "dropped", "failed"):
        stage.archive.say(thread, greeting(f"Words that were {fate}"), fate=fate)
    stage.archive.say(thread, greeting("Words that went out"), fate="delivered")
    page = browser.get("/chat").text
    assert "Words that were" not in page
    assert "Words that went out" in page


def test_an_agent_is_told_from_the_bot(stage: Bench, browser: FlaskClient) -> None:
    """A traveller always knows whether a person answers."""
    thread = _thread(stage, browser)
    stage.archive.say(thread, greeting("Good evening"), author="Ana")
    page = browser.get("/chat").text
    assert "Ana · live agent" in page
    assert 'class="line agent"' in page


def test_news_of_an_account_is_the_bots_for_its_traveller_and_the_systems_at_the_desk() -> None:
    """An agent sees that nobody in the talk asked for it; the traveller reads it as all that the bot says."""
    body = msgspec.json.encode(greeting("News.")).decode()
    line = Line(1, "webchat:TF:x", "ntc_1#0", "bot", "Text", body, "sent", "en", 0)
    other = msgspec.structs.replace(line, message="m_1#0")
    chat, desk = CHAT_WORDS["en"], DESK_WORDS
    shown = [bubble(one, words) for words in (chat, desk) for one in (line, other)]
    assert [one.who for one in shown if one] == [chat["bot"], chat["bot"], desk["notice"], desk["bot"]]


def test_cards_have_their_button_each(stage: Bench, browser: FlaskClient) -> None:
    """Flights are a list that is read and used without a mouse."""
    cards = tuple(Card(f"€{n}00", ("09:10 CDG → 12:05 JFK",), (Option("Choose", f"offer:{n}"),)) for n in (1, 2, 3))
    stage.archive.say(_thread(stage, browser), Carousel("Flights:", cards, (Option("More options", "go:more"),)))
    page = browser.get("/chat").text
    assert page.count("<article") == 3
    assert page.count('value="offer:') == 3
    assert 'role="group" aria-label="Suggested answers"' in page


def test_a_pay_link_opens_beside_the_chat(stage: Bench, browser: FlaskClient) -> None:
    """The talk stays open while the traveller pays."""
    thread = _thread(stage, browser)
    stage.archive.say(thread, Link("Please pay.", "Pay €612.40", "http://localhost/pay/x"))
    page = browser.get("/chat").text
    assert 'href="http://localhost/pay/x" target="_blank" rel="noopener"' in page
    assert "(opens in a new tab)" in page


def test_a_file_is_a_link_that_keeps_it(stage: Bench, browser: FlaskClient) -> None:
    """A document has its words, and a button that says what it is."""
    media = Media("document", "http://localhost/trip/t/itinerary.txt", "Your trip:", "Itinerary", "trip.txt")
    stage.archive.say(_thread(stage, browser), media)
    page = browser.get("/chat").text
    assert "Your trip:" in page
    assert 'href="http://localhost/trip/t/itinerary.txt" target="_blank" rel="noopener" download="trip.txt"' in page
    assert ">Itinerary<" in page


def test_what_was_said_before_a_receipt_stands_above_it(stage: Bench, browser: FlaskClient) -> None:
    """Where sentences go out together with a receipt, staff read them, too."""
    nothing = Money(0, "EUR")
    receipt = Receipt("ABC234", "Marie", "Visa", (), nothing, nothing, 0, text="Paid and ticketed.")
    stage.archive.say(_thread(stage, browser), receipt)
    assert '<p class="bubble" dir="auto">Paid and ticketed.</p>' in browser.get("/chat").text


def test_a_receipt_is_a_table(stage: Bench, browser: FlaskClient) -> None:
    """What was bought, for whom and how it was paid can be read and printed."""
    line = ReceiptLine("09:10 CDG → 12:05 JFK", "Marie Durand · 9992400000017", 1, Money(61240, "EUR"))
    receipt = Receipt("ABC234", "Marie", "Visa •4242", (line,), Money(61240, "EUR"), Money(9000, "EUR"), 0)
    stage.archive.say(_thread(stage, browser), receipt)
    page = browser.get("/chat").text
    for text in (
        '<table aria-label="Receipt ABC234">',
        "09:10 CDG → 12:05 JFK",
        "9992400000017",
        "€612.40",
        "€90.00",
        "Visa •4242",
    ):
        assert text in page


def test_words_are_never_taken_for_markup(stage: Bench, browser: FlaskClient) -> None:
    """Nobody can put a script into a page by writing it."""
    thread = _thread(stage, browser)
    _send(browser, text="<script>alert(1)</script>")
    stage.archive.say(thread, greeting('"><img src=x onerror=alert(1)>'))
    page = browser.get("/chat").text
    assert "<script>alert" not in page
    assert "<img" not in page


def test_what_cannot_be_shown_leaves_no_gap(stage: Bench, browser: FlaskClient) -> None:
    """Dots, events without words and damaged lines are no lines."""
    thread = _thread(stage, browser)
    stage.archive.say(thread, Typing())
    stage.archive._add(thread, "m", "bot", '{"type":"no such message"}', "sent")
    stage.archive._add(thread, "m", "traveller", '{"type":"no such event"}', "")
    stage.archive._add(thread, "m", "traveller", '{"type":"ThreadOpened","id":"x","at":0}', "")
    assert 'class="line' not in browser.get("/chat").text


def test_a_file_is_named(stage: Bench, browser: FlaskClient) -> None:
    """A picture that was sent is seen to have been sent."""
    thread = _thread(stage, browser)
    stage.archive._add(thread, "m", "traveller", '{"type":"AttachmentReceived","id":"x","at":0,"kind":"image"}', "")
    assert "Sent a file" in browser.get("/chat").text


def test_what_was_changed_or_said_elsewhere_is_there(stage: Bench, browser: FlaskClient) -> None:
    """Edited words and words from another tool of the airline's are part of the talk."""
    thread = _thread(stage, browser)
    edited = '{"type":"MessageEdited","id":"x","at":0,"target":"y","text":"To Nice instead"}'
    stage.archive._add(thread, "m", "traveller", edited, "")
    echoed = '{"type":"MessageEchoed","id":"z","at":0,"text":"From the inbox","app":"inbox"}'
    stage.archive._add(thread, "z", "inbox", echoed, "sent")
    page = browser.get("/chat").text
    assert "To Nice instead" in page
    assert "From the inbox" in page
