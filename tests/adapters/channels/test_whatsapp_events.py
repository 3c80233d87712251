"""What WhatsApp delivers, kind by kind, and that no shape of a body is ever more than a body."""

import json
import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels.whatsapp_events import parse
from bot.domain.conversation.context import Context
from bot.domain.conversation.events import (
    AttachmentReceived,
    ChoiceTapped,
    MessageEchoed,
    MessageEdited,
    MessageReacted,
    MessageUnsent,
    TextReceived,
    ThreadOpened,
)
from bot.domain.conversation.files import FileRef
from bot.domain.conversation.statuses import (
    MessageAccepted,
    MessageDelivered,
    MessageFailed,
    MessageRead,
)
from bot.domain.ids import ThreadKey
from bot.ports.channel import MALFORMED, Arrived, Aside, Inbound, Told
from tests.adapters.channels.test_messenger_events import JSON, _damage
from tests.fakes.whatsapp_body import whatsapp_body as body

SECONDS = "1790000000"
AT = 1790000000000
NUMBER = "106540352242922"
PHONE = "447700900001"
SCOPED = "GB.13491208655302741918"
THREAD = ThreadKey("whatsapp", NUMBER, PHONE)
W = "wamid.X"
PICTURE = Context(files=(FileRef("image", "1"),))


def _value(**content: Any) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "metadata": {"phone_number_id": NUMBER}, **content}


def _change(field: str = "messages", **content: Any) -> dict[str, Any]:
    return {"field": field, "value": _value(**content)}


def _message(**content: Any) -> dict[str, Any]:
    kind = next(iter(content), "text")
    return {"from": PHONE, "id": W, "timestamp": SECONDS, "type": kind, **content}


def _status(status: str, **content: Any) -> dict[str, Any]:
    return {"id": "wamid.O", "status": status, "timestamp": SECONDS, "recipient_id": PHONE, **content}


def _read(*changes: dict[str, Any]) -> tuple[Inbound, ...]:
    return parse(body(*changes))


def _one(*, message: Any = None, status: Any = None) -> Any:
    content = {"messages": [message]} if status is None else {"statuses": [status]}
    (inbound,) = _read(_change(**content))
    return inbound


def _ignored(**what: Any) -> str:
    inbound = _one(**what)
    assert isinstance(inbound, Aside)
    return inbound.ignored.kind


def _tap(kind: str, **reply: str) -> dict[str, Any]:
    return {"interactive": {"type": kind, kind: reply}, "context": {"from": NUMBER, "id": "wamid.O"}}


OF_O = Context(reply_to="wamid.O")
EVENTS: dict[str, tuple[dict[str, Any], Any]] = {
    "text": ({"text": {"body": "LHR to JFK"}}, TextReceived(W, AT, "LHR to JFK")),
    "reply": (
        {"text": {"body": "yes"}, "context": {"from": "1", "id": "wamid.O"}},
        TextReceived(W, AT, "yes", context=Context(reply_to="wamid.O")),
    ),
    "forwarded": ({"text": {"body": "look"}, "context": {"forwarded": True}}, TextReceived(W, AT, "look")),
    "button": (
        _tap("button_reply", id="pay:ord_9", title="Pay now"),
        ChoiceTapped(W, AT, "pay:ord_9", "Pay now", context=OF_O),
    ),
    "row of a list": (
        _tap("list_reply", id="offer:1:v2", title="09:10", description="TF101"),
        ChoiceTapped(W, AT, "offer:1:v2", "09:10", context=OF_O),
    ),
    "button of a template": (
        {"button": {"payload": "status:ord_9", "text": "Status"}},
        ChoiceTapped(W, AT, "status:ord_9", "Status"),
    ),
    "button of a template without a payload": ({"button": {"text": "Yes"}}, ChoiceTapped(W, AT, "Yes", "Yes")),
    "form": (
        {"interactive": {"type": "nfm_reply", "nfm_reply": {"name": "flow", "response_json": "{"}}},
        AttachmentReceived(W, AT, "form"),
    ),
    "picture": ({"image": {"id": "1", "mime_type": "image/jpeg"}}, AttachmentReceived(W, AT, "image", PICTURE)),
    "picture with words": (
        {"image": {"id": "1", "caption": "my ticket"}},
        TextReceived(W, AT, "my ticket", context=Context(media="image", files=PICTURE.files)),
    ),
    "picture that Meta could not fetch": (
        {"image": {"id": "1"}, "errors": [{"code": 131052}]},
        AttachmentReceived(W, AT, "image", PICTURE),
    ),
    "voice": ({"audio": {"id": "1", "voice": True}}, AttachmentReceived(W, AT, "audio")),
    "sticker": ({"sticker": {"id": "1", "animated": False}}, AttachmentReceived(W, AT, "sticker")),
    "document": (
        {"document": {"id": "1", "filename": "é.pdf"}},
        AttachmentReceived(W, AT, "document", Context(files=(FileRef("document", "1", "é.pdf"),))),
    ),
    "place": ({"location": {"latitude": 1, "longitude": 2}}, AttachmentReceived(W, AT, "location")),
    "contacts": ({"contacts": [{"name": {"formatted_name": "Ada"}}]}, AttachmentReceived(W, AT, "contacts")),
    "order": ({"order": {"catalog_id": "1", "product_items": []}}, AttachmentReceived(W, AT, "order")),
    "poll": (
        {"unsupported": {"type": "poll_creation"}, "errors": [{"code": 131051}]},
        AttachmentReceived(W, AT, "unsupported"),
    ),
    "reaction": ({"reaction": {"message_id": "wamid.O", "emoji": "❤"}}, MessageReacted(W, AT, "wamid.O", "❤")),
    "reaction taken away": ({"reaction": {"message_id": "wamid.O"}}, MessageReacted(W, AT, "wamid.O", "")),
    "edit": (
        {"edit": {"original_message_id": "wamid.1", "message": {"type": "text", "text": {"body": "CDG"}}}},
        MessageEdited(W, AT, "wamid.1", "CDG"),
    ),
    "edit below a picture": (
        {"edit": {"original_message_id": "wamid.1", "message": {"type": "image", "image": {"caption": "CDG"}}}},
        MessageEdited(W, AT, "wamid.1", "CDG"),
    ),
    "unsent": ({"revoke": {"original_message_id": "wamid.1"}}, MessageUnsent(W, AT, "wamid.1")),
    "first opening": ({"request_welcome": {}}, ThreadOpened(W, AT)),
    "advertisement": (
        {"text": {"body": "hi"}, "referral": {"source_id": "120", "source_type": "ad"}},
        TextReceived(W, AT, "hi", context=Context(source="ad", ad="120")),
    ),
    "advertisement without words": (
        {"text": {"body": ""}, "referral": {"source_id": "120", "source_url": "https://fb.example"}},
        ThreadOpened(W, AT, context=Context(ad="120")),
    ),
}


@pytest.mark.parametrize("name", EVENTS)
def test_each_kind_of_message_is_read(name: str) -> None:
    """Whatever a traveller does in WhatsApp, the bot knows what it was."""
    content, event = EVENTS[name]
    assert _one(message=_message(**content)) == Arrived(THREAD, event)


def test_a_message_that_forgot_its_type_is_known_by_what_it_holds() -> None:
    """Older payloads are read as the new ones are."""
    message = _message(text={"body": "hi"})
    del message["type"]
    assert _one(message=message) == Arrived(THREAD, TextReceived(W, AT, "hi"))
    tap = _message(interactive={"list_reply": {"id": "a", "title": "b"}})
    assert _one(message=tap) == Arrived(THREAD, ChoiceTapped(W, AT, "a", "b"))


@pytest.mark.parametrize(
    ("sender", "contacts", "user"),
    [
        ({"from": PHONE}, [{"wa_id": PHONE}], PHONE),
        ({"from": f"+{PHONE}"}, [], PHONE),
        ({"from": PHONE, "from_user_id": SCOPED}, [], SCOPED),
        ({"from_user_id": SCOPED}, [{"user_id": SCOPED, "profile": {"username": "ada"}}], SCOPED),
        ({"from": PHONE}, [{"wa_id": PHONE, "user_id": SCOPED}], SCOPED),
        ({"from": PHONE}, [{"wa_id": "1", "user_id": "GB.other"}, None], PHONE),
        ({"from": SCOPED}, [{"wa_id": SCOPED}], SCOPED),
        ({"from_user_id": "GB.ENT.77AB"}, [], "GB.ENT.77AB"),
        ({"from": PHONE, "from_user_id": "foo_bar"}, [{"wa_id": PHONE, "user_id": "foo_bar"}], PHONE),
    ],
)
def test_a_traveller_is_known_by_the_scoped_id_else_by_phone(
    sender: dict[str, str], contacts: list[Any], user: str
) -> None:
    """Who hides their number can write to us, and who changes it stays apart from who gets it next."""
    message = {"id": W, "timestamp": SECONDS, "type": "text", "text": {"body": "hi"}, **sender}
    (inbound,) = _read(_change(messages=[message], contacts=contacts))
    assert isinstance(inbound, Arrived)
    assert inbound.thread == ThreadKey("whatsapp", NUMBER, user)


def test_statuses_tell_how_far_a_message_came() -> None:
    """Staff see whether a message was sent, delivered, read or heard."""
    assert _one(status=_status("sent")) == Told(THREAD, MessageAccepted("wamid.O:sent", AT, "", "wamid.O"))
    assert _one(status=_status("delivered")) == Told(THREAD, MessageDelivered("wamid.O:delivered", AT, ("wamid.O",)))
    assert _one(status=_status("read")) == Told(THREAD, MessageRead("wamid.O:read", AT, ("wamid.O",)))
    assert _one(status=_status("played")) == Told(THREAD, MessageRead("wamid.O:played", AT, ("wamid.O",)))


def test_a_status_of_a_traveller_without_a_number_is_theirs() -> None:
    """A scoped id is enough to know whose message it was."""
    status = _status("read", recipient_user_id=SCOPED)
    del status["recipient_id"]
    assert _one(status=status).thread.user == SCOPED


def test_every_status_that_has_our_mark_tells_that_the_message_was_sent() -> None:
    """A message whose answer was lost is not sent again, also when "read" comes first or alone."""
    marked = {"biz_opaque_callback_data": "tf:e1#0"}
    accepted = Told(THREAD, MessageAccepted("wamid.O:sent", AT, "e1#0", "wamid.O"))
    assert _read(_change(statuses=[_status("sent", **marked)])) == (accepted,)
    assert _read(_change(statuses=[_status("read", **marked)])) == (
        accepted,
        Told(THREAD, MessageRead("wamid.O:read", AT, ("wamid.O",))),
    )


@pytest.mark.parametrize(
    ("errors", "reason"),
    [
        ([{"code": 131047, "title": "Re-engagement message"}], "window_closed"),
        ([{"code": 131026}], "unavailable"),
        ([{"code": 130472}], "not_now"),
        ([{"code": 131000}], "transient"),
        ([{"code": 132001}], "template"),
        ([{"code": "x"}], "content"),
        ([None], "content"),
        (None, "content"),
    ],
)
def test_a_message_that_could_not_be_delivered_tells_why(errors: Any, reason: str) -> None:
    """WhatsApp takes a message and may fail later: that is a fate like others, with the reason as a send would have."""
    inbound = _one(status=_status("failed", errors=errors, biz_opaque_callback_data="tf:e1#0"))
    assert inbound == Told(THREAD, MessageFailed("wamid.O:failed", AT, "e1#0", "wamid.O", reason))


def test_somebody_who_answers_in_the_business_app_is_heard() -> None:
    """When staff answer by telephone, the bot falls silent."""
    echo = {"from": "1555", "to": PHONE, "id": "wamid.E", "timestamp": SECONDS, "type": "text", "text": {"body": "Sam"}}
    assert _read(_change("smb_message_echoes", message_echoes=[echo, None])) == (
        Arrived(THREAD, MessageEchoed("wamid.E", AT, "Sam", "")),
        _aside(MALFORMED),
    )


def _aside(kind: str) -> Any:
    (aside,) = parse(b"x")
    assert isinstance(aside, Aside)
    return msgspec.structs.replace(aside, ignored=msgspec.structs.replace(aside.ignored, kind=kind))


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ({"type": "system", "system": {"type": "user_changed_number", "wa_id": "1"}}, "system_user_changed_number"),
        (_message(text={"body": " "}), "message_without_content"),
        (_message(text={"body": "hi"}, group_id="G"), "group_message"),
        (_message(edit={"original_message_id": "wamid.1", "message": {}}), "edit_without_text"),
        (_message(unsupported={"type": "edit"}), "unsupported_edit"),
        (_message(interactive={"type": "call_permission_reply"}), "interactive_call_permission_reply"),
        (_message(hologram={}), "message_hologram"),
        ({**_message(), "type": "<b>"}, "message"),
    ],
)
def test_messages_that_we_do_not_serve_are_ignored_by_their_name(message: dict[str, Any], kind: str) -> None:
    """Staff see in the metrics what travellers do that the bot does not serve."""
    assert _ignored(message=message) == kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (_status("captured", type="payment"), "status_payment"),
        (_status("warning"), "status_warning"),
        (_status("7"), "status"),
        (_status("read", recipient_type="group"), "group_status"),
    ],
)
def test_statuses_that_we_do_not_serve_are_ignored_by_their_name(status: dict[str, Any], kind: str) -> None:
    """What Meta tells of payments and groups is counted and does nothing."""
    assert _ignored(status=status) == kind


@pytest.mark.parametrize(
    "field",
    [
        "message_template_status_update", "message_template_quality_update", "template_category_update",
        "phone_number_quality_update", "account_update", "security", "flows", "user_preferences",
        "account_alerts", "history", "smb_app_state_sync", "calls", "business_capability_update",
    ],
)  # fmt: skip
def test_other_fields_are_ignored_by_their_name(field: str) -> None:
    """Whatever the account is subscribed to, nothing breaks."""
    (aside,) = _read(_change(field, event="APPROVED"))
    assert aside == Aside(msgspec.structs.replace(_aside("").ignored, kind=f"changes_{field}"))


def test_troubles_of_the_account_are_counted() -> None:
    """An error of the whole number stands beside messages and hides none."""
    errors, arrived = sorted(
        _read(_change(messages=[_message(text={"body": "hi"})], errors=[{"code": 130429}])),
        key=lambda inbound: isinstance(inbound, Arrived),
    )
    assert errors == _aside("errors")
    assert isinstance(arrived, Arrived)


@pytest.mark.parametrize(
    "what",
    [
        {"message": None},
        {"message": "text"},
        {"message": {"type": "text", "text": {"body": "nobody"}, "id": W}},
        {"message": {"type": "text", "text": {"body": "no id"}, "from": PHONE}},
        {"message": _message(reaction={"emoji": "❤"})},
        {"message": _message(revoke={})},
        {"message": _message(edit={"message": {"text": {"body": "x"}}})},
        {"message": _message(button={})},
        {"message": _message(interactive={"type": "button_reply"})},
        {"status": 7},
        {"status": {"status": "sent", "id": "wamid.O"}},
        {"status": {"status": "sent", "recipient_id": PHONE}},
    ],
)
def test_an_item_that_cannot_be_used_is_kept_aside(what: dict[str, Any]) -> None:
    """What is broken in one item stays in that item."""
    assert _ignored(**what) == MALFORMED


@pytest.mark.parametrize("account", [{}, {"phone_number_id": "10:01"}, {"phone_number_id": ""}, None])
def test_a_message_to_no_number_of_ours_is_kept_aside(account: Any) -> None:
    """Without our number there is no thread."""
    change = _change(messages=[_message(text={"body": "x"})])
    change["value"]["metadata"] = account
    assert _read(change) == (Aside(msgspec.structs.replace(_aside(MALFORMED).ignored, at=AT)),)


def test_a_body_without_an_object_belongs_to_the_door_at_which_it_came() -> None:
    """Tools that relay deliveries leave the envelope's name out."""
    whole = json.loads(body(_change(messages=[_message(text={"body": "hi"})])))
    del whole["object"], whole["entry"][0]["changes"][0]["field"]
    assert parse(json.dumps(whole).encode()) == (Arrived(THREAD, TextReceived(W, AT, "hi")),)


def test_many_messages_of_many_people_come_in_one_body() -> None:
    """When Meta is busy, nobody is forgotten, and a broken one costs no other."""
    people = [{**_message(text={"body": "a"}), "from": phone, "id": f"wamid.{phone}"} for phone in ("1", "2", "3")]
    read = _read(_change(messages=[people[0], None]), _change(messages=people[1:], statuses=[_status("sent")]))
    assert [type(inbound) for inbound in read] == [Arrived, Aside, Arrived, Arrived, Told]


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (b"", MALFORMED),
        (b"\xff\xfe", MALFORMED),
        (b"[" * 200_000, MALFORMED),
        (b"[]", "object"),
        (b"{}", "empty"),
        (b'{"object":"page"}', "object_page"),
        (b'{"object":"whatsapp_business_account"}', "empty"),
        (b'{"object":"whatsapp_business_account","entry":[{"changes":[null,{"field":"messages"}]}]}', "changes"),
        (b'{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{}}]}]}', "empty"),
    ],
)
def test_a_body_that_says_nothing_is_set_aside(document: bytes, kind: str) -> None:
    """A poisoned body cannot switch the number off."""
    aside = parse(document)[0]
    assert isinstance(aside, Aside)
    assert aside.ignored.kind == kind


EXAMPLES = [
    *(_change(messages=[_message(**content)], contacts=[{"wa_id": PHONE}]) for content, _ in EVENTS.values()),
    *(_change(statuses=[_status(state, biz_opaque_callback_data="tf:e1")]) for state in ("sent", "delivered", "read")),
    _change(statuses=[_status("failed", errors=[{"code": 131047}])]),
    _change("smb_message_echoes", message_echoes=[{"to": PHONE, "id": W, "text": {"body": "x"}}]),
]


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(JSON, min_size=1, max_size=4))
def test_no_damage_to_a_body_raises(draw: random.Random, junk: list[Any]) -> None:
    """Keys dropped, retyped, doubled or reordered: what comes out are events, statuses or things aside."""
    whole = json.loads(body(*draw.choices(EXAMPLES, k=3)))
    document = {**whole, "entry": _damage(whole["entry"], draw, junk)}
    for inbound in parse(msgspec.json.encode(document)):
        assert isinstance(inbound, Arrived | Told | Aside)
        assert msgspec.json.decode(msgspec.json.encode(inbound), type=type(inbound)) == inbound


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_no_json_at_all_raises(document: Any) -> None:
    """Any JSON is a body, and any JSON may stand where messages should."""
    assert parse(msgspec.json.encode(document))
    assert parse(body({"field": "messages", "value": document}))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise(document: bytes) -> None:
    """Any bytes are a body."""
    assert parse(document)
