"""What Messenger delivers, kind by kind, and that no shape of a body is ever more than a body."""

import json
import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels.messenger_events import parse
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
from bot.domain.conversation.statuses import MessageAccepted, MessageDelivered, MessageRead
from bot.domain.ids import ThreadKey
from bot.ports.channel import MALFORMED, Arrived, Aside, Inbound, Told

AT = 1790000000100
APP = "7001"
THREAD = ThreadKey("messenger", "1001", "2002")


def _body(*items: Any, key: str = "messaging") -> bytes:
    return json.dumps({"object": "page", "entry": [{"id": "1001", "time": AT + 5, key: list(items)}]}).encode()


def _item(**content: Any) -> dict[str, Any]:
    return {"sender": {"id": "2002"}, "recipient": {"id": "1001"}, "timestamp": AT, **content}


def _echo(**message: Any) -> dict[str, Any]:
    item = {"sender": {"id": "1001"}, "recipient": {"id": "2002"}, "timestamp": AT}
    return {**item, "message": {"mid": "m_e", "is_echo": True, **message}}


def _read(*items: Any, key: str = "messaging") -> tuple[Inbound, ...]:
    return parse(_body(*items, key=key), app=APP)


def _event(**content: Any) -> Any:
    (inbound,) = _read(_item(**content))
    assert isinstance(inbound, Arrived)
    assert inbound.thread == THREAD
    return inbound.event


def _ignored(item: Any, key: str = "messaging") -> str:
    (inbound,) = _read(item, key=key)
    assert isinstance(inbound, Aside)
    return inbound.ignored.kind


EVENTS: dict[str, tuple[dict[str, Any], Any]] = {
    "text": ({"message": {"mid": "m1", "text": "LHR to JFK"}}, TextReceived("m1", AT, "LHR to JFK")),
    "text with an address": (
        {"message": {"mid": "m1", "text": "see x.example", "attachments": [{"type": "fallback"}]}},
        TextReceived("m1", AT, "see x.example"),
    ),
    "quick reply": (
        {"message": {"mid": "m1", "text": "One way", "quick_reply": {"payload": "pick:1:oneway"}}},
        ChoiceTapped("m1", AT, "pick:1:oneway", "One way"),
    ),
    "e-mail chip": (
        {"message": {"mid": "m1", "text": "a@x.example", "quick_reply": {"payload": "a@x.example"}}},
        TextReceived("m1", AT, "a@x.example"),
    ),
    "picture": (
        {"message": {"mid": "m1", "attachments": [{"type": "image", "payload": {"url": "https://x.example"}}]}},
        AttachmentReceived("m1", AT, "image", Context(files=(FileRef("image", "https://x.example"),))),
    ),
    "place": (
        {"message": {"mid": "m1", "attachments": [{"type": "location", "payload": {"coordinates": {"lat": 1}}}]}},
        AttachmentReceived("m1", AT, "location"),
    ),
    "thumbs up": (
        {"message": {"mid": "m1", "attachments": [{"type": "image", "payload": {"sticker_id": 369239263222822}}]}},
        TextReceived("m1", AT, "👍"),
    ),
    "legacy thumbs up": ({"message": {"mid": "m1", "sticker_id": 369239343222814}}, TextReceived("m1", AT, "👍")),
    "sticker": ({"message": {"mid": "m1", "sticker_id": 5}}, AttachmentReceived("m1", AT, "sticker")),
    "unsupported": ({"message": {"mid": "m1", "is_unsupported": True}}, AttachmentReceived("m1", AT, "unsupported")),
    "unsent": ({"message": {"mid": "m1", "is_deleted": True}}, MessageUnsent("m1:unsent", AT, "m1")),
    "advertisement": (
        {"message": {"mid": "m1", "text": "hi", "referral": {"ref": "r", "source": "ADS", "ad_id": 6045}}},
        TextReceived("m1", AT, "hi", context=Context(ref="r", source="ADS", ad="6045")),
    ),
    "button": (
        {"postback": {"mid": "m2", "title": "Choose", "payload": "offer:1"}},
        ChoiceTapped("m2", AT, "offer:1", "Choose"),
    ),
    "get started": ({"postback": {"mid": "m2", "payload": "GET_STARTED"}}, ThreadOpened("m2", AT)),
    "get started from a link": (
        {"postback": {"mid": "m2", "payload": "GET_STARTED", "referral": {"ref": "summer"}}},
        ThreadOpened("m2", AT, "summer"),
    ),
    "link into a thread": (
        {"referral": {"ref": "winter", "source": "SHORTLINK", "type": "OPEN_THREAD"}},
        ThreadOpened(f"2002:referral:{AT}", AT, "winter", context=Context(source="SHORTLINK")),
    ),
    "plugin of the past": (
        {"optin": {"ref": "summer"}},
        ThreadOpened(f"2002:optin:{AT}", AT, "summer"),
    ),
    "edit": (
        {"message_edit": {"mid": "m1", "text": "CDG", "num_edit": 2}},
        MessageEdited("m1:edit:2", AT, "m1", "CDG"),
    ),
}


@pytest.mark.parametrize("name", EVENTS)
def test_each_kind_of_event_is_read(name: str) -> None:
    """Whatever a traveller does in Messenger, the bot knows what it was."""
    content, event = EVENTS[name]
    assert _event(**content) == event


def test_a_reaction_is_read_and_its_end_too() -> None:
    """An emoji on a message is one event, taking it away another, and each has one id however often it comes."""
    first = _event(reaction={"mid": "m9", "action": "react", "reaction": "love", "emoji": "❤"})
    again = _event(reaction={"mid": "m9", "action": "react", "reaction": "love", "emoji": "❤"})
    ended = _event(reaction={"mid": "m9", "action": "unreact", "reaction": "love"})
    assert isinstance(first, MessageReacted)
    assert (first.target, first.emoji, first.id) == ("m9", "❤", again.id)
    assert ended.emoji == ""
    assert ended.id != first.id


def test_an_old_postback_without_an_id_has_one_by_what_it_says() -> None:
    """A tap that is delivered twice is one tap, also from old versions of the platform."""
    tap = _event(postback={"payload": "offer:1"})
    assert tap.id == _event(postback={"payload": "offer:1"}).id
    assert tap.id != _event(postback={"payload": "offer:2"}).id


def test_deliveries_and_readings_tell_what_became_of_messages() -> None:
    """Staff see how far a message came."""
    delivered, seen = _read(_item(delivery={"mids": ["m5", 6, ""], "watermark": AT}), _item(read={"watermark": AT + 1}))
    assert delivered == Told(THREAD, MessageDelivered(f"2002:delivery:{AT}", AT, ("m5",), AT))
    assert seen == Told(THREAD, MessageRead(f"2002:read:{AT + 1}", AT, (), AT + 1))


def test_our_own_echo_tells_that_a_message_was_accepted() -> None:
    """A message whose answer was lost is found by its echo, and not sent again."""
    assert _read(_echo(metadata="tf:e1#0", app_id=7001)) == (Told(THREAD, MessageAccepted("m_e", AT, "e1#0", "m_e")),)


def test_our_own_echo_without_our_mark_is_nobody_elses() -> None:
    """The bot does not silence itself."""
    assert _ignored(_echo(text="hello", app_id=int(APP))) == "echo_of_our_own"


def test_what_our_page_took_back_is_nobody_writing() -> None:
    """Staff who unsend a message do not silence the bot once more."""
    assert _ignored(_echo(is_deleted=True)) == "echo_unsent"


@pytest.mark.parametrize(("app", "read"), [({"app_id": 263902037430900}, "263902037430900"), ({}, "")])
@pytest.mark.parametrize("key", ["messaging", "standby"])
def test_an_echo_of_somebody_else_is_a_person_answering(app: dict[str, int], read: str, key: str) -> None:
    """When staff answer in the page's own inbox, the bot hears of it, also while another app has the thread."""
    assert _read(_echo(text="Sam here", **app), key=key) == (
        Arrived(THREAD, MessageEchoed("m_e", AT, "Sam here", read)),
    )


@pytest.mark.parametrize(
    "kind",
    [
        "account_linking", "policy_enforcement", "app_roles", "response_feedback", "messaging_feedback", "payment",
        "checkout_update", "pre_checkout", "game_play", "send_cart",
    ],
)  # fmt: skip
def test_kinds_that_we_do_not_serve_are_ignored_by_their_name(kind: str) -> None:
    """Staff see in the metrics what travellers do that the bot does not serve."""
    assert _ignored(_item(**{kind: {"status": "linked"}})) == kind
    assert _ignored(_item(**{kind: {"status": "linked"}}), "standby") == f"standby_{kind}"


@pytest.mark.parametrize(
    "optin",
    [
        {"type": "notification_messages", "payload": "p", "notification_messages_token": "t"},
        {"type": "one_time_notif_req", "payload": "p", "one_time_notif_token": "t"},
        {},
    ],
)
def test_consents_that_we_never_ask_for_are_ignored_by_name(optin: dict[str, str]) -> None:
    """Marketing messages are not served."""
    assert _ignored(_item(optin=optin)) == "optin"


def test_a_checkbox_of_somebody_without_a_thread_is_no_opening() -> None:
    """Who has not written yet has no thread to open."""
    assert _ignored({"recipient": {"id": "1001"}, "optin": {"ref": "r", "user_ref": "u"}}) == "optin"


@pytest.mark.parametrize(
    "item", [{"postback": {"payload": "hey", "title": ""}}, {"message": {"mid": "m1", "text": "hi"}}]
)
def test_guests_of_a_plugin_are_ignored_by_name(item: dict[str, Any]) -> None:
    """Who has no id has no thread, and nothing is broken about it."""
    (kind,) = item
    assert _ignored({"sender": {"user_ref": 98}, "recipient": {"id": 1001}, **item}) == f"{kind}_of_a_guest"


def test_a_body_that_does_not_say_whose_it_is_is_read_at_its_door() -> None:
    """A recorded body that lost its first line is read all the same."""
    body = json.dumps({"entry": [{"messaging": [_item(message={"mid": "m1", "text": "hi"})]}]}).encode()
    assert parse(body) == (Arrived(THREAD, TextReceived("m1", AT, "hi")),)


def test_a_key_that_nobody_knows_does_not_hide_the_kind() -> None:
    """What the platform adds to its items changes no name in the metrics."""
    assert _ignored({"x_new": 1, **_item(account_linking={"status": "unlinked"})}) == "account_linking"


def test_a_test_of_the_dashboard_is_read_like_what_it_stands_for() -> None:
    """Whoever presses "Test" sees the webhook work."""
    change = {"field": "messages", "value": _item(message={"mid": "m1", "text": "hi"})}
    assert _read(change, key="changes") == (Arrived(THREAD, TextReceived("m1", AT, "hi")),)


def test_odd_names_of_kinds_are_still_names() -> None:
    """An old spelling counts as the kind that it is, and what is no name is called unknown."""
    assert _ignored(_item(**{"policy-enforcement": {}})) == "policy_enforcement"
    assert _ignored(_item(**{"<b>": {}})) == "unknown"
    assert _ignored(_item()) == "unknown"
    assert _ignored({"field": "feed", "value": {}}, "changes") == "changes_feed"


@pytest.mark.parametrize(
    "item",
    [
        _item(message={"text": " "}),
        _item(message="text"),
        _item(message={"mid": "m\n1", "text": "x"}),
        {"message": {"mid": "m1", "text": "nobody"}, "timestamp": AT},
        {"sender": {"id": "2002"}, "recipient": {"id": "10:01"}, "message": {"mid": "m1", "text": "x"}},
        _item(postback={"title": "In standby there is no payload"}),
        _item(reaction={}),
        _item(delivery={}),
        _item(read={"watermark": "x"}),
        _echo(mid=""),
        "text",
        None,
        7,
    ],
)
def test_an_item_that_cannot_be_used_is_kept_aside(item: Any) -> None:
    """What is broken in one item stays in that item."""
    assert _ignored(item) == MALFORMED


def test_a_broken_item_costs_no_other_item() -> None:
    """Three travellers in one delivery, one of them broken: two are served."""
    good, bad, other = _read(_item(message={"mid": "m1", "text": "a"}), None, _item(message={"mid": "m2", "text": "b"}))
    assert isinstance(good, Arrived)
    assert isinstance(bad, Aside)
    assert isinstance(other, Arrived)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", MALFORMED),
        (b"\xff\xfe", MALFORMED),
        (b"[" * 200_000, MALFORMED),
        (b'{"object":"page","entry":' * 30_000, MALFORMED),
        (b"[]", "object"),
        (b"null", "object"),
        (b'{"object":"whatsapp_business_account"}', "object_whatsapp_business_account"),
        (b'{"object":"page"}', "empty"),
        (b'{"object":"page","entry":{}}', "empty"),
        (b'{"object":"page","entry":[1,null,[]]}', "empty"),
    ],
)
def test_a_body_that_says_nothing_is_one_thing_aside(body: bytes, kind: str) -> None:
    """A poisoned body cannot switch the page off."""
    (aside,) = parse(body)
    assert isinstance(aside, Aside)
    assert aside.ignored.kind == kind


def test_a_delivery_without_a_time_has_its_entrys() -> None:
    """Events keep an order even when the platform forgets to date them."""
    item = _item(message={"mid": "m1", "text": "x"})
    del item["timestamp"]
    (arrived,) = _read(item)
    assert isinstance(arrived, Arrived)
    assert arrived.event.at == AT + 5


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
EXAMPLES = [
    *(_item(**content) for content, _ in EVENTS.values()),
    _echo(metadata="tf:e1", app_id=7001),
    _echo(text="x"),
    _item(reaction={"mid": "m9", "action": "react", "reaction": "love", "emoji": "❤"}),
    _item(delivery={"mids": ["m5"], "watermark": AT}),
    _item(read={"watermark": AT}),
    *(
        _item(**{kind: {"new_owner_app_id": app, "requested_owner_app_id": app, "metadata": "m"}})
        for kind in ("pass_thread_control", "take_thread_control", "request_thread_control")
        for app in (APP, 263902037430900, None)
    ),
    _item(postback={"title": "Choose"}),
    _item(message={"mid": "m1", "text": "hi", "reply_to": {"mid": "m0", "story": {"id": 1}}, "referral": {"ad_id": 1}}),
    _item(message={"mid": "m1", "commands": [{"name": "flights"}]}),
    _echo(attachments=[{"type": "template", "payload": {"elements": [{"title": "TF101"}]}}]),
]


def _damage(value: Any, draw: random.Random, junk: list[Any]) -> Any:
    """Drop, retype, double and reorder keys and items at random, at every depth."""
    if draw.random() < 0.12:
        return draw.choice(junk)
    if isinstance(value, dict):
        parts = [(key, _damage(part, draw, junk)) for key, part in value.items() if draw.random() > 0.1]
        parts += [(draw.choice(EXAMPLE_KEYS), draw.choice(junk))] * (draw.random() < 0.2)
        draw.shuffle(parts)
        return dict(parts)
    if isinstance(value, list):
        parts = [_damage(part, draw, junk) for part in value]
        return draw.choice([parts, parts * 2, parts[::-1], []]) if draw.random() < 0.3 else parts
    return value


EXAMPLE_KEYS = [
    "message", "postback", "sender", "recipient", "timestamp", "mid", "text", "payload", "is_echo", "read",
    "attachments", "referral", "reply_to", "ref", "ad_id", "context", "interactive", "nfm_reply", "response_json",
    "contacts", "from_user_id", "errors", "system", "edit", "unsupported", "quick_reply",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(JSON, min_size=1, max_size=4))
def test_no_damage_to_a_body_raises(draw: random.Random, junk: list[Any]) -> None:
    """Keys dropped, retyped, doubled or reordered: what comes out are events, statuses or things aside."""
    document = {"object": "page", "entry": [{"id": "1001", "time": AT, "messaging": draw.choices(EXAMPLES, k=3)}]}
    for inbound in parse(msgspec.json.encode(_damage(document, draw, junk)), app=APP):
        assert isinstance(inbound, Arrived | Told | Aside)
        assert msgspec.json.decode(msgspec.json.encode(inbound), type=type(inbound)) == inbound


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_no_json_at_all_raises(document: Any) -> None:
    """Any JSON is a body."""
    assert parse(msgspec.json.encode(document))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise(body: bytes) -> None:
    """Any bytes are a body."""
    assert parse(body)
