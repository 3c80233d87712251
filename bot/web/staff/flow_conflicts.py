"""The page of a change that somebody else was quicker with: both versions, and what may become of them."""

from collections.abc import Iterator
from typing import Any

import msgspec
from flask import request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.flow.drafting import CHANGED, EditConflictError
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.web.staff.flow_step_texts import called
from bot.web.staff.flow_step_view import digest, posted
from bot.web.staff.flow_step_words import lines
from bot.web.staff.pages import page

_HERE = "/staff/flows"
_PARTS = {
    "step": "the step {}",
    "place": "the place of the step {}",
    "label": "the label of the step {}",
    "layout": "the place of the step {} on the map",
    "start": "where the flow begins",
    "order": "the order of the steps",
}


def show(runtime: Runtime, person: Person, flow: str, error: EditConflictError, *, back: str) -> AnyResponse:
    """Both versions of what two people changed; the reader may keep theirs, or do theirs over it on purpose."""
    theirs, mine = told(error.part, error.theirs), told(error.part, _wanted(error))
    return page(
        runtime,
        person,
        "staff/flows/conflict.html",
        status=409,
        here=_HERE,
        flow=flow,
        sentence="" if error.say_to_staff == CHANGED else error.say_to_staff,
        what=named(error.part),
        by=error.by,
        theirs=[(line, line not in mine) for line in theirs],
        mine=[(line, line not in theirs) for line in mine],
        fields=list(_again(error)),
        rest=list(_rest(error)),
        action=request.path,
        back=back,
    )


def named(part: str) -> str:
    """A part of a flow as people call it."""
    kind, _, name = part.partition(":")
    if kind == "text":
        language, _, key = name.partition(":")
        return f"the text {key} in {called(language)}"
    return _PARTS.get(kind, "the draft").format(name)


def told(part: str, value: str) -> list[str]:
    """A value of a part, which is JSON text, as lines that people compare; none for what is not there."""
    data = msgspec.json.decode(value) if value else None
    if data is None or data == "":
        return []
    if part.startswith("step:") and isinstance(data, dict):
        return list(lines(data))
    if isinstance(data, str):
        return data.split("\n")
    return [f"{key}: {inner}" for key, inner in data.items()][:100] if isinstance(data, dict) else [str(data)]


def _wanted(error: EditConflictError) -> str:
    """What the reader wanted of the part itself, out of the operation or the value that was refused."""
    mine: Any = msgspec.json.decode(error.mine)
    if isinstance(mine, dict) and "op" in mine:
        mine = next((mine[key] for key in ("node", "text", "label", "after") if key in mine), mine["op"])
    return msgspec.json.encode(mine).decode()


def _again(error: EditConflictError) -> Iterator[tuple[str, str]]:
    """The fields of the form once more, with the version that is there now; nothing for what cannot be repeated."""
    kind, _, name = error.part.partition(":")
    mark = f"was.{name.replace(':', '.')}" if kind == "text" else "seen"
    if mark not in request.form:
        return
    for field, value in request.form.items(multi=True):
        if field == mark:
            _, colon, digest = value.partition(":")
            yield field, f"{error.now}{colon}{digest}"
        elif field != "act":
            yield field, value


def _rest(error: EditConflictError) -> Iterator[tuple[str, str]]:
    """The fields of a step's form without what was refused, so that the rest of it is not lost; nothing elsewhere."""
    kind, _, name = error.part.partition(":")
    if "mark" not in request.form:
        return
    mine = name.replace(":", ".")
    dropped = {f"text.{mine}", f"was.{mine}", "act"} if kind == "text" else {"act"}
    for field, value in request.form.items(multi=True):
        if field == "mark" and kind == "step":
            yield field, digest(posted(name, request.form).node)
        elif field not in dropped:
            yield field, value
