"""Words of a talk as somebody of the staff may read them: contacts are masked for who may not see any."""

from typing import Any

import msgspec

from bot.domain.staff.masking import mask_text
from bot.domain.staff.person import Person
from bot.ports.talk_records import Line

_NEVER = frozenset({"type", "id", "payload", "wait", "target", "autocomplete"})
"""Fields of stored events and messages that hold names of the program, and nothing that anybody wrote."""


def for_reader(text: str, reader: Person) -> str:
    """A text as a person may read it."""
    return text if reader.may("contacts.reveal") else mask_text(text)


def line_for_reader(line: Line, reader: Person) -> Line:
    """A line of the transcript as a person may read it, in every field that its author filled."""
    if reader.may("contacts.reveal"):
        return line
    try:
        body = msgspec.json.decode(line.body)
    except msgspec.MsgspecError:
        return line
    return msgspec.structs.replace(line, body=msgspec.json.encode(_masked(body)).decode())


def _masked(value: Any) -> Any:
    """The value with its texts masked; what was sent in a form stands by the names of its fields."""
    match value:
        case str():
            return mask_text(value)
        case list():
            return [_masked(one) for one in value]
        case dict():
            return {key: one if key in _NEVER and isinstance(one, str) else _masked(one) for key, one in value.items()}
        case _:
            return value
