"""`threadfare parse` says what is in the body of a webhook, whatever the body."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import main
from bot.commands.parse import PARSERS, lines

AT = 1790000000100
OBJECTS = {"messenger": "page", "instagram": "instagram"}
MID = {"mid": "m1"}


def _body(channel: str, *items: dict[str, Any]) -> bytes:
    envelope = {"sender": {"id": "2002"}, "recipient": {"id": "1001"}, "timestamp": AT}
    messaging = [{**envelope, **item} for item in items]
    return json.dumps({"object": OBJECTS[channel], "entry": [{"id": "1001", "messaging": messaging}]}).encode()


def _told(channel: str, *items: dict[str, Any]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines(channel, _body(channel, *items))]


@pytest.mark.parametrize("channel", sorted(OBJECTS))
def test_the_command_writes_one_line_for_each_thing_in_the_body(channel: str) -> None:
    """Who debugs an account pipes a recorded body in and sees what the bot would hear, without a setting."""
    body = _body(
        channel,
        {"message": {**MID, "text": "Paris ✈"}},
        {"message": {"mid": "m2", "text": "One way", "quick_reply": {"payload": "trip:oneway"}}},
        {"account_linking": {"status": "linked"}},
    )
    result = CliRunner().invoke(main, ["parse", channel], input=body)
    assert result.exit_code == 0
    thread = f"{channel}:1001:2002"
    assert [json.loads(line) for line in result.output.splitlines()] == [
        {"kind": "text", "thread": thread, "event_id": "m1", "at": AT, "text": "Paris ✈"},
        {
            "kind": "choice", "thread": thread, "event_id": "m2", "at": AT, "text": "One way",
            "payload": "trip:oneway",
        },
        {"kind": "ignored", "reason": "account_linking", "at": AT},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"referral": {"ref": "summer"}}, {"kind": "start", "ref": "summer"}),
        ({"message": {**MID, "attachments": [{"type": "image"}]}}, {"kind": "media", "media": "image"}),
        ({"message": {**MID, "is_deleted": True}}, {"kind": "delete", "targets": ["m1"]}),
        ({"message_edit": {**MID, "text": "Rome", "num_edit": 1}}, {"kind": "edit", "targets": ["m1"], "text": "Rome"}),
        (
            {"reaction": {**MID, "action": "react", "emoji": "❤"}},
            {"kind": "reaction", "targets": ["m1"], "emoji": "❤"},
        ),
        ({"message": {**MID, "is_echo": True, "text": "Sam"}}, {"kind": "echo", "text": "Sam"}),
        (
            {"message": {**MID, "is_echo": True, "metadata": "tf:e1#0"}},
            {"kind": "sent", "targets": ["m1"], "message": "e1#0"},
        ),
        ({"delivery": {"mids": ["m1"], "watermark": AT}}, {"kind": "delivered", "targets": ["m1"], "until": AT}),
        ({"read": {"watermark": AT}}, {"kind": "read", "until": AT}),
        ({"read": {"mid": "m1"}}, {"kind": "read", "targets": ["m1"]}),
    ],
)
def test_every_kind_has_its_name_and_tells_what_it_is_about(item: dict[str, Any], expected: dict[str, Any]) -> None:
    """Taps, statuses, edits and the rest are told in the same few words on every channel."""
    for channel in OBJECTS:
        (told,) = _told(channel, item)
        assert {key: told[key] for key in expected} == expected
        assert told["event_id"]
        assert told["at"] == AT


def test_a_card_number_in_a_body_is_not_written() -> None:
    """A recorded body may be shown to a colleague."""
    (told,) = _told("messenger", {"message": {**MID, "text": "4242 4242 4242 4242"}})
    assert "4242" not in told["text"]
    assert told["redacted"] == 1


def test_a_channel_without_webhooks_is_refused_with_those_that_have_some() -> None:
    """A slip gets a sentence."""
    result = CliRunner().invoke(main, ["parse", "telegram"], input="{}")
    assert result.exit_code == 2
    for channel in PARSERS:
        assert channel in result.output


@pytest.mark.parametrize("channel", sorted(PARSERS))
@settings(max_examples=40, deadline=None)
@given(body=st.binary(max_size=200))
def test_any_bytes_are_answered_in_lines(channel: str, body: bytes) -> None:
    """What cannot be read is one line that says so."""
    told = [json.loads(line) for line in lines(channel, body)]
    assert told
    assert all(line["kind"] == "ignored" and line["reason"] for line in told)
