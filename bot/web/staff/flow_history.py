"""What is done to a draft: its history in plain words, and the news that a colleague has just changed it."""

import msgspec
from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain import typed
from bot.domain.errors import InvalidError
from bot.domain.flow.operations import (
    AddStep,
    DeleteStep,
    DuplicateStep,
    Import,
    MoveStep,
    Operation,
    RenameStep,
    Reset,
    SetFallback,
    SetNeeds,
    SetStart,
    SetText,
)
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import flow_drafts, flow_revisions
from bot.web.hub import hub_of
from bot.web.places import Holder, places_of
from bot.web.staff import approvals_live, guard
from bot.web.staff.flow_pages import HERE
from bot.web.staff.flow_step_texts import called
from bot.web.staff.names import namer
from bot.web.staff.pages import page
from bot.web.staff.watch import watch_of
from bot.web.streaming import sse


def blueprint(runtime: Runtime) -> Blueprint:
    """The history below /staff/flows/<flow>."""
    pages = Blueprint("staff_flow_history", __name__, url_prefix=HERE)
    pages.after_request(guard.with_headers)

    @pages.get("/<flow>/history")
    @guard.needs(runtime, "flows.read")
    def history(person: Person, flow: str) -> AnyResponse:
        try:
            draft = flow_drafts.shown(runtime, flow)
        except InvalidError as error:
            return guard.refused(error.say_to_staff, 404)
        done = reversed(flow_drafts.history(runtime, flow))
        lines = [(one, sentence(one.op), step_of(one.op)) for one in done]
        steps = draft.document["nodes"]
        return page(runtime, person, "staff/flows/history.html", here=HERE, flow=flow, lines=lines, steps=steps)

    @pages.get("/<flow>/live")
    @guard.needs(runtime, "flows.read", quiet=True)
    def live(person: Person, flow: str) -> Response:
        since = request.headers.get("Last-Event-ID") or request.args.get("since", "")
        seen = Seen(typed.whole(request.args.get("version", "")), typed.whole(request.args.get("revision", "")))

        def draw() -> list[tuple[str, str]]:
            return [("draft", _news(runtime, person, flow, seen))]

        hub = hub_of(current_app, runtime)
        if "once" in request.args:
            return approvals_live.once(hub, since, draw, kind="flows")
        told = approvals_live.told(hub, watch_of(runtime, person, "flows.read"), since, draw, kind="flows")
        return sse(places_of(current_app, runtime), Holder(person.id, staff=True), told)

    return pages


class Seen(msgspec.Struct, frozen=True):
    """What a page was drawn with: the draft's version and the live revision, None where the page shows none of it."""

    version: int | None
    revision: int | None


def _news(runtime: Runtime, person: Person, flow: str, seen: Seen) -> str:
    """Who else changed the draft or published since a page was drawn with what it has seen, "" for nobody."""
    name_of = namer(runtime.records, person)
    live = next((head for head in flow_revisions.listed(runtime, flow) if head.live), None)
    if live is not None and seen.revision is not None and live.revision != seen.revision:
        told = {"live": live.revision, "who": name_of(live.author), "back": live.revision < seen.revision}
        return render_template("staff/flows/news.html", flow=flow, **told)
    try:
        draft = flow_drafts.shown(runtime, flow)
    except InvalidError:
        return ""
    if seen.version is None or draft.version == seen.version or draft.by == person.id:
        return ""
    return render_template("staff/flows/news.html", flow=flow, who=name_of(draft.by))


def sentence(op: Operation) -> str:
    """What an operation did, as a sentence."""
    match op:
        case SetText(language=language, key=key, text=text):
            return f"{'Worded' if text else 'Took out'} the text {key} in {called(language)}."
        case SetNeeds(needs=needs):
            return f"Said that {', '.join(needs) or 'nothing'} is known when the flow is entered."
        case SetFallback(fallback=fallback):
            told = ", ".join(f"{called(other)} for {called(language)}" for language, other in fallback.items())
            return f"Let one language stand in for another: {told or 'none'}."
        case Import():
            return "Took a whole file in."
        case Reset():
            return "Put the draft back to what is live."
        case _:
            return f"{_of_step(op)}."


def _of_step(op: Operation) -> str:
    match op:
        case AddStep(step=step):
            return f"Added the step {step}"
        case MoveStep(step=step, after=after):
            return f"Moved the step {step} {f'after {after}' if after else 'to the beginning'}"
        case DuplicateStep(step=step, copy=copy):
            return f"Copied the step {step} as {copy}"
        case DeleteStep(step=step):
            return f"Deleted the step {step}"
        case RenameStep(step=step, label=label):
            return f"Called the step {step} “{label}”" if label else f"Took the label off the step {step}"
        case SetStart(step=step):
            return f"Let the flow begin at {step}"
        case _:
            return f"Changed the step {step_of(op)}"


def step_of(op: Operation) -> str:
    """The step that an operation was about, "" for none."""
    return op.copy if isinstance(op, DuplicateStep) else getattr(op, "step", "")
