"""The desk's routes: the way in, the list of threads, one thread, and its live stream."""

from collections.abc import Iterator
from urllib.parse import quote

from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError, ThreadfareError
from bot.domain.ids import parse_thread
from bot.ports.live import Hint, LiveNote
from bot.ports.runtime import Runtime
from bot.services import desk
from bot.services.desk import Agent
from bot.web import auth
from bot.web.desk import actions, agents, thread
from bot.web.hub import RESYNC, hub_of, next_note
from bot.web.live import KEEP_ALIVE_SECONDS, event, sse


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /desk."""
    pages = Blueprint("desk", __name__, url_prefix="/desk")
    pages.after_request(agents.guarded)
    _add_doors(pages, runtime)
    actions.add_actions(pages, runtime)

    @pages.get("/t/<name>")
    def show(name: str) -> AnyResponse:
        agent = agents.current_agent(runtime)
        if agent is None:
            return redirect("/desk", 303)
        return _page(runtime, agent, name)

    @pages.get("/live")
    def live() -> Response:
        agent = agents.current_agent(runtime)
        if agent is None:
            return Response("Come in by a link first.", 403)
        since = request.headers.get("Last-Event-ID") or request.args.get("since", "")
        view = _View(runtime, agent, request.args.get("thread", ""))
        return _once(runtime, view, since) if "once" in request.args else sse(_told(runtime, view, since))

    return pages


def _add_doors(pages: Blueprint, runtime: Runtime) -> None:
    @pages.get("")
    def front() -> AnyResponse:
        """A link is only used up by the post that follows: previews and prefetching change nothing."""
        key = request.args.get("key", "")
        agent = agents.current_agent(runtime)
        if agent is not None:
            return redirect("/desk", 303) if key else _page(runtime, agent, "")
        return _door(runtime, key, "" if not key or desk.is_good(runtime, key) else "old")

    @pages.post("/enter")
    def enter() -> AnyResponse:
        key, name = request.form.get("key", ""), agents.clean_name(request.form.get("name", ""))
        if not auth.is_own_post(runtime, request) or not name:
            return _door(runtime, key, "name")
        if not desk.redeem(runtime, key):
            return _door(runtime, "", "used")
        response = redirect("/desk", 303)
        agents.begin_session(runtime, response, name)
        return response

    @pages.post("/leave")
    def leave() -> AnyResponse:
        response = redirect("/desk", 303)
        if auth.is_own_post(runtime, request):
            agents.end_session(runtime, response)
        return response


def _door(runtime: Runtime, key: str, problem: str) -> Response:
    status = 200 if key and not problem else 403
    page = render_template("desk/door.html", key=key, problem=problem, brand=runtime.world().brand.name)
    return make_response(page, status)


def _page(runtime: Runtime, agent: Agent, name: str) -> Response:
    try:
        if name:
            parse_thread(name)
    except InvalidError:
        return make_response(thread.whole_page(runtime, agent, "", "There is no such thread."), 404)
    return make_response(thread.whole_page(runtime, agent, name))


class _View:
    """What one open page of the desk shows, drawn again whenever something happens; unchanged parts are not sent."""

    def __init__(self, runtime: Runtime, agent: Agent, name: str) -> None:
        self._runtime = runtime
        self._agent = agent
        self._name = name
        self._sent: dict[str, str] = {}

    def parts(self, note: LiveNote) -> list[tuple[str, str]]:
        """Named pieces of HTML that are new because of a note."""
        found = self._queue() if self._is_listed(note) else []
        if not note.thread or note.thread != self._name:
            return found
        head = thread.draw_head(self._runtime, self._agent, self._name)
        found += [("head", head)] if self._is_new("head", head) else []
        line = thread.draw_line(self._runtime, note) if note.kind in {"entry", "fate"} else ""
        return [*found, ("line", line)] if line else found

    def hint(self, hint: Hint) -> str:
        """The event that the traveller of the open thread is typing, "" for every other hint."""
        return event("typing", "now", "") if hint.thread == self._name and not hint.name else ""

    def _is_listed(self, note: LiveNote) -> bool:
        """Whether a note can change the list: most are of threads that the bot has, and each drawing is a query."""
        shown = self._sent.get("queue")
        return shown is None or note.kind == "desk" or quote(note.thread) in shown

    def _queue(self) -> list[tuple[str, str]]:
        queue = thread.draw_queue(self._runtime, self._agent, self._name)
        return [("queue", queue)] if self._is_new("queue", queue) else []

    def _is_new(self, name: str, html: str) -> bool:
        known, self._sent[name] = self._sent.get(name), html
        return known != html


def _told(runtime: Runtime, view: _View, since: str) -> Iterator[str]:
    with hub_of(current_app, runtime).listen("", since) as queue:
        if queue is None:
            yield event("busy", "now", "")
            return
        yield "retry: 2000\n\n"
        while True:
            note = next_note(queue, seconds=KEEP_ALIVE_SECONDS)
            if note is None:
                yield ": still here\n\n"
                continue
            if note == RESYNC:
                yield event("resync", "now", "")
                return
            if isinstance(note, Hint):
                yield view.hint(note)
                continue
            try:
                parts = view.parts(note)
            except ThreadfareError:
                return
            yield "".join(event(name, html, note.id) for name, html in parts) or f"id: {note.id}\n\n"


def _once(runtime: Runtime, view: _View, since: str) -> Response:
    notes = hub_of(current_app, runtime).after("", since)
    if notes == (RESYNC,):
        return jsonify(since=since, resync=True, parts=[])
    parts = [part for note in notes for part in view.parts(note)]
    return jsonify(since=notes[-1].id if notes else since, resync=False, parts=parts)
