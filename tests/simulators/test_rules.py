"""Proves the rules of bot/simulators: every limit has its code, and no shape makes a rule raise anything else."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulators.faults import Refusal
from bot.simulators.instagram_rules import check_instagram
from bot.simulators.messenger_rules import Receipts, check
from bot.simulators.profile_rules import problems as profile_problems
from bot.simulators.template_rules import problems as template_problems
from bot.simulators.whatsapp_rules import check as check_whatsapp
from tests.simulators.caller import ADA, BEN

MISSING, WRONG, UNKNOWN = 131008, 131009, 100
POSTBACK = {"type": "postback", "title": "x", "payload": "p"}
REPLY = {"type": "reply", "reply": {"id": "a", "title": "Yes"}}
IMAGE = {"type": "image", "image": {"link": "https://x.example/a.png"}}
LINK = {"name": "cta_url", "parameters": {"display_text": "Open", "url": "https://x.example"}}


def _message(kind: str, told: Any, **also: Any) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "to": f"+{BEN}", "type": kind, kind: told, **also}


def _interactive(kind: str, action: Any, **also: Any) -> dict[str, Any]:
    return _message("interactive", {"type": kind, "body": {"text": "?"}, "action": action, **also})


def _rows(*rows: dict[str, Any], **section: Any) -> dict[str, Any]:
    return {"button": "See", "sections": [{"rows": list(rows), **section}]}


def _card(index: int, **changes: Any) -> dict[str, Any]:
    return {"card_index": index, "type": "cta_url", "header": IMAGE, "action": LINK, **changes}


def _cards(*cards: dict[str, Any]) -> dict[str, Any]:
    return _interactive("carousel", {"cards": list(cards)})


def _quick(*ids: str) -> dict[str, Any]:
    return {"buttons": [{"type": "quick_reply", "quick_reply": {"id": one, "title": "x"}} for one in ids]}


def _flow(**changes: Any) -> dict[str, Any]:
    told = {"flow_message_version": "3", "flow_id": "1", "flow_cta": "Fill in", "flow_token": "t", **changes}
    return _interactive("flow", {"name": "flow", "parameters": told})


ROW = {"id": "r", "title": "Row"}
GOOD = (
    _message("text", {"body": "x" * 4096, "preview_url": True}),
    _message("image", {"link": "https://x.example/a.png", "caption": "x" * 1024}),
    _message("document", {"link": "https://x.example/a.pdf", "filename": "pass.pdf"}),
    _message("location", {"latitude": 48.8, "longitude": "2.3"}),
    _message("contacts", [{"name": {"formatted_name": "Sam"}}]),
    _interactive("button", {"buttons": [REPLY]}, header=IMAGE, footer={"text": "x" * 60}),
    _interactive("button", {"buttons": [REPLY]}, header={"type": "text", "text": "x" * 60}),
    _interactive("list", _rows(*({"id": str(n), "title": "x" * 24, "description": "x" * 72} for n in range(10)))),
    _interactive("cta_url", LINK),
    _cards(_card(0), _card(1, body={"text": "a\nb\nc"})),
    _cards(_card(0, action=_quick("a", "b")), _card(1, action=_quick("c", "d"))),
    _flow(),
    _interactive("location_request_message", {"name": "send_location"}),
    _interactive("request_contact_info", {"name": "request_contact_info"}),
    {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1", "typing_indicator": {"type": "text"}},
)
BAD = (
    ({"to": "+1", "text": {"body": "x"}}, 100),
    ({"messaging_product": "whatsapp", "text": {"body": "x"}}, MISSING),
    (_message("text", {"body": "x" * 4097}), WRONG),
    (_message("text", {"body": "🛫" * 2049}), WRONG),
    (_message("text", {"body": ""}), MISSING),
    (_message("text", {}), MISSING),
    (_message("text", "x"), MISSING),
    (_message("text", {"body": "x"}, surprise=1), UNKNOWN),
    (_message("text", {"body": "x"}, recipient_type="group"), WRONG),
    (_message("text", {"body": "x"}, biz_opaque_callback_data="x" * 513), WRONG),
    (_message("text", {"body": "x"}, context={}), MISSING),
    (_message("poll", {"q": "x"}), 131051),
    (_message("image", {"link": "https://x.example", "id": "1"}), WRONG),
    (_message("image", {"link": "a.png"}), WRONG),
    (_message("image", {"link": "https://x.example/a.png", "caption": "x" * 1025}), WRONG),
    (_message("audio", {"link": "https://x.example/a.mp3", "caption": "x"}), UNKNOWN),
    (_message("reaction", {"message_id": "wamid.1"}), MISSING),
    (_message("location", {"latitude": 91, "longitude": 0}), WRONG),
    (_message("location", {"latitude": "north", "longitude": 0}), WRONG),
    (_message("location", {"latitude": 1}), MISSING),
    (_message("contacts", []), MISSING),
    (_message("template", {"name": "x"}), MISSING),
    (_interactive("button", {"buttons": []}), WRONG),
    (_interactive("button", {"buttons": [REPLY] * 2}), WRONG),
    (_interactive("button", {"buttons": [{**REPLY, "reply": {"id": n, "title": n}} for n in "1234"]}), WRONG),
    (_interactive("button", {"buttons": [{"type": "reply", "reply": {"id": "a", "title": "x" * 21}}]}), WRONG),
    (_interactive("button", {"buttons": [{"type": "reply", "reply": {"id": "x" * 257, "title": "x"}}]}), WRONG),
    (_interactive("button", {"buttons": [{"type": "url", "reply": {"id": "a", "title": "x"}}]}), WRONG),
    (_interactive("button", {"buttons": [REPLY]}, body={"text": "x" * 1025}), WRONG),
    (_interactive("button", {"buttons": [REPLY]}, footer={"text": "x" * 61}), WRONG),
    (_interactive("button", {"buttons": [REPLY]}, header={"type": "text", "text": "x" * 61}), WRONG),
    (_interactive("button", {"buttons": [REPLY]}, header={"type": "song"}), WRONG),
    (_interactive("button", None), MISSING),
    (_interactive("list", _rows()), WRONG),
    (_interactive("list", _rows(*({"id": str(n), "title": "x"} for n in range(11)))), WRONG),
    (_interactive("list", _rows(ROW, ROW)), WRONG),
    (_interactive("list", _rows({"id": "x" * 201, "title": "x"})), WRONG),
    (_interactive("list", _rows({"id": "r", "title": "x" * 25})), WRONG),
    (_interactive("list", _rows({"id": "r", "title": "x", "description": "x" * 73})), WRONG),
    (_interactive("list", _rows(ROW, title="x" * 25)), WRONG),
    (_interactive("list", {"button": "x" * 21, "sections": [{"rows": [ROW]}]}), WRONG),
    (_interactive("list", {"button": "x", "sections": [{"rows": [ROW]}, {"rows": [{**ROW, "id": "s"}]}]}), MISSING),
    (_interactive("list", _rows(ROW), header=IMAGE), WRONG),
    (_interactive("cta_url", {**LINK, "name": "url"}), WRONG),
    (_interactive("cta_url", {**LINK, "parameters": {"display_text": "x" * 21, "url": "https://x.example"}}), WRONG),
    (_interactive("cta_url", {**LINK, "parameters": {"display_text": "x", "url": "/pay"}}), WRONG),
    (_cards(_card(0)), WRONG),
    (_cards(*(_card(n) for n in range(11))), WRONG),
    (_cards(_card(0), _card(2)), WRONG),
    (_cards(_card(0), _card(1, header={"type": "text", "text": "x"})), MISSING),
    (_cards(_card(0), _card(1, body={"text": "x" * 161})), WRONG),
    (_cards(_card(0), _card(1, body={"text": "a\nb\nc\nd"})), WRONG),
    (_cards(_card(0), _card(1, action=_quick("a"))), WRONG),
    (_cards(_card(0, action=_quick("a")), _card(1, action=_quick("a"))), WRONG),
    (_cards(*(_card(n, action=_quick(f"{n}a", f"{n}b", f"{n}c")) for n in range(2))), WRONG),
    (_flow(flow_cta="Fill in 🛫"), WRONG),
    (_flow(flow_name="both"), WRONG),
    (_flow(flow_message_version="2"), WRONG),
    (_flow(flow_action="fly"), WRONG),
    (_interactive("location_request_message", {"name": "where"}), WRONG),
    (_interactive("horoscope", {}), WRONG),
    ({"messaging_product": "whatsapp", "status": "sent", "message_id": "wamid.1"}, WRONG),
    ({"messaging_product": "whatsapp", "status": "read"}, MISSING),
    ({"messaging_product": "whatsapp", "status": "read", "message_id": "w", "typing_indicator": {}}, WRONG),
)  # fmt: skip


@pytest.mark.parametrize("request_", GOOD)
def test_what_is_within_every_limit_is_taken_on_whatsapp(request_: dict[str, Any]) -> None:
    """At the limit is within it."""
    check_whatsapp(request_)


@pytest.mark.parametrize(("request_", "code"), BAD)
def test_what_breaks_a_limit_is_refused_on_whatsapp_by_its_code(request_: dict[str, Any], code: int) -> None:
    """Missing, wrong and unknown are told apart, as Meta does."""
    with pytest.raises(Refusal) as refused:
        check_whatsapp(request_)
    assert refused.value.code == code


def _page(message: Any, **also: Any) -> dict[str, Any]:
    return {"recipient": {"id": ADA}, "message": message, **also}


def _template(**payload: Any) -> dict[str, Any]:
    return _page({"attachment": {"type": "template", "payload": payload}})


ELEMENT = {"title": "T", "subtitle": "S"}


@pytest.mark.parametrize(
    "told",
    [
        _page("words"),
        _page({"text": "x", "quick_replies": [{"content_type": "text", "title": "x", "payload": ""}]}),
        _page({"attachments": [{"type": "image", "payload": {"url": "https://x.example"}}], "quick_replies": []}),
        _page({"attachments": [{"type": "video", "payload": {"url": "https://x.example"}}]}),
        _page({"attachments": [{"type": "image", "payload": {"url": "https://x.example"}}] * 31}),
        _page({"attachment": {"type": "song", "payload": {}}}),
        _page({"attachment": {"type": "image", "payload": {"url": "x"}}}),
        _page({"attachment": {"type": "image", "payload": {}}}),
        _page({"text": "x"}, thread_control={"control_type": "steal"}),
        {"recipient": {"id": ADA}, "sender_action": "wave"},
        {"recipient": {"id": ADA}, "sender_action": "react"},
        _template(template_type="generic", elements=[{**ELEMENT, "image_url": "a.png"}]),
        _template(template_type="generic", elements=[{**ELEMENT, "default_action": {"type": "postback"}}]),
        _template(template_type="generic", elements=["x"]),
        _template(template_type="media", elements=[{"media_type": "song", "attachment_id": "1"}]),
        _template(template_type="media", elements=[{"media_type": "image"}]),
        _template(template_type="button", text="x", buttons=[
            {"type": "web_url", "title": "x", "url": "http://x.example", "messenger_extensions": True}]),
        _template(template_type="button", text="x", buttons=[{"type": "phone_number", "title": "x", "payload": "1"}]),
        _template(template_type="button", text="x", buttons=[
            {"type": "web_url", "title": "x", "url": "https://x.example", "webview_height_ratio": "huge"}]),
    ],
)  # fmt: skip
def test_what_breaks_a_limit_is_refused_on_messenger(told: dict[str, Any]) -> None:
    """Beyond what test_messenger.py shows."""
    with pytest.raises(Refusal) as refused:
        check(told, Receipts())
    assert refused.value.code == 100


@pytest.mark.parametrize(
    "told",
    [
        _page({"text": "é" * 501}),
        _page({"text": "🛫" * 251}),
        _page({"text": "x"}, persona_id="1"),
        _page({"sticker_id": "1"}),
        _page({"attachments": [{"type": "image", "payload": {"url": "https://x.example"}}] * 11}),
        _page({"text": "x", "quick_replies": [{"content_type": "user_email"}]}),
        _page({"template": {"name": "x"}}, messaging_type="UTILITY"),
        _template(template_type="receipt"),
        _template(template_type="generic", elements=[{**ELEMENT, "buttons": [
            {"type": "web_url", "title": "x", "url": "https://x.example", "webview_height_ratio": "tall"}]}]),
    ],
)  # fmt: skip
def test_what_only_messenger_has_is_refused_on_instagram(told: dict[str, Any]) -> None:
    """Bytes are counted, and there are fewer kinds of messages."""
    with pytest.raises(Refusal) as refused:
        check_instagram(told)
    assert refused.value.code == 100


def test_what_only_instagram_has_is_taken_there_alone() -> None:
    """A heart, and a post of one's own; a text of exactly a thousand bytes."""
    for kind in ("like_heart", "MEDIA_SHARE"):
        told = _page({"attachment": {"type": kind, "payload": {"id": "1"}}})
        check_instagram(told)
        with pytest.raises(Refusal):
            check(told, Receipts())
    check_instagram(_page({"text": "é" * 500}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
CHECKS: tuple[Callable[[dict[str, Any]], object], ...] = (
    lambda told: check(told, Receipts()),
    check_instagram,
    check_whatsapp,
    lambda told: list(profile_problems(told, instagram=False)),
    lambda told: list(template_problems(told, "whatsapp")),
)
SHAPES = (
    _template(template_type="generic", elements=[{**ELEMENT, "buttons": [POSTBACK]}]),
    _template(template_type="receipt", summary={"total_cost": 1}, elements=[{"title": "x", "price": 1}]),
    _page({"text": "x", "quick_replies": [{"content_type": "text", "title": "x", "payload": "x"}]}),
    *GOOD,
    {"persistent_menu": [{"locale": "default", "call_to_actions": [POSTBACK]}],
     "ice_breakers": [{"question": "?", "payload": "p"}], "get_started": {"payload": "x"}},
    {"name": "x", "language": "en", "category": "UTILITY", "components": [
        {"type": "body", "text": "a {{1}} b", "example": {"body_text": [["a"]]}},
        {"type": "buttons", "buttons": [{"type": "URL", "text": "x", "url": "https://x.example/{{1}}"}]}]},
)  # fmt: skip


def _places(told: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    return [at, *(place for key, value in inner for place in _places(value, (*at, key)))]


def _put(told: Any, at: tuple[Any, ...], value: Any) -> Any:
    if not at:
        return value
    if isinstance(told, dict):
        return {**told, at[0]: _put(told[at[0]], at[1:], value)}
    return [_put(one, at[1:], value) if number == at[0] else one for number, one in enumerate(told)]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SHAPES), st.sampled_from(CHECKS), st.data())
def test_no_shape_makes_a_rule_raise_anything_but_a_refusal(
    shape: dict[str, Any], rule: Callable[[dict[str, Any]], object], data: st.DataObject
) -> None:
    """Whatever stands where something was expected, the answer is an error of the platform."""
    place = data.draw(st.sampled_from(_places(shape)[1:]))
    told = _put(shape, place, data.draw(JSON))
    with suppress(Refusal):
        rule(told)
