"""Proves bot/simulators/phones_tape.py: what went over the wire, as it was."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

from bot.simulators.phones_acts import act
from bot.simulators.phones_tape import KEPT, Tape
from bot.simulators.requests import Request
from tests.simulators.phones import FIRST, NOW, Desk, said, texted

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def desk() -> Desk:
    """A platform with phones."""
    return Desk()


def test_a_call_stands_there_with_its_answer_and_without_its_token(desk: Desk) -> None:
    """A developer reads request and answer; no query, header or token is kept."""
    desk.act("messenger", "says", text="hi")
    desk.send("messenger", said(FIRST["messenger"]))
    call = next(entry for entry in desk.state()["entries"] if entry["kind"] == "call")
    assert call["what"] == "POST /1001/messages"
    assert call["people"] == [FIRST["messenger"]]
    assert "EAAtesttoken" not in str(call)
    assert "access_token" not in str(call)


def test_a_refusal_is_told_in_the_words_of_the_platform(desk: Desk) -> None:
    """What is too long for Messenger is refused by Messenger's own limit, and the phone can say so."""
    desk.act("messenger", "says", text="hi")
    assert desk.send("messenger", said(FIRST["messenger"], "x" * 2001)) == 400
    assert "2000" in desk.state()["entries"][-1]["answer"]["error"]["message"]


def test_a_mark_that_a_message_was_read_belongs_to_who_wrote_it(desk: Desk) -> None:
    """WhatsApp's mark names a message and nobody: blue ticks show on the phone of its writer."""
    desk.act("whatsapp", "says", text="hi")
    wamid = desk.bodies[0]["entry"][0]["changes"][0]["value"]["messages"][0]["id"]
    read: dict[str, Any] = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    assert desk.send("whatsapp", read) == 200
    assert desk.state()["entries"][-1]["people"] == [FIRST["whatsapp"]]


def test_statuses_and_echoes_belong_to_whom_they_name(desk: Desk) -> None:
    """Each webhook stands with the traveller whom it is about, whoever caused it."""
    desk.act("whatsapp", "says", text="hi")
    desk.send("whatsapp", texted(FIRST["whatsapp"]))
    desk.act("whatsapp", "colleague_writes", text="Sam here")
    desk.act("instagram", "says", text="hi")
    desk.act("instagram", "colleague_writes", text="Sam here")
    for entry in desk.state()["entries"]:
        assert FIRST[entry["channel"]] in entry["people"], entry


def test_a_webhook_that_fails_again_and_again_is_told_once(desk: Desk) -> None:
    """While the airline is down the tape does not fill up; when it is back, that is told."""
    desk.status = 503
    desk.act("messenger", "says", text="hi")
    for _ in range(5):
        desk.deliver()
    desk.status = 200
    desk.deliver()
    assert [entry["status"] for entry in desk.state()["entries"]] == [503, 200]


def test_a_webhook_bears_the_time_at_which_it_was_sent() -> None:
    """Its answer may come after calls that it led to: phones put it where it belongs."""
    tape = Tape(lambda: NOW)
    tape.hook("messenger", b'{"entry":[]}', 200, at=NOW - 5000)
    (entry,) = tape.since(0)
    assert entry.at == NOW - 5000


@pytest.mark.parametrize("body", [b"", b"[1]", b"no json", b"recipient=%7B%7D&access_token=t", b'{"recipient":{}}'])
def test_any_body_of_a_call_is_taken_down(body: bytes) -> None:
    """What is no JSON, or of no shape that we know, stands there all the same."""
    tape = Tape(lambda: NOW)
    tape.call("messenger", Request("POST", "1001", "", {}, FORM if b"=" in body else {}, body), None)
    (entry,) = tape.since(0)
    assert (entry.people, entry.status) == ((), 0)
    assert "access_token" not in str(entry.body)


def test_whoever_waits_hears_of_the_next_entry() -> None:
    """The page learns of a message when it comes, not when it asks again."""
    tape = Tape(lambda: NOW)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(tape.since, 0, wait=30.0)
        tape.hook("messenger", b"{}", 200, at=NOW)
        assert len(waiting.result(timeout=10)) == 1


def test_the_oldest_entries_go() -> None:
    """A demo that runs for weeks keeps no more than it should."""
    tape = Tape(lambda: NOW)
    for _ in range(KEPT + 10):
        tape.hook("messenger", b"{}", 200, at=NOW)
    assert next(entry.number for entry in tape.since(0)) == 11
    assert tape.newest == KEPT + 10


def test_a_template_stands_there_as_the_traveller_reads_it(desk: Desk) -> None:
    """The call names it; its words are the platform's, filled with what the call brought."""
    body = {"type": "body", "text": "Flight {{1}} leaves from gate {{2}} now.", "example": {"body_text": [["T", "B"]]}}
    told = {"name": "gate", "language": "en", "category": "utility", "components": [body]}
    desk.act("whatsapp", "says", text="hi")
    assert desk.call("whatsapp", "POST", "WABA/message_templates", told) == 200
    desk.post("clock", {"hours": 25})
    desk.deliver()
    parameters = [{"type": "text", "text": text} for text in ("TF12", "B22")]
    template = {"name": "gate", "language": {"code": "en"}, "components": [{"type": "body", "parameters": parameters}]}
    sent = {"messaging_product": "whatsapp", "to": f"+{FIRST['whatsapp']}", "type": "template", "template": template}
    assert desk.send("whatsapp", sent) == 200
    (call,) = [entry for entry in desk.state()["entries"] if entry["filled"]]
    assert call["filled"]["body"] == "Flight TF12 leaves from gate B22 now."


def test_who_has_two_names_on_whatsapp_has_one_phone(desk: Desk) -> None:
    """The airline may answer by the scoped id; it shows on the phone of the number that belongs to it."""
    desk.act("whatsapp", "says", text="hi")
    scoped = desk.product("whatsapp").person(FIRST["whatsapp"]).scoped
    sent = {"messaging_product": "whatsapp", "recipient": scoped, "type": "text", "text": {"body": "Hello"}}
    assert desk.send("whatsapp", sent) == 200
    assert {tuple(entry["people"]) for entry in desk.state()["entries"]} == {(FIRST["whatsapp"],)}


def test_an_answer_given_before_the_webhook_is_answered_shows_on_the_phone_of_who_wrote(desk: Desk) -> None:
    """An airline may answer faster than its webhook: its words and marks are somebody's all the same."""
    scoped = desk.product("whatsapp").person(FIRST["whatsapp"]).scoped

    def answers_at_once(body: bytes, _headers: dict[str, str]) -> int:
        (message,) = msgspec.json.decode(body)["entry"][0]["changes"][0]["value"]["messages"]
        said = {"messaging_product": "whatsapp", "recipient": scoped, "type": "text", "text": {"body": "Hello"}}
        read = {"messaging_product": "whatsapp", "status": "read", "message_id": message["id"]}
        for sent in (said, read):
            path = f"/v25.0/{desk.product('whatsapp').account.id}/messages"
            url = f"{path}?access_token={desk.product('whatsapp').account.token}"
            desk.platform.answer("POST", url, {"Content-Type": "application/json"}, msgspec.json.encode(sent))
        return 200

    act(desk.product("whatsapp"), FIRST["whatsapp"], "says", body=b'{"text": "hi"}', files="")
    desk.product("whatsapp").deliver(desk.phones.watched("whatsapp", answers_at_once))
    calls = [entry for entry in desk.state()["entries"] if entry["kind"] == "call"]
    assert [tuple(call["people"]) for call in calls] == [(FIRST["whatsapp"],)] * 2
