"""Proves bot/simulators/templates.py with its rules and its filling, on Messenger and on WhatsApp."""

from typing import Any

import pytest

from tests.simulators.caller import ADA, BEN, Caller, messenger, whatsapp

BODY = {
    "type": "BODY",
    "text": "Flight {{flight}} now leaves from gate {{gate}}, please go there soon.",
    "example": {
        "body_text_named_params": [{"param_name": "flight", "example": "TF1"}, {"param_name": "gate", "example": "B2"}]
    },
}
BUTTONS = {"type": "BUTTONS", "buttons": [
    {"type": "POSTBACK", "text": "Status", "payload": "status"},
    {"type": "URL", "text": "Map", "url": "https://air.example/{{1}}"}]}  # fmt: skip
GATE = {"name": "gate_v1", "language": "en", "category": "UTILITY", "parameter_format": "NAMED", "components": [BODY]}
NAMED = [{"type": "text", "parameter_name": "gate", "text": "B22"},
         {"type": "text", "parameter_name": "flight", "text": "TF123"}]  # fmt: skip


def _create(caller: Caller, **changes: Any) -> dict[str, Any]:
    told = {**GATE, **changes}
    node = caller.product.account.parent or caller.product.account.id
    status, document = caller.call("POST", f"{node}/message_templates", told)
    assert status == 200, document
    return dict(document)


def _approved(caller: Caller, **changes: Any) -> None:
    _create(caller, **changes)
    caller.product.templates.judge("gate_v1", "APPROVED")
    caller.told()


def _utility(components: list[dict[str, Any]], **template: Any) -> dict[str, Any]:
    named = {"name": "gate_v1", "language": {"code": "en"}, "components": components, **template}
    return {"recipient": {"id": ADA}, "messaging_type": "UTILITY", "message": {"template": named}}


def _template(components: list[dict[str, Any]], **template: Any) -> dict[str, Any]:
    named = {"name": "gate_v1", "language": {"code": "en"}, "components": components, **template}
    return {"messaging_product": "whatsapp", "to": f"+{BEN}", "type": "template", "template": named}


def test_a_utility_template_reaches_a_silent_traveller_once_it_is_approved() -> None:
    """Flight notices go out after the window has closed; what can be tapped comes back."""
    caller = messenger()
    made = _create(caller, components=[BODY, BUTTONS])
    assert made["status"] == "PENDING"
    body = {"type": "body", "parameters": NAMED}
    buttons = {"type": "buttons", "parameters": [{"type": "POSTBACK", "payload": "s:9"}, {"type": "URL", "url": "o9"}]}
    request = _utility([body, buttons])
    assert caller.refused("messages", request) == (100, None)
    caller.clock.move(10**9)
    (change,) = caller.told()
    assert (change["field"], change["value"]["event"]) == ("messenger_template_status_update", "APPROVED")
    caller.post("messages", request)
    (sent,) = caller.product.sent
    assert sent.text == "Flight TF123 now leaves from gate B22, please go there soon."
    assert sent.filled["buttons"][1]["url"] == "https://air.example/o9"
    caller.told()
    caller.product.taps(ADA, "s:9")
    assert caller.told()[0]["postback"] == {"mid": "m_fake000004", "title": "Status", "payload": "s:9"}


def test_a_whatsapp_template_reaches_a_silent_traveller_and_its_button_comes_as_one() -> None:
    """After a day of silence nothing else is taken."""
    caller = whatsapp()
    quick = {"type": "buttons", "buttons": [{"type": "QUICK_REPLY", "text": "Status"}]}
    header = {"type": "header", "format": "TEXT", "text": "Gate of {{1}}"}
    _approved(caller, components=[header, BODY, {"type": "footer", "text": "TF"}, quick])
    caller.clock.move(10**9)
    assert caller.refused("messages", caller.text()) == (131047, None)
    components = [
        {"type": "header", "parameters": [{"type": "text", "text": "TF123"}]},
        {"type": "body", "parameters": NAMED},
        {
            "type": "button",
            "sub_type": "quick_reply",
            "index": "0",
            "parameters": [{"type": "payload", "payload": "s"}],
        },
    ]
    answer = caller.post("messages", _template(components))
    (sent,) = caller.product.sent
    assert (sent.filled["header"]["text"], sent.options) == ("Gate of TF123", {"s": "Status"})
    assert caller.told()[0]["value"]["statuses"][0]["pricing"]["category"] == "utility"
    caller.product.taps(BEN, "s")
    message = caller.told()[0]["value"]["messages"][0]
    assert message["button"] == {"payload": "s", "text": "Status"}
    assert message["context"]["id"] == answer["messages"][0]["id"]


@pytest.mark.parametrize(
    ("components", "template", "code"),
    [
        ([], {}, 132000),
        ([{"type": "body", "parameters": [NAMED[0]]}], {}, 132000),
        ([{"type": "body", "parameters": [NAMED[0], NAMED[0]]}], {}, 132000),
        ([{"type": "body", "parameters": [{**NAMED[0], "text": ""}, NAMED[1]]}], {}, 132012),
        ([{"type": "body", "parameters": [{**NAMED[0], "text": "a\nb"}, NAMED[1]]}], {}, 132018),
        ([{"type": "body", "parameters": [{**NAMED[0], "text": "x" * 1024}, NAMED[1]]}], {}, 132005),
        ([{"type": "body", "parameters": NAMED}], {"language": {"code": "fr"}}, 132001),
        ([{"type": "body", "parameters": NAMED}], {"name": "other"}, 132001),
        ([{"type": "body", "parameters": NAMED}, {"type": "button", "index": "0", "parameters": [{}]}], {}, 132012),
    ],
)
def test_parameters_that_do_not_fit_are_refused_by_their_codes(
    components: list[dict[str, Any]], template: dict[str, Any], code: int
) -> None:
    """Staff learn what is wrong with a template before a traveller waits for it."""
    caller = whatsapp()
    _approved(caller)
    assert caller.refused("messages", _template(components, **template)) == (code, None)
    assert caller.product.sent == []


@pytest.mark.parametrize(("status", "code"), [("PAUSED", 132015), ("DISABLED", 132016), ("REJECTED", 132001)])
def test_a_template_that_is_no_longer_good_is_refused(status: str, code: int) -> None:
    """Its state is told by the webhook, and by what becomes of the next message."""
    caller = whatsapp()
    _approved(caller)
    caller.product.templates.judge("gate_v1", status, reason="QUALITY")
    (change,) = caller.told()
    assert change["field"] == "message_template_status_update"
    assert (change["value"]["event"], change["value"]["reason"]) == (status, "QUALITY")
    assert caller.refused("messages", _template([{"type": "body", "parameters": NAMED}])) == (code, None)
    with pytest.raises(ValueError, match="no status"):
        caller.product.templates.judge("gate_v1", "FORGOTTEN")


def _body(text: str, *examples: str) -> dict[str, Any]:
    return {"type": "body", "text": text, **({"example": {"body_text": [list(examples)]}} if examples else {})}


def _one_button(**button: Any) -> list[dict[str, Any]]:
    return [_body("Hello"), {"type": "buttons", "buttons": [{"type": "URL", "text": "x", **button}]}]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Gate V1"},
        {"language": "English"},
        {"category": "NEWS"},
        {"components": []},
        {"components": [_body("Hello"), _body("Hello")]},
        {"components": [{"type": "footer", "text": "no body"}]},
        {"components": [_body("x" * 1025)]},
        {"components": [_body("Now {{2}} is there", "a")]},
        {"components": [_body("Now {{1}} is there")]},
        {"components": [_body("Hello"), {"type": "footer", "text": "x" * 61}]},
        {"components": [_body("Hello"), {"type": "header", "format": "TEXT", "text": "x" * 61}]},
        {"components": [_body("Hello"), {"type": "header", "format": "SONG"}]},
        {"components": _one_button(url="air.example")},
        {"components": _one_button(url="https://air.example/{{1}}/x")},
        {"components": _one_button(url="https://air.example", text="x" * 26)},
        {"components": _one_button(url="https://air.example", type="TELEX")},
        {"parameter_format": "NAMED", "components": [_body("Now {{1}} is there", "a")]},
    ],
)
def test_a_template_that_breaks_a_rule_cannot_be_made(changes: dict[str, Any]) -> None:
    """The rules of names, parts, parameters and buttons are Meta's."""
    caller = whatsapp()
    told = {**GATE, "parameter_format": "POSITIONAL", "components": [_body("Hello")], **changes}
    assert caller.call("POST", f"{caller.product.account.parent}/message_templates", told)[1]["error"]["code"] == 100


def test_a_body_does_not_begin_or_end_with_a_parameter_and_a_name_is_used_once() -> None:
    """Both have subcodes of their own."""
    caller = messenger()
    positional = {**GATE, "parameter_format": "POSITIONAL"}
    edge = {**positional, "components": [_body("{{1}} is the gate", "B22")]}
    assert caller.refused("message_templates", edge) == (100, 2388299)
    _create(caller)
    assert caller.refused("message_templates", GATE) == (100, 2388024)
    assert caller.refused("message_templates", {**GATE, "name": "sale", "category": "MARKETING"}) == (100, None)


def test_a_review_rejects_a_body_of_little_but_parameters() -> None:
    """Too many parameters for the words."""
    caller = messenger()
    body = _body("Now {{1}} and {{2}} go", "a", "b")
    _create(caller, parameter_format="POSITIONAL", components=[body])
    caller.clock.move(60_000)
    (change,) = caller.told()
    assert (change["value"]["event"], change["value"]["reason"]) == ("REJECTED", "PARAMS_TO_WORD_RATIO_EXCEED_LIMIT")


def test_templates_are_listed_edited_and_deleted() -> None:
    """What staff see of them, and what they may change how often."""
    caller = whatsapp()
    _approved(caller)
    made = _create(caller, name="gate_v2")["id"]
    waba = caller.product.account.parent
    listed = caller.call("GET", f"{waba}/message_templates?limit=1")[1]
    assert [one["name"] for one in listed["data"]] == ["gate_v1"]
    after = listed["paging"]["cursors"]["after"]
    more = caller.call("GET", f"{waba}/message_templates?after={after}")[1]["data"]
    assert [(one["name"], one["status"]) for one in more] == [("gate_v2", "PENDING")]
    assert caller.call("GET", f"{waba}/message_templates?status=APPROVED")[1]["data"][0]["name"] == "gate_v1"
    change = {"components": [_body("Please read this.")]}
    assert caller.call("POST", made, change)[1] == {"success": True}
    caller.clock.move(60_000)
    assert caller.call("GET", made)[1]["status"] == "APPROVED"
    assert caller.call("POST", made, change)[0] == 400
    assert caller.call("DELETE", f"{waba}/message_templates?name=gate_v2")[1] == {"success": True}
    assert caller.call("DELETE", f"{waba}/message_templates?name=gate_v2")[0] == 400
    assert caller.call("GET", made)[1]["error"]["error_subcode"] == 33


def test_a_header_with_a_picture_and_a_button_with_an_address_take_what_they_need() -> None:
    """A boarding pass goes above the words."""
    caller = whatsapp()
    url = {"type": "buttons", "buttons": [{"type": "URL", "text": "Open", "url": "https://air.example/{{1}}"}]}
    _approved(caller, components=[{"type": "header", "format": "IMAGE"}, BODY, url])
    body = {"type": "body", "parameters": NAMED}
    image = {"type": "header", "parameters": [{"type": "image", "image": {"link": "https://air.example/p.png"}}]}
    suffix = {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "o9"}]}
    assert caller.refused("messages", _template([body, suffix])) == (132012, None)
    assert caller.refused("messages", _template([image, body])) == (132000, None)
    caller.post("messages", _template([image, body, suffix]))
    assert caller.product.sent[0].filled["header"]["image"]["link"] == "https://air.example/p.png"
