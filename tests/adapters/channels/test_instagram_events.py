"""What Instagram delivers, kind by kind, and that no shape of a body is ever more than a body."""

import json
import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.channels.instagram_events import parse
from bot.domain.conversation.context import Context
from bot.domain.conversation.control_events import ControlMoved
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
from bot.domain.conversation.statuses import MessageAccepted, MessageRead
from bot.domain.ids import ThreadKey
from bot.ports.channel import MALFORMED, Arrived, Aside, Inbound, Told
from tests.adapters.channels.test_messenger_events import JSON, _damage

AT = 1790000000100
APP = "7001"
ACCOUNT, USER = "17841400000000001", "88001234567890123"
THREAD = ThreadKey("instagram", ACCOUNT, USER)
STORY = {"story": {"id": "178001", "url": "https://cdn.example/s"}}
TEST_EVENT = {
    "sender": {"id": "12334"},
    "recipient": {"id": "23245"},
    "timestamp": "1527459824",
    "message": {"mid": "random_mid", "text": "random_text"},
}


def _body(*items: Any, key: str = "messaging", entry: str = ACCOUNT) -> bytes:
    return json.dumps({"object": "instagram", "entry": [{"id": entry, "time": AT + 5, key: list(items)}]}).encode()


def _item(**content: Any) -> dict[str, Any]:
    return {"sender": {"id": USER}, "recipient": {"id": ACCOUNT}, "timestamp": AT, **content}


def _echo(**message: Any) -> dict[str, Any]:
    item = {"sender": {"id": ACCOUNT}, "recipient": {"id": USER}, "timestamp": AT}
    return {**item, "message": {"mid": "m_e", "is_echo": True, **message}}


def _read(*items: Any, key: str = "messaging") -> tuple[Inbound, ...]:
    return parse(_body(*items, key=key), app=APP, account=ACCOUNT)


def _ignored(item: Any, key: str = "messaging") -> str:
    (inbound,) = _read(item, key=key)
    assert isinstance(inbound, Aside)
    return inbound.ignored.kind


EVENTS: dict[str, tuple[dict[str, Any], Any]] = {
    "text": ({"message": {"mid": "m1", "text": "Paris"}}, TextReceived("m1", AT, "Paris")),
    "quick reply": (
        {"message": {"mid": "m1", "text": "Economy", "quick_reply": {"payload": "cabin:eco"}}},
        ChoiceTapped("m1", AT, "cabin:eco", "Economy"),
    ),
    "reply to a message": (
        {"message": {"mid": "m1", "text": "this one", "reply_to": {"mid": "m0"}}},
        TextReceived("m1", AT, "this one", context=Context(reply_to="m0")),
    ),
    "reply to a story": (
        {"message": {"mid": "m1", "text": "How much?", "reply_to": STORY}},
        TextReceived("m1", AT, "How much?", context=Context(story="178001")),
    ),
    "story mention": (
        {"message": {"mid": "m1", "attachments": [{"type": "story_mention", "payload": {"url": "https://cdn"}}]}},
        AttachmentReceived("m1", AT, "story_mention"),
    ),
    "shared post": (
        {"message": {"mid": "m1", "attachments": [{"type": "ig_post", "payload": {"id": "1", "title": "t"}}]}},
        AttachmentReceived("m1", AT, "ig_post"),
    ),
    "shared post, before": (
        {"message": {"mid": "m1", "attachments": [{"type": "share", "payload": {"url": "https://cdn"}}]}},
        AttachmentReceived("m1", AT, "share"),
    ),
    "reel": ({"message": {"mid": "m1", "attachments": [{"type": "ig_reel"}]}}, AttachmentReceived("m1", AT, "ig_reel")),
    "vanishing picture": (
        {"message": {"mid": "m1", "attachments": [{"type": "ephemeral"}]}},
        AttachmentReceived("m1", AT, "ephemeral"),
    ),
    "heart": (
        {"message": {"mid": "m1", "attachments": [{"type": "like_heart"}]}},
        AttachmentReceived("m1", AT, "like_heart"),
    ),
    "unsupported": ({"message": {"mid": "m1", "is_unsupported": True}}, AttachmentReceived("m1", AT, "unsupported")),
    "unsent": ({"message": {"mid": "m1", "is_deleted": True}}, MessageUnsent("m1:unsent", AT, "m1")),
    "product": (
        {"message": {"mid": "m1", "text": "this?", "referral": {"product": {"id": "p"}}}},
        TextReceived("m1", AT, "this?"),
    ),
    "ice breaker": (
        {"postback": {"mid": "m2", "title": "Find a flight", "payload": "go:book"}},
        ChoiceTapped("m2", AT, "go:book", "Find a flight"),
    ),
    "link": (
        {"referral": {"ref": "summer", "source": "IGME-SOURCE-LINK", "type": "OPEN_THREAD"}},
        ThreadOpened(f"{USER}:referral:{AT}", AT, "summer", context=Context(source="IGME-SOURCE-LINK")),
    ),
    "edit": (
        {"message_edit": {"mid": "m1", "text": "CDG", "num_edit": 1}},
        MessageEdited("m1:edit:1", AT, "m1", "CDG"),
    ),
}


@pytest.mark.parametrize("name", EVENTS)
def test_each_kind_of_event_is_read(name: str) -> None:
    """Whatever a traveller does on Instagram, the bot knows what it was."""
    content, event = EVENTS[name]
    assert _read(_item(**content)) == (Arrived(THREAD, event),)


def test_a_reaction_names_its_message_with_or_without_a_picture_of_it() -> None:
    """A heart on a message is one event, taking it away another."""
    (first,) = _read(_item(reaction={"mid": "m9", "action": "react", "reaction": "love", "emoji": "❤"}))
    (ended,) = _read(_item(reaction={"mid": "m9", "action": "unreact"}))
    assert isinstance(first, Arrived)
    assert isinstance(ended, Arrived)
    assert isinstance(first.event, MessageReacted)
    assert isinstance(ended.event, MessageReacted)
    assert (first.event.target, first.event.emoji, ended.event.emoji) == ("m9", "❤", "")
    assert first.event.id != ended.event.id


def test_a_message_that_was_seen_is_told_by_its_own_id() -> None:
    """Staff see what the traveller has read."""
    assert _read(_item(read={"mid": "m5"})) == (Told(THREAD, MessageRead(f"{USER}:read:m5", AT, ("m5",), 0)),)


def test_echoes_come_among_the_messages() -> None:
    """Our own are found by our mark or our app; anybody else's is a person who answers."""
    assert _read(_echo(metadata="tf:e1#0")) == (Told(THREAD, MessageAccepted("m_e", AT, "e1#0", "m_e")),)
    assert _ignored(_echo(text="hello", app_id=int(APP))) == "echo_of_our_own"
    inbox = 1217981644879628
    assert _read(_echo(text="Sam", app_id=inbox)) == (Arrived(THREAD, MessageEchoed("m_e", AT, "Sam", str(inbox))),)
    assert _read(_echo(text="Sam"), key="standby") == (Arrived(THREAD, MessageEchoed("m_e", AT, "Sam", "")),)


def test_what_an_account_takes_back_or_writes_to_itself_is_nobodys_message() -> None:
    """Neither silences the bot, and the bot does not answer itself."""
    assert _ignored(_echo(is_deleted=True)) == "echo_unsent"
    assert _ignored(_item(message={"mid": "m1", "text": "hi", "is_self": True})) == "message_to_oneself"
    assert _ignored(_echo(text="hi", is_self=True)) == "message_to_oneself"


@pytest.mark.parametrize(
    ("control", "app"),
    [
        ({"pass_thread_control": {"new_owner_app_id": 1217981644879628}}, "1217981644879628"),
        ({"pass_thread_control": {"new_owner_app_id": APP, "previous_owner_app_id": None}}, ""),
        ({"pass_thread_control": {"new_owner_app_id": None}}, ""),
        ({"take_thread_control": {"previous_owner_app_id": int(APP), "new_owner_app_id": "77"}}, "77"),
        ({"take_thread_control": {}}, "app"),
        ({"take_thread_control": {"new_owner_app_id": int(APP)}}, ""),
        ({"request_thread_control": {"requested_owner_app_id": 77, "metadata": "m"}}, "77"),
    ],
)
def test_who_has_the_thread_is_told_by_the_app(control: dict[str, Any], app: str) -> None:
    """The bot is silent while another tool has the thread, and speaks again when it comes back."""
    (inbound,) = _read(_item(**control))
    assert isinstance(inbound, Arrived)
    assert isinstance(inbound.event, ControlMoved)
    assert inbound.event.app == app


@pytest.mark.parametrize("at", [AT, str(AT), AT // 1000, str(AT // 1000)])
def test_a_time_may_be_in_seconds_and_may_be_a_text(at: Any) -> None:
    """Events keep their order however the platform writes their times."""
    (arrived,) = _read({**_item(message={"mid": "m1", "text": "x"}), "timestamp": at})
    assert isinstance(arrived, Arrived)
    assert arrived.event.at in {AT, AT // 1000 * 1000}


@pytest.mark.parametrize("key", ["messaging", "changes"])
def test_a_test_of_the_dashboard_is_read_and_changes_nobodys_thread(key: str) -> None:
    """Whoever presses "Test" sees a green answer and no stranger in the desk."""
    item = TEST_EVENT if key == "messaging" else {"field": "messages", "value": TEST_EVENT}
    body = _body(item, key=key, entry="0")
    thread = ThreadKey("instagram", "23245", "12334")
    assert parse(body) == (Arrived(thread, TextReceived("random_mid", 1527459824000, "random_text")),)
    (aside,) = parse(body, account=ACCOUNT)
    assert isinstance(aside, Aside)
    assert aside.ignored.kind == "other_account"


def test_statuses_of_another_account_are_not_ours_either() -> None:
    """Two accounts of one app do not mix."""
    item = {**_item(read={"mid": "m5"}), "recipient": {"id": "23245"}}
    assert _ignored(item) == "other_account"


def test_comments_and_other_changes_are_ignored_by_their_field() -> None:
    """What is said under a post is no talk."""
    assert _ignored({"field": "comments", "value": {"id": "1", "text": "nice", "from": {"id": "2"}}}, "changes") == (
        "changes_comments"
    )
    assert _ignored({"field": "mentions", "value": None}, "changes") == "changes_mentions"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", MALFORMED),
        (b"[" * 200_000, MALFORMED),
        (b'{"object":"page","entry":[]}', "object_page"),
        (b'{"object":"instagram"}', "empty"),
        (_body(_item(message={"text": " "})), MALFORMED),
        (_body(_item(read={})), MALFORMED),
        (_body(_item(postback={"mid": "m1"})), MALFORMED),
    ],
)
def test_a_body_that_says_nothing_is_one_thing_aside(body: bytes, kind: str) -> None:
    """A poisoned body cannot switch the account off."""
    (aside,) = parse(body)
    assert isinstance(aside, Aside)
    assert aside.ignored.kind == kind


EXAMPLES = [
    *(_item(**content) for content, _ in EVENTS.values()),
    _echo(metadata="tf:e1", app_id=7001),
    _echo(text="x"),
    _item(reaction={"mid": "m9", "action": "react", "reaction": "love", "emoji": "❤"}),
    _item(read={"mid": "m5"}),
    TEST_EVENT,
]


@settings(max_examples=150, deadline=None)
@given(
    st.randoms(use_true_random=False),
    st.lists(JSON, min_size=1, max_size=4),
    st.sampled_from(["messaging", "standby", "changes"]),
)
def test_no_damage_to_a_body_raises(draw: random.Random, junk: list[Any], key: str) -> None:
    """Keys dropped, retyped, doubled or reordered: what comes out are events, statuses or things aside."""
    items = draw.choices(EXAMPLES, k=3)
    items = [{"field": "messages", "value": item} for item in items] if key == "changes" else items
    document = {"object": "instagram", "entry": [{"id": ACCOUNT, "time": AT, key: items}]}
    for inbound in parse(msgspec.json.encode(_damage(document, draw, junk)), app=APP):
        assert isinstance(inbound, Arrived | Told | Aside)
        assert msgspec.json.decode(msgspec.json.encode(inbound), type=type(inbound)) == inbound


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_no_json_at_all_raises(document: Any) -> None:
    """Any JSON is a body, also where items of messages would be."""
    assert parse(msgspec.json.encode(document))
    assert parse(_body(document, {"field": "messages", "value": document}, key="changes"))
