"""What WhatsApp refuses of interactive messages: buttons, lists, links, carousels, forms and questions for data.

Meta, WhatsApp Business Platform: "Interactive reply buttons", "Interactive lists", "Interactive URL buttons",
"Interactive media carousel", "Sending a Flow".
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.simulators.checks import (
    Problem,
    Problems,
    address,
    counted,
    distinct,
    length,
    listed,
    only,
    part,
    short,
    sized,
    word,
    wrong,
)

_MEDIA = frozenset({"image", "video", "document"})
_FLOW = frozenset(
    {"flow_message_version", "flow_id", "flow_name", "flow_cta", "flow_token", "mode", "flow_action",
     "flow_action_payload"}
)  # fmt: skip
_LINES = 2


def interactive(told: dict[str, Any]) -> Problems:
    """What is wrong with an interactive message."""
    kind = str(told.get("type"))
    if kind not in _KINDS:
        yield wrong(f"Interactive type {kind} is not supported")
        return
    yield from only(told, {"type", "header", "body", "footer", "action"}, "interactive")
    yield from sized(part(told, "body").get("text"), 4096 if kind == "list" else 1024, "body[text]")
    yield from _frame(told, kind)
    if not isinstance(told.get("action"), dict):
        yield Problem("missing", "The parameter interactive[action] is required")
        return
    yield from _KINDS[kind](told["action"])


def _frame(told: dict[str, Any], kind: str) -> Problems:
    if kind in {"carousel", "location_request_message", "request_contact_info"}:
        yield from only(told, {"type", "body", "action"}, "interactive")
    if "footer" in told:
        yield from sized(part(told, "footer").get("text"), 60, "footer[text]")
    if "header" not in told:
        return
    header = part(told, "header")
    shown = str(header.get("type"))
    yield from only(header, {"type", shown, "sub_text"}, "header")
    if shown == "text":
        yield from sized(header.get("text"), 60, "header[text]")
    elif shown not in _MEDIA or kind == "list":
        yield wrong(f"A header of type {shown} is not supported here")
    else:
        yield from _media(part(header, shown))


def _media(told: dict[str, Any]) -> Problems:
    if ("id" in told) == ("link" in told):
        yield wrong("Exactly one of id and link is wanted")
    if "link" in told:
        yield from address(told["link"], "media[link]")


def _buttons(action: dict[str, Any]) -> Problems:
    yield from only(action, {"buttons"}, "action")
    yield from counted(action.get("buttons"), 1, 3, "buttons")
    buttons = listed(action.get("buttons"))
    replies = [part(button, "reply") for button in buttons]
    yield from distinct([reply.get("title") for reply in replies], "titles of buttons")
    if any(button.get("type") != "reply" for button in buttons):
        yield wrong("Param buttons[type] must be reply")
    for reply in replies:
        yield from only(reply, {"id", "title"}, "reply")
        yield from sized(reply.get("title"), 20, "reply[title]")
    yield from _ids(replies, 256)


def _list(action: dict[str, Any]) -> Problems:
    yield from only(action, {"button", "sections"}, "action")
    yield from sized(action.get("button"), 20, "action[button]")
    yield from counted(action.get("sections"), 1, 10, "sections")
    sections = listed(action.get("sections"))
    rows = [row for section in sections for row in listed(section.get("rows"))]
    yield from counted(rows, 1, 10, "rows")
    yield from _ids(rows, 200)
    for section in sections:
        yield from only(section, {"title", "rows"}, "section")
        yield from counted(section.get("rows"), 1, 10, "rows")
        if len(sections) > 1 or "title" in section:
            yield from sized(section.get("title"), 24, "section[title]")
    for row in rows:
        yield from only(row, {"id", "title", "description"}, "row")
        yield from sized(row.get("title"), 24, "row[title]")
        yield from short(row, "description", 72, "row")


def _link(action: dict[str, Any]) -> Problems:
    yield from only(action, {"name", "parameters"}, "action")
    if action.get("name") != "cta_url":
        yield wrong("Param action[name] must be cta_url")
    parameters = part(action, "parameters")
    yield from only(parameters, {"display_text", "url"}, "parameters")
    yield from sized(parameters.get("display_text"), 20, "display_text")
    yield from address(parameters.get("url"), "parameters[url]")


def _carousel(action: dict[str, Any]) -> Problems:
    yield from only(action, {"cards"}, "action")
    yield from counted(action.get("cards"), 2, 10, "cards")
    cards = listed(action.get("cards"))
    kinds = {(word(card, "type"), len(listed(part(card, "action").get("buttons")))) for card in cards}
    if len(kinds) > 1:
        yield wrong("All cards have buttons of one kind, and as many")
    if [card.get("card_index") for card in cards] != list(range(len(cards))):
        yield wrong("Cards are counted from 0 by card_index")
    replies = [part(one, "quick_reply") for card in cards for one in listed(part(card, "action").get("buttons"))]
    yield from distinct([reply.get("id") for reply in replies], "ids")
    for card in cards:
        yield from _card(card)


def _card(card: dict[str, Any]) -> Problems:
    yield from only(card, {"card_index", "type", "header", "body", "action"}, "card")
    shown = word(part(card, "header"), "type")
    if shown not in {"image", "video"}:
        yield Problem("missing", "A card needs an image or a video as its header")
    else:
        yield from _media(part(part(card, "header"), shown))
    if "body" in card:
        text = part(card, "body").get("text")
        yield from sized(text, 160, "card[body][text]")
        if str(text).count("\n") > _LINES:
            yield wrong("The body of a card has at most two line breaks")
    action = part(card, "action")
    if "buttons" not in action:
        yield from _link(action)
        return
    yield from counted(action["buttons"], 1, 2, "buttons of a card")
    replies = [part(button, "quick_reply") for button in listed(action["buttons"])]
    yield from _ids(replies, 256)
    for reply in replies:
        yield from sized(reply.get("title"), 20, "quick_reply[title]")


def _flow(action: dict[str, Any]) -> Problems:
    yield from only(action, {"name", "parameters"}, "action")
    parameters = part(action, "parameters")
    yield from only(parameters, _FLOW, "parameters")
    if action.get("name") != "flow" or parameters.get("flow_message_version") != "3":
        yield wrong("A flow is sent as flow with flow_message_version 3")
    if ("flow_id" in parameters) == ("flow_name" in parameters):
        yield wrong("Exactly one of flow_id and flow_name is wanted")
    yield from sized(parameters.get("flow_cta"), 30, "flow_cta")
    cta = str(parameters.get("flow_cta"))
    if length(cta) > len(cta):
        yield wrong("Param flow_cta has no emoji")
    if word(parameters, "flow_action", "navigate") not in {"navigate", "data_exchange"}:
        yield wrong("Param flow_action must be navigate or data_exchange")


def _named(name: str) -> Callable[[dict[str, Any]], Problems]:
    def check(action: dict[str, Any]) -> Problems:
        yield from only(action, {"name"}, "action")
        if action.get("name") != name:
            yield wrong(f"Param action[name] must be {name}")

    return check


def _ids(holders: list[dict[str, Any]], most: int) -> Problems:
    yield from distinct([holder.get("id") for holder in holders], "ids")
    for holder in holders:
        yield from sized(holder.get("id"), most, "id")


_KINDS: Mapping[str, Callable[[dict[str, Any]], Problems]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _link,
    "carousel": _carousel,
    "flow": _flow,
    "location_request_message": _named("send_location"),
    "request_contact_info": _named("request_contact_info"),
}
