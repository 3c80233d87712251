"""The map of a flow: its steps and ways as a picture, with how many people came to each step and left there."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec
from flask import Blueprint, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain import typed
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import Flow
from bot.domain.flow.kept import reread
from bot.domain.flow.parts import LABEL, Document
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import flow_drafts, flow_figures, flow_revisions
from bot.web.staff import guard
from bot.web.staff.flow_map_pieces import told
from bot.web.staff.flow_map_view import Picture, picture
from bot.web.staff.flow_paths import HERE
from bot.web.staff.pages import page

ZOOMS = (25, 50, 75, 100, 150, 200)
"""How large a map is shown, in percent of its size."""
_USUAL = 100


class Mapped(msgspec.Struct, frozen=True):
    """A flow whose map is shown: its draft, or the `revision` that was asked for; and of which revision the figures."""

    flow: Flow
    document: Document
    revision: int
    figures: int
    draft: Any = None


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/flows/<flow>/map."""
    pages = Blueprint("flow_map", __name__, url_prefix=f"{HERE}/<flow>/map")
    pages.after_request(guard.with_headers)

    @pages.get("")
    @guard.needs(runtime, "flows.read")
    def show(person: Person, flow: str) -> AnyResponse:
        try:
            values = part(runtime, flow, _number("revision"), zoom=_number("zoom"))
        except InvalidError as error:
            return guard.refused(error.say_to_staff, 404)
        return page(runtime, person, "staff/flows/map.html", here=HERE, flow=flow, **values)

    @pages.get("/part")
    @guard.needs(runtime, "flows.read", quiet=True)
    def beside(_: Person, flow: str) -> AnyResponse:
        """The map of the draft alone, which the editor shows beside the outline once its own page is there."""
        try:
            values = part(runtime, flow)
        except InvalidError as error:
            return guard.refused(error.say_to_staff, 404)
        return make_response(render_template("staff/flows/map_part.html", flow=flow, **values))

    @pages.get("/figures")
    @guard.needs(runtime, "flows.read", quiet=True)
    def figures(_: Person, flow: str) -> AnyResponse:
        """The figures of all steps again, for a map that stays open."""
        known = flow_figures.figures(runtime, flow, _number("revision"))
        return jsonify({step: msgspec.to_builtins(told(one)) for step, one in known.items()})

    return pages


def part(runtime: Runtime, flow: str, revision: int = 0, *, zoom: int = 0) -> dict[str, Any]:
    """What staff/flows/map_part.html shows beside the name of a flow, on its own page or on another.

    Raises `InvalidError` when there is no such flow or revision, or when its draft cannot be read.
    """
    mapped = found(runtime, flow, revision)
    return {
        "mapped": mapped,
        "map": draw(runtime, mapped),
        "zoom": zoom if zoom in ZOOMS else _USUAL,
        "zooms": ZOOMS,
    }


def found(runtime: Runtime, flow: str, revision: int = 0) -> Mapped:
    """The draft of a flow, or a revision of it; raises `InvalidError` for neither."""
    if revision:
        document = flow_revisions.document_of(runtime, flow, revision)
        return Mapped(reread(document), msgspec.json.decode(document), revision, revision)
    draft = flow_drafts.shown(runtime, flow)
    live = flow_revisions.live_revisions(runtime).get(flow, 0)
    return Mapped(flow_drafts.read(draft), draft.document, 0, live, draft)


def draw(runtime: Runtime, mapped: Mapped) -> Picture:
    """The map of a flow as it is now; a revision that was published has no faults."""
    counts = Counter(issue.step for issue in flow_drafts.faults(runtime, mapped.draft)) if mapped.draft else Counter()
    figures = flow_figures.figures(runtime, mapped.flow.name, mapped.figures) if mapped.figures else {}
    return picture(mapped.flow, labels=labels(mapped.document), faults=counts, figures=figures)


def labels(document: Document) -> Mapping[str, str]:
    """The names that staff gave to steps."""
    return {step: str(laid.get(LABEL, "")) for step, laid in document.get("layout", {}).items()}


def _number(name: str) -> int:
    return typed.count(request.args.get(name, ""))
