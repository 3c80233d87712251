"""What `threadfare parse` says of each thing that Meta's references name: one body a sentence, one line a body."""

import json
from typing import Any

import pytest

from bot.commands.parse import lines

AT = 1790000000100
SECONDS = 1790000000
OBJECTS = {"messenger": "page", "instagram": "instagram"}
M = {"mid": "m_1"}
OURS = {"sender": {"id": "1001"}, "recipient": {"id": "2002"}}
PDF = {"type": "file", "payload": {"url": "https://cdn.example/1"}}
AD = {"ref": "to-NYC", "ad_id": "6045", "source": "ADS", "type": "OPEN_THREAD", "ads_context_data": {"ad_title": "t"}}


def _attached(kind: str, **payload: Any) -> dict[str, Any]:
    return {"message": {**M, "attachments": [{"type": kind, "payload": payload}]}}


def _text(text: str, **more: Any) -> dict[str, Any]:
    return {"message": {**M, "text": text, **more}}


def told(channel: str, item: dict[str, Any], key: str = "messaging") -> dict[str, Any]:
    """The one line of a body with one item of a traveller."""
    whole = {"sender": {"id": "2002"}, "recipient": {"id": "1001"}, "timestamp": AT, **item}
    body = {"object": OBJECTS[channel], "entry": [{"id": "1001", "time": AT, key: [whole]}]}
    (line,) = lines(channel, json.dumps(body).encode())
    found: dict[str, Any] = json.loads(line)
    return found


BOTH: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "words": (_text("LHR to JFK"), {"kind": "text", "text": "LHR to JFK", "event_id": "m_1", "at": AT}),
    "words with what Meta made of them": (_text("hi", nlp={"entities": {}}, seq=7), {"kind": "text", "text": "hi"}),
    "a chip": (
        _text("One way", quick_reply={"payload": "p:1"}),
        {"kind": "choice", "text": "One way", "payload": "p:1"},
    ),
    "a chip with the telephone number": (
        _text("+4477", quick_reply={"payload": "+4477"}),
        {"kind": "text", "text": "+4477"},
    ),
    "a chip with the address": (_text("a@b.example", quick_reply={"payload": "a@b.example"}), {"kind": "text"}),
    "a reply": (_text("this", reply_to={"mid": "m_0", "is_self_reply": False}), {"kind": "text", "reply_to": "m_0"}),
    "an advertisement's first words": (
        _text("hi", referral=AD),
        {"kind": "text", "text": "hi", "ref": "to-NYC", "ad": "6045", "source": "ADS"},
    ),
    "nothing at all": ({"message": {**M}}, {"kind": "ignored", "reason": "message_without_content"}),
    "an advertisement's tap without words": ({"message": {**M, "referral": AD}}, {"kind": "start", "ref": "to-NYC"}),
    "a product": (_text("this?", referral={"product": {"id": "9"}}), {"kind": "text", "text": "this?"}),
    "a command of the composer": (
        {"message": {**M, "commands": [{"name": "flights"}]}},
        {"kind": "text", "text": "flights"},
    ),
    "a picture": (_attached("image", url="u"), {"kind": "media", "media": "image"}),
    "a recording": (_attached("audio", url="u"), {"kind": "media", "media": "audio"}),
    "a film": (_attached("video", url="u"), {"kind": "media", "media": "video"}),
    "a file": (_attached("file", url="u"), {"kind": "media", "media": "file"}),
    "a file with words": (
        {"message": {**M, "text": "my pass", "attachments": [PDF]}},
        {"text": "my pass", "media": "file"},
    ),
    "a sticker": (_attached("sticker", url="u", sticker_id=7), {"kind": "media", "media": "sticker"}),
    "a thumb": (_attached("image", url="u", sticker_id=369239263222822), {"kind": "text", "text": "👍"}),
    "a sticker as it once was": (
        {"message": {**M, "sticker_id": 7, "attachments": [{"type": "image", "payload": {"sticker_id": 7}}]}},
        {"kind": "media", "media": "sticker"},
    ),
    "a reel": (_attached("reel", reel_video_id=3, title="t"), {"kind": "media", "media": "reel"}),
    "a shared post": (_attached("ig_post", id="1", title="t", url="u"), {"kind": "media", "media": "ig_post"}),
    "a template shared": (_attached("template", product={"elements": []}), {"kind": "media", "media": "template"}),
    "an appointment": (_attached("appointment_booking"), {"kind": "media", "media": "appointment_booking"}),
    "a place as it once was": (_attached("location", coordinates={"lat": 1.5, "long": 2}), {"media": "location"}),
    "an address with words": (
        {"message": {**M, "text": "https://x.example", "attachments": [{"type": "fallback", "title": "x"}]}},
        {"kind": "text", "text": "https://x.example"},
    ),
    "a fallback of old": (
        {"message": {**M, "attachments": [{"type": "fallback", "title": "x", "url": "u", "payload": None}]}},
        {"kind": "media", "media": "fallback"},
    ),
    "a message taken back": ({"message": {**M, "is_deleted": True}}, {"kind": "delete", "targets": ["m_1"]}),
    "a message that Meta cannot show": ({"message": {**M, "is_unsupported": True}}, {"media": "unsupported"}),
    "a button": (
        {"postback": {**M, "title": "Choose", "payload": "offer:1"}},
        {"kind": "choice", "event_id": "m_1", "text": "Choose", "payload": "offer:1"},
    ),
    "get started": ({"postback": {"payload": "GET_STARTED", "title": "Get Started"}}, {"kind": "start"}),
    "get started from a link": (
        {"postback": {"payload": "GET_STARTED", "referral": {"ref": "l-ab", "source": "SHORTLINK"}}},
        {"kind": "start", "ref": "l-ab", "source": "SHORTLINK"},
    ),
    "a button that a link led to": (
        {"postback": {**M, "payload": "go:help", "referral": {"ref": "l-ab", "source": "SHORTLINK"}}},
        {"kind": "choice", "payload": "go:help", "ref": "l-ab"},
    ),
    "a link into the thread": (
        {"referral": {"ref": "to-NYC", "source": "SHORTLINK", "type": "OPEN_THREAD", "referer_uri": "u"}},
        {"kind": "start", "ref": "to-NYC", "event_id": f"2002:referral:{AT}"},
    ),
    "a long reference": ({"referral": {"ref": "x" * 2083}}, {"kind": "start", "ref": "x" * 200}),
    "a card number in a link": ({"referral": {"ref": "4242424242424242"}}, {"ref": "[card number removed]"}),
    "the checkbox of a plugin": ({"optin": {"ref": "to-NYC"}}, {"kind": "start", "ref": "to-NYC"}),
    "consent to offers": (
        {"optin": {"type": "notification_messages", "payload": "p", "token_expiry_timestamp": AT}},
        {"kind": "ignored", "reason": "optin"},
    ),
    "an account linked": (
        {"account_linking": {"status": "linked", "authorization_code": "c"}},
        {"reason": "account_linking"},
    ),
    "a delivery without a time of its own": (
        {"delivery": {"watermark": AT, "mids": ["m_8", "m_9"]}, "timestamp": None},
        {"kind": "delivered", "targets": ["m_8", "m_9"], "until": AT, "at": AT},
    ),
    "seen until": ({"read": {"watermark": AT}}, {"kind": "read", "until": AT}),
    "seen by name": ({"read": {"mid": "m_9"}}, {"kind": "read", "targets": ["m_9"]}),
    "a reaction": (
        {"reaction": {"reaction": "love", "emoji": "❤", "action": "react", "mid": "m_9"}},
        {"kind": "reaction", "targets": ["m_9"], "emoji": "❤"},
    ),
    "a reaction without its emoji": (
        {"reaction": {"reaction": "smile", "action": "react", "mid": "m_9"}},
        {"emoji": "smile"},
    ),
    "an edit": (
        {"message_edit": {**M, "text": "CDG", "num_edit": "2"}},
        {"kind": "edit", "text": "CDG", "targets": ["m_1"]},
    ),
    "a warning": ({"policy-enforcement": {"action": "warning", "reason": "r"}}, {"reason": "policy_enforcement"}),
    "roles of apps": ({"app_roles": {"77": ["primary_receiver"]}, "sender": None}, {"reason": "app_roles"}),
    "control passed to a person": (
        {"pass_thread_control": {"previous_owner_app_id": "7", "new_owner_app_id": 263902037430900, "metadata": "m"}},
        {"kind": "thread_control", "app": "263902037430900"},
    ),
    "control taken": ({"take_thread_control": {"previous_owner_app_id": None, "new_owner_app_id": 77}}, {"app": "77"}),
    "control asked for": ({"request_thread_control": {"requested_owner_app_id": "77"}}, {"app": "77"}),
    "a thumb for an answer": (
        {"response_feedback": {"feedback": "Good response", "mid": "m_9"}},
        {"reason": "response_feedback"},
    ),
    "answers of a questionnaire": ({"messaging_feedback": {"feedback_screens": []}}, {"reason": "messaging_feedback"}),
    "a payment of old": ({"payment": {"payload": "p"}}, {"reason": "payment"}),
    "a key of tomorrow": ({"hologram": {}}, {"kind": "ignored", "reason": "hologram"}),
    "a guest of a plugin": (
        {"sender": {"user_ref": "u"}, "message": {**M, "text": "hi"}},
        {"reason": "message_of_a_guest"},
    ),
    "nobody": ({"sender": None, "message": {**M, "text": "hi"}}, {"kind": "ignored", "reason": "malformed"}),
    "ids as numbers": (
        {"sender": {"id": 90071992547409931}, "recipient": {"id": 1001}, "message": {"mid": 5, "text": "hi"}},
        {"thread": ":1001:90071992547409931", "event_id": "5"},
    ),
    "ids that stand for ids": (
        {"sender": {"id": "user id"}, "recipient": {"id": "<PAGE_ID>"}, **_text("hi", referral={"ad_id": "ad id"})},
        {"thread": ":<PAGE_ID>:user id", "text": "hi", "ad": "ad id"},
    ),
    "an echo told the wrong way round": (
        _text("Sam here", is_echo=True, app_id=7),
        {"kind": "echo", "text": "Sam here", "app": "7", "thread": ":1001:2002"},
    ),
    "an echo that does not say so": (
        {**OURS, **_text("Sam here")},
        {"kind": "echo", "text": "Sam here", "thread": ":1001:2002"},
    ),
    "a delivery told the wrong way round": (
        {**OURS, "delivery": {"mids": ["m_8"], "watermark": AT}},
        {"kind": "delivered", "targets": ["m_8"], "thread": ":1001:2002"},
    ),
    "control told the wrong way round": (
        {**OURS, "request_thread_control": {"requested_owner_app_id": 77}},
        {"kind": "thread_control", "app": "77", "thread": ":1001:2002"},
    ),
    "a reaction of our own": (
        {**OURS, "reaction": {"emoji": "❤", "action": "react", "mid": "m_1"}},
        {"kind": "ignored", "reason": "reaction_of_our_own"},
    ),
    "a time in words": ({"timestamp": "2026-09-21T14:13:20+0000", **_text("hi")}, {"at": SECONDS * 1000}),
    "a time in seconds": ({"timestamp": str(SECONDS), **_text("hi")}, {"at": SECONDS * 1000}),
}


@pytest.mark.parametrize("channel", sorted(OBJECTS))
@pytest.mark.parametrize("name", BOTH)
def test_what_both_inboxes_tell_is_read_rightly(name: str, channel: str) -> None:
    """Every sentence of the reference has a body, and every body its line."""
    item, expected = BOTH[name]
    line = told(channel, {key: value for key, value in item.items() if value is not None})
    if "sender" in item and item["sender"] is None:
        line = told(channel, {**item, "sender": {}})
    line = {key: line.get(key) for key in expected}
    if "thread" in expected:
        expected = {**expected, "thread": f"{channel}{expected['thread']}"}
    assert line == expected


@pytest.mark.parametrize("channel", sorted(OBJECTS))
def test_words_without_an_id_are_named_by_who_wrote_them_when(channel: str) -> None:
    """A body that somebody wrote down by hand is read, and the same one twice is one message."""
    first, again = (told(channel, {"message": {"text": "hi"}}) for _ in range(2))
    other = told(channel, {"message": {"text": "hi"}, "timestamp": AT + 1})
    assert (first["kind"], first["text"]) == ("text", "hi")
    assert first["event_id"] == again["event_id"] != other["event_id"]


def test_a_story_that_is_answered_or_mentions_us_is_named() -> None:
    """A story may be registered with a link: what is said about it is then about a trip."""
    answered = told("instagram", _text("How much?", reply_to={"story": {"id": 17, "url": "https://cdn.example"}}))
    assert (answered["kind"], answered["text"], answered["story"]) == ("text", "How much?", "17")
    mentioned = told("instagram", _attached("story_mention", id="18", url="https://cdn.example"))
    assert (mentioned["media"], mentioned["story"]) == ("story_mention", "18")
    assert "story" not in told("instagram", _attached("story_mention", url="https://cdn.example"))


@pytest.mark.parametrize("channel", sorted(OBJECTS))
def test_in_standby_everything_is_read_and_marked(channel: str) -> None:
    """Another app has the thread: the transcript goes on, and nothing is answered."""
    said = told(channel, _text("hello"), "standby")
    assert (said["kind"], said["text"], said["standby"]) == ("text", "hello", True)
    tap = told(channel, {"postback": {"mid": "m_2", "title": "Choose"}}, "standby")
    assert (tap["kind"], tap["text"], tap["standby"], "payload" in tap) == ("choice", "Choose", True, False)
    assert told(channel, {"read": {"watermark": AT}}, "standby")["kind"] == "read"
    assert told(channel, {"postback": {"title": "Choose"}})["reason"] == "malformed"


@pytest.mark.parametrize("channel", sorted(OBJECTS))
def test_a_template_that_somebody_sent_is_told_in_its_words(channel: str) -> None:
    """The desk shows what the traveller saw: the template's text, or the title of its first card."""
    shown = [
        ({"template_type": "button", "text": "Pay here", "buttons": []}, "Pay here"),
        ({"template_type": "generic", "elements": [{"title": "TF101"}, {"title": "TF102"}]}, "TF101"),
        ({"template_type": "media", "elements": [None]}, ""),
    ]
    for payload, text in shown:
        echo = {"mid": "m_2", "is_echo": True, "app_id": 5, "attachments": [{"type": "template", "payload": payload}]}
        line = told(channel, {"message": echo, "sender": {"id": "1001"}, "recipient": {"id": "2002"}})
        assert (line["kind"], line["thread"], line.get("text", "")) == ("echo", f"{channel}:1001:2002", text)


def test_an_item_that_names_no_account_is_its_entrys() -> None:
    """Bodies that were written down by hand leave the recipient out."""
    body = {"object": "page", "entry": [{"id": 1001, "messaging": [{"sender": {"id": "2002"}, **_text("hi")}]}]}
    (line,) = lines("messenger", json.dumps(body).encode())
    assert json.loads(line)["thread"] == "messenger:1001:2002"
