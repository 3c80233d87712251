"""The pages of golden conversations: the tests of a flow that staff keep, run, word anew and hand on as texts."""

from collections.abc import Callable, Iterator, Mapping

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.domain.flow.definition import Flow
from bot.domain.rehearsal.golden import Difference, Verdict
from bot.domain.rehearsal.talk_text import LARGEST
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import goldens
from bot.services.audited import Acting
from bot.services.goldens import Played
from bot.web.staff import guard
from bot.web.staff.acts import acting, audits
from bot.web.staff.draft_of import draft_of, flow_path, step_path
from bot.web.staff.pages import page

ALL = "all"
"""What runs every golden conversation."""
_DONE = {
    "accepted": "The new words are expected from now on.",
    "renamed": "It has its new name.",
    "dropped": "The golden conversation is gone.",
    "taken": "The golden conversation is taken in.",
}


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/flows/<flow>/talks."""
    pages = Blueprint("golden_talks", __name__, url_prefix="/staff/flows/<flow>/talks")
    pages.after_request(guard.with_headers)
    pages.register_error_handler(InvalidError, guard.unknown)

    @pages.get("")
    @guard.needs(runtime, "flows.read")
    def listed(person: Person, flow: str) -> AnyResponse:
        return _page(runtime, person, draft_of(runtime, flow))

    @pages.get("/<talk>/text")
    @guard.needs(runtime, "flows.read")
    def text(person: Person, flow: str, talk: str) -> Response:  # noqa: ARG001  everybody who may read reads alike
        kept = goldens.found(runtime, talk)
        answer = Response(goldens.text_of(kept), mimetype="text/plain")
        name = f"{_plain(flow)}-{_plain(kept.golden.name) or 'talk'}.talk"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    _changing(pages, runtime)
    return pages


def _changing(pages: Blueprint, runtime: Runtime) -> None:
    @pages.post("")
    @guard.needs(runtime, "flows.edit")
    @audits("golden.keep")
    def take_in(person: Person, flow: str) -> AnyResponse:
        draft = draft_of(runtime, flow)
        refused = _refused(runtime, person, draft, lambda by: goldens.take_in(runtime, by, _posted(), draft))
        return refused or _there(draft, "taken")

    @pages.post("/<talk>/accept")
    @guard.needs(runtime, "flows.edit")
    @audits("golden.accept")
    def accept(person: Person, flow: str, talk: str) -> AnyResponse:
        draft = draft_of(runtime, flow)
        refused = _refused(runtime, person, draft, lambda by: goldens.accept(runtime, by, talk, draft))
        return refused or _there(draft, "accepted", talk)

    @pages.post("/<talk>/rename")
    @guard.needs(runtime, "flows.edit")
    @audits("golden.rename")
    def rename(person: Person, flow: str, talk: str) -> AnyResponse:
        draft, name = draft_of(runtime, flow), request.form.get("name", "")
        refused = _refused(runtime, person, draft, lambda by: goldens.rename(runtime, by, talk, name))
        return refused or _there(draft, "renamed")

    @pages.post("/<talk>/drop")
    @guard.needs(runtime, "flows.edit")
    @audits("golden.drop")
    def drop(person: Person, flow: str, talk: str) -> AnyResponse:
        draft = draft_of(runtime, flow)
        refused = _refused(runtime, person, draft, lambda by: goldens.drop(runtime, by, talk))
        return refused or _there(draft, "dropped")


def _refused(runtime: Runtime, person: Person, draft: Flow, change: Callable[[Acting], object]) -> AnyResponse | None:
    """Make a change; the page with what stands in its way, None when it is made."""
    try:
        change(acting(runtime, person))
    except InvalidError as error:
        return _page(runtime, person, draft, problem=error.say_to_staff)
    return None


def _page(runtime: Runtime, person: Person, draft: Flow, *, problem: str = "") -> AnyResponse:
    played = () if problem else _run(runtime, draft, request.args.get("run", ""))
    ran = {one.talk.id: one.verdict for one in played}
    return page(
        runtime,
        person,
        "staff/flows/talks.html",
        here="/staff/flows",
        flow=draft.name,
        flow_path=flow_path(draft.name),
        base=f"{flow_path(draft.name)}/talks",
        talks=goldens.of_flow(runtime, draft.name),
        others=[one.talk for one in played if one.talk.golden.flow != draft.name],
        ran=ran,
        failed=sum(verdict.difference is not None for verdict in ran.values()),
        step_paths={talk: step_path(told.flow, told.step) for talk, told in _told(draft, ran)},
        edits=person.may("flows.edit"),
        problem=problem,
        done=_DONE.get(request.args.get("done", ""), ""),
    )


def _told(draft: Flow, ran: Mapping[str, Verdict]) -> Iterator[tuple[str, Difference]]:
    """Each difference that stands at a step which the editor shows."""
    for talk, verdict in ran.items():
        told = verdict.difference
        if told and told.flow and (told.flow != draft.name or told.step in draft.nodes):
            yield talk, told


def _run(runtime: Runtime, draft: Flow, wanted: str) -> tuple[Played, ...]:
    """How those that were asked for go on the draft; a name that is gone runs none."""
    if wanted in ("", ALL):
        return goldens.run(runtime, draft) if wanted else ()
    try:
        return (goldens.play(runtime, draft, wanted),)
    except InvalidError:
        return ()


def _posted() -> str:
    """The text that was pasted, or that of the file that was chosen; raises `InvalidError` for what is no text."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return request.form.get("text", "").replace("\r\n", "\n")
    raw = file.stream.read(4 * LARGEST + 1)
    try:
        return raw[: 4 * LARGEST + 1].decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InvalidError("This file is no text in UTF-8.") from error


def _there(draft: Flow, done: str, run: str = "") -> AnyResponse:
    more = f"&run={run}" if run else ""
    return redirect(f"{flow_path(draft.name)}/talks?done={done}{more}", 303)


def _plain(name: str) -> str:
    """A name as a file may be called, "" where nothing of it can stand in one."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in name.lower()).split()
    return "-".join(words)[:60]
