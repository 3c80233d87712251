"""Proves bot/simulators/phones_acts.py: whatever is done on a phone becomes the webhook that Meta would send."""

from typing import Any

import msgspec
import pytest

from tests.simulators.phones import FIRST, Desk, said, texted

PHOTO = "http://127.0.0.1:8020/phones/static/photo.png"


@pytest.fixture
def desk() -> Desk:
    """A platform on which everybody has just been greeted."""
    desk = Desk()
    for channel in FIRST:
        desk.act(channel, "says", text="hi")
    desk.send("messenger", said(FIRST["messenger"]))
    desk.send("instagram", said(FIRST["instagram"]))
    desk.send("whatsapp", texted(FIRST["whatsapp"]))
    desk.bodies.clear()
    return desk


def _item(desk: Desk) -> dict[str, Any]:
    (item,) = desk.items()
    return {key: value for key, value in item.items() if key not in {"sender", "recipient", "timestamp"}}


def _change(desk: Desk) -> dict[str, Any]:
    (body,) = desk.bodies
    found: dict[str, Any] = body["entry"][0]["changes"][0]["value"]
    return found


@pytest.mark.parametrize("channel", ["messenger", "instagram"])
def test_a_button_comes_back_as_what_it_means(desk: Desk, channel: str) -> None:
    """The payload of the newest bubble that has it, with the words on the button."""
    payload = {
        "template_type": "button",
        "text": "?",
        "buttons": [{"type": "postback", "title": "Yes", "payload": "y"}],
    }
    attachment = {"type": "template", "payload": payload}
    sent = {"recipient": {"id": FIRST[channel]}, "messaging_type": "RESPONSE", "message": {"attachment": attachment}}
    assert desk.send(channel, sent) == 200
    desk.bodies.clear()
    desk.act(channel, "taps", payload="y", title="Yes")
    assert {**_item(desk)["postback"], "mid": ""} == {"mid": "", "title": "Yes", "payload": "y"}


def test_a_link_is_told_with_get_started_to_newcomers_and_by_itself_to_others() -> None:
    """As Messenger does: the first time there is a button to press, later the thread opens."""
    desk = Desk()
    desk.act("messenger", "opens", ref="to-JFK")
    assert _item(desk)["postback"]["referral"] == {"ref": "to-JFK", "source": "SHORTLINK", "type": "OPEN_THREAD"}
    desk.bodies.clear()
    desk.act("messenger", "opens", ref="to-FCO")
    assert _item(desk) == {"referral": {"ref": "to-FCO", "source": "SHORTLINK", "type": "OPEN_THREAD"}}


def test_a_link_to_instagram_is_told_by_itself(desk: Desk) -> None:
    """Instagram has no Get Started."""
    desk.act("instagram", "opens", ref="to-JFK")
    assert _item(desk)["referral"]["source"] == "IGME-SOURCE-LINK"


def test_an_advertisement_comes_with_the_first_words(desk: Desk) -> None:
    """The airline learns which advertisement it was, on each product in its own words."""
    desk.act("messenger", "comes_by_ad", text="How much?")
    message = _item(desk)["message"]
    assert (message["text"], message["referral"]["source"]) == ("How much?", "ADS")
    desk.bodies.clear()
    desk.act("whatsapp", "comes_by_ad", text="How much?")
    (heard,) = _change(desk)["messages"]
    assert (heard["text"]["body"], heard["referral"]["source_type"]) == ("How much?", "ad")


def test_a_question_to_begin_with_comes_as_a_tap(desk: Desk) -> None:
    """Ice breakers and the menu were set up beforehand; no message brought them."""
    questions = [{"locale": "default", "call_to_actions": [{"question": "Book a flight", "payload": "go:book"}]}]
    told = {"platform": "instagram", "ice_breakers": questions}
    assert desk.call("instagram", "POST", f"{desk.product('instagram').account.id}/messenger_profile", told) == 200
    desk.act("instagram", "taps", title="Book a flight", payload="go:book")
    assert _item(desk)["postback"]["payload"] == "go:book"


@pytest.mark.parametrize("channel", list(FIRST))
def test_an_answer_names_the_message_below_which_it_stands(desk: Desk, channel: str) -> None:
    """The airline can tell which of its messages was meant."""
    assert desk.act(channel, "replies", target="m1", text="That one")[0] == 200
    assert '"m1"' in msgspec.json.encode(desk.bodies).decode()


def test_a_story_is_replied_to(desk: Desk) -> None:
    """The words come with the story that they are about."""
    desk.act("instagram", "replies_to_story", text="I want to go there")
    assert "story" in _item(desk)["message"]["reply_to"]


@pytest.mark.parametrize(
    ("channel", "kind", "attachment"),
    [
        ("messenger", "photo", {"type": "image", "payload": {"url": PHOTO}}),
        ("messenger", "document", {"type": "file", "payload": {"url": PHOTO.replace("photo.png", "letter.pdf")}}),
        ("messenger", "sticker", {"type": "image", "payload": {"url": PHOTO, "sticker_id": 369239263222822}}),
        ("messenger", "voice", {"type": "audio", "payload": {"url": PHOTO.replace("photo.png", "voice.wav")}}),
        ("instagram", "sticker", {"type": "like_heart", "payload": {}}),
    ],
)
def test_pictures_recordings_and_stickers_can_be_sent(
    desk: Desk, channel: str, kind: str, attachment: dict[str, Any]
) -> None:
    """Their address leads to a file that this server has."""
    desk.act(channel, "attaches", kind=kind)
    assert _item(desk)["message"]["attachments"] == [attachment]


@pytest.mark.parametrize(
    ("kind", "type_"), [("photo", "image"), ("document", "document"), ("voice", "audio"), ("sticker", "sticker")]
)
def test_whatsapp_names_files_by_an_id(desk: Desk, kind: str, type_: str) -> None:
    """WhatsApp tells an id and a type, and no address."""
    desk.act("whatsapp", "attaches", kind=kind)
    (message,) = _change(desk)["messages"]
    assert (message["type"], "id" in message[type_]) == (type_, True)


def test_a_place_on_the_map_is_sent_on_whatsapp_alone(desk: Desk) -> None:
    """It has a name, which is as good as typed; Meta's other apps have no such thing any more."""
    desk.act("whatsapp", "attaches", kind="location")
    (message,) = _change(desk)["messages"]
    assert message["location"]["name"] == "Rome"
    answer = desk.phones.answer(
        "POST",
        f"/phones/messenger/{FIRST['messenger']}/attaches",
        {"sec-fetch-site": "same-origin"},
        b'{"kind": "location"}',
    )
    assert answer.status == 400
    assert b"Nobody sends a place" in answer.body


@pytest.mark.parametrize("channel", list(FIRST))
def test_messages_are_marked_changed_and_taken_back(desk: Desk, channel: str) -> None:
    """Each is one webhook on its own."""
    for verb, told in (
        ("reacts", {"target": "m1", "emoji": "❤"}),
        ("edits", {"target": "m1", "text": "Rome"}),
        ("unsends", {"target": "m1"}),
        ("reads", {}),
    ):
        desk.bodies.clear()
        assert desk.act(channel, verb, **told)[0] == 200
        assert len(desk.bodies) == 1, verb


@pytest.mark.parametrize("channel", list(FIRST))
def test_nothing_is_read_before_anything_came(channel: str) -> None:
    """A page that is opened early tells nobody that nothing was read."""
    desk = Desk()
    assert desk.act(channel, "reads")[0] == 200
    assert desk.bodies == []


@pytest.mark.parametrize("channel", list(FIRST))
def test_whoever_blocks_the_airline_gets_nothing_until_they_unblock_it(desk: Desk, channel: str) -> None:
    """The platform refuses, and the page says that the airline is blocked."""
    message = texted if channel == "whatsapp" else said
    desk.act(channel, "blocks")
    assert (desk.owner(channel)["blocked"], desk.send(channel, message(FIRST[channel]))) == (True, 400)
    desk.act(channel, "unblocks")
    assert (desk.owner(channel)["blocked"], desk.send(channel, message(FIRST[channel]))) == (False, 200)


@pytest.mark.parametrize("channel", list(FIRST))
def test_the_next_call_meets_the_fault_that_was_chosen(desk: Desk, channel: str) -> None:
    """It is shown until it is met, and the call after it goes through."""
    message = texted if channel == "whatsapp" else said
    desk.act(channel, "fail_next", fault="html")
    assert desk.state()["phones"][channel]["next"] == ["html"]
    assert [desk.send(channel, message(FIRST[channel])) for _ in range(2)] == [502, 200]
    assert desk.state()["phones"][channel]["next"] == []
