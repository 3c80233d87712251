"""Revisions of a flow: the list, one of them with what it changed, what differs between two, and rolling back."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec
from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain import typed
from bot.domain.errors import InvalidError, ThreadfareError, UnavailableError
from bot.domain.flow.conversion import Taken, told
from bot.domain.flow.definition import Flow, Node, Split, parse_flow
from bot.domain.flow.graph import ways
from bot.domain.staff.person import Person
from bot.ports.flow_records import FlowHead
from bot.ports.runtime import Runtime
from bot.services import flow_figures, flow_revisions, split_figures
from bot.services.approvals import Deciding
from bot.services.flow_figures import StepFigures
from bot.web.staff import guard
from bot.web.staff.acts import acting, audits
from bot.web.staff.flow_paths import HERE, flow_path
from bot.web.staff.pages import page

AT_ONCE = 50
"""Revisions of a page of the list, the newest first."""
CHOOSE_TWO = "Choose two revisions of this flow."
NONE = "This flow has no revisions: nobody has published it yet."
_DONE = {
    "published": "Published. New talks begin on this revision; those that have begun finish on theirs.",
    "back": "Rolled back. New talks begin on this revision again; those that have begun finish on theirs.",
}


class Arm(msgspec.Struct, frozen=True):
    """One way of an A/B trial: how many of a hundred take it, the step it leads to, and what became of those who came.

    `others` says that other ways lead to that step, too: its figures are then not of the trial alone. `taken` are of
    the trial, whatever the revision: who took the way, each once, and who of them paid.
    """

    trial: str
    way: str
    weight: int
    to: str
    figures: StepFigures
    others: bool
    taken: Taken


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/flows/<flow>/revisions, and of the difference of two."""
    pages = Blueprint("flow_revisions", __name__, url_prefix=f"{HERE}/<flow>")
    pages.after_request(guard.with_headers)

    @pages.get("/revisions")
    @guard.needs(runtime, "flows.read")
    def listed(person: Person, flow: str) -> AnyResponse:
        return _list(runtime, person, flow)

    @pages.get("/revisions/<int(max=999999999):revision>")
    @guard.needs(runtime, "flows.read")
    def show(person: Person, flow: str, revision: int) -> AnyResponse:
        return _one(runtime, person, flow, revision)

    @pages.get("/difference")
    @guard.needs(runtime, "flows.read")
    def difference(person: Person, flow: str) -> AnyResponse:
        return _difference(runtime, person, flow)

    @pages.post("/revisions/<int(max=999999999):revision>/roll-back")
    @guard.needs(runtime, "flows.edit")
    @audits("flow.roll_back")
    def roll_back(person: Person, flow: str, revision: int) -> AnyResponse:
        by = Deciding(person, acting(runtime, person, request.form.get("reason", "")))
        try:
            flow_revisions.roll_back(runtime, flow, revision, by, live=typed.count(request.form.get("live", "")))
        except UnavailableError:
            raise
        except ThreadfareError as error:
            problem, status = guard.told(error)
            return _one(runtime, person, flow, revision, problem=problem, status=status)
        return redirect(f"{flow_path(flow, f'revisions/{revision}')}?done=back", 303)

    return pages


def _list(runtime: Runtime, person: Person, flow: str, *, problem: str = "") -> AnyResponse:
    live_id = runtime.live.newest()
    heads = flow_revisions.listed(runtime, flow)
    if not heads:
        return guard.refused(NONE, 404)
    before = typed.count(request.args.get("before", "")) or heads[-1].revision + 1
    shown = [head for head in reversed(heads) if head.revision < before][:AT_ONCE]
    threads = {one: count for (_, one), count in flow_figures.threads(runtime, flow).items()}
    values: dict[str, Any] = {
        "live_id": live_id,
        "live": next((head.revision for head in heads if head.live), 0),
        "heads": shown,
        "threads": threads,
        "trying": sum(count for one, count in threads.items() if one < 0),
        "older": shown[-1].revision if shown and shown[-1].revision > heads[0].revision else 0,
        "newer": before <= heads[-1].revision,
        "count": len(heads),
        "two": _two(heads),
    }
    return page(runtime, person, "staff/flows/revisions.html", here=HERE, flow=flow, problem=problem, **values)


def _one(
    runtime: Runtime, person: Person, flow: str, revision: int, *, problem: str = "", status: int = 0
) -> AnyResponse:
    live_id = runtime.live.newest()
    try:
        found = flow_revisions.shown(runtime, flow, revision)
    except InvalidError as error:
        return guard.refused(error.say_to_staff, 404)
    heads = flow_revisions.listed(runtime, flow)
    before, after = _beside(heads, revision)
    live = next((head.revision for head in heads if head.live), 0)
    values: dict[str, Any] = {
        "live_id": live_id,
        "one": found.head,
        "before": before,
        "after": after,
        "live": live,
        "changes": flow_revisions.changes_between(runtime, flow, before, revision) if before else (),
        "threads": flow_figures.threads(runtime, flow).get((flow, revision), 0),
        **_trials(runtime, parse_flow(found.document), revision),
        "may": person.may("flows.edit"),
        "reason": request.form.get("reason", ""),
        "done": _DONE.get(request.args.get("done", ""), ""),
    }
    return page(
        runtime, person, "staff/flows/revision.html", here=HERE, flow=flow, problem=problem, status=status, **values
    )


def _two(heads: Sequence[FlowHead]) -> tuple[int, int]:
    """The two revisions whose difference is looked at most: the live and the newest, or the newest two."""
    newest = heads[-1].revision
    live = next((head.revision for head in heads if head.live), newest)
    return (live if live != newest else heads[-2:][0].revision), newest


def _beside(heads: Sequence[FlowHead], revision: int) -> tuple[int, int]:
    """The revisions before and after one, 0 for none."""
    numbers = [0, *(head.revision for head in heads), 0]
    before = next((one for one, next_one in pairwise(numbers) if next_one == revision), 0)
    return before, next((next_one for one, next_one in pairwise(numbers) if one == revision), 0)


def _difference(runtime: Runtime, person: Person, flow: str) -> AnyResponse:
    before, after = (typed.count(request.args.get(name, "")) for name in ("before", "after"))
    if not before or not after:
        return _list(runtime, person, flow, problem=CHOOSE_TWO)
    try:
        changes = flow_revisions.changes_between(runtime, flow, before, after)
    except InvalidError as error:
        return guard.refused(error.say_to_staff, 404)
    values: dict[str, Any] = {"changes": changes, "before": before, "after": after}
    return page(runtime, person, "staff/flows/difference.html", here=HERE, flow=flow, **values)


def _trials(runtime: Runtime, flow: Flow, revision: int) -> dict[str, Any]:
    """Each way of each A/B trial of a revision, and what may be said of the difference."""
    splits = [node.split for node in flow.nodes.values() if node.split]
    taken = split_figures.figures(runtime, {split.name for split in splits})
    figures = flow_figures.figures(runtime, flow.name, revision) if splits else {}
    arms = tuple(_arms(flow, figures, taken))
    verdicts = tuple((split.name, sentence) for split in splits for sentence in _told(split, taken))
    return {"arms": arms, "verdicts": verdicts}


def _told(split: Split, taken: Mapping[tuple[str, str], Taken]) -> tuple[str, ...]:
    ways = tuple(way.name for way in split.ways)
    return told(ways, {way: taken.get((split.name, way), Taken()) for way in ways})


def _arms(flow: Flow, figures: Mapping[str, StepFigures], taken: Mapping[tuple[str, str], Taken]) -> Iterator[Arm]:
    """What became of each way of each A/B trial."""
    leading = [to for node in flow.nodes.values() for to in _leads(node)]
    for split in (node.split for node in flow.nodes.values() if node.split):
        for way in split.ways:
            yield Arm(
                trial=split.name,
                way=way.name,
                weight=way.weight,
                to=way.to,
                figures=figures.get(way.to) or StepFigures(),
                others=leading.count(way.to) > 1,
                taken=taken.get((split.name, way.name)) or Taken(),
            )


def _leads(node: Node) -> Sequence[str]:
    return sorted(set(ways(node)))
