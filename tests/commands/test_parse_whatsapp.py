"""What `threadfare parse whatsapp` says of each thing that Meta's references name: one body a sentence."""

import json
from typing import Any

import pytest

from bot.commands.parse import lines

SECONDS = "1790000000"
AT = 1790000000000
NUMBER, PHONE, SCOPED = "106540352242922", "447700900001", "GB.13491208655302741918"
THREAD = f"whatsapp:{NUMBER}:{PHONE}"
W, OUT = "wamid.X==", "wamid.O=="


def told(value: dict[str, Any], field: str = "messages") -> list[dict[str, Any]]:
    """The lines of a body with one change."""
    whole = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": NUMBER}, **value}
    entry = {"id": "1", "changes": [{"field": field, "value": whole}]}
    body = {"object": "whatsapp_business_account", "entry": [entry]}
    return [json.loads(line) for line in lines("whatsapp", json.dumps(body).encode())]


def _form(answers: Any) -> dict[str, Any]:
    text = answers if isinstance(answers, str) else json.dumps(answers)
    reply = {"name": "flow", "body": "Sent", "response_json": text}
    return {"interactive": {"type": "nfm_reply", "nfm_reply": reply}, "context": {"from": NUMBER, "id": OUT}}


MESSAGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "words": ({"text": {"body": "hi"}}, {"kind": "text", "text": "hi", "thread": THREAD, "event_id": W, "at": AT}),
    "a reply": ({"text": {"body": "yes"}, "context": {"from": "1", "id": OUT}}, {"reply_to": OUT}),
    "passed on": ({"text": {"body": "x"}, "context": {"frequently_forwarded": True}}, {"kind": "text"}),
    "about a product": (
        {"text": {"body": "x"}, "context": {"referred_product": {"catalog_id": "1"}}},
        {"kind": "text", "text": "x"},
    ),
    "an advertisement": (
        {
            "text": {"body": "Hello"},
            "referral": {"source_url": "u", "source_id": 120, "source_type": "ad", "ctwa_clid": "c"},
        },
        {"kind": "text", "text": "Hello", "ad": "120", "source": "ad"},
    ),
    "a picture": ({"image": {"id": "1", "mime_type": "image/jpeg"}}, {"kind": "media", "media": "image"}),
    "a picture with words": (
        {"image": {"id": "1", "caption": "Rome"}},
        {"kind": "text", "text": "Rome", "media": "image"},
    ),
    "a film with words": ({"video": {"id": "1", "caption": "Rome"}}, {"text": "Rome", "media": "video"}),
    "a file with words": (
        {"document": {"filename": "é.pdf", "caption": "Rome"}},
        {"text": "Rome", "media": "document"},
    ),
    "a file": ({"document": {"filename": "4242424242424242.pdf"}}, {"kind": "media", "media": "document"}),
    "a voice": ({"audio": {"id": "1", "voice": True}}, {"media": "audio"}),
    "a sticker": ({"sticker": {"id": "1", "animated": True}}, {"media": "sticker"}),
    "a picture that was lost": ({"image": {}, "errors": [{"code": 131052}]}, {"media": "image"}),
    "a place": ({"location": {"latitude": 1, "longitude": 2}}, {"kind": "media", "media": "location"}),
    "a place with a name": (
        {"location": {"latitude": 1, "longitude": 2, "name": "Orly", "address": "94390 Paris", "url": "u"}},
        {"kind": "text", "text": "Orly, 94390 Paris", "media": "location"},
    ),
    "people": ({"contacts": [{"name": {"formatted_name": "Ada"}, "origin": "other"}]}, {"media": "contacts"}),
    "an order": ({"order": {"catalog_id": "1", "text": "", "product_items": []}}, {"media": "order"}),
    "an order with words": ({"order": {"text": "for Friday"}}, {"text": "for Friday", "media": "order"}),
    "a button": (
        {
            "interactive": {"type": "button_reply", "button_reply": {"id": "p:1", "title": "Pay"}},
            "context": {"id": OUT},
        },
        {"kind": "choice", "payload": "p:1", "text": "Pay", "reply_to": OUT},
    ),
    "a row": (
        {"interactive": {"type": "list_reply", "list_reply": {"id": "r:1", "title": "09:10", "description": "d"}}},
        {"kind": "choice", "payload": "r:1", "text": "09:10"},
    ),
    "a form": (
        _form(
            {"flow_token": "w:3", "given": "Ada", "bags": 2, "news": False, "seats": ["12A", "12B"], "deep": {"a": 1}}
        ),
        {
            "kind": "form",
            "wait": "w:3",
            "values": {"given": "Ada", "bags": "2", "news": "no", "seats": "12A, 12B"},
        },
    ),
    "a form with a card": (_form({"flow_token": "w", "note": "4242 4242 4242 4242"}), {"redacted": 1}),
    "a form with half an emoji and a sign that databases cannot keep": (
        _form('{"flow_token": "w", "no\\u0000te": "one \\ud83d way", "\\u0000": "x"}'),
        {"kind": "form", "wait": "w", "values": {"note": "one \ufffd way"}},
    ),
    "a form that is no JSON": (_form("{"), {"kind": "media", "media": "form"}),
    "a form that is no object": (_form([1]), {"kind": "media", "media": "form"}),
    "a payment method": ({"interactive": {"type": "payment_method"}}, {"media": "payment_method"}),
    "a template's button": ({"button": {"payload": "s:1", "text": "Status"}}, {"kind": "choice", "payload": "s:1"}),
    "a template's button alone": ({"button": {"text": "Yes"}}, {"kind": "choice", "payload": "Yes", "text": "Yes"}),
    "a reaction": (
        {"reaction": {"message_id": OUT, "emoji": "❤"}},
        {"kind": "reaction", "targets": [OUT], "emoji": "❤"},
    ),
    "a reaction taken away": ({"reaction": {"message_id": OUT, "emoji": ""}}, {"kind": "reaction", "targets": [OUT]}),
    "an edit": (
        {"edit": {"original_message_id": W, "message": {"type": "text", "text": {"body": "CDG"}}}},
        {"kind": "edit", "text": "CDG", "targets": [W]},
    ),
    "a take-back": ({"revoke": {"original_message_id": W}}, {"kind": "delete", "targets": [W]}),
    "a poll": ({"unsupported": {"type": "poll_creation"}, "errors": [{"code": 131051}]}, {"media": "unsupported"}),
    "words of a kind that is not supported": (
        {"text": {"body": "hi"}, "type": "unsupported", "errors": [{"code": 131051}]},
        {"kind": "text", "text": "hi", "media": "unsupported"},
    ),
    "an edit that cannot be shown": ({"unsupported": {"type": "edit"}}, {"reason": "unsupported_edit"}),
    "content that comes later": ({"unsupported": {}, "errors": [{"code": 131060}, None]}, {"media": "unavailable"}),
    "the first opening": ({"request_welcome": {}}, {"kind": "start"}),
    "an old number": (
        {"system": {"type": "user_changed_number", "wa_id": "1", "body": "b"}},
        {"kind": "identity_change", "thread": THREAD, "at": AT},
    ),
    "an old number by an older name": (
        {"system": {"type": "customer_changed_number", "new_wa_id": "1", "body": "b"}},
        {"kind": "identity_change", "thread": THREAD, "at": AT},
    ),
    "a new id": (
        {"system": {"type": "user_changed_user_id", "user_id": SCOPED}},
        {"kind": "identity_change", "thread": THREAD, "at": AT},
    ),
    "a group": ({"text": {"body": "x"}, "group_id": "G"}, {"kind": "ignored", "reason": "group_message"}),
    "a kind of tomorrow": ({"hologram": {}}, {"kind": "ignored", "reason": "message_hologram"}),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_what_travellers_do_is_read_rightly(name: str) -> None:
    """Every sentence of the reference has a body, and every body its line."""
    content, expected = MESSAGES[name]
    message = {"from": PHONE, "id": W, "timestamp": SECONDS, "type": next(iter(content)), **content}
    (line,) = told({"messages": [message], "contacts": [{"profile": {"name": "Ada"}, "wa_id": PHONE}]})
    assert {key: line.get(key) for key in expected} == expected


STATUSES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "sent": ({"status": "sent", "pricing": {"type": "regular"}}, {"kind": "sent", "event_id": f"{OUT}:sent", "at": AT}),
    "delivered": ({"status": "delivered"}, {"kind": "delivered", "targets": [OUT], "thread": THREAD}),
    "read": ({"status": "read"}, {"kind": "read", "targets": [OUT]}),
    "played": ({"status": "played"}, {"kind": "read", "targets": [OUT]}),
    "failed": (
        {"status": "failed", "errors": [{"code": 131047}]},
        {"kind": "failed", "targets": [OUT], "reason": "window_closed"},
    ),
    "without a number": (
        {"status": "read", "recipient_id": None, "recipient_user_id": SCOPED},
        {"thread": f"whatsapp:{NUMBER}:{SCOPED}"},
    ),
    "a payment": ({"type": "payment", "status": "captured", "payment": {}}, {"reason": "status_payment"}),
    "a state of tomorrow": ({"status": "warning"}, {"kind": "ignored", "reason": "status_warning"}),
}


@pytest.mark.parametrize("name", STATUSES)
def test_what_became_of_our_messages_is_read_rightly(name: str) -> None:
    """Staff see how far a message came, and why it came no further."""
    content, expected = STATUSES[name]
    (line,) = told({"statuses": [{"id": OUT, "timestamp": SECONDS, "recipient_id": PHONE, **content}]})
    assert {key: line.get(key) for key in expected} == expected


def test_messages_and_statuses_in_one_value_are_all_read() -> None:
    """When Meta is busy it puts everything into one body, and nothing is lost."""
    messages = [{"from": PHONE, "id": f"{W}{n}", "timestamp": SECONDS, "text": {"body": str(n)}} for n in range(3)]
    statuses = [{"id": OUT, "status": state, "timestamp": SECONDS, "recipient_id": PHONE} for state in ("sent", "read")]
    found = told({"messages": messages, "statuses": statuses, "errors": [{"code": 131000}]})
    assert [line["kind"] for line in found] == ["text", "text", "text", "sent", "read", "ignored"]
    assert found[-1]["reason"] == "errors"


@pytest.mark.parametrize(
    ("contacts", "user"), [([{"user_id": SCOPED}], SCOPED), ([{"wa_id": PHONE}], PHONE), ([{}], ""), ([{}, {}], "")]
)
def test_a_message_that_names_nobody_is_the_only_contacts(contacts: list[dict[str, str]], user: str) -> None:
    """Who hides the number is known by the id beside the message; where nobody is named, nothing is guessed."""
    (line,) = told({"messages": [{"id": W, "timestamp": SECONDS, "text": {"body": "hi"}}], "contacts": contacts})
    assert line.get("thread", "") == (f"whatsapp:{NUMBER}:{user}" if user else "")


def test_a_change_of_an_id_is_told_in_the_thread_of_the_old_one() -> None:
    """A number or an id may go to somebody else: what belonged to it is told so, by either of Meta's two ways."""
    ids = {"previous": SCOPED, "current": "GB.2B"}
    (line,) = told({"user_id_update": [{"user_id": ids, "timestamp": SECONDS}]}, "user_id_update")
    assert (line["kind"], line["thread"]) == ("identity_change", f"whatsapp:{NUMBER}:{SCOPED}")
    for system in ({"previous_user_id": SCOPED, "user_id": "GB.2B"}, {"user_id": SCOPED}):
        raw = {"id": W, "timestamp": SECONDS, "system": {"type": "user_changed_user_id", **system}, "type": "system"}
        (line,) = told({"messages": [raw]})
        assert (line["kind"], line["thread"]) == ("identity_change", f"whatsapp:{NUMBER}:{SCOPED}")


@pytest.mark.parametrize("bare", [True, False])
def test_a_body_of_a_relay_is_read_though_it_names_neither_number_nor_message(bare: bool) -> None:  # noqa: FBT001  both ways
    """Some services between Meta and us leave the envelope, our number and the ids out: what was typed is not lost."""
    picture = {"from": PHONE, "timestamp": SECONDS, "type": "image", "image": {"id": "1", "caption": "My ticket"}}
    value = {"contacts": [{"wa_id": PHONE}], "messages": [picture], "statuses": [{"id": OUT, "status": "read"}]}
    value["statuses"][0] |= {"timestamp": SECONDS, "recipient_id": PHONE}
    body = value if bare else {"entry": [{"changes": [{"value": value}]}]}
    first, second = ([json.loads(line) for line in lines("whatsapp", json.dumps(body).encode())] for _ in range(2))
    assert first == second
    assert [(line["kind"], line["thread"]) for line in first] == [
        ("text", f"whatsapp:unknown:{PHONE}"),
        ("read", f"whatsapp:unknown:{PHONE}"),
    ]
    assert (first[0]["text"], first[0]["media"]) == ("My ticket", "image")
    assert first[0]["event_id"]


def test_an_answer_from_the_business_app_is_an_echo() -> None:
    """Staff who answer by telephone silence the bot, whatever they send."""
    echo = {"from": "1555", "to": PHONE, "id": OUT, "timestamp": SECONDS, "type": "image", "image": {"caption": "Here"}}
    assert told({"message_echoes": [echo]}, "smb_message_echoes") == [
        {"kind": "echo", "thread": THREAD, "event_id": OUT, "at": AT, "text": "Here"}
    ]


@pytest.mark.parametrize(
    "field",
    [
        "history", "smb_app_state_sync", "calls", "user_preferences", "account_update", "security",
        "message_template_status_update", "payment_configuration_update", "flows", "account_alerts",
    ],
)  # fmt: skip
def test_other_fields_are_ignored_by_name(field: str) -> None:
    """Nothing that an account may be subscribed to is taken for a message."""
    value = {"history": [{"threads": [{"messages": [{"id": W, "text": {"body": "long ago"}}]}]}]}
    assert told(value, field) == [{"kind": "ignored", "reason": f"changes_{field}", "at": 0}]
