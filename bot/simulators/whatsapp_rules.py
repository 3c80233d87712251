"""What WhatsApp refuses: every limit of its messages, by Meta's own codes.

Meta, WhatsApp Business Platform: "Messages", "Interactive messages", "Error codes".
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.simulators.checks import Problem, Problems, address, listed, only, part, short, sized, wrong
from bot.simulators.faults import Refusal
from bot.simulators.interactive_rules import interactive

_CODES = {"missing": 131008, "wrong": 131009, "unknown": 100}
_ENVELOPE = frozenset(
    {"messaging_product", "recipient_type", "to", "recipient", "type", "biz_opaque_callback_data", "context"}
)  # fmt: skip
_UNSUPPORTED = 131051


def check(request: dict[str, Any]) -> None:
    """Refuse a request that WhatsApp would refuse whatever the thread's state."""
    for problem in problems(request):
        raise Refusal(problem.code or _CODES[problem.kind], None, problem.words)


def problems(request: dict[str, Any]) -> Problems:
    """What is wrong with a request."""
    if request.get("messaging_product") != "whatsapp":
        yield Problem("missing", "The parameter messaging_product is required", code=100)
    if "status" in request:
        yield from _mark(request)
        return
    kind = str(request.get("type", "text"))
    yield from only(request, {*_ENVELOPE, kind}, "request")
    if not (request.get("to") or request.get("recipient")):
        yield Problem("missing", "The parameter to is required")
    if request.get("recipient_type", "individual") != "individual":
        yield wrong("Only individuals are written to")
    yield from short(request, "biz_opaque_callback_data", 512, "request")
    if "context" in request:
        yield from sized(part(request, "context").get("message_id"), 255, "context[message_id]")
    if kind not in _KINDS:
        yield Problem("wrong", f"Message type {kind} is not supported", code=_UNSUPPORTED)
        return
    if not isinstance(request.get(kind), list if kind == "contacts" else dict):
        yield Problem("missing", f"The parameter {kind} is required")
        return
    yield from _KINDS[kind](request[kind])


def _mark(request: dict[str, Any]) -> Problems:
    yield from only(request, {"messaging_product", "status", "message_id", "typing_indicator"}, "request")
    yield from sized(request.get("message_id"), 255, "message_id")
    if request["status"] != "read":
        yield wrong("Param status must be read")
    if "typing_indicator" in request and part(request, "typing_indicator").get("type") != "text":
        yield wrong("Param typing_indicator[type] must be text")


def _text(told: dict[str, Any]) -> Problems:
    yield from only(told, {"body", "preview_url"}, "text")
    yield from sized(told.get("body"), 4096, "text[body]")


def media(told: dict[str, Any], also: frozenset[str] = frozenset()) -> Problems:
    """What is wrong with a picture, a sound, a film or a file that is named by its address or its id."""
    yield from only(told, {"id", "link", *also}, "media")
    if ("id" in told) == ("link" in told):
        yield wrong("Exactly one of id and link is wanted")
    if "link" in told:
        yield from address(told["link"], "media[link]")
    yield from short(told, "caption", 1024, "media")


def _captioned(told: dict[str, Any]) -> Problems:
    yield from media(told, frozenset({"caption"}))


def _document(told: dict[str, Any]) -> Problems:
    yield from media(told, frozenset({"caption", "filename"}))


def _reaction(told: dict[str, Any]) -> Problems:
    yield from only(told, {"message_id", "emoji"}, "reaction")
    yield from sized(told.get("message_id"), 255, "reaction[message_id]")
    if not isinstance(told.get("emoji"), str):
        yield Problem("missing", "The parameter reaction[emoji] is required")


def _location(told: dict[str, Any]) -> Problems:
    yield from only(told, {"latitude", "longitude", "name", "address"}, "location")
    for key, most in (("latitude", 90), ("longitude", 180)):
        try:
            far = abs(float(told[key])) > most
        except KeyError:
            yield Problem("missing", f"The parameter location[{key}] is required")
        except (TypeError, ValueError):
            yield wrong(f"Param location[{key}] must be a number")
        else:
            yield from [wrong(f"Param location[{key}] is out of range")] if far else []


def _contacts(told: list[Any]) -> Problems:
    people = listed(told)
    if not people or len(people) < len(told):
        yield Problem("missing", "The parameter contacts is required")
    for person in people:
        yield from sized(part(person, "name").get("formatted_name"), 255, "contacts[name][formatted_name]")


def _template(told: dict[str, Any]) -> Problems:
    yield from only(told, {"name", "language", "components", "namespace"}, "template")
    yield from sized(told.get("name"), 512, "template[name]")
    yield from sized(part(told, "language").get("code"), 16, "template[language][code]")


_KINDS: Mapping[str, Callable[[Any], Problems]] = {
    "text": _text,
    "interactive": interactive,
    "image": _captioned,
    "video": _captioned,
    "audio": media,
    "sticker": media,
    "document": _document,
    "reaction": _reaction,
    "location": _location,
    "contacts": _contacts,
    "template": _template,
}
