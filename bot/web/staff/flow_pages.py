"""The page of the editor: outline, form of the chosen step, check and previews, drawn from a draft as it is now."""

from collections.abc import Mapping
from typing import Any

from flask import make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.domain.flow.drafting import Draft
from bot.domain.flow.issues import Issue
from bot.domain.flow.outline import nested, outline
from bot.domain.flow.parts import read as part_of
from bot.domain.flow.text_keys import said_at
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import flow_drafts, flow_revisions
from bot.web.staff import flow_list, flow_step_view, guard
from bot.web.staff.flow_step_texts import called, coverage
from bot.web.staff.flow_step_view import Typing
from bot.web.staff.pages import page

HERE = "/staff/flows"
LOCKED = (
    "Money or law needs this step: travellers confirm the price, agree to terms, or pay here. Its words may change, "
    "and its place in this outline; what it does and where it leads may not."
)
NO_STEP = "There is no step of that name in the draft."
_PART = "X-Part"
_DONE = {
    "saved": "Saved to the draft. Travellers see it when it is published.",
    "same": "There was nothing to save.",
    "added": "The step is added. Lead another step to it.",
    "moved": "The step is moved.",
    "copied": "The step is copied.",
    "deleted": "The step is gone. Undo brings it back.",
    "renamed": "The step has another label.",
    "start": "The flow begins here now.",
    "undone": "Your last change is undone.",
    "redone": "Your change is there again.",
    "reset": "The draft says what is live. Undo brings back what it was.",
    "imported": "The draft is what was in the file. Undo brings back what it was.",
}


def show(
    runtime: Runtime, person: Person, flow: str, typing: Typing | None = None, *, step: str = "", problem: str = ""
) -> AnyResponse:
    """The editor at a step, or at the start of the flow; with a form that was typed, if there is one.

    What a script asks for is a part of it: the header `X-Part` names the form or the previews.
    """
    try:
        draft = flow_drafts.shown(runtime, flow)
    except InvalidError as error:
        return guard.refused(error.say_to_staff, 404)
    names = draft.document["nodes"]
    at = typing.step if typing else step
    if at and at not in names:
        return guard.refused(NO_STEP, 404)
    at = at or (draft.document["start"] if draft.document["start"] in names else next(iter(names), ""))
    language = request.args.get("lang", "")
    typing = typing or (flow_step_view.opened(draft, at, language) if at else None)
    form = _form(runtime, draft, typing) if typing else {}
    wanted = request.headers.get(_PART, "")
    if typing and wanted in ("form", "previews"):
        return _part(wanted, person, form, problem)
    return _whole(runtime, person, draft, form, at=at, problem=problem)


def _form(runtime: Runtime, draft: Draft, typing: Typing) -> dict[str, Any]:
    flows = tuple(sorted(set(flow_revisions.live_revisions(runtime)) - {draft.flow}))
    with runtime.records.begin() as work:
        teams = work.teams.teams()
    return {**flow_step_view.shown(draft, typing, runtime.world(), flows), "teams": teams, "locked_because": LOCKED}


def _part(wanted: str, person: Person, form: Mapping[str, Any], problem: str) -> AnyResponse:
    return make_response(render_template(f"staff/flows/{wanted}.html", person=person, problem=problem, **form))


def _whole(
    runtime: Runtime, person: Person, draft: Draft, form: Mapping[str, Any], *, at: str, problem: str
) -> AnyResponse:
    flow = flow_drafts.read(draft)
    world = runtime.world()
    found, said = flow_drafts.faults(runtime, draft), said_at(flow)
    live = flow_list.live_of(runtime, draft.flow)
    changed = flow_list.changed_parts(runtime, draft, live)
    history = flow_drafts.history(runtime, draft.flow)
    return page(
        runtime,
        person,
        "staff/flows/editor.html",
        here=HERE,
        flow=draft.flow,
        live=live,
        live_id=runtime.live.newest(),
        at=at,
        languages=world.brand.languages,
        may_edit=person.may("flows.edit"),
        branches=nested(outline(flow)),
        nodes=flow.nodes,
        labels={name: part_of(draft.document, f"label:{name}") or "" for name in flow.nodes},
        issues=found,
        faults=_by_step(found),
        changed=changed,
        changed_steps=_changed_steps(changed, said),
        worded=coverage(draft.document, said, world.brand.languages, texts=world.texts, typed={}),
        place=part_of(draft.document, f"place:{at}") or "",
        can_undo=any(done.by == person.id and not done.undone for done in history),
        can_redo=any(done.by == person.id and done.undone for done in history),
        seen_of=lambda part: draft.stamp(part).version,
        problem=problem,
        done=_DONE.get(request.args.get("done", ""), ""),
        **{"called": called, **form, "draft": draft},
    )


def _by_step(found: tuple[Issue, ...]) -> dict[str, list[Issue]]:
    steps: dict[str, list[Issue]] = {}
    for issue in found:
        steps.setdefault(issue.step, []).append(issue)
    return steps


def _changed_steps(changed: frozenset[str], said: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The steps that differ from the live revision, by themselves or by a text that they say."""
    steps = {part.partition(":")[2] for part in changed if part.startswith(("step:", "label:"))}
    texts = {part.rpartition(":")[2] for part in changed if part.startswith("text:")}
    return frozenset(steps | {step for key in texts for step in said.get(key, ())})
