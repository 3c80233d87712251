"""What is taken from a channel: everything genuine, each event once and in order, and no card number."""

import json
import logging
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.context import Context
from bot.domain.conversation.entry import FateEntry
from bot.domain.conversation.events import (
    AttachmentReceived,
    ChoiceTapped,
    Event,
    FormSent,
    MessageEchoed,
    MessageEdited,
    TextReceived,
    ThreadOpened,
)
from bot.domain.errors import IllegalError, UnavailableError
from bot.domain.ids import digest
from bot.domain.redaction import CARD_REMOVED
from bot.services import inbox, turns
from bot.services.inbox import LONGEST_TEXT, Received, receive, redacted
from bot.simulators.accounts import Account
from bot.simulators.wire import encoded, signed
from tests.builders.door import THREAD, Door, door
from tests.builders.world import NOW_MS

CARD = "4242 4242 4242 4242"


@pytest.fixture
def hall() -> Door:
    """A web process with Messenger."""
    return door()


def _item(psid: str, at: int, **content: Any) -> dict[str, Any]:
    return {"sender": {"id": psid}, "recipient": {"id": "1001"}, "timestamp": at, **content}


def _says(mid: str, text: str, *, at: int = NOW_MS, psid: str = "2002") -> dict[str, Any]:
    return _item(psid, at, message={"mid": mid, "text": text})


def _deliver(hall: Door, *items: Any) -> Received:
    body = encoded({"object": "page", "entry": [{"id": "1001", "time": NOW_MS, "messaging": list(items)}]})
    return receive(hall.runtime, "messenger", signed(body, Account().secret), body)


def _heard(hall: Door, thread: str = THREAD) -> list[str]:
    lines = hall.bench.archive.lines(thread)
    return [msgspec.json.decode(line.body).get("text", "") for line in lines if line.author == "traveller"]


@pytest.mark.parametrize(
    "event",
    [
        TextReceived("m1", NOW_MS, f"below a picture {CARD}", context=Context(media="image")),
        TextReceived("m1", NOW_MS, "hi", context=Context(ref=CARD, ad="6045")),
        ChoiceTapped("m1", NOW_MS, "go:help", f"Pay with {CARD}"),
        ChoiceTapped("m1", NOW_MS, "go:help", "Help", context=Context(ref=CARD)),
        ThreadOpened("m1", NOW_MS, CARD.replace(" ", "-")),
        AttachmentReceived("m1", NOW_MS, "story_mention", Context(ref=CARD)),
        FormSent("m1", NOW_MS, "flow", {"note": CARD}),
        FormSent("m1", NOW_MS, "flow", {CARD: "a field that a changed client made up"}),
        FormSent("m1", NOW_MS, CARD, {"note": "the token of a flow comes back as the client likes"}),
        MessageEdited("m1", NOW_MS, "m0", CARD),
        MessageEchoed("m1", NOW_MS, CARD, ""),
    ],
)
def test_no_card_number_is_kept_wherever_somebody_writes_it(event: Event) -> None:
    """Captions, titles, links, forms and echoes are words of people, too."""
    clean = msgspec.json.encode(redacted(event)[0]).decode()
    assert "4242" not in clean
    assert '"id":"m1"' in clean


def test_a_message_becomes_a_turn_with_an_answer(hall: Door) -> None:
    """A traveller who writes is answered."""
    assert _deliver(hall, _says("m1", "Paris to Rome")) == Received("taken", 1)
    assert _heard(hall) == ["Paris to Rome"]
    assert hall.bench.archive.texts(THREAD)
    assert hall.counted("webhooks") == [{"channel": "messenger", "result": "taken"}]


def test_a_forged_body_leaves_nothing_anywhere(hall: Door) -> None:
    """Whoever has not the secret cannot speak in a traveller's name."""
    body = encoded({"object": "page", "entry": [{"messaging": [_says("m1", "hi")]}]})
    assert receive(hall.runtime, "messenger", signed(body, "wrong"), body) == Received("forged")
    assert hall.bench.archive.shelf == []
    assert hall.shelf.aside == []
    assert hall.counted("webhooks") == [{"channel": "messenger", "result": "forged"}]


def test_a_message_that_is_delivered_five_times_is_one_message(hall: Door) -> None:
    """The platform may repeat itself; the bot does not."""
    for _ in range(5):
        _deliver(hall, _says("m1", "Paris to Rome"))
    assert _heard(hall) == ["Paris to Rome"]


def test_events_of_a_thread_are_taken_in_the_order_in_which_they_happened(hall: Door) -> None:
    """A shuffled delivery is the same talk."""
    third, first, second = (_says(f"m{at}", f"word {at}", at=NOW_MS + at) for at in (3, 1, 2))
    assert _deliver(hall, third, first, second).events == 3
    assert _heard(hall) == ["word 1", "word 2", "word 3"]


def test_travellers_of_one_delivery_have_threads_of_their_own(hall: Door) -> None:
    """One body, several people: nobody reads another's talk."""
    _deliver(hall, _says("m1", "Paris", psid="2002"), _says("m2", "Rome", psid="2003"))
    assert _heard(hall) == ["Paris"]
    assert _heard(hall, "messenger:1001:2003") == ["Rome"]


def test_a_card_number_is_gone_before_anything_is_kept(hall: Door, caplog: pytest.LogCaptureFixture) -> None:
    """A number typed into the chat is in no store and no log, and the traveller is told kindly."""
    with caplog.at_level(logging.DEBUG):
        _deliver(hall, _says("m1", f"my card is {CARD} cvc 123"))
    kept = msgspec.json.encode(hall.bench.archive.shelf).decode() + caplog.text
    assert "4242" not in kept
    assert _heard(hall) == [f"my card is {CARD_REMOVED} cvc [code removed]"]
    assert hall.counted("redactions") == [{"kind": "card"}, {"kind": "code"}]
    assert any("removed" in said or "safety" in said for said in hall.bench.archive.texts(THREAD))


def test_a_card_number_around_the_code_of_a_link_is_gone_too(hall: Door) -> None:
    """Taking the code out of the words puts the number's halves together: it is looked for after that."""
    _deliver(hall, _says("m1", "4242 4242 [tf:abcd2345] 4242 4242"))
    assert "4242" not in msgspec.json.encode(hall.bench.archive.shelf).decode()
    assert _heard(hall) == [CARD_REMOVED]
    _deliver(hall, _says("m2", "[tf:4242424242424242] hi", at=NOW_MS + 1))
    assert "4242" not in msgspec.json.encode(hall.bench.archive.shelf).decode()


@pytest.mark.parametrize(
    ("event", "clean"),
    [
        (TextReceived("e", 1, CARD), TextReceived("e", 1, CARD_REMOVED, 1)),
        (MessageEdited("e", 1, "m", CARD), MessageEdited("e", 1, "m", CARD_REMOVED, 1)),
        (MessageEchoed("e", 1, CARD, ""), MessageEchoed("e", 1, CARD_REMOVED, "")),
        (ChoiceTapped("e", 1, "pick:1", CARD), ChoiceTapped("e", 1, "pick:1", CARD_REMOVED)),
        (ThreadOpened("e", 1, CARD), ThreadOpened("e", 1, CARD_REMOVED)),
    ],
)
def test_every_place_for_words_is_looked_through(event: Any, clean: Any) -> None:
    """Edits, titles, links and answers from other tools are as clean as messages."""
    assert redacted(event) == (clean, ("card",))


def test_an_endless_text_is_cut_after_it_was_cleaned() -> None:
    """A megabyte of words keeps nobody busy, and no card hides at the cut."""
    text = "x" * (LONGEST_TEXT - 8) + CARD
    event, kinds = redacted(TextReceived("e", 1, text))
    assert isinstance(event, TextReceived)
    assert len(event.text) == LONGEST_TEXT
    assert "4242" not in event.text
    assert kinds == ("card",)


def test_statuses_are_noted_and_make_no_turn(hall: Door) -> None:
    """What became of a message is kept apart from the talk."""
    echo = {"mid": "m_7", "is_echo": True, "metadata": "tf:e1#0", "app_id": 7001}
    items = [
        {"sender": {"id": "1001"}, "recipient": {"id": "2002"}, "timestamp": NOW_MS, "message": echo},
        _item("2002", NOW_MS, delivery={"mids": ["m_7"], "watermark": NOW_MS}),
        _item("2002", NOW_MS, read={"watermark": NOW_MS}),
    ]
    assert _deliver(hall, *items) == Received("taken", 0)
    assert hall.fates.noted == [
        FateEntry(THREAD, "sent", "e1#0", "m_7", at=NOW_MS),
        FateEntry(THREAD, "delivered", platform_id="m_7", at=NOW_MS),
        FateEntry(THREAD, "delivered", at=NOW_MS, until=NOW_MS),
        FateEntry(THREAD, "read", at=NOW_MS, until=NOW_MS),
    ]
    assert hall.bench.archive.shelf == []


def test_what_is_not_served_is_counted_by_its_name_and_kept_nowhere(hall: Door) -> None:
    """Staff see what travellers do that the bot does not know; nothing is stored of it."""
    assert _deliver(hall, _item("2002", NOW_MS, account_linking={"status": "linked"})).result == "taken"
    assert hall.counted("ignored_events") == [{"channel": "messenger", "kind": "account_linking"}]
    assert hall.shelf.aside == []


def test_a_body_that_cannot_be_read_is_noted_by_its_digest_alone(hall: Door) -> None:
    """A poisoned body is acknowledged, and nothing of its content is kept."""
    body = b'{"object":"page","entry":' + CARD.encode()
    assert receive(hall.runtime, "messenger", signed(body, Account().secret), body).result == "malformed"
    (noted,) = hall.shelf.aside
    assert (noted["channel"], noted["reason"], noted["size"]) == ("messenger", "malformed", len(body))
    assert len(noted["body_digest"]) == 64
    assert "4242" not in json.dumps(noted)


def test_a_fault_of_ours_in_one_turn_costs_no_other_turn(
    hall: Door, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Two travellers are served although the first one's turn met a bug; the log names the event and nobody."""
    take = turns.take

    def faulty(runtime: Any, thread: str, event: Any) -> Any:
        if event.id == "m1":
            raise KeyError(event.text)
        return take(runtime, thread, event)

    monkeypatch.setattr(inbox.turns, "take", faulty)
    assert _deliver(hall, _says("m1", "secret words"), _says("m2", "Rome", psid="2003")) == Received("taken", 2, 1)
    assert _heard(hall, "messenger:1001:2003") == ["Rome"]
    assert digest("m1") in caplog.text
    assert "m1" not in caplog.text
    assert "KeyError" in caplog.text
    assert "secret words" not in caplog.text
    assert hall.shelf.aside[0]["reason"] == "turn KeyError"


def test_a_fault_while_it_is_told_whose_thread_it_is_costs_no_other_item(
    hall: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signed body is acknowledged whatever of ours goes wrong on its way into a turn or a status."""

    def faulty(_runtime: Any, _party: Any, item: Any, _body: bytes) -> str:
        if item.thread.user == "2002":
            raise KeyError(item.thread.user)
        return str(item.thread)

    monkeypatch.setattr(inbox.identities, "thread_of", faulty)
    seen = _item("2002", NOW_MS, delivery={"mids": ["m_1"], "watermark": NOW_MS})
    assert _deliver(hall, _says("m1", "Paris"), seen, _says("m2", "Rome", psid="2003")) == Received("taken", 2, 1)
    assert _heard(hall, "messenger:1001:2003") == ["Rome"]
    assert [noted["reason"] for noted in hall.shelf.aside] == ["turn KeyError", "status KeyError"]


def test_an_illegal_turn_is_a_fault_and_not_a_reason_to_deliver_again(
    hall: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would fail for ever is not asked for for ever."""

    def illegal(*_: Any) -> None:
        raise IllegalError("No such transition.")

    monkeypatch.setattr(inbox.turns, "take", illegal)
    assert _deliver(hall, _says("m1", "x")) == Received("taken", 1, 1)


def test_a_fault_of_a_parser_is_acknowledged_too(hall: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in reading does not make the platform switch the webhook off."""

    def broken(_body: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(hall.runtime.channels["messenger"], "parse", broken)
    assert _deliver(hall, _says("m1", "x")) == Received("taken", 0)
    assert hall.shelf.aside[0]["reason"] == "parse ZeroDivisionError"


@pytest.mark.parametrize("what", ["talk", "journal"])
def test_without_its_stores_nothing_is_acknowledged(hall: Door, what: str) -> None:
    """The platform delivers again when Redis is back, and what was taken before is not taken twice."""
    (hall.bench.archive if what == "talk" else hall.fates).away = True
    items = (_says("m1", "Paris"), _item("2002", NOW_MS, read={"watermark": NOW_MS}))
    with pytest.raises(UnavailableError):
        _deliver(hall, *items)
    hall.bench.archive.away = hall.fates.away = False
    _deliver(hall, *items)
    assert _heard(hall) == ["Paris"]


def test_a_database_that_is_away_does_not_stop_what_can_be_acknowledged(hall: Door) -> None:
    """Noting a broken body is worth a try, not an outage."""
    hall.shelf.away = True
    assert _deliver(hall, None).result == "malformed"
    assert hall.shelf.aside == []


def test_a_channel_that_is_not_served_is_an_error_of_the_caller(hall: Door) -> None:
    """No delivery is taken for a channel that was not set up."""
    with pytest.raises(KeyError):
        receive(hall.runtime, "whatsapp", {}, b"{}")


def test_a_form_is_redacted_field_by_field() -> None:
    """A card number in a field goes; the other fields stay as they were, and none is endless."""
    sent = FormSent("f1", NOW_MS, "7", {"given": f"{CARD}", "family": "Durand", "email": "x" * 5000})
    clean, kinds = redacted(sent)
    assert isinstance(clean, FormSent)
    assert clean.values == {"given": CARD_REMOVED, "family": "Durand", "email": "x" * 300}
    assert (clean.redacted, kinds) == (1, ("card",))


@pytest.mark.parametrize("first", ["4242 4242", "4242-4242-4242"])
def test_a_card_number_over_several_fields_of_a_form_is_taken_out(first: str) -> None:
    """Half a number in each of two fields is a whole one in the transcript: neither is kept."""
    rest = CARD.replace(" ", "")[len(first.replace(" ", "").replace("-", "")) :]
    sent = FormSent(
        "f1", NOW_MS, "7", {"given": first, "family": rest, "born": "1987-07-24", "email": "m7@example.com"}
    )
    clean, kinds = redacted(sent)
    assert isinstance(clean, FormSent)
    assert clean.values == {**sent.values, "given": CARD_REMOVED, "family": CARD_REMOVED}
    assert (clean.redacted, kinds) == (1, ("card",))


def test_days_and_counts_of_a_form_are_no_card_number() -> None:
    """What a form is there for is never taken out."""
    for values in (
        {"given": "4242 4242", "born": "4242-42-42"},
        {"given": "4242", "family": "4242", "email": "42424242@example.com"},
        {"adults": "9", "children": "8", "infants": "9"},
    ):
        sent = FormSent("f1", NOW_MS, "7", values)
        assert redacted(sent) == (sent, ())
